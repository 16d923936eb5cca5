"""What went over the wire, held against a table of Discord's limits of our own.

The limits are those of Discord's documentation and OpenAPI file of July and August 2026.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import simcord

__all__ = ["Sent", "problems", "sent", "text_of", "walk"]

COMPONENTS_V2 = 1 << 15
EPHEMERAL = 1 << 6
TEXT, COMPONENTS, CUSTOM_ID, LABEL, PLACEHOLDER, OPTION, OPTIONS, ROW = 4000, 40, 100, 80, 150, 100, 25, 5
ACTION_ROW, BUTTON, SELECT, TEXT_DISPLAY, SEPARATOR, CONTAINER = 1, 2, 3, 10, 14, 17
MESSAGE, UPDATE = 4, 7


@dataclass(frozen=True)
class Sent:
    """One message as it left the bot."""

    body: dict[str, Any]
    how: str

    @property
    def private(self) -> bool:
        return bool(self.body.get("flags", 0) & EPHEMERAL)

    @property
    def text(self) -> str:
        return text_of(self.body["components"])


def sent(env: simcord.Env) -> list[Sent]:
    """Every message that the bot sent or changed, oldest first."""
    return [Sent(body, how) for entry in env.http_requests if (found := _message(entry)) for body, how in [found]]


def _message(entry: Any) -> tuple[dict[str, Any], str] | None:
    if entry.path.endswith("/callback"):
        kind = entry.json["type"]
        how = {MESSAGE: "respond", UPDATE: "turn"}.get(kind)
        return (entry.json["data"], how) if how else None
    writes = entry.method in ("POST", "PATCH") and isinstance(entry.json, dict)
    if writes and (entry.path.startswith("/webhooks/") or "/messages" in entry.path):
        return entry.json, "send"
    return None


def walk(components: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, nested ones included."""
    for component in components:
        yield component
        yield from walk(component.get("components", ()))


def text_of(components: Iterable[dict[str, Any]]) -> str:
    """All that is written on a card."""
    return "\n".join(each["content"] for each in walk(components) if each["type"] == TEXT_DISPLAY)


def problems(message: Sent, notes: Iterable[str]) -> list[str]:
    """What is wrong with a message: a missing note, mentions on, a limit broken, a component Discord would refuse."""
    body = message.body
    found = list(_frame_problems(message, list(notes)))
    for component in walk(body["components"]):
        found += _component_problems(component)
    ids = [each["custom_id"] for each in walk(body["components"]) if "custom_id" in each]
    if len(ids) != len(set(ids)):
        found.append("a custom id stands twice in the message")
    return found


def _frame_problems(message: Sent, notes: list[str]) -> Iterator[str]:
    body = message.body
    mentions = body.get("allowed_mentions") or {}
    if mentions.get("parse") != [] or mentions.get("replied_user") or mentions.get("users") or mentions.get("roles"):
        yield "mentions are on"
    if message.how != "turn" and not body.get("flags", 0) & COMPONENTS_V2:
        yield "the message is not marked as components v2"
    if body.get("content") or body.get("embeds"):
        yield "components v2 take no content and no embeds"
    if not any(note in message.text for note in notes):
        yield "there is no safety note"
    if (
        sum(len(each["content"].encode("utf-16-le")) // 2 for each in walk(body["components"]) if "content" in each)
        > TEXT
    ):
        yield "more than 4000 characters"
    if len(list(walk(body["components"]))) > COMPONENTS:
        yield "more than 40 components"


def _component_problems(component: dict[str, Any]) -> list[str]:
    check = _CHECKS.get(component["type"])
    return list(check(component)) if check else [f"unknown component type {component['type']}"]


def _row(row: dict[str, Any]) -> Iterator[str]:
    kinds = [each["type"] for each in row["components"]]
    if kinds != [SELECT] and not (1 <= len(kinds) <= ROW and set(kinds) == {BUTTON}):
        yield f"a row of {kinds}"


def _button(button: dict[str, Any]) -> Iterator[str]:
    if not 1 <= len(button["label"]) <= LABEL:
        yield f"a label of {len(button['label'])} characters"
    if not 1 <= len(button["custom_id"]) <= CUSTOM_ID:
        yield "a custom id that is too long"


def _select(select: dict[str, Any]) -> Iterator[str]:
    options = select["options"]
    if not 1 <= len(options) <= OPTIONS:
        yield f"{len(options)} options"
    if len({each["value"] for each in options}) != len(options):
        yield "two options have the same value"
    if len(select.get("placeholder") or "") > PLACEHOLDER or not 1 <= len(select["custom_id"]) <= CUSTOM_ID:
        yield "a placeholder or custom id that is too long"
    for option in options:
        lengths = (len(option["label"]), len(option["value"]), len(option.get("description", "x")))
        if not all(1 <= length <= OPTION for length in lengths):
            yield f"an option with lengths {lengths}"


def _text(display: dict[str, Any]) -> Iterator[str]:
    if not display["content"].strip():
        yield "an empty text"


def _nothing(_: dict[str, Any]) -> Iterator[str]:
    yield from ()


_CHECKS = {
    ACTION_ROW: _row,
    BUTTON: _button,
    SELECT: _select,
    TEXT_DISPLAY: _text,
    SEPARATOR: _nothing,
    CONTAINER: _nothing,
}
