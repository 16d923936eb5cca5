"""The loopback itself, seen through discord.py: where it differs from Discord, tests that lean on it prove nothing."""

from __future__ import annotations

import asyncio
import datetime as dt
import time

import aiohttp
import discord
import pytest

from bot.chat.client import Bot
from tests.loopback.loopback import Loopback
from tests.loopback.world import BOT, USUAL, Guild

POST = "POST /channels/{channel}/messages"
PUT_PIN = "PUT /channels/{channel}/messages/pins/{message}"


@pytest.fixture
def channel(bot: Bot, guild: Guild) -> discord.PartialMessageable:
    return bot.get_partial_messageable(guild.channel.id, guild_id=guild.id)


async def test_the_same_nonce_posts_once(loopback: Loopback, guild: Guild, channel: discord.PartialMessageable) -> None:
    first, again = await channel.send("one", nonce="n1"), await channel.send("one", nonce="n1")
    other = await channel.send("one", nonce="n2")
    assert first.id == again.id != other.id
    assert [each.id for each in loopback.messages(guild.channel)] == [first.id, other.id]


async def test_a_message_can_be_read_changed_and_deleted(
    loopback: Loopback, guild: Guild, channel: discord.PartialMessageable
) -> None:
    message = await channel.send("one")
    await message.edit(content="two")
    assert (await channel.fetch_message(message.id)).content == "two"
    await message.delete()
    assert loopback.messages(guild.channel) == []
    with pytest.raises(discord.NotFound) as refused:
        await channel.fetch_message(message.id)
    assert refused.value.code == 10008


async def test_history_pages_both_ways(channel: discord.PartialMessageable) -> None:
    sent = [(await channel.send(str(number))).id for number in range(7)]
    assert [each.id async for each in channel.history(limit=3)] == sent[:-4:-1]
    middle = discord.Object(sent[3])
    assert [each.id async for each in channel.history(before=middle)] == sent[2::-1]
    assert [each.id async for each in channel.history(after=middle)] == sent[4:]
    assert [each.id async for each in channel.history(around=middle, limit=3)] == [sent[4], sent[3], sent[2]]
    past = discord.utils.utcnow() - dt.timedelta(minutes=1)
    assert [each.id async for each in channel.history(after=past, oldest_first=False)] == sent[::-1]


async def test_pins_come_newest_first_over_pages(
    loopback: Loopback, guild: Guild, channel: discord.PartialMessageable
) -> None:
    messages = [loopback.world.write(guild.channel, {"content": str(number)}) for number in range(120)]
    for message in messages:
        loopback.world.pin(message)
    assert [each.id async for each in channel.pins(limit=None)] == [each.id for each in reversed(messages)]
    loopback.unpin(messages[0])
    assert len(loopback.pins(guild.channel)) == 119


async def test_the_251st_pin_is_refused(loopback: Loopback, guild: Guild, channel: discord.PartialMessageable) -> None:
    for number in range(250):
        loopback.world.pin(loopback.world.write(guild.channel, {"content": str(number)}))
    message = await channel.send("one more")
    with pytest.raises(discord.HTTPException) as refused:
        await message.pin()
    assert refused.value.code == 30003
    loopback.unpin(loopback.pins(guild.channel)[0])
    await message.pin()
    assert loopback.pins(guild.channel)[0].id == message.id
    await message.unpin()
    assert len(loopback.pins(guild.channel)) == 249


async def test_what_is_not_permitted_is_refused(
    loopback: Loopback, guild: Guild, channel: discord.PartialMessageable
) -> None:
    message = await channel.send("one")
    loopback.permit(guild, USUAL & ~discord.Permissions(pin_messages=True))
    with pytest.raises(discord.Forbidden) as refused:
        await message.pin()
    assert refused.value.code == 50013
    loopback.permit(guild, discord.Permissions.none())
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("two")
    assert refused.value.code == 50001


async def test_what_the_bot_may_do_reaches_it(loopback: Loopback, guild: Guild, bot: Bot) -> None:
    known = bot.get_guild(guild.id)
    assert known
    assert known.me.guild_permissions.pin_messages
    told = asyncio.create_task(bot.wait_for("guild_role_update", timeout=5))
    await asyncio.sleep(0)
    loopback.permit(guild, discord.Permissions(view_channel=True))
    await told
    assert not known.me.guild_permissions.pin_messages


async def test_deleted_channels_are_unknown(
    loopback: Loopback, guild: Guild, channel: discord.PartialMessageable
) -> None:
    loopback.remove_channel(guild.channel)
    with pytest.raises(discord.NotFound) as refused:
        await channel.send("one")
    assert refused.value.code == 10003


async def test_rate_limits_are_kept_without_a_refusal(loopback: Loopback, channel: discord.PartialMessageable) -> None:
    loopback.limit(POST, 2, 0.2)
    began = time.monotonic()
    await asyncio.gather(*(channel.send(str(number)) for number in range(5)))
    assert time.monotonic() - began >= 0.4 - 0.01
    assert {each.status for each in loopback.sent(POST)} == {200}


async def test_a_global_limit_stops_other_routes_too(loopback: Loopback, channel: discord.PartialMessageable) -> None:
    message = await channel.send("one")
    loopback.fail(PUT_PIN, status=429, retry_after=0.3, everywhere=True)
    pinning = asyncio.create_task(message.pin())
    await loopback.until(lambda: [each for each in loopback.sent(PUT_PIN) if each.status == 429])
    limited = loopback.sent(PUT_PIN)[0].at
    while channel._state.http._global_over.is_set():  # noqa: ASYNC110 - discord.py has no event for "clear"
        await asyncio.sleep(0)
    await channel.send("two")
    await pinning
    assert loopback.sent(POST)[-1].at - limited >= 0.3


async def test_a_lost_answer_leaves_the_work_done(
    loopback: Loopback, guild: Guild, channel: discord.PartialMessageable
) -> None:
    loopback.fail(POST, drop=True, late=True)
    with pytest.raises((OSError, aiohttp.ClientError)):
        await channel.send("one", nonce="n")
    assert len(loopback.messages(guild.channel)) == 1
    await channel.send("one", nonce="n")
    assert len(loopback.messages(guild.channel)) == 1


@pytest.mark.parametrize("late", [False, True])
async def test_a_request_can_be_held(
    loopback: Loopback, guild: Guild, channel: discord.PartialMessageable, late: bool
) -> None:
    hold = loopback.hold(POST, late=late)
    sending = asyncio.create_task(channel.send("one"))
    await hold.reached.wait()
    assert len(loopback.messages(guild.channel)) == int(late)
    hold.release()
    assert (await sending).author.id == BOT


def test_a_route_that_does_not_exist_cannot_be_scripted() -> None:
    with pytest.raises(AssertionError, match="none of"):
        Loopback().fail("POST /nowhere")
