"""The database: opened once, with one door for each table."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import delete, select, union
from sqlalchemy.engine import make_url

from bot.storage.calls import Calls
from bot.storage.errors import StorageUnavailable
from bot.storage.migrate import migrate
from bot.storage.pin_rows import PinRows
from bot.storage.server_rows import ServerRows
from bot.storage.tables import pins, server_settings
from bot.storage.urls import default_url, normalised

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = ["Storage", "default_url", "normalised"]


class Storage:
    """An open database. It belongs to the event loop that opened it.

    A call that fails with StorageUnavailable, or is cancelled, may still have changed the database: its answer is lost
    for sure, its effect only perhaps.
    """

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self.pins = PinRows(calls)
        self.servers = ServerRows(calls)

    @classmethod
    async def open(cls, url: str, *, timeout: float = 2.0) -> Self:  # noqa: ASYNC109  # also that of every later call
        """Opens a database, made and brought to today's schema if need be.

        ``timeout`` is in seconds, for this and for every later call. Raises StorageUnavailable while the database is
        down, and StorageError if the address cannot be used or if a newer program made the database.
        """
        storage = cls.at(url, timeout=timeout)
        await storage.prepare()
        return storage

    @classmethod
    def at(cls, url: str, *, timeout: float = 2.0) -> Self:
        """The database at an address; nobody has looked yet whether it is there. Raises StorageError."""
        return cls(Calls(normalised(url), timeout))

    async def prepare(self) -> None:
        """Makes it, or brings it to today's schema. After a failure something may still run until ``close``."""
        calls = self.calls
        if calls.url.startswith("sqlite"):
            _make_file(Path(make_url(calls.url).database or ""))
        await calls.bounded(asyncio.to_thread(migrate, calls.url, calls.timeout))

    async def close(self) -> None:
        """Closes every connection. Raises nothing."""
        await self.calls.close()

    async def erase(self, guild_id: int) -> None:
        """Forgets a server: its pins and its settings together."""

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(delete(pins).where(pins.c.guild_id == guild_id))
            await connection.execute(delete(server_settings).where(server_settings.c.guild_id == guild_id))

        await self.calls.write(work)

    async def guild_ids(self) -> frozenset[int]:
        """The servers of which the database holds anything."""
        query = union(select(pins.c.guild_id), select(server_settings.c.guild_id))

        async def work(connection: AsyncConnection) -> frozenset[int]:
            return frozenset((await connection.execute(query)).scalars())

        return await self.calls.read(work)


def _make_file(path: Path) -> None:
    """The folder and the file, for the user who runs the bot only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        if path.is_dir():  # which SQLite would only notice in a thread of its driver
            raise IsADirectoryError
    except OSError:
        raise StorageUnavailable(f"The database file {path} cannot be made or written.") from None
