"""Settings: read once, described in the README, kind when wrong."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

README = Path(__file__).parent.parent / "README.md"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_every_setting_is_described_in_the_readme_in_the_same_words() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == {name.upper(): field.description for name, field in Settings.model_fields.items()}


def test_the_token_is_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret")
    settings = read_settings()
    assert settings.token() == "very-secret"
    assert "very-secret" not in repr(settings)


def test_the_token_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-file\n")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "token"))
    assert read_settings().token() == "from-file"
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "nothing"))
    with pytest.raises(SettingsError, match="DISCORD_TOKEN_FILE"):
        read_settings().token()


def test_the_address_of_the_database_is_a_secret_and_may_be_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", " ")
    assert read_settings().database_url is None
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot:very-secret@host/name")
    chosen = read_settings().database_url
    assert chosen is not None
    assert chosen.get_secret_value() == "postgresql://bot:very-secret@host/name"
    assert "very-secret" not in repr(read_settings())


def test_no_token_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().token() is None
    monkeypatch.setenv("DISCORD_TOKEN", "  ")
    assert read_settings().token() is None


def test_env_file_and_lists(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("KNOWLEDGE_DIRS=a, b\nSHARD_COUNT=2\nSHARD_IDS=0,1\n")
    settings = read_settings()
    assert settings.knowledge_dirs == (Path("a"), Path("b"))
    assert settings.shard_ids == (0, 1)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"SHARD_IDS": "0"}, "SHARD_IDS needs SHARD_COUNT"),
        ({"SHARD_IDS": "5", "SHARD_COUNT": "2"}, "between 0 and"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"PREVIEW_PORT": "door"}, "PREVIEW_PORT"),
    ],
)
def test_wrong_values_are_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], said: str
) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=said):
        read_settings()


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read_settings().preview_port = 1  # pyright: ignore[reportAttributeAccessIssue]
