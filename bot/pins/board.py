"""The port to where cards are pinned. ``bot.chat.board`` implements it with Discord; tests, without."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from bot.answers.answer import Answer

__all__ = ["PIN_LIMIT", "Board", "PinRefused", "Reason"]

#: Pins that a channel holds; Discord refuses the next one with error 30003.
PIN_LIMIT = 250


class Reason(StrEnum):
    """Why something about a pin cannot be done. The values are the ends of notice keys: ``notices.pin-<value>``."""

    MESSAGE_GONE = "message-gone"
    CHANNEL_GONE = "channel-gone"
    NO_ACCESS = "no-access"  # the bot cannot see the channel
    NO_PERMISSION = "no-permission"  # the bot lacks a permission there
    FULL = "full"  # the channel has PIN_LIMIT pins
    ARCHIVED = "archived"  # a thread that is closed
    NO_MESSAGES = "no-messages"  # a forum or a category: no place for a message
    UNAVAILABLE = "unavailable"  # Discord is down; whether the step was done is not known
    BUSY = "busy"  # somebody else, or another process, is at this pin
    UNKNOWN = "unknown"  # there is no such pin (any more)


class PinRefused(Exception):  # noqa: N818 - it names what happened, and is no mistake
    """A step was refused. ``missing`` names the bot's missing permissions, as Discord's attributes are named."""

    def __init__(self, reason: Reason, missing: Collection[str] = ()) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.missing = tuple(missing)


class Board(Protocol):
    """Where cards are posted and pinned. Every method raises PinRefused; ids are Discord's."""

    def serves(self, guild_id: int) -> bool:
        """Whether this process looks after that server now (it is in it, and connected to it)."""
        ...

    def left(self, guild_id: int) -> bool:
        """Whether this process would look after that server, and the bot is certainly no longer in it."""
        ...

    async def check(self, guild_id: int, channel_id: int) -> None:
        """Raises PinRefused if the bot could not post and pin in that channel."""
        ...

    async def post(self, guild_id: int, channel_id: int, answer: Answer, pin_id: str, nonce: str) -> int:
        """Posts the card, marked with ``pin_id``, and gives the message's id. The same nonce twice posts once."""
        ...

    async def find(self, guild_id: int, channel_id: int, pin_id: str, since: dt.datetime) -> int | None:
        """The message with that mark that was posted since then; None if there is none."""
        ...

    async def edit(self, guild_id: int, channel_id: int, message_id: int, answer: Answer, pin_id: str) -> None:
        """Puts another card in the place of the one that stands there."""
        ...

    async def pin(self, guild_id: int, channel_id: int, message_id: int) -> None:
        """Pins the message; one that is pinned stays so."""
        ...

    async def take_down(self, guild_id: int, channel_id: int, message_id: int) -> None:
        """Unpins and deletes the message; one that is gone is no error."""
        ...

    async def shown(self, guild_id: int, channel_id: int, message_id: int) -> str:
        """The text that stands in the message now."""
        ...

    async def pinned(self, guild_id: int, channel_id: int) -> frozenset[int]:
        """The ids of the messages that are pinned in the channel."""
        ...

    def rendered(self, answer: Answer) -> str:
        """The text that the card of ``answer`` would show."""
        ...
