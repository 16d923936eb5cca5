"""One engine, and calls to it that always end in time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.storage.errors import StorageUnavailable
from bot.storage.reasons import DRIVER_ERRORS, storage_error

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine

    from sqlalchemy import Connection, Table
    from sqlalchemy.dialects import postgresql, sqlite

__all__ = ["Calls", "engine_for"]

T = TypeVar("T")

# who waits for a lock or a connection gives up before the call does, so that the caller hears the reason
_WAIT_SHARE = 0.8
_CONNECTIONS = 5  # to PostgreSQL
_TOO_SLOW = "The database did not answer in time."


def engine_for(url: str, timeout: float, **options: Any) -> AsyncEngine:
    """An engine for an address as ``normalised`` gives it. ``timeout``, in seconds, bounds its waits."""
    # of both drivers: asyncpg's for connecting, SQLite's for a lock
    waits = {"timeout": timeout * _WAIT_SHARE}
    engine = create_async_engine(url, connect_args=waits, hide_parameters=True, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _sqlite_connected)
        event.listen(engine.sync_engine, "begin", _sqlite_begins)
    return engine


def _sqlite_connected(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # Python's driver would begin late and leave schema changes out
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _sqlite_begins(connection: Connection) -> None:
    # who is going to write takes the lock first: a reader that turns writer would fail at once instead of waiting
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Calls:
    """Runs work in a transaction. Every call ends within ``timeout`` seconds and raises only StorageError."""

    def __init__(self, url: str, timeout: float) -> None:
        self.url, self.timeout = url, timeout
        self._is_postgresql = url.startswith("postgresql")
        # a SQLite file is opened for each call: that is cheap, and leaves nothing open when a process ends in a hurry
        pool: dict[str, Any] = {"poolclass": NullPool}
        if self._is_postgresql:
            pool = {"pool_pre_ping": True, "pool_size": _CONNECTIONS, "max_overflow": 0, "pool_timeout": timeout}
        self._engine = engine_for(url, timeout, **pool)
        # SQLite writes one at a time anyway: in one queue they come in turn, instead of trying again and again
        self._turn = asyncio.Semaphore(_CONNECTIONS if self._is_postgresql else 1)
        self._running: set[asyncio.Task[Any]] = set()

    def insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """An INSERT that knows ON CONFLICT; both databases spell it alike."""
        # Late: the dialect of a database that is not used would keep 2 MB.
        if self._is_postgresql:
            from sqlalchemy.dialects.postgresql import insert
        else:
            from sqlalchemy.dialects.sqlite import insert
        return insert(table)

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What ``work`` reads; all of it as of one moment."""
        snapshot = {"isolation_level": "REPEATABLE READ"} if self._is_postgresql else {}
        return await self.bounded(self._transaction(work, snapshot))

    async def write(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What ``work`` gives, after its changes were committed. All of them, or none."""
        return await self.bounded(self._transaction(work, {"writes": True}))

    async def close(self) -> None:
        """Closes every connection, after ``timeout`` seconds by force."""
        if self._running:
            await asyncio.wait(self._running, timeout=self.timeout)
        with suppress(StorageUnavailable):
            await self.bounded(self._engine.dispose())

    async def bounded(self, work: Coroutine[Any, Any, T]) -> T:
        """What ``work`` gives, or StorageUnavailable when the time is over.

        The work runs in a task of its own. A call that is cancelled or too slow leaves it at once, and the task ends in
        its own time: a driver that is cancelled somewhere in the middle may leave a broken connection in the pool.
        """
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        done, _ = await asyncio.wait({task}, timeout=self.timeout)
        if not done:
            raise StorageUnavailable(_TOO_SLOW)
        return task.result()

    @asynccontextmanager
    async def _in_turn(self, end: float) -> AsyncGenerator[None]:
        # whoever waited in vain leaves the queue, so that none is left to work off when a lock is gone
        async with asyncio.timeout_at(end):
            await self._turn.acquire()
        try:
            yield
        finally:
            self._turn.release()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, so that asyncio does not report it as lost: its caller may have gone

    async def _transaction(self, work: Callable[[AsyncConnection], Awaitable[T]], options: dict[str, Any]) -> T:
        loop = asyncio.get_running_loop()
        end = loop.time() + self.timeout
        try:
            # SQLite ends by itself, being told how long to wait for a lock; a silent server does not
            async with (
                asyncio.timeout_at(end if self._is_postgresql else None),
                self._in_turn(end),
                self._engine.connect() as connection,
            ):
                await connection.execution_options(**options)
                async with connection.begin():
                    result = await work(connection)
                    if loop.time() > end:  # nobody waits any more, so nothing may change any more
                        raise StorageUnavailable(_TOO_SLOW)
                    return result
        except DRIVER_ERRORS as error:
            raise storage_error(error) from error
