"""The single steps on a pin, each written down when it is done; whoever takes them holds the pin's lease."""

from __future__ import annotations

import datetime as dt
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from bot.answers.answer import Notice
from bot.pins.board import PinRefused, Reason
from bot.pins.cards import card_of, fingerprint, updated
from bot.storage.errors import DuplicateError, StorageError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from typing import Unpack

    from bot.answers import Answers
    from bot.answers.answer import Answer
    from bot.pins.board import Board
    from bot.pins.difference import Difference
    from bot.pins.truth import Truth
    from bot.storage.database import Storage
    from bot.storage.records import Pin, PinChanges

__all__ = ["LEASE", "Done", "Kept", "Steps", "whole"]

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


class Steps:
    """Every method raises PinRefused and StorageUnavailable. Pins that are passed in are held under their lease."""

    def __init__(
        self,
        storage: Callable[[], Storage],
        board: Board,
        answers: Callable[[], Answers],
        truth: Truth,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._storage, self._board, self._answers, self._truth, self._now = storage, board, answers, truth, now
        self._started = now()

    @asynccontextmanager
    async def lease(self, pin_id: str) -> AsyncGenerator[Pin]:
        """The pin, for as long as one works on it. Raises PinRefused (busy, unknown)."""
        now = self._now()
        # a server belongs to one process at a time: whoever took a lease before this one started is no more
        pin = await self._storage().pins.take(pin_id, max(now, self._started + LEASE), now + LEASE)
        if pin is None:
            known = await self._storage().pins.get(pin_id)
            raise PinRefused(Reason.BUSY if known else Reason.UNKNOWN)
        try:
            yield pin
        finally:
            await self.release(pin_id)

    async def release(self, pin_id: str) -> None:
        """Ends a lease."""
        with suppress(StorageError):  # it runs out by itself
            await self._storage().pins.change(pin_id, busy_until=None)

    async def make_true(self, pin: Pin, *, fresh: bool = False, again: bool = False) -> Kept:
        """Posts, edits and pins as needed. ``again``: also what somebody deleted or unpinned by hand."""
        done = Done.ADDED if pin.pinned_at is None else Done.CURRENT
        if again and await self._lost(pin):
            afresh = max(self._now(), pin.claimed_at + TICK)
            pin = await self._changed(pin, message_id=None, pinned_at=None, missing_at=None, claimed_at=afresh)
            done = Done.ADDED
        if pin.message_id is None:
            pin = await self._post(pin, fresh=fresh)
        elif self._truth.outdated(pin):
            kept = await self.edit(pin)
            if kept.done is Done.REMOVED:
                return kept
            pin, done = kept.pin, done if done is Done.ADDED else kept.done
        if pin.pinned_at is None or again:
            pin = await self._pin(pin, undo=done is Done.ADDED)
        return Kept(pin, done)

    async def _lost(self, pin: Pin) -> bool:
        """Whether the message that the row names is gone."""
        if pin.message_id is None:
            return False
        try:
            await self._board.shown(pin.guild_id, pin.channel_id, pin.message_id)
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
                message_id = await self._board.find(pin.guild_id, pin.channel_id, pin.id, since)
            if message_id is None:
                message_id = await self._board.post(pin.guild_id, pin.channel_id, answer, pin.id, nonce_of(pin))
        except PinRefused as refused:
            if refused.reason in _FINAL:
                await self._storage().pins.delete(pin.id)
            raise
        now = self._now()
        return await self._changed(pin, message_id=message_id, content_hash=fingerprint(answer), updated_at=now)

    async def _pin(self, pin: Pin, *, undo: bool) -> Pin:
        assert pin.message_id is not None
        try:
            await self._board.pin(pin.guild_id, pin.channel_id, pin.message_id)
        except PinRefused as refused:
            if undo and refused.reason in _FINAL:  # a card that could not be pinned is not left behind
                await self.take_down(pin)
            raise
        return await self._changed(pin, pinned_at=pin.pinned_at or self._now(), missing_at=None)

    async def edit(self, pin: Pin) -> Kept:
        """Puts the card as it should be, with a line that says what changed.

        A topic that was renamed to one that is pinned in the channel already is taken down: it would be there twice.
        """
        assert pin.message_id is not None
        answer, entry_id = card_of(self._answers(), pin)
        if entry_id and entry_id != pin.entry_id and not await self._renamed(pin, entry_id):
            return await self.take_down(pin)
        try:
            changes = await self._truth.changes(pin)
            await self._put(pin, pin.message_id, answer, changes)
        except PinRefused as refused:
            await self._note_loss(pin, refused.reason)
            raise
        edited = await self._changed(pin, content_hash=fingerprint(answer), updated_at=self._now())
        return Kept(edited, Done.UPDATED)

    async def _put(self, pin: Pin, message_id: int, answer: Answer, changes: Difference) -> None:
        answers, language = self._answers(), answer.request.language
        if not changes and changes.notices:  # the text is as it should be; what was said of it last stays true
            said = replace(answer, notices=(*map(Notice, changes.notices), *answer.notices))
        else:
            said = updated(answers, answer, changes.in_short(answers.say, language), self._now().date())
        await self._board.edit(pin.guild_id, pin.channel_id, message_id, said, pin.id)

    async def _renamed(self, pin: Pin, entry_id: str) -> bool:
        """Follows an entry to its new id; False if that is pinned in the channel already."""
        try:
            await self._storage().pins.change(pin.id, entry_id=entry_id)
        except DuplicateError:
            return False
        return True

    async def _note_loss(self, pin: Pin, reason: Reason) -> None:
        if reason is Reason.MESSAGE_GONE:
            await self._storage().pins.change(pin.id, missing_at=self._now())
        elif reason is Reason.CHANNEL_GONE:
            await self._storage().pins.delete(pin.id)

    async def take_down(self, pin: Pin) -> Kept:
        """Takes the message away, then the row."""
        try:
            await self._message_away(pin)
        except PinRefused as refused:
            if refused.reason is not Reason.CHANNEL_GONE:
                raise
        await self._storage().pins.delete(pin.id)
        return Kept(pin, Done.REMOVED)

    async def _message_away(self, pin: Pin) -> None:
        since = pin.claimed_at - SLACK
        message_id = pin.message_id or await self._board.find(pin.guild_id, pin.channel_id, pin.id, since)
        if message_id is not None:
            await self._board.take_down(pin.guild_id, pin.channel_id, message_id)

    async def _changed(self, pin: Pin, **changes: Unpack[PinChanges]) -> Pin:
        """The row with the changes. A row that somebody erased meanwhile (the bot left) ends the work."""
        changed = await self._storage().pins.change(pin.id, **changes)
        if changed is None:
            raise PinRefused(Reason.UNKNOWN)
        return changed


def whole(pin: Pin) -> bool:
    """Whether nothing is left to do that was begun."""
    return pin.message_id is not None and pin.pinned_at is not None and pin.removing_at is None


def nonce_of(pin: Pin) -> str:
    """At most 25 characters, another one for each time that the card is posted."""
    return f"{pin.id[:12]}{int(pin.claimed_at.timestamp() * 1000):x}"
