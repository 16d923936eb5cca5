"""``run`` with a token: the bot on Discord until it is asked to stop, and a sentence if it cannot start."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.chat.client import Bot, create_bot
from bot.chat.serving import serve
from bot.operations.health import EVERY, beat
from bot.operations.logs import set_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings

__all__ = ["connect"]

REFUSED = "Discord refused the token. Copy it again from the developer portal and put it in DISCORD_TOKEN."
UNREACHABLE = "Discord cannot be reached. Check the network connection, then start again."


def connect(settings: Settings, token: str, say: Callable[[str], None]) -> int:
    """Runs until SIGTERM or SIGINT and returns the exit code; ``say`` gets the sentence of a failure.

    Raises KnowledgeError.
    """
    set_up(settings.log_level)
    bot = create_bot(settings)
    try:
        asyncio.run(_serve(bot, token))
    except discord.LoginFailure:
        say(REFUSED)
        return 2
    except (OSError, aiohttp.ClientError, discord.DiscordServerError, discord.GatewayNotFound):
        say(UNREACHABLE)
        return 1
    return 0


async def _serve(bot: Bot, token: str) -> None:
    beating = asyncio.create_task(_beats(bot))
    try:
        await serve(bot, token)
    finally:
        beating.cancel()


async def _beats(bot: Bot) -> None:
    """Touches the heartbeat file while every shard's gateway answers."""
    while True:
        if bot.is_ready() and math.isfinite(bot.latency):
            await asyncio.to_thread(beat, bot.settings.data_dir)
        await asyncio.sleep(EVERY)
