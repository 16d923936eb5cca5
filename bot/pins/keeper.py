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
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from bot.answers.answer import Notice
from bot.pins.board import PinRefused, Reason
from bot.pins.cards import card_of, fingerprint, updated
from bot.pins.difference import Difference, difference
from bot.storage.errors import DuplicateError, StorageError
from bot.storage.records import Pin, new_pin_id

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Collection

    from bot.answers import Answers
    from bot.answers.answer import Answer
    from bot.pins.board import Board
    from bot.storage.database import Storage

__all__ = ["Done", "Keeper", "Kept", "Place", "whole"]

#: How long one may work on a pin: longer than any request to Discord takes, repeats included.
LEASE = dt.timedelta(seconds=90)
#: Clocks of two machines may differ; a message is looked for from a little before its row.
SLACK = dt.timedelta(minutes=5)
#: The smallest step of time that makes another nonce.
TICK = dt.timedelta(milliseconds=1)
#: What makes it certain that a card that was just posted cannot stay.
_FINAL = frozenset({Reason.FULL, Reason.NO_PERMISSION, Reason.NO_ACCESS, Reason.CHANNEL_GONE, Reason.ARCHIVED})


class Done(StrEnum):
    """What was done. The values are the ends of notice keys: ``notices.pin-<value>``."""

    ADDED = "added"
    UPDATED = "updated"
    CURRENT = "current"  # it stood there already, as it should
    REMOVED = "removed"


