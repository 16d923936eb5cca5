"""Discord as the board that ``bot.pins`` pins on."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import aiohttp
import discord

from bot.chat import replies
from bot.chat.buttons import PinPress
from bot.chat.custom_ids import PinAction, encode_pin
from bot.pins.board import PinRefused, Reason

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Generator

    from bot.answers.answer import Answer
    from bot.chat.client import Bot

__all__ = ["NEEDED", "NEEDED_IN_THREAD", "DiscordBoard"]

#: Messages that are looked through for one that was posted before a crash.
SEARCHED = 100
#: What the bot needs to post, pin, and find its own posts again. In a thread, writing has a permission of its own.
NEEDED = ("view_channel", "send_messages", "read_message_history", "pin_messages")
NEEDED_IN_THREAD = ("view_channel", "send_messages_in_threads", "read_message_history", "pin_messages")

#: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
_REASONS = {
    10003: Reason.CHANNEL_GONE,
    10004: Reason.CHANNEL_GONE,  # unknown server
    10008: Reason.MESSAGE_GONE,
    30003: Reason.FULL,
    50001: Reason.NO_ACCESS,
    50008: Reason.NO_MESSAGES,
    50013: Reason.NO_PERMISSION,
    50083: Reason.ARCHIVED,
    160005: Reason.ARCHIVED,  # locked
}

Place = discord.abc.GuildChannel | discord.Thread


class DiscordBoard:
    """``bot.pins.Board`` for one bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def serves(self, guild_id: int) -> bool:
        """In the server, and connected to it."""
        guild = self._bot.get_guild(guild_id)
        return guild is not None and not guild.unavailable

    def left(self, guild_id: int) -> bool:
        """Whether the bot is certainly no longer in that server: its shard is ours and connected, and it is not there.

        A server in an outage stays on Discord's list and is not meant.
        """
        bot = self._bot
        if not bot.is_ready() or bot.get_guild(guild_id) is not None:
            return False
        return (guild_id >> 22) % (bot.shard_count or 1) in bot.shards

    async def check(self, guild_id: int, channel_id: int) -> None:
        """Whether the bot may post and pin there; a full channel shows only when pinning."""
        channel = await self._channel(guild_id, channel_id)
        thread = channel if isinstance(channel, discord.Thread) else None
        if not isinstance(channel, discord.abc.Messageable):
            raise PinRefused(Reason.NO_MESSAGES)
        allowed = channel.permissions_for(channel.guild.me)
        missing = [name for name in (NEEDED_IN_THREAD if thread else NEEDED) if not getattr(allowed, name)]
        if "view_channel" in missing:
            raise PinRefused(Reason.NO_ACCESS)
        if missing:
            raise PinRefused(Reason.NO_PERMISSION, missing)
        if thread and (thread.archived or thread.locked):
            raise PinRefused(Reason.ARCHIVED)

    async def _channel(self, guild_id: int, channel_id: int) -> Place:
        guild = self._bot.get_guild(guild_id)
        if guild is None:
            raise PinRefused(Reason.CHANNEL_GONE)
        known = guild.get_channel_or_thread(channel_id)
        if known is None:  # an archived thread is not kept in memory
            with _refusals():
                known = await guild.fetch_channel(channel_id)
        return known

    async def post(self, guild_id: int, channel_id: int, answer: Answer, pin_id: str, nonce: str) -> int:
        """Posts the card with its mark."""
        channel = self._bot.get_partial_messageable(channel_id, guild_id=guild_id)
        with _refusals():
            message = await replies.post(
                channel, self._bot.answers, answer, controls=self._mark(answer, pin_id), nonce=nonce
            )
        return message.id

    def _mark(self, answer: Answer, pin_id: str) -> list[PinPress]:
        label = self._bot.answers.say("pins.buttons.about", answer.request.language)
        return [PinPress.about(PinAction.ABOUT, pin_id, label)]

    async def find(self, guild_id: int, channel_id: int, pin_id: str, since: dt.datetime) -> int | None:
        """Looks through the bot's own newest messages there for the mark."""
        channel = self._bot.get_partial_messageable(channel_id, guild_id=guild_id)
        own = self._bot.user.id if self._bot.user else 0
        with _refusals():
            async for message in channel.history(limit=SEARCHED, after=since, oldest_first=False):
                if message.author.id == own and _marked(message, pin_id):
                    return message.id
        return None

    async def edit(self, guild_id: int, channel_id: int, message_id: int, answer: Answer, pin_id: str) -> None:
        """Changes the card in place."""
        with _refusals():
            message = self._message(guild_id, channel_id, message_id)
            await replies.edit(message, self._bot.answers, answer, controls=self._mark(answer, pin_id))

    async def pin(self, guild_id: int, channel_id: int, message_id: int) -> None:
        """Pins the message."""
        with _refusals():
            await self._message(guild_id, channel_id, message_id).pin()

    async def take_down(self, guild_id: int, channel_id: int, message_id: int) -> None:
        """Deletes the message, which unpins it too: no permission but seeing the channel is needed for one's own."""
        try:
            with _refusals():
                await self._message(guild_id, channel_id, message_id).delete()
        except PinRefused as refused:
            if refused.reason is not Reason.MESSAGE_GONE:
                raise

    async def shown(self, guild_id: int, channel_id: int, message_id: int) -> str:
        """The texts of the message's components."""
        with _refusals():
            message = await self._message(guild_id, channel_id, message_id).fetch()
        return "\n".join(_texts(message))

    async def pinned(self, guild_id: int, channel_id: int) -> frozenset[int]:
        """All pages of the channel's pins."""
        channel = self._bot.get_partial_messageable(channel_id, guild_id=guild_id)
        with _refusals():
            return frozenset([message.id async for message in channel.pins(limit=None)])

    def rendered(self, answer: Answer) -> str:
        """The texts that the card would have."""
        return replies.text(self._bot.answers, answer)

    def _message(self, guild_id: int, channel_id: int, message_id: int) -> discord.PartialMessage:
        return self._bot.get_partial_messageable(channel_id, guild_id=guild_id).get_partial_message(message_id)


@contextmanager
def _refusals() -> Generator[None]:
    """What Discord refuses, as ``PinRefused``."""
    try:
        yield
    except discord.HTTPException as error:
        raise PinRefused(_reason(error)) from error
    except (TimeoutError, OSError, aiohttp.ClientError) as error:
        raise PinRefused(Reason.UNAVAILABLE) from error


def _reason(error: discord.HTTPException) -> Reason:
    if error.code in _REASONS:
        return _REASONS[error.code]
    if isinstance(error, discord.DiscordServerError):
        return Reason.UNAVAILABLE
    if isinstance(error, discord.Forbidden):
        return Reason.NO_PERMISSION
    if isinstance(error, discord.NotFound):
        return Reason.MESSAGE_GONE
    raise error


def _marked(message: discord.Message, pin_id: str) -> bool:
    mark = encode_pin(PinAction.ABOUT, pin_id)
    return any(getattr(each, "custom_id", None) == mark for each in _walk(message.components))


def _texts(message: discord.Message) -> list[str]:
    return [each.content for each in _walk(message.components) if isinstance(each, discord.TextDisplay)]


def _walk(components: Any) -> Generator[Any]:
    for each in components:
        yield each
        yield from _walk(cast("list[Any]", getattr(each, "children", ())))
