"""One interaction under way: what was asked, and everything the bot did about it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import discord

from tests.loopback import payloads
from tests.loopback.world import BOT, Channel, Message

__all__ = ["Asked", "Person", "Reply"]

Json = dict[str, Any]

COMMAND, COMPONENT, COMPLETION = 2, 3, 4


@dataclass(frozen=True)
class Person:
    """Whoever types and presses."""

    id: int
    locale: str = "en-US"
    permissions: discord.Permissions = field(default_factory=discord.Permissions.all)


@dataclass(frozen=True)
class Reply:
    """What the person got. ``how``: message, update, choices, modal, follow-up or edit."""

    how: str
    message: Message | None = None
    choices: tuple[Json, ...] = ()
    data: Json = field(default_factory=dict[str, Any])

    @property
    def card(self) -> Message:
        """The message; there is none in a list of choices."""
        assert self.message is not None
        return self.message

    @property
    def text(self) -> str:
        return self.card.text

    @property
    def private(self) -> bool:
        return self.card.private


class Asked:
    """Await it for the first real reply; a mere "thinking" is none."""

    #: Seconds until a test that waits for a reply gives up.
    PATIENCE = 15.0

    def __init__(
        self, id_: int, kind: int, channel: Channel, person: Person, data: Json, source: Message | None
    ) -> None:
        self.id, self.kind, self.channel, self.person, self.data, self.source = id_, kind, channel, person, data, source
        self.token = f"token-{id_}"
        self.started = time.monotonic()
        self.original: Message | None = source
        self.deferred: int | None = None
        #: Callbacks that Discord accepted; never more than one.
        self.acknowledged = 0
        #: Callbacks that Discord refused, as already acknowledged or too late.
        self.refused = 0
        self.replies: list[Reply] = []
        self.first: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        #: Seconds until the first reply; None before it.
        self.took: float | None = None

    def __await__(self) -> Generator[Any, Any, Reply]:
        return self.reply().__await__()

    async def reply(self) -> Reply:
        async with asyncio.timeout(self.PATIENCE):
            return await asyncio.shield(self.first)

    def add(self, reply: Reply) -> None:
        self.replies.append(reply)
        if not self.first.done():
            self.took = time.monotonic() - self.started
            self.first.set_result(reply)

    def payload(self) -> Json:
        """The event as Discord dispatches it."""
        guild = self.channel.guild
        found: Json = {
            "id": str(self.id),
            "application_id": str(BOT),
            "type": self.kind,
            "token": self.token,
            "version": 1,
            "data": self.data,
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "guild_locale": guild.locale,
            "channel_id": str(self.channel.id),
            "channel": payloads.channel(self.channel),
            "member": payloads.member(self.person.id, self.person.permissions),
            "locale": self.person.locale,
            "app_permissions": str(guild.permissions.value),
            "authorizing_integration_owners": {"0": str(guild.id)},
            "context": 0,
            "entitlements": [],
            "attachment_size_limit": 10_485_760,
        }
        return found if self.source is None else {**found, "message": payloads.message(self.source)}
