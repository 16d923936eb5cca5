"""The database as the chat room sees it: opened when first needed, and again after it was down."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.storage.database import Storage
from bot.storage.errors import StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["Stored"]


class Stored:
    """One database. ``when_opened`` is called with it once, before anybody else gets it."""

    def __init__(self, url: str, when_opened: Callable[[Storage], Awaitable[None]]) -> None:
        self._url, self._when_opened = url, when_opened
        self._storage: Storage | None = None
        self._opening: asyncio.Task[Storage] | None = None
        self._closed = False
        #: Attempts that failed: their last call may still run, in a thread that writes the file.
        self._given_up: set[asyncio.Task[None]] = set()

    async def get(self) -> Storage:
        """The open database; whoever comes while it is being opened waits for the same attempt.

        Raises StorageError, after about two seconds at most.
        """
        if self._storage is not None:
            return self._storage
        if self._closed:
            raise StorageUnavailable
        if self._opening is None or self._opening.done():
            self._opening = asyncio.create_task(self._open())
        return await asyncio.shield(self._opening)

    def now(self) -> Storage:
        """The database if it is open. Raises StorageUnavailable."""
        if self._storage is None:
            raise StorageUnavailable
        return self._storage

    async def close(self) -> None:
        """Closes it for good: when this is over, nothing here reads or writes any more."""
        self._closed = True
        opening, self._opening = self._opening, None
        if opening is not None and not opening.done():
            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)
        storage, self._storage = self._storage, None
        if storage is not None:
            await storage.close()
        await asyncio.gather(*self._given_up)

    async def _open(self) -> Storage:
        storage = Storage.at(self._url)
        try:
            await storage.prepare()
            await self._when_opened(storage)
        except BaseException:
            closing = asyncio.create_task(storage.close())
            self._given_up.add(closing)
            closing.add_done_callback(self._given_up.discard)
            raise
        self._storage = storage
        return storage
