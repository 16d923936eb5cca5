"""Pins over real HTTP: killed between any two steps, and two processes with a shard each on one database."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.pins.steps import whole
from bot.storage.database import Storage
from bot.storage.records import Pin
from tests.databases import Postgres
from tests.loopback.faults import Hold
from tests.loopback.launch import BotProcess
from tests.loopback.loopback import ANA, Loopback
from tests.loopback.world import Guild

POST = "POST /channels/{channel}/messages"
PIN = "PUT /channels/{channel}/messages/pins/{message}"
DELETE = "DELETE /channels/{channel}/messages/{message}"
EDIT = "PATCH /channels/{channel}/messages/{message}"


def own_words(folder: Path, text: str) -> Path:
    """A knowledge folder with one word of its own, whose text a test can change between two starts."""
    (folder / "terms").mkdir(parents=True, exist_ok=True)
    (folder / "publishers.yaml").write_text("publishers:\n- {id: ours, name: Our Hospital, reason: a test}\n")
    (folder / "sources.yaml").write_text(
        "sources:\n"
        "- {id: our-page, title: Our page, publisher: ours, url: 'https://example.org/ours', year: 2026, read: page}\n"
    )
    (folder / "terms" / "ours.yaml").write_text(
        "terms:\n- id: quokkacell\n  title: Quokkacell\n  gist: A made-up cell\n"
        f"  lead: {text}\n  sources: [our-page]\n  family: general\n"
        "  reviewed: 2026-01-02\n  review_by: 2036-01-02\n  checked_by: a second reader\n"
    )
    return folder


async def rows(url: str, guild: Guild) -> tuple[Pin, ...]:
    storage = await Storage.open(url)
    try:
        return await storage.pins.of_guild(guild.id)
    finally:
        await storage.close()


async def killed_and_started(loopback: Loopback, process: BotProcess, hold: Hold) -> None:
    """Kill -9 while a request is held; it goes on to Discord, and the bot starts anew."""
    await hold.reached.wait()
    await process.kill()
    hold.release()
    await loopback.until(lambda: not loopback.gateway.live())
    await process.start()
    await loopback.connected()


async def settled(url: str, guild: Guild, count: int) -> None:
    """Waits until that many pins are left, and nothing is left to do."""
    async with asyncio.timeout(15):
        while len(found := await rows(url, guild)) != count or not all(map(whole, found)):  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(("route", "late"), [(POST, False), (POST, True), (PIN, False), (PIN, True)])
async def test_killed_while_adding(loopback: Loopback, guild: Guild, tmp_path: Path, route: str, late: bool) -> None:
    hold = loopback.hold(route, late=late)
    async with BotProcess(loopback, tmp_path) as process:
        await loopback.connected()
        asked = loopback.interact_command(guild, guild.channel, ANA, "pin add", {"topic": "car-t"})
        await killed_and_started(loopback, process, hold)
        await settled(f"sqlite:///{tmp_path}/bot.db", guild, 1)
        again = await loopback.interact_command(guild, guild.channel, ANA, "pin add", {"topic": "car-t"})
        assert "Already up to date" in again.text
        assert len(loopback.messages(guild.channel)) == len(loopback.pins(guild.channel)) == 1
        assert " ERROR " not in process.log
        assert asked.acknowledged == 1


@pytest.mark.parametrize("late", [False, True])
async def test_killed_while_removing(loopback: Loopback, guild: Guild, tmp_path: Path, late: bool) -> None:
    async with BotProcess(loopback, tmp_path) as process:
        await loopback.connected()
        await loopback.interact_command(guild, guild.channel, ANA, "pin add", {"topic": "car-t"})
        hold = loopback.hold(DELETE, late=late)
        loopback.interact_command(guild, guild.channel, ANA, "pin remove", {"topic": "car-t"})
        await killed_and_started(loopback, process, hold)
        await settled(f"sqlite:///{tmp_path}/bot.db", guild, 0)
        assert not loopback.messages(guild.channel)
        reply = await loopback.interact_command(guild, guild.channel, ANA, "pin list")
        assert "Nothing is pinned yet" in reply.text


async def test_two_processes_on_one_postgresql(
    loopback: Loopback, tmp_path: Path, postgres_of_worker: Postgres
) -> None:
    """Each keeps its own servers' pins true, edits each card once, and may be killed and started again."""
    url = postgres_of_worker.new_database()
    words = own_words(tmp_path / "our-words", "A quokkacell is a cell that we made up for a test.")
    settings = {"SHARD_COUNT": "2", "DATABASE_URL": url, "KNOWLEDGE_DIRS": str(words)}
    guilds = [loopback.add_guild(number << 22) for number in (2, 3)]
    async with (
        BotProcess(loopback, tmp_path / "0", **settings, SHARD_IDS="0") as first,
        BotProcess(loopback, tmp_path / "1", **settings, SHARD_IDS="1") as second,
    ):
        await loopback.connected(2)
        for guild in guilds:
            reply = await loopback.interact_command(guild, guild.channel, ANA, "pin add", {"topic": "quokkacell"})
            assert "Pinned: " in reply.text
        own_words(words, "A quokkacell is another thing than we thought.")
        for process in (first, second):
            await process.kill()
        await loopback.until(lambda: not loopback.gateway.live())
        for process in (first, second):
            await process.start()
        await loopback.connected(2)
        await loopback.until(lambda: len(loopback.sent(EDIT)) == 2)
        for guild in guilds:
            reply = await loopback.interact_command(guild, guild.channel, ANA, "pin list")
            assert ": up to date" in reply.text
            (message,) = loopback.pins(guild.channel)
            assert "another thing than we thought" in message.text
            assert "Updated on" in message.text
        assert len(loopback.sent(EDIT)) == 2
        assert len(loopback.sent(POST)) == 2
        assert " ERROR " not in first.log + second.log


