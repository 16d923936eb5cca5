"""Addresses: what people write, what the drivers want, and sentences that keep the password to themselves."""

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.storage.database import default_url, normalised
from bot.storage.errors import StorageError


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("sqlite:///relative/bot.db", "sqlite+aiosqlite:///relative/bot.db"),
        ("sqlite:////data/bot.db", "sqlite+aiosqlite:////data/bot.db"),
        ("postgres://u:p@h/n", "postgresql+asyncpg://u:p@h/n"),
        (" postgresql://u:p%40ss@h:5433/n\n", "postgresql+asyncpg://u:p%40ss@h:5433/n"),
        ("postgresql://u:p@h/n?sslmode=require", "postgresql+asyncpg://u:p@h/n?ssl=require"),
        ("postgresql:///n?host=/run/postgresql", "postgresql+asyncpg:///n?host=%2Frun%2Fpostgresql"),
    ],
)
def test_addresses_get_the_bots_drivers_and_stay_so(written: str, wanted: str) -> None:
    assert make_url(normalised(written)) == make_url(wanted)
    assert normalised(normalised(written)) == normalised(written)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "cannot be read"),
        ("secret", "cannot be read"),
        ("postgresql://u:secret@h:port/n", "cannot be read"),
        ("mysql://u:secret@h/n", "SQLite or PostgreSQL"),
        ("postgresql+psycopg2://u:secret@h/n", "SQLite or PostgreSQL"),
        ("postgresql://u:secret@h", "names no database"),
        ("postgresql://u:secret@h/n?secret_option=1", "has the option secret_option; the bot knows"),
        ("sqlite://", "names a file"),
        ("sqlite:///:memory:", "names a file"),
        ("sqlite://secret/bot.db", "names a file"),
        ("sqlite:///bot.db?mode=ro", "names a file"),
    ],
)
def test_other_addresses_are_refused_in_a_sentence_without_the_address(written: str, said: str) -> None:
    with pytest.raises(StorageError, match=said) as failed:
        normalised(written)
    assert "secret" not in str(failed.value).replace("secret_option", "")
    assert failed.value.__context__ is None or failed.value.__suppress_context__


def test_by_default_a_file_in_the_bots_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in (tmp_path / "a folder", Path("relative")):
        assert make_url(normalised(default_url(folder))).database == str(folder.absolute() / "bot.db")
