"""What each server's moderators have set. Held in memory, so that no answer ever waits for the database."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.storage.records import ServerSettings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.storage.database import Storage

__all__ = ["Servers"]


class Servers:
    """The settings by server. Until the database has been read, every server has the usual ones."""

    def __init__(self, storage: Callable[[], Awaitable[Storage]]) -> None:
        self._storage = storage
        self._known: dict[int, ServerSettings] = {}
        self._changing: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def load(self, storage: Storage) -> None:
        """Reads all of them. Only servers where something was set have a row."""
        self._known = {each.guild_id: each for each in await storage.servers.all()}

    def of(self, guild_id: int | None) -> ServerSettings:
        """The settings of a server; the usual ones for a direct message and where nothing was set."""
        return self._known.get(guild_id or 0) or ServerSettings(guild_id or 0)

    async def change(self, guild_id: int, make: Callable[[ServerSettings], dict[str, Any]]) -> ServerSettings:
        """Sets what ``make`` gives for the settings as they are; gives the new ones. Raises StorageError."""
        async with self._changing[guild_id]:
            storage = await self._storage()
            current = await storage.servers.get(guild_id) or ServerSettings(guild_id)
            changed = replace(current, **make(current))
            await storage.servers.put(changed)
            self._known[guild_id] = changed
            return changed

    def forget(self, guild_id: int) -> None:
        """The bot has left that server."""
        self._known.pop(guild_id, None)
        self._changing.pop(guild_id, None)
