"""The rows, as plain values."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Pin", "PinChanges", "ServerSettings", "new_pin_id"]


def new_pin_id() -> str:
    """A fresh id: 16 hexadecimal characters, random."""
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True)
class Pin:
    """A card that is kept in a channel, or is on its way there. All times are aware and in UTC."""

    id: str
    guild_id: int
    channel_id: int
    message_id: int | None
    """None until the card was posted."""
    entry_id: str
    section: str
    """Empty for the whole card."""
    language: str
    content_hash: str
    """Of what was posted last; empty until then."""
    claimed_at: datetime
    pinned_at: datetime | None
    updated_at: datetime | None
    missing_at: datetime | None
    """When the message was seen to be gone."""
    removing_at: datetime | None
    """When a moderator asked for its removal, which is still to be finished."""
    busy_until: datetime | None
    """End of the lease of whoever works on it."""


class PinChanges(TypedDict, total=False):
    """The columns of a pin that may change. Where it stands may not."""

    message_id: int | None
    entry_id: str
    section: str
    language: str
    content_hash: str
    claimed_at: datetime
    pinned_at: datetime | None
    updated_at: datetime | None
    missing_at: datetime | None
    removing_at: datetime | None
    busy_until: datetime | None


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What the moderators of a server have set. A server without a row has these defaults."""

    guild_id: int
    language: str | None = None
    answers: Literal["private", "public"] = "private"
    public_channels: tuple[int, ...] = ()
    country: str | None = None
    pin_updates: Literal["automatic", "ask"] = "automatic"
    words_menu: bool = True
