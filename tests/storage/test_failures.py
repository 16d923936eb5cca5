"""A server that is down, slow, or back again. Every call ends, with one sentence."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.storage.database import Storage
from bot.storage.errors import StorageError
from tests.databases import Postgres
from tests.storage.calls import CALLS, LONG, SHORT, sentence_of, works_again
from tests.storage.rows import PIN


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