async def test_a_server_left_while_the_bot_was_away_is_forgotten_and_an_outage_is_not(
    loopback: Loopback, guild: Guild, tmp_path: Path
) -> None:
    stays = loopback.add_guild()
    url = f"sqlite:///{tmp_path}/bot.db"
    async with BotProcess(loopback, tmp_path) as process:
        await loopback.connected()
        for each in (guild, stays):
            await loopback.interact_command(each, each.channel, ANA, "pin add", {"topic": "car-t"})
        loopback.remove_guild(stays, outage=True)
        await loopback.interact_command(guild, guild.channel, ANA, "help")
        await process.kill()
        await loopback.until(lambda: not loopback.gateway.live())
        loopback.remove_guild(guild)
        assert len(await rows(url, guild)) == len(await rows(url, stays)) == 1
        await process.start()
        await loopback.connected()
        await settled(url, guild, 0)
        assert len(await rows(url, stays)) == 1


async def test_a_database_that_is_silent_is_said_kindly_and_answers_go_on(
    loopback: Loopback, guild: Guild, tmp_path: Path, postgres_of_worker: Postgres
) -> None:
    url = postgres_of_worker.new_database()
    async with BotProcess(loopback, tmp_path, DATABASE_URL=url) as process:
        await loopback.connected()
        await loopback.interact_command(guild, guild.channel, ANA, "pin add", {"topic": "car-t"})
        postgres_of_worker.pause()
        try:
            for name, options in (("pin list", {}), ("settings set", {"answers": "public"})):
                reply = await loopback.interact_command(guild, guild.channel, ANA, name, options)
                assert "not available right now" in reply.text
            for name, options in (("explain", {"topic": "car-t"}), ("urgent", {}), ("support", {})):
                reply = await loopback.interact_command(guild, guild.channel, ANA, name, options)
                assert "not available right now" not in reply.text
        finally:
            postgres_of_worker.resume()
        reply = await loopback.interact_command(guild, guild.channel, ANA, "pin list")
        assert ": up to date" in reply.text
        assert " ERROR " not in process.log
