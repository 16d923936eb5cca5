"""The table of what servers have set."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import Select, select

from bot.storage.records import ServerSettings
from bot.storage.tables import server_settings

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.calls import Calls

__all__ = ["ServerRows"]


_COLUMNS = [column.name for column in server_settings.columns]


class ServerRows:
    """Settings by server. Every method raises StorageUnavailable when the database is."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def get(self, guild_id: int) -> ServerSettings | None:
        """The settings of a server; None if nothing was ever set there."""
        found = await self._select(select(server_settings).where(server_settings.c.guild_id == guild_id))
        return found[0] if found else None

    async def all(self) -> tuple[ServerSettings, ...]:
        """The settings of all servers, by id."""
        return await self._select(select(server_settings).order_by(server_settings.c.guild_id))

    async def put(self, settings: ServerSettings) -> None:
        """Writes the settings of a server over those that it had."""
        insert = self._calls.insert(server_settings).values(**asdict(settings))
        changed = {name: insert.excluded[name] for name in _COLUMNS if name != "guild_id"}
        upsert = insert.on_conflict_do_update(index_elements=[server_settings.c.guild_id], set_=changed)

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(upsert)

        await self._calls.write(work)

    async def _select(self, query: Select[Any]) -> tuple[ServerSettings, ...]:
        async def work(connection: AsyncConnection) -> tuple[ServerSettings, ...]:
            return tuple(ServerSettings(*row) for row in await connection.execute(query))

        return await self._calls.read(work)
