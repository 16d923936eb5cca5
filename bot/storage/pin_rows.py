"""The table of pins."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import Select, delete, or_, select, update

from bot.storage.errors import StorageUnavailable
from bot.storage.records import Pin, PinChanges
from bot.storage.tables import pins

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, Unpack

    from sqlalchemy import Update
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.calls import Calls

__all__ = ["PinRows"]

_KEY = (pins.c.channel_id, pins.c.entry_id, pins.c.section)
_TRIES = 3


class PinRows:
    """Pins by id, by place and by server. Every method raises StorageUnavailable when the database is."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def claim(self, pin: Pin) -> tuple[Pin, bool]:
        """The new row and True, or the one that holds the same card in that channel already and False."""
        insert = self._calls.insert(pins).values(**asdict(pin)).on_conflict_do_nothing(index_elements=_KEY)
        same_key = [column == getattr(pin, column.name) for column in _KEY]

        async def work(connection: AsyncConnection) -> tuple[Pin, bool]:
            for _ in range(_TRIES):  # the row that was in the way may be deleted before it is read
                if row := (await connection.execute(insert.returning(pins))).first():
                    return Pin(*row), True
                if row := (await connection.execute(select(pins).where(*same_key))).first():
                    return Pin(*row), False
            raise StorageUnavailable("The same pin is being changed elsewhere.")

        return await self._calls.write(work)

    async def get(self, pin_id: str) -> Pin | None:
        """The pin of that id, if there is one."""
        return _first(await self._select(select(pins).where(pins.c.id == pin_id)))

    async def of_guild(self, guild_id: int) -> tuple[Pin, ...]:
        """The pins of a server by channel, the oldest first."""
        ordered = (pins.c.channel_id, pins.c.claimed_at, pins.c.id)
        return await self._select(select(pins).where(pins.c.guild_id == guild_id).order_by(*ordered))

    async def in_channel(self, channel_id: int) -> tuple[Pin, ...]:
        """The pins of a channel, the oldest first."""
        ordered = (pins.c.claimed_at, pins.c.id)
        return await self._select(select(pins).where(pins.c.channel_id == channel_id).order_by(*ordered))

    async def take(self, pin_id: str, now: datetime, until: datetime) -> Pin | None:
        """Leases a pin: the row as it is now, or None if somebody else has it or it is gone.

        A lease that ended before ``now`` counts for nothing. Of several that ask at once, one gets it.
        """
        free = or_(pins.c.busy_until.is_(None), pins.c.busy_until < now)
        return await self._update(update(pins).where(pins.c.id == pin_id, free).values(busy_until=until))

    async def change(self, pin_id: str, **changes: Unpack[PinChanges]) -> Pin | None:
        """The row after the change, or None if it is gone. Raises DuplicateError if another pin has that key."""
        if not changes:
            return await self.get(pin_id)
        return await self._update(update(pins).where(pins.c.id == pin_id).values(**changes))

    async def delete(self, pin_id: str) -> bool:
        """Whether there was such a row; now there is none."""

        async def work(connection: AsyncConnection) -> bool:
            deleted = await connection.execute(delete(pins).where(pins.c.id == pin_id).returning(pins.c.id))
            return deleted.first() is not None

        return await self._calls.write(work)

    async def _select(self, query: Select[Any]) -> tuple[Pin, ...]:
        async def work(connection: AsyncConnection) -> tuple[Pin, ...]:
            return tuple(Pin(*row) for row in await connection.execute(query))

        return await self._calls.read(work)

    async def _update(self, statement: Update) -> Pin | None:
        async def work(connection: AsyncConnection) -> Pin | None:
            row = (await connection.execute(statement.returning(pins))).first()
            return None if row is None else Pin(*row)

        return await self._calls.write(work)


def _first(found: tuple[Pin, ...]) -> Pin | None:
    return found[0] if found else None