class Kept(NamedTuple):
    """A pin after a step, and what was done."""

    pin: Pin
    done: Done


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
        self._storage, self.board, self._answers, self._now = storage, board, answers, now
        self._started = now()
        self._version: tuple[Answers, dt.date] | None = None
        self._fingerprints: dict[tuple[str, str, str], str] = {}

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
        async with self._lease(pin.id) as held:
            changed = await self._storage().pins.change(held.id, language=language, removing_at=None)
            return await self._make_true(changed or held, again=True)

    async def _add_fresh(self, pin: Pin) -> Kept:
        try:
            return await self._make_true(pin, fresh=True)
        finally:
            await self._release(pin.id)

    async def update(self, pin_id: str) -> Kept:
        """Puts the card as it should be now; one that was unpinned or deleted by hand is pinned again."""
        async with self._lease(pin_id) as pin:
            await self.board.check(pin.guild_id, pin.channel_id)
            return await self._make_true(pin, again=True)

    async def remove(self, pin_id: str) -> Kept:
        """Takes the card down and forgets it. The message goes too, so that no old text stays behind."""
        async with self._lease(pin_id) as pin:
            marked = await self._storage().pins.change(pin.id, removing_at=self._now()) or pin
            try:
                return await self._take_down(marked)
            except PinRefused as refused:
                if refused.reason is not Reason.UNAVAILABLE:  # else the rounds finish it
                    await self._storage().pins.change(pin.id, removing_at=None)
                raise

    # -- what the rounds ask for -------------------------------------------------------------------------------------

    async def finish(self, pin: Pin) -> None:
        """Ends what was interrupted."""
        async with self._lease(pin.id) as held:
            if held.removing_at:
                await self._take_down(held)
            elif not whole(held):
                await self._make_true(held)

    async def keep(self, pin: Pin) -> bool:
        """Edits the card in place if its content changed; gives whether Discord was asked for anything.

        What was deleted or unpinned by hand stays so: only a moderator puts it back.
        """
        if pin.missing_at or not self.outdated(pin):
            return False
        async with self._lease(pin.id) as held:
            if held.missing_at or not self.outdated(held):
                return False
            await self._edit(held)
        return True

    def outdated(self, pin: Pin) -> bool:
        """Whether what stands there differs from what should."""
        return pin.content_hash != self._fingerprint(pin)

    def _fingerprint(self, pin: Pin) -> str:
        """That of the card as it should be: one is worked out for all pins of a topic, anew each day and reload."""
        answers = self._answers()
        version = (answers, answers.desk.today)
        if self._version != version:
            self._version, self._fingerprints = version, {}
        key = (pin.entry_id, pin.section, pin.language)
        if key not in self._fingerprints:
            self._fingerprints[key] = fingerprint(card_of(answers, pin)[0])
        return self._fingerprints[key]

    def withdrawn(self, pin: Pin) -> bool:
        """Whether the entry was taken away."""
        return not card_of(self._answers(), pin)[1]

    async def changes(self, pin: Pin) -> Difference:
        """What an update would change."""
        answer = card_of(self._answers(), pin)[0]
        if pin.message_id is None:
            return difference("", self.board.rendered(answer, pin.id))
        shown = await self.board.shown(pin.guild_id, pin.channel_id, pin.message_id)
        return difference(shown, self.board.rendered(answer, pin.id))

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

    # -- steps, under the lease ---------------------------------------------------------------------------------------

    @asynccontextmanager
    async def _lease(self, pin_id: str) -> AsyncGenerator[Pin]:
        now = self._now()
        # a server belongs to one process at a time: whoever took a lease before this one started is no more
        pin = await self._storage().pins.take(pin_id, max(now, self._started + LEASE), now + LEASE)
        if pin is None:
            known = await self._storage().pins.get(pin_id)
            raise PinRefused(Reason.BUSY if known else Reason.UNKNOWN)
        try:
            yield pin
        finally:
            await self._release(pin_id)

    async def _release(self, pin_id: str) -> None:
        with suppress(StorageError):  # it runs out by itself
            await self._storage().pins.change(pin_id, busy_until=None)

    async def _make_true(self, pin: Pin, *, fresh: bool = False, again: bool = False) -> Kept:
        """Posts, edits and pins as needed. ``again``: also what somebody deleted or unpinned by hand."""
        done = Done.ADDED if pin.pinned_at is None else Done.CURRENT
        if again and await self._lost(pin):
            afresh = max(self._now(), pin.claimed_at + TICK)
            pin = await self._changed(pin, message_id=None, pinned_at=None, missing_at=None, claimed_at=afresh)
            done = Done.ADDED
        if pin.message_id is None:
            pin = await self._post(pin, fresh=fresh)
        elif self.outdated(pin):
            pin = await self._edit(pin)
            done = done if done is Done.ADDED else Done.UPDATED
        if pin.pinned_at is None or again:
            pin = await self._pin(pin, undo=done is Done.ADDED)
        return Kept(pin, done)

    async def _lost(self, pin: Pin) -> bool:
        """Whether the message that the row names is gone."""
        if pin.message_id is None:
            return False
        try:
            await self.board.shown(pin.guild_id, pin.channel_id, pin.message_id)
        except PinRefused as refused:
            if refused.reason is Reason.MESSAGE_GONE:
                return True
            raise
        return False

    async def _post(self, pin: Pin, *, fresh: bool) -> Pin:
        answer, _ = card_of(self._answers(), pin)
        message_id = None
        try:
            if not fresh:
                since = pin.claimed_at - SLACK
                message_id = await self.board.find(pin.guild_id, pin.channel_id, pin.id, since)
            if message_id is None:
                message_id = await self.board.post(pin.guild_id, pin.channel_id, answer, pin.id, _nonce(pin))
        except PinRefused as refused:
            if refused.reason in _FINAL:
                await self._storage().pins.delete(pin.id)
            raise
        now = self._now()
        return await self._changed(pin, message_id=message_id, content_hash=fingerprint(answer), updated_at=now)

    async def _pin(self, pin: Pin, *, undo: bool) -> Pin:
        assert pin.message_id is not None
        try:
            await self.board.pin(pin.guild_id, pin.channel_id, pin.message_id)
        except PinRefused as refused:
            if undo and refused.reason in _FINAL:  # a card that could not be pinned is not left behind
                await self._take_down(pin)
            raise
        return await self._changed(pin, pinned_at=pin.pinned_at or self._now(), missing_at=None)

    async def _edit(self, pin: Pin) -> Pin:
        assert pin.message_id is not None
        answer, entry_id = card_of(self._answers(), pin)
        if entry_id and entry_id != pin.entry_id and (moved := await self._renamed(pin, entry_id)) is not pin:
            return moved
        try:
            changes = await self.changes(pin)
            await self._put(pin, pin.message_id, answer, changes)
        except PinRefused as refused:
            await self._note_loss(pin, refused.reason)
            raise
        return await self._changed(pin, content_hash=fingerprint(answer), updated_at=self._now())

    async def _put(self, pin: Pin, message_id: int, answer: Answer, changes: Difference) -> None:
        answers, language = self._answers(), answer.request.language
        if not changes and changes.notices:  # the text is as it should be; what was said of it last stays true
            said = replace(answer, notices=(*map(Notice, changes.notices), *answer.notices))
        else:
            said = updated(answers, answer, changes.in_short(answers.say, language), self._now().date())
        await self.board.edit(pin.guild_id, pin.channel_id, message_id, said, pin.id)

    async def _renamed(self, pin: Pin, entry_id: str) -> Pin:
        """Follows an entry to its new id. If that is pinned in the channel already, this pin is one too many."""
        try:
            await self._storage().pins.change(pin.id, entry_id=entry_id)
        except DuplicateError:
            return (await self._take_down(pin)).pin
        return pin

    async def _note_loss(self, pin: Pin, reason: Reason) -> None:
        if reason is Reason.MESSAGE_GONE:
            await self._storage().pins.change(pin.id, missing_at=self._now())
        elif reason is Reason.CHANNEL_GONE:
            await self._storage().pins.delete(pin.id)

    async def _take_down(self, pin: Pin) -> Kept:
        try:
            await self._message_away(pin)
        except PinRefused as refused:
            if refused.reason is not Reason.CHANNEL_GONE:
                raise
        await self._storage().pins.delete(pin.id)
        return Kept(pin, Done.REMOVED)

    async def _message_away(self, pin: Pin) -> None:
        since = pin.claimed_at - SLACK
        message_id = pin.message_id or await self.board.find(pin.guild_id, pin.channel_id, pin.id, since)
        if message_id is not None:
            await self.board.take_down(pin.guild_id, pin.channel_id, message_id)

    async def _changed(self, pin: Pin, **changes: object) -> Pin:
        """The row with the changes. A row that somebody erased meanwhile (the bot left) ends the work."""
        changed = await self._storage().pins.change(pin.id, **changes)
        if changed is None:
            raise PinRefused(Reason.UNKNOWN)
        return changed


def whole(pin: Pin) -> bool:
    """Whether nothing is left to do that was begun."""
    return pin.message_id is not None and pin.pinned_at is not None and pin.removing_at is None


def _nonce(pin: Pin) -> str:
    """At most 25 characters, another one for each time that the card is posted."""
    return f"{pin.id[:12]}{int(pin.claimed_at.timestamp() * 1000):x}"
