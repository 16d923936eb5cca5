"""A database that is down, slow, locked, full of something else, or back again. Every call ends, with one sentence."""

import asyncio
import contextlib
import signal
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.storage.backup import backup
from bot.storage.database import Storage
from bot.storage.errors import StorageError, StorageUnavailable
from bot.storage.records import ServerSettings
from tests.databases import Postgres
from tests.storage.rows import MINUTE, NOW, PIN, fresh

SHORT = 1.5  # seconds
LONG = 30.0  # whatever has not ended by then hangs

Call = Callable[[Storage, Path], Awaitable[object]]
CALLS: dict[str, Call] = {
    "claim": lambda storage, _: storage.pins.claim(fresh()),
    "get": lambda storage, _: storage.pins.get(PIN.id),
    "of_guild": lambda storage, _: storage.pins.of_guild(1),
    "at": lambda storage, _: storage.pins.at(1, 1),
    "in_channel": lambda storage, _: storage.pins.in_channel(1),
    "take": lambda storage, _: storage.pins.take(PIN.id, NOW, NOW + MINUTE),
    "change": lambda storage, _: storage.pins.change(PIN.id, message_id=1),
    "delete": lambda storage, _: storage.pins.delete(PIN.id),
    "server get": lambda storage, _: storage.servers.get(1),
    "server all": lambda storage, _: storage.servers.all(),
    "server put": lambda storage, _: storage.servers.put(ServerSettings(1)),
    "erase": lambda storage, _: storage.erase(1),
    "guild_ids": lambda storage, _: storage.guild_ids(),
    "backup": lambda storage, folder: backup(storage, folder / "backup.json"),
}
WRITES = ("claim", "take", "change", "delete", "server put", "erase")


async def sentence_of(call: Awaitable[object]) -> str:
    async with asyncio.timeout(LONG):
        with pytest.raises(StorageUnavailable) as failed:
            await call
    return str(failed.value)


@pytest.fixture
def server(postgres_of_worker: Postgres) -> Iterator[Postgres]:
    yield postgres_of_worker
    postgres_of_worker.ensure_running()


@pytest.fixture
def url(server: Postgres) -> str:
    return server.new_database("migrated")


@pytest_asyncio.fixture
async def impatient(url: str) -> AsyncIterator[Storage]:
    storage = await Storage.open(url, timeout=SHORT)
    yield storage
    async with asyncio.timeout(LONG):
        await storage.close()


async def works_again(storage: Storage) -> None:
    """Whatever was cut off before, what comes now is the answer to what is asked now."""
    async with asyncio.timeout(LONG):
        while True:
            with contextlib.suppress(StorageUnavailable):
                pin = fresh(channel_id=77)
                await storage.pins.claim(pin)
                break
    answers = await asyncio.gather(*(storage.pins.in_channel(77) for _ in range(20)))
    assert set(answers) == {(pin,)}
    await storage.pins.delete(pin.id)


async def test_a_server_that_was_killed(server: Postgres, impatient: Storage, tmp_path: Path) -> None:
    await impatient.guild_ids()  # so that a connection is open
    server.stop(signal.SIGQUIT)
    for call in CALLS.values():
        assert "bot" not in await sentence_of(call(impatient, tmp_path))
    server.start()
    await works_again(impatient)
    for call in CALLS.values():
        await call(impatient, tmp_path)


async def test_a_server_that_does_not_answer(server: Postgres, impatient: Storage, tmp_path: Path) -> None:
    await impatient.guild_ids()
    server.pause()
    said = await asyncio.gather(*(sentence_of(call(impatient, tmp_path)) for call in CALLS.values()))
    assert all("in time" in each for each in said)
    server.resume()
    await works_again(impatient)
    for call in CALLS.values():
        await call(impatient, tmp_path)


async def test_many_calls_at_once_to_a_server_that_does_not_answer(server: Postgres, impatient: Storage) -> None:
    await asyncio.gather(*(impatient.guild_ids() for _ in range(10)))
    server.pause()
    said = await asyncio.gather(*(sentence_of(impatient.guild_ids()) for _ in range(30)))
    assert all("in time" in each for each in said)
    server.resume()
    await works_again(impatient)


async def test_closing_ends_while_the_server_does_not_answer(server: Postgres, url: str) -> None:
    storage = await Storage.open(url, timeout=SHORT)
    await storage.guild_ids()
    server.pause()
    asked = asyncio.create_task(sentence_of(storage.guild_ids()))
    await asyncio.sleep(0)
    async with asyncio.timeout(LONG):
        await storage.close()
        await asked


async def test_opening_while_the_server_is_down_or_does_not_answer(server: Postgres, url: str) -> None:
    server.pause()
    assert "in time" in await sentence_of(Storage.open(url, timeout=SHORT))
    server.resume()
    server.stop()
    assert await sentence_of(Storage.open(url, timeout=SHORT))
    server.start()
    storage = await Storage.open(url, timeout=LONG)
    await works_again(storage)
    await storage.close()


async def test_a_restart_between_two_calls_is_not_noticed(server: Postgres, impatient: Storage) -> None:
    await asyncio.gather(*(impatient.guild_ids() for _ in range(10)))
    server.stop(signal.SIGQUIT)
    server.start()
    assert await impatient.guild_ids() == frozenset()


async def test_a_row_that_somebody_holds_is_waited_for_in_vain(server: Postgres, impatient: Storage, url: str) -> None:
    await impatient.pins.claim(PIN)
    other = await Storage.open(url, timeout=LONG)
    held, enough = asyncio.Event(), asyncio.Event()

    async def hold(connection: object) -> None:
        await connection.exec_driver_sql("SELECT * FROM pins FOR UPDATE")  # pyright: ignore[reportAttributeAccessIssue]
        held.set()
        await enough.wait()

    holder = asyncio.create_task(other.calls.write(hold))
    await held.wait()
    assert "in time" in await sentence_of(impatient.pins.change(PIN.id, message_id=1))
    enough.set()
    await holder
    assert await impatient.pins.get(PIN.id) == PIN  # the change that was given up never happens
    await other.close()


async def test_a_call_that_is_cancelled_leaves_nothing_broken(storage: Storage) -> None:
    for turn in range(60):
        asked = asyncio.create_task(storage.pins.in_channel(turn))
        for _ in range(turn % 20):
            await asyncio.sleep(0)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
    await works_again(storage)


async def test_a_wrong_password_and_a_missing_database_have_their_sentences(server: Postgres, url: str) -> None:
    assert "no database of that name" in await sentence_of(Storage.open(f"{url}_nothing"))
    assert "refused the user name or the password" in await sentence_of(Storage.open(url.replace("bot:", "nobody:")))


# -- SQLite ------------------------------------------------------------------------------------------------------------


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


async def test_nothing_is_left_running(storage: Storage, database_url: str) -> None:
    before = set(threading.enumerate())
    other = await Storage.open(database_url, timeout=LONG)
    await other.guild_ids()
    await other.close()
    left = {thread for thread in threading.enumerate() if "aiosqlite" in thread.name.lower()} - before
    assert not left
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


async def test_no_sentence_and_no_shown_error_holds_the_password(server: Postgres, url: str) -> None:
    server.stop()
    with pytest.raises(StorageError) as failed:
        await Storage.open(url, timeout=SHORT)
    error: BaseException | None = failed.value
    while error is not None:
        assert "of-no-use" not in repr(error)
        error = error.__cause__ or error.__context__
