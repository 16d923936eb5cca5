"""Brings a database to the schema of this program."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.pool import NullPool

from bot.storage.calls import engine_for
from bot.storage.errors import StorageUnavailable
from bot.storage.reasons import DRIVER_ERRORS, is_locked, storage_error

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

__all__ = ["HEAD", "migrate"]

#: The newest step, known without Alembic: a test compares it with the folder of steps.
HEAD = "0001"
_LOCK_NAME = 0x1E71A1  # any number, as long as every version of this program takes the same
_PAUSE = 0.02  # seconds
# Alembic keeps the migration that is running in a global, so that a process runs one at a time.
_one_at_a_time = threading.Lock()


def migrate(url: str, timeout: float) -> None:
    """Runs the missing steps, in one transaction, within ``timeout`` seconds. For a thread without an event loop.

    Raises StorageUnavailable; StorageError for a database of a newer program.
    """
    if not _one_at_a_time.acquire(timeout=timeout):
        raise StorageUnavailable("The database did not answer in time.")
    try:
        asyncio.run(_migrate(url, timeout))
    finally:
        _one_at_a_time.release()


async def _migrate(url: str, seconds: float) -> None:
    engine = engine_for(url, seconds, poolclass=NullPool)
    try:
        async with asyncio.timeout(seconds):
            while await _is_locked(engine):  # noqa: ASYNC110  # no event tells that the file is free
                await asyncio.sleep(_PAUSE)
    except DRIVER_ERRORS as error:
        raise storage_error(error) from error
    finally:
        await engine.dispose()


async def _is_locked(engine: AsyncEngine) -> bool:
    """Runs the steps, unless another process is opening the same SQLite file: that one needs it alone for a moment."""
    try:
        async with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                await connection.run_sync(_write_ahead)
            await connection.execution_options(writes=True)
            async with connection.begin():
                await connection.run_sync(_upgrade)
    except DRIVER_ERRORS as error:
        if is_locked(error):
            return True
        raise
    return False


def _write_ahead(connection: Connection) -> None:
    # outside any transaction, where alone SQLite allows it; the file remembers it
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.close()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": _LOCK_NAME})
    if _revisions(connection) == [HEAD]:
        return
    # Late, because it keeps 9 MB for as long as the process lives, and most starts have nothing to run.
    from bot.storage.steps import upgrade

    upgrade(connection)


def _revisions(connection: Connection) -> list[str]:
    """What Alembic has written down in the database; nothing if it was never there."""
    if not inspect(connection).has_table("alembic_version"):
        return []
    return list(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
