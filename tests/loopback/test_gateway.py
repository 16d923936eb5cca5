"""Broken connections: what was asked meanwhile is answered afterwards, and nothing is answered twice."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.chat.client import Bot
from bot.chat.serving import pulse
from bot.operations import health
from tests.loopback.launch import connected
from tests.loopback.loopback import ANA, CALLBACK, Loopback
from tests.loopback.world import Guild


async def test_a_dropped_socket_resumes_and_misses_nothing(loopback: Loopback, guild: Guild, bot: Bot) -> None:
    first = loopback.interact_command(guild, guild.channel, ANA, "help")
    await first
    loopback.drop_sockets()
    await loopback.until(lambda: not loopback.gateway.live())
    while_away = loopback.interact_command(guild, guild.channel, ANA, "about")
    await while_away
    afterwards = loopback.interact_command(guild, guild.channel, ANA, "topics")
    await afterwards
    assert len(loopback.gateway.resumed) == 1
    assert len(loopback.gateway.identified) == 1
    assert [len(each.replies) for each in (first, while_away, afterwards)] == [1, 1, 1]
    assert len(loopback.sent(CALLBACK)) == 3
    assert not bot.is_closed()


async def test_discord_may_ask_for_a_reconnect(loopback: Loopback, guild: Guild, bot: Bot) -> None:
    loopback.ask_to_reconnect()
    await loopback.until(lambda: loopback.gateway.resumed)
    await loopback.interact_command(guild, guild.channel, ANA, "help")
    assert len(loopback.gateway.identified) == 1
    assert not bot.is_closed()


async def test_an_invalid_session_is_identified_anew(loopback: Loopback, guild: Guild, new_bot: Bot) -> None:
    async def at_once(shard_id: int | None, *, initial: bool = False) -> None:
        """Instead of discord.py's five seconds between two identifies."""

    new_bot.before_identify_hook = at_once
    async with connected(loopback, new_bot):
        loopback.invalidate_sessions()
        await loopback.until(lambda: len(loopback.gateway.identified) == 2)
        await loopback.connected()
        asked = loopback.interact_command(guild, guild.channel, ANA, "help")
        await asked
        assert len(asked.replies) == 1
        assert loopback.gateway.resumed == []


async def test_a_session_that_may_be_resumed_is(loopback: Loopback, guild: Guild, bot: Bot) -> None:
    loopback.invalidate_sessions(resumable=True)
    await loopback.until(lambda: loopback.gateway.resumed)
    await loopback.interact_command(guild, guild.channel, ANA, "help")
    assert len(loopback.gateway.identified) == 1
    assert not bot.is_closed()


@pytest.mark.usefixtures("bot")
async def test_a_server_that_joins_later_is_served(loopback: Loopback) -> None:
    later = loopback.add_guild()
    await loopback.interact_command(later, later.channel, ANA, "help")


async def test_a_server_that_leaves_is_forgotten(loopback: Loopback, guild: Guild, bot: Bot) -> None:
    other = loopback.add_guild()
    loopback.remove_guild(guild)
    await loopback.interact_command(other, other.channel, ANA, "help")
    assert [each.id for each in bot.guilds] == [other.id]


@pytest.mark.usefixtures("bot")
async def test_heartbeats_are_answered(loopback: Loopback) -> None:
    await loopback.until(lambda: loopback.gateway.heartbeats)


async def test_the_heart_beats_only_while_connected(
    loopback: Loopback, guild: Guild, new_bot: Bot, tmp_path: Path
) -> None:
    new_bot._connection.guild_ready_timeout = 0.01  # instead of two seconds
    async with connected(loopback, new_bot):
        await new_bot.wait_until_ready()
        assert await _beats(new_bot, tmp_path / "connected")
        loopback.refuse_sockets()
        noticed = asyncio.create_task(new_bot.wait_for("shard_disconnect", timeout=5))
        await asyncio.sleep(0)
        loopback.drop_sockets()
        await noticed
        assert not await _beats(new_bot, tmp_path / "alone")
    assert loopback.messages(guild.channel) == []


async def _beats(bot: Bot, folder: Path) -> bool:
    """Whether the first look at the connection touches the file."""
    beating = asyncio.create_task(pulse(bot, folder))
    await asyncio.sleep(0)
    beating.cancel()
    return (folder / health.FILE).exists()
