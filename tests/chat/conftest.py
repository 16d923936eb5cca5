"""The room's kit: the real bot on a simulated Discord, with simcord's gaps corrected."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
import simcord

from bot.answers import Answers
from bot.answers.answer import Answer
from bot.chat.client import Bot, create_bot
from bot.knowledge.load import Knowledge
from bot.settings import Settings
from tests.chat.simcord_fixes import corrected
from tests.chat.small_knowledge import small_knowledge
from tests.chat.wire import text_of


@dataclass
class Stage:
    """A server with a channel, a member who may write there, and the bot."""

    env: simcord.Env
    bot: Bot
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    member: simcord.MemberActor


def shown(stage: Stage) -> str:
    """What stands in the latest public message of the channel now."""
    return text_of(
        [m for m in stage.env.backend.messages[stage.channel.id].values() if not m.is_ephemeral][-1].components
    )


@pytest.fixture(autouse=True)
def as_discord_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test of this room runs on the corrected simcord."""
    corrected(monkeypatch)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The little knowledge. It never changes, so that one will do for all tests."""
    return small_knowledge()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that keep what is kept in the test's own folder."""
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def new_bot(settings: Settings, knowledge: Knowledge) -> Callable[[], Bot]:
    """Makes another bot with the same settings and knowledge."""
    return lambda: create_bot(settings, knowledge)


@pytest_asyncio.fixture
async def env(new_bot: Callable[[], Bot]) -> AsyncIterator[simcord.Env]:
    """A running simulation of Discord with the bot in it. An exception nobody saw fails the test.

    Started and stopped by hand: ``async with simcord.run()`` sets context variables, and pytest-asyncio runs the two
    halves of a fixture in different contexts.
    """
    running = simcord.Env(new_bot(), shard_count=1)
    await running.start()
    try:
        yield running
    finally:
        bot = running.bot
        await running.shutdown()
        if isinstance(bot, Bot):  # simcord takes the bot away without closing it
            await bot.stored.close()
    running._raise_errors_since(running._errors_acknowledged)


@pytest.fixture
def stage(env: simcord.Env) -> Stage:
    """A server, a channel, a member."""
    guild = env.create_guild("Support group")
    channel = guild.create_text_channel("support")
    member = guild.add_member(env.create_user("ana"))
    assert isinstance(env.bot, Bot)
    return Stage(env, env.bot, guild, channel, member)


@pytest.fixture
def bot(stage: Stage) -> Bot:
    """The bot on the stage."""
    return stage.bot


@pytest.fixture
def expected_errors(env: simcord.Env) -> Iterator[None]:
    """For tests of failures: simcord would fail a test for an exception that the bot has already dealt with."""
    yield
    assert env.errors


@pytest.fixture(autouse=True)
def quiet_afterwards() -> Iterator[None]:
    """``run`` and the preview set up logging for the whole process; a test gives it back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


# -- for tests of failures ------------------------------------------------------------------------------------------

SECRET = "my lump hurts"


class Broken(Answers):
    """Answers that fail with an exception that quotes what was asked."""

    def __init__(self, answers: Answers) -> None:
        super().__init__(answers.knowledge, answers.finder)

    def explain(self, query: str, language: str, *, full: bool = False) -> Answer:
        raise ValueError(f"cannot answer {query!r}")

    def open(self, request: object) -> Answer:
        raise ValueError(f"cannot open {request!r}")

    def complete(self, prefix: str, language: str, kind: object = None) -> tuple[()]:
        raise ValueError(f"cannot complete {prefix!r}")


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.INFO)
    yield caplog
    for record in caplog.records:
        assert SECRET not in record.getMessage()


@pytest.fixture
def broken(stage: Stage) -> Stage:
    stage.bot.answers = Broken(stage.bot.answers)
    return stage
