"""A board in memory, and a power cut: what ``bot.pins`` meets, without Discord."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.answers.answer import Answer
from bot.pins.board import PIN_LIMIT, PinRefused, Reason

__all__ = ["Cut", "FakeBoard", "Posted", "PowerCut", "rendered"]


@dataclass
class Posted:
    """A message on the board."""

    channel_id: int
    text: str
    mark: str
    at: dt.datetime
    pinned: bool = False


def rendered(answer: Answer) -> str:
    """A text with the shape of a card's."""
    notices = [f"> {notice.text}" for notice in answer.notices]
    parts = [f"### {part.title}\n{part.text}" if part.title else part.text for part in answer.parts]
    small = [f"-# {line}" for line in (answer.sources_line, answer.review.line if answer.review else "") if line]
    return "\n".join(
        (f"## {answer.title}", *notices, answer.lead, *parts, *small, f"**Note:** {answer.safety_note.text}")
    )


@dataclass
class FakeBoard:
    """Servers, channels and messages; ``refuse`` says what is refused, by the name of the step."""

    guilds: dict[int, set[int]]
    now: Callable[[], dt.datetime]
    messages: dict[int, Posted] = field(default_factory=dict)
    refuse: dict[str, PinRefused] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))
    _nonces: dict[str, int] = field(default_factory=dict)

    def serves(self, guild_id: int) -> bool:
        return guild_id in self.guilds

    def left(self, guild_id: int) -> bool:
        return guild_id not in self.guilds

    def _step(self, name: str, guild_id: int, channel_id: int) -> None:
        self.calls.append(name)
        if name in self.refuse:
            raise self.refuse[name]
        if channel_id not in self.guilds.get(guild_id, ()):
            raise PinRefused(Reason.CHANNEL_GONE)

    def _message(self, message_id: int) -> Posted:
        if message_id not in self.messages:
            raise PinRefused(Reason.MESSAGE_GONE)
        return self.messages[message_id]

    async def check(self, guild_id: int, channel_id: int) -> None:
        self._step("check", guild_id, channel_id)

    async def post(self, guild_id: int, channel_id: int, answer: Answer, pin_id: str, nonce: str) -> int:
        self._step("post", guild_id, channel_id)
        if nonce not in self._nonces:
            self._nonces[nonce] = next(self._ids)
            self.messages[self._nonces[nonce]] = Posted(channel_id, rendered(answer), pin_id, self.now())
        return self._nonces[nonce]

    async def find(self, guild_id: int, channel_id: int, pin_id: str, since: dt.datetime) -> int | None:
        self._step("find", guild_id, channel_id)
        found = (id_ for id_, each in self.messages.items() if each.mark == pin_id and each.at >= since)
        return next(found, None)

    async def edit(self, guild_id: int, channel_id: int, message_id: int, answer: Answer, pin_id: str) -> None:
        self._step("edit", guild_id, channel_id)
        self._message(message_id).text = rendered(answer)

    async def pin(self, guild_id: int, channel_id: int, message_id: int) -> None:
        self._step("pin", guild_id, channel_id)
        if len(await self.pinned(guild_id, channel_id) - {message_id}) >= PIN_LIMIT:
            raise PinRefused(Reason.FULL)
        self._message(message_id).pinned = True

    async def take_down(self, guild_id: int, channel_id: int, message_id: int) -> None:
        self._step("take_down", guild_id, channel_id)
        self.messages.pop(message_id, None)

    async def shown(self, guild_id: int, channel_id: int, message_id: int) -> str:
        self._step("shown", guild_id, channel_id)
        return self._message(message_id).text

    async def pinned(self, guild_id: int, channel_id: int) -> frozenset[int]:
        self._step("pinned", guild_id, channel_id)
        return frozenset(id_ for id_, each in self.messages.items() if each.pinned and each.channel_id == channel_id)

    def rendered(self, answer: Answer) -> str:
        return rendered(answer)


class PowerCut(BaseException):
    """Kill -9: nothing of the process runs any more, no ``finally`` either."""


class Cut:
    """Wraps what a keeper works with, and cuts the power before or after the n-th call. After that nothing works."""

    def __init__(self, at: int, *, after: bool) -> None:
        self.at, self.after, self.calls, self.off = at, after, 0, False

    def wrap(self, inner: Any) -> Any:
        return _Wrapped(inner, self)


class _Wrapped:
    def __init__(self, inner: Any, cut: Cut) -> None:
        self._inner, self._cut = inner, cut

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name in ("pins", "servers"):
            return _Wrapped(found, self._cut)
        if name in ("serves", "left", "rendered") or not callable(found):
            return found

        async def call(*args: Any, **kwargs: Any) -> Any:
            cut = self._cut
            if cut.off:
                raise PowerCut
            mine, cut.calls = cut.calls, cut.calls + 1
            if mine == cut.at and not cut.after:
                cut.off = True
                raise PowerCut
            result: Any = await found(*args, **kwargs)  # pyright: ignore[reportGeneralTypeIssues] - any method
            if mine == cut.at:
                cut.off = True
                raise PowerCut
            return result

        return call
