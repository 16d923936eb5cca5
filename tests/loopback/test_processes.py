"""The bot as a process: stopped, killed, started again, and as two processes with a shard each."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.loopback.launch import BotProcess
from tests.loopback.loopback import ANA, CALLBACK, Loopback
from tests.loopback.world import Guild

COMMANDS = "PUT /applications/{application}/commands"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_within_two_seconds(
    loopback: Loopback, guild: Guild, tmp_path: Path, number: signal.Signals
) -> None:
    async with BotProcess(loopback, tmp_path) as process:
        await loopback.connected()
        await loopback.interact_command(guild, guild.channel, ANA, "explain", {"topic": "car t"})
        began = time.monotonic()
        process.signal(number)
        assert await process.ended() == 0
        assert time.monotonic() - began < 2
        assert " ERROR " not in process.log
    assert loopback.gateway.live() == []


async def test_commands_are_sent_once_over_two_starts_and_a_kill(
    loopback: Loopback, guild: Guild, tmp_path: Path
) -> None:
    async with BotProcess(loopback, tmp_path) as process:
        await loopback.connected()
        await loopback.interact_command(guild, guild.channel, ANA, "help")
        await process.kill()
        await loopback.until(lambda: not loopback.gateway.live())
        await process.start()
        await loopback.connected()
        await loopback.interact_command(guild, guild.channel, ANA, "help")
        assert len(loopback.sent(COMMANDS)) == 1
        assert len(loopback.sent(CALLBACK)) == 2
        assert " ERROR " not in process.log


async def test_two_shards_in_two_processes_answer_for_their_own_servers(loopback: Loopback, tmp_path: Path) -> None:
    guilds = [loopback.add_guild(number << 22) for number in (2, 3)]
    settings = {"SHARD_COUNT": "2"}
    async with (
        BotProcess(loopback, tmp_path / "0", **settings, SHARD_IDS="0") as first,
        BotProcess(loopback, tmp_path / "1", **settings, SHARD_IDS="1") as second,
    ):
        await loopback.connected(2)
        for guild in guilds:
            asked = loopback.interact_command(guild, guild.channel, ANA, "explain", {"topic": "car t"})
            await asked
            assert (asked.acknowledged, asked.refused) == (1, 0)
        await second.kill()
        [left] = await loopback.until(lambda: found if len(found := loopback.gateway.live()) == 1 else None)
        assert left.shard == 0
        await loopback.interact_command(guilds[0], guilds[0].channel, ANA, "help")
        await second.start()
        await loopback.connected(2)
        again = loopback.interact_command(guilds[1], guilds[1].channel, ANA, "help")
        await again
        assert (again.acknowledged, again.refused) == (1, 0)
        assert sorted(loopback.gateway.identified) == [(0, 2), (1, 2), (1, 2)]
        assert len(loopback.sent(COMMANDS)) == 1
        assert " ERROR " not in first.log + second.log
