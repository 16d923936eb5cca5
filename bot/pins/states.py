"""How it stands with each pin of a server, looked up in Discord when a moderator asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.pins.board import PinRefused, Reason
from bot.pins.cards import card_of
from bot.pins.steps import whole

if TYPE_CHECKING:
    from bot.answers import Answers
    from bot.pins.keeper import Keeper
    from bot.storage.records import Pin

__all__ = ["Listed", "State", "listing"]


class State(StrEnum):
    """The values are the ends of phrase keys: ``pins.states.<value>``."""

    CURRENT = "current"
    WAITING = "waiting"  # an update waits
    OVERDUE = "overdue"  # its entry is overdue for review
    WITHDRAWN = "withdrawn"  # its entry was taken away
    MISSING = "missing"  # the message was deleted
    UNPINNED = "unpinned"  # the message stands, but somebody unpinned it
    UNFINISHED = "unfinished"  # begun, and not ended yet
    UNSEEN = "unseen"  # the bot cannot see the channel


@dataclass(frozen=True, slots=True)
class Listed:
    """A pin, how it stands, and the title it goes by."""

    pin: Pin
    state: State
    title: str


async def listing(keeper: Keeper, pins: tuple[Pin, ...], answers: Answers) -> tuple[Listed, ...]:
    """The pins of a server, in the order given. Asks Discord once for each channel. Raises PinRefused if it is down."""
    pinned: dict[int, frozenset[int] | None] = {}
    for pin in pins:
        if pin.channel_id not in pinned:
            pinned[pin.channel_id] = await _pinned(keeper, pin)
    return tuple([await _listed(keeper, pin, pinned[pin.channel_id], answers) for pin in pins])


async def _pinned(keeper: Keeper, pin: Pin) -> frozenset[int] | None:
    try:
        return await keeper.board.pinned(pin.guild_id, pin.channel_id)
    except PinRefused as refused:
        if refused.reason is Reason.UNAVAILABLE:
            raise
        return None


async def _listed(keeper: Keeper, pin: Pin, pinned: frozenset[int] | None, answers: Answers) -> Listed:
    answer, entry_id = card_of(answers, pin)
    title = answer.title if entry_id else pin.entry_id
    if not whole(pin):
        return Listed(pin, State.UNFINISHED, title)
    if pinned is None:
        return Listed(pin, State.UNSEEN, title)
    if pin.message_id not in pinned:
        return Listed(pin, await _absent(keeper, pin), title)
    if keeper.truth.outdated(pin):
        return Listed(pin, State.WAITING, title)
    if not entry_id:
        return Listed(pin, State.WITHDRAWN, title)
    overdue = answer.review is not None and answer.review.overdue
    return Listed(pin, State.OVERDUE if overdue else State.CURRENT, title)


async def _absent(keeper: Keeper, pin: Pin) -> State:
    assert pin.message_id is not None
    try:
        await keeper.board.shown(pin.guild_id, pin.channel_id, pin.message_id)
    except PinRefused as refused:
        if refused.reason is Reason.UNAVAILABLE:
            raise
        return State.MISSING if refused.reason is Reason.MESSAGE_GONE else State.UNSEEN
    return State.UNPINNED
