"""What a button or a menu carries: a ``Request`` as text, so that it outlives restarts.

``i1:o:s:en:car-t::0`` is version 1, action *open*, view *short*, English, the entry ``car-t``, no section, page 0.
A published form is never changed: a new one gets a new version, and the old one is still read.

``p1:u:0123456789abcdef`` is a press about pins: version 1, verb *update*, the pin's id.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.answers.answer import Request, View

__all__ = [
    "ACTION",
    "OTHERS",
    "PINS",
    "Action",
    "PinAction",
    "TooLongError",
    "action_of",
    "decode",
    "decode_pin",
    "encode",
    "encode_pin",
    "fits",
]

#: Discord's limit for a custom id and for the value of a menu's option.
LIMIT = 100
VERSION = "i1"


class Action(StrEnum):
    """What happens on a press. The values travel in custom ids: never change one that has been published."""

    OPEN = "o"
    SHARE = "s"
    MENU = "m"


class PinAction(StrEnum):
    """What a press about pins asks for, and what its target is. Never change one that has been published."""

    ABOUT = "a"  # a pin's id; it also marks the card that is pinned
    UPDATE = "u"  # a pin's id
    UNPIN = "x"  # a pin's id
    LIST = "l"  # a page of the list, from 0
    STARTER = "s"  # channel id and language, parted by a dot


#: Custom ids of this version, and everything else this bot ever sent or Discord still shows.
ACTION = re.compile(rf"{VERSION}:(?P<action>[osm]):(?P<request>.*)")
PINS = re.compile(r"p1:(?P<action>[auxls]):(?P<target>[0-9a-z.-]{1,60})")
OTHERS = re.compile(rf"(?!{VERSION}:[osm]:)(?!{PINS.pattern}\Z).*", re.DOTALL)

_REQUEST = re.compile(
    r"(?P<view>[a-z]):(?P<language>[a-z-]{2,10}):(?P<id>[A-Za-z0-9-]*):(?P<section>[a-z0-9-]*):(?P<page>\d{1,3})"
)


class TooLongError(ValueError):
    """A request that does not fit in a custom id: its entry id and section are too long together."""


def encode(action: Action, request: Request) -> str:
    """The custom id of a request. Raises TooLongError."""
    parts = (VERSION, action, request.view, request.language, request.id, request.section, str(request.page))
    custom_id = ":".join(parts)
    if len(custom_id) > LIMIT:
        raise TooLongError(custom_id)
    return custom_id


def fits(request: Request) -> bool:
    """Whether a button can carry this request."""
    try:
        encode(Action.OPEN, request)
    except TooLongError:
        return False
    return True


def action_of(custom_id: str) -> Action | None:
    """What a custom id asks for; None if it is not of this version."""
    match = ACTION.fullmatch(custom_id)
    return Action(match["action"]) if match else None


def decode(custom_id: str) -> Request | None:
    """The request in a custom id; None if it cannot be read (another version, or not ours)."""
    outer = ACTION.fullmatch(custom_id)
    inner = _REQUEST.fullmatch(outer["request"]) if outer else None
    if inner is None or inner["view"] not in set(View):
        return None
    return Request(
        view=View(inner["view"]),
        id=inner["id"],
        section=inner["section"],
        language=inner["language"],
        page=int(inner["page"]),
    )


def encode_pin(action: PinAction, target: str) -> str:
    """The custom id of a press about pins."""
    return f"p1:{action}:{target}"


def decode_pin(custom_id: str) -> tuple[PinAction, str] | None:
    """Action and target of a press about pins; None if it is none."""
    match = PINS.fullmatch(custom_id)
    return (PinAction(match["action"]), match["target"]) if match else None
