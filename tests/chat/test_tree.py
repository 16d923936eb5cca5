"""What Discord is told about the commands, and when."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.chat.client import Bot, create_bot
from bot.knowledge.load import Knowledge
from bot.settings import Settings
from tests.chat.conftest import Stage
from tests.chat.small_knowledge import small_knowledge


def told(env: simcord.Env) -> list[Any]:
    """The command lists that were sent to Discord."""
    return [entry.json for entry in env.http_requests if entry.method == "PUT" and entry.path.endswith("/commands")]


def named(env: simcord.Env, name: str) -> dict[str, Any]:
    return next(command for command in told(env)[-1] if command["name"] == name)


async def test_unchanged_commands_are_told_once(stage: Stage, new_bot: Callable[[], Bot]) -> None:
    assert len(told(stage.env)) == 1
    await stage.env.restart_bot(new_bot())
    assert len(told(stage.env)) == 1


async def test_changed_words_are_told_again(stage: Stage, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = small_knowledge()
    words = {**changed.phrases["en"], "commands.help.description": "Shows how to ask, in other words"}
    object.__setattr__(changed, "phrases", {**changed.phrases, "en": words})
    await stage.env.restart_bot(create_bot(settings, changed))
    assert len(told(stage.env)) == 2
    assert named(stage.env, "help")["description"] == "Shows how to ask, in other words"


@pytest.mark.parametrize("spoil", [lambda file: file.unlink(), lambda file: file.write_bytes(b"\xff")])
async def test_a_lost_hash_only_costs_one_more_call(
    stage: Stage, settings: Settings, new_bot: Callable[[], Bot], spoil: Callable[[Path], Any]
) -> None:
    spoil(settings.data_dir / "commands.sha256")
    await stage.env.restart_bot(new_bot())
    assert len(told(stage.env)) == 2


async def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    async with simcord.run(create_bot(Settings(data_dir=tmp_path / "data"), knowledge), shard_count=1) as env:
        assert len(told(env)) == 1


async def test_discord_refusing_the_commands_stops_nothing(settings: Settings, knowledge: Knowledge) -> None:
    bot = create_bot(settings, knowledge)
    env = simcord.Env(bot, shard_count=1)
    env.inject_error("PUT", "/applications/*/commands", status=400, code=50035)
    await env.start()
    assert bot.is_ready()
    assert not (settings.data_dir / "commands.sha256").exists(), "so that the next start tries again"
    await env.shutdown()


async def test_only_the_process_with_the_first_shard_tells(tmp_path: Path, knowledge: Knowledge) -> None:
    for shards, times in (((0,), 1), ((1,), 0)):
        settings = Settings(data_dir=tmp_path / str(shards), shard_count=2, shard_ids=shards)
        async with simcord.run(create_bot(settings, knowledge)) as env:
            assert len(told(env)) == times


async def test_every_command_works_everywhere_and_speaks_spanish(stage: Stage) -> None:
    for command in told(stage.env)[-1]:
        moderators = command["name"] in ("pin", "settings")
        assert command["contexts"] == ([0] if moderators else [0, 1, 2])
        assert command["integration_types"] == ([0] if moderators else [0, 1])
        assert command["default_member_permissions"] == (1 << 51 if moderators else None)
        for node in (command, *command.get("options", [])):
            assert {"es-ES", "es-419"} <= set(node["name_localizations"] or node["description_localizations"]), node[
                "name"
            ]


async def test_no_privileged_intent_is_asked_for(stage: Stage) -> None:
    intents = stage.bot.intents
    assert [intents.members, intents.presences, intents.message_content] == [False, False, False]


async def test_nothing_about_people_is_kept_in_memory(stage: Stage) -> None:
    await stage.member.slash(stage.channel, "help")
    await stage.member.send(stage.channel, "hello")
    assert list(stage.bot.cached_messages) == []
    assert [member for guild in stage.bot.guilds for member in guild.members if member != guild.me] == []
