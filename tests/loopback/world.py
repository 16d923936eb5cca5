"""What exists on the loopback Discord: servers, channels, messages, pins, and what the bot may do there."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import discord

__all__ = ["BOT", "Channel", "DiscordError", "Guild", "Message", "World", "components", "plain"]

Json = dict[str, Any]

#: The bot's user id, which is its application's id too.
BOT = 1_000_000_000_000_001
EPOCH = 1_420_070_400_000
PIN_LIMIT = 250
EPHEMERAL = 1 << 6
SYSTEM_PIN = 6
#: What a bot needs for everything this project does.
USUAL = discord.Permissions(
    view_channel=True, send_messages=True, read_message_history=True, embed_links=True, pin_messages=True
)


class DiscordError(Exception):
    """A refusal in Discord's own form."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code

    def body(self) -> Json:
        return {"code": self.code, "message": str(self)}


def no_channel() -> DiscordError:
    return DiscordError(404, 10003, "Unknown Channel")


def no_message() -> DiscordError:
    return DiscordError(404, 10008, "Unknown Message")


@dataclass(eq=False)
class Message:
    """One message. ``body`` is what was sent: content, components, flags and so on."""

    id: int
    channel: Channel
    author: int
    body: Json
    kind: int = 0
    nonce: str | None = None
    pinned_at: dt.datetime | None = None
    edited_at: dt.datetime | None = None

    @property
    def components(self) -> list[Json]:
        return list(components(self.body.get("components") or ()))

    @property
    def text(self) -> str:
        """Everything that can be read on it."""
        return plain(self.body)

    @property
    def private(self) -> bool:
        return bool(self.body.get("flags", 0) & EPHEMERAL)

    def button(self, label: str) -> str:
        """The custom id of the button with that label."""
        return next(each["custom_id"] for each in self.components if each.get("label") == label)


@dataclass(eq=False)
class Channel:
    id: int
    guild: Guild
    name: str
    messages: dict[int, Message] = field(default_factory=dict[int, Message])

    def newest(self) -> list[Message]:
        return sorted(self.messages.values(), key=lambda each: each.id, reverse=True)

    def pins(self) -> list[Message]:
        """Newest pin first."""
        pinned = [(each.pinned_at, each) for each in self.messages.values() if each.pinned_at]
        return [each for _, each in sorted(pinned, key=lambda pair: pair[0], reverse=True)]


@dataclass(eq=False)
class Guild:
    id: int
    name: str
    permissions: discord.Permissions
    locale: str = "en-US"
    channels: dict[int, Channel] = field(default_factory=dict[int, Channel])

    @property
    def channel(self) -> Channel:
        """The first channel."""
        return next(iter(self.channels.values()))


class World:
    """Everything that exists. Holds no connection and sends nothing."""

    def __init__(self) -> None:
        self.guilds: dict[int, Guild] = {}
        self.private: dict[int, Message] = {}
        self.commands: list[Json] = []
        self._last = 0

    def new_id(self) -> int:
        """A snowflake of this moment, later than all before."""
        self._last = max(self._last + 1, (time.time_ns() // 1_000_000 - EPOCH) << 22)
        return self._last

    def add_guild(
        self, id_: int | None, channels: list[str | int], permissions: discord.Permissions | None, locale: str
    ) -> Guild:
        guild = Guild(id_ or self.new_id(), "Support group", permissions or USUAL, locale)
        for each in channels:
            number, name = (each, f"channel-{each}") if isinstance(each, int) else (self.new_id(), each)
            guild.channels[number] = Channel(number, guild, name)
        self.guilds[guild.id] = guild
        return guild

    def channel(self, id_: int) -> Channel:
        """Raises DiscordError."""
        for guild in self.guilds.values():
            if id_ in guild.channels:
                return guild.channels[id_]
        raise no_channel()

    def allowed(self, channel_id: int, *permissions: str) -> Channel:
        """The channel, if the bot has those permissions there. Raises DiscordError."""
        channel = self.channel(channel_id)
        if not channel.guild.permissions.view_channel:
            raise DiscordError(403, 50001, "Missing Access")
        if not all(getattr(channel.guild.permissions, each) for each in permissions):
            raise DiscordError(403, 50013, "Missing Permissions")
        return channel

    def message(self, channel: Channel, id_: int) -> Message:
        """Raises DiscordError."""
        if id_ not in channel.messages:
            raise no_message()
        return channel.messages[id_]

    def write(self, channel: Channel, body: Json, author: int = BOT, *, kind: int = 0, public: bool = True) -> Message:
        """Keeps a new message; one that only its reader sees is not part of the channel."""
        message = Message(self.new_id(), channel, author, _numbered(body), kind, body.get("nonce"))
        (channel.messages if public else self.private)[message.id] = message
        return message

    def change(self, message: Message, body: Json) -> None:
        message.body = {**message.body, **_numbered(body)}
        message.edited_at = dt.datetime.now(dt.UTC)

    def pin(self, message: Message) -> None:
        """Raises DiscordError 30003 for the 251st."""
        if message.pinned_at:
            return
        pinned = message.channel.pins()
        if len(pinned) >= PIN_LIMIT:
            raise DiscordError(400, 30003, "Maximum number of pins reached for the channel (250)")
        now = dt.datetime.now(dt.UTC)
        latest = pinned[0].pinned_at if pinned else None
        message.pinned_at = max(now, latest + dt.timedelta(microseconds=1)) if latest else now


def components(nodes: Any) -> Iterator[Json]:
    """Every component, nested ones included."""
    for node in nodes:
        yield node
        yield from components(node.get("components") or ())


def plain(body: Json) -> str:
    """All that is written in a message."""
    texts = [
        body.get("content") or "",
        *(each.get("content") or "" for each in components(body.get("components") or ())),
    ]
    return "\n".join(text for text in texts if text)


def _numbered(body: Json) -> Json:
    """Discord numbers the components that come without an id."""
    for number, component in enumerate(components(body.get("components") or ()), start=1):
        component["id"] = component.get("id") or number
    return body
