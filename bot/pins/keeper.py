"""Adds, updates and removes pins, so that at every step a crash leaves what the next start can finish.

The row comes first and says what is meant; Discord follows, and each step that is done is written down. The card
carries the pin's mark, so that a message whose id was not written down yet is found again and not posted twice. Whoever
works on a pin holds its lease (``busy_until``): two moderators, or two processes, never work on one pin at once.

=====================  ==============================================================
row                    what is left to do
=====================  ==============================================================
``message_id`` empty   find the message by its mark, or post it
``pinned_at`` empty    pin it
``removing_at`` set    take the message down, forget the row
=====================  ==============================================================
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from bot.pins.board import PinRefused, Reason
from bot.pins.steps import LEASE, Kept, Steps, whole
from bot.pins.truth import Truth
from bot.storage.records import Pin, new_pin_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from bot.answers import Answers
    from bot.pins.board import Board
    from bot.storage.database import Storage

__all__ = ["Keeper", "Place"]


class Place(NamedTuple):
    """Where a card is to be pinned."""

    guild_id: int
    channel_id: int


def utc_now() -> dt.datetime:
    """Now, in UTC."""
    return dt.datetime.now(dt.UTC)


class Keeper:
    """Works on one pin at a time. Every method raises PinRefused and StorageUnavailable."""

    def __init__(
        self,
        storage: Callable[[], Storage],
        board: Board,
        answers: Callable[[], Answers],
        *,
        now: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        """``storage`` raises StorageUnavailable while there is none; ``answers`` gives those of the moment."""
        self._storage, self.board, self._now = storage, board, now
        self.truth = Truth(answers, board)
        self._steps = Steps(storage, board, answers, self.truth, now)

    # -- what moderators ask for -----------------------------------------------------------------------------------

    async def add(self, place: Place, entry_id: str, section: str, language: str) -> Kept:
        """Posts and pins a card. What is pinned in that channel already is brought up to date instead."""
        await self.board.check(*place)
        now = self._now()
        wanted = Pin(
            id=new_pin_id(),
            guild_id=place.guild_id,
            channel_id=place.channel_id,
            message_id=None,
            entry_id=entry_id,
            section=section,
            language=language,
            content_hash="",
            claimed_at=now,
            pinned_at=None,
            updated_at=None,
            missing_at=None,
            removing_at=None,
            busy_until=now + LEASE,
        )
        pin, fresh = await self._storage().pins.claim(wanted)
        if fresh:
            return await self._add_fresh(pin)
        async with self._steps.lease(pin.id) as held:
            changed = await self._storage().pins.change(held.id, language=language, removing_at=None)
            return await self._steps.make_true(changed or held, again=True)

    async def _add_fresh(self, pin: Pin) -> Kept:
        try:
            return await self._steps.make_true(pin, fresh=True)
        finally:
            await self._steps.release(pin.id)

    async def update(self, pin_id: str) -> Kept:
        """Puts the card as it should be now; one that was unpinned or deleted by hand is pinned again."""
        async with self._steps.lease(pin_id) as pin:
            await self.board.check(pin.guild_id, pin.channel_id)
            return await self._steps.make_true(pin, again=True)

    async def remove(self, pin_id: str) -> Kept:
        """Takes the card down and forgets it. The message goes too, so that no old text stays behind."""
        async with self._steps.lease(pin_id) as pin:
            marked = await self._storage().pins.change(pin.id, removing_at=self._now()) or pin
            try:
                return await self._steps.take_down(marked)
            except PinRefused as refused:
                if refused.reason is not Reason.UNAVAILABLE:  # else the rounds finish it
                    await self._storage().pins.change(pin.id, removing_at=None)
                raise

    # -- what the rounds ask for -------------------------------------------------------------------------------------

    async def finish(self, pin: Pin) -> None:
        """Ends what was interrupted."""
        async with self._steps.lease(pin.id) as held:
            if held.removing_at:
                await self._steps.take_down(held)
            elif not whole(held):
                await self._steps.make_true(held)

    async def keep(self, pin: Pin) -> bool:
        """Edits the card in place if its content changed; gives whether Discord was asked for anything.

        What was deleted or unpinned by hand stays so: only a moderator puts it back.
        """
        if pin.missing_at or not self.truth.outdated(pin):
            return False
        async with self._steps.lease(pin.id) as held:
            if held.missing_at or not self.truth.outdated(held):
                return False
            await self._steps.edit(held)
        return True

    # -- what Discord tells -----------------------------------------------------------------------------------------

    async def messages_deleted(self, channel_id: int, message_ids: Collection[int]) -> None:
        """Messages are gone. If pins of ours were among them, their rows say so; nothing is posted again by itself."""
        for pin in await self._storage().pins.in_channel(channel_id):
            if pin.message_id in message_ids and not pin.removing_at:
                await self._storage().pins.change(pin.id, missing_at=self._now())

    async def channel_deleted(self, channel_id: int) -> None:
        """A channel or a thread is gone, and with it what was pinned there."""
        for pin in await self._storage().pins.in_channel(channel_id):
            await self._storage().pins.delete(pin.id)
