"""The SQLite file: locked, not a database, and for its owner only."""

import asyncio
import contextlib
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.database import Storage
from bot.storage.errors import StorageUnavailable
from tests.storage.calls import CALLS, LONG, SHORT, WRITES, sentence_of, works_again
from tests.storage.rows import PIN, fresh


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "bot.db"


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        holder.close()


async def test_a_locked_file(file: Path, tmp_path: Path) -> None:
    storage = await Storage.open(f"sqlite:///{file}", timeout=SHORT)
    with locked(file):
        assert "holds the database file locked" in await sentence_of(storage.pins.claim(PIN))
        assert await storage.pins.get(PIN.id) is None  # reading goes on
        await asyncio.gather(*(sentence_of(CALLS[name](storage, tmp_path)) for name in WRITES))
    await works_again(storage)
    for call in CALLS.values():
        await call(storage, tmp_path)
    await storage.close()


async def test_what_was_given_up_does_not_happen_later(file: Path) -> None:
    storage = await Storage.open(f"sqlite:///{file}", timeout=SHORT)
    with locked(file):
        asked = [asyncio.create_task(storage.pins.claim(fresh(channel_id=number))) for number in range(5)]
        ended = await asyncio.gather(*asked, return_exceptions=True)
    await works_again(storage)
    assert all(isinstance(each, StorageUnavailable) for each in ended)
    assert await storage.pins.of_guild(1) == ()
    await storage.close()


async def test_who_waited_in_vain_leaves_the_queue(file: Path) -> None:
    storage = await Storage.open(f"sqlite:///{file}", timeout=SHORT)
    with locked(file):
        await asyncio.gather(*(sentence_of(storage.pins.claim(fresh())) for _ in range(50)))
        await asyncio.sleep(SHORT)  # the one whose turn it was is told by SQLite
        assert [each for each in asyncio.all_tasks() if "_transaction" in repr(each)] == []
    await works_again(storage)
    await storage.close()


async def test_opening_a_locked_file(file: Path) -> None:
    await (await Storage.open(f"sqlite:///{file}", timeout=LONG)).close()
    with locked(file):
        await sentence_of(Storage.open(f"sqlite:///{file}", timeout=SHORT))
    storage = await Storage.open(f"sqlite:///{file}", timeout=SHORT)
    await works_again(storage)
    await storage.close()


async def test_the_file_is_for_its_owner_and_written_ahead(file: Path) -> None:
    storage = await Storage.open(f"sqlite:///{file}", timeout=LONG)
    await storage.pins.claim(PIN)
    assert {stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()} == {0o600}
    await storage.close()
    with contextlib.closing(sqlite3.connect(file)) as reader:
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert sorted(each.name for each in file.parent.iterdir()) == ["bot.db"]


async def test_a_file_that_is_no_database(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("Dear diary," * 100)
    assert "not a SQLite database" in await sentence_of(Storage.open(f"sqlite:///{file}"))
    assert file.read_text().startswith("Dear diary")


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be made or written" in await sentence_of(Storage.open(f"sqlite:///{tmp_path}/file/bot.db"))
