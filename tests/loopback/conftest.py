"""The room's kit: a loopback Discord, and the real bot with the little knowledge on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.chat.client import Bot, create_bot
from bot.settings import Settings
from tests.chat.small_knowledge import small_knowledge
from tests.loopback.launch import connected
from tests.loopback.loopback import Loopback
from tests.loopback.world import Guild


@pytest_asyncio.fixture
async def loopback() -> AsyncIterator[Loopback]:
    """Discord, with nobody on it yet."""
    async with Loopback() as running:
        yield running


@pytest.fixture
def guild(loopback: Loopback) -> Guild:
    """A server with one channel."""
    return loopback.add_guild()


@pytest.fixture
def new_bot(tmp_path: Path) -> Bot:
    """The bot, not yet connected."""
    return create_bot(Settings(data_dir=tmp_path / "data"), small_knowledge())


@pytest_asyncio.fixture
async def bot(loopback: Loopback, guild: Guild, new_bot: Bot) -> AsyncIterator[Bot]:
    """The bot, in this process, connected to the server."""
    assert guild.id in loopback.world.guilds
    async with connected(loopback, new_bot):
        yield new_bot
