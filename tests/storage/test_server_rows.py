"""What servers have set, and what forgetting one means."""

import dataclasses

import pytest

from bot.storage.database import Storage
from bot.storage.records import ServerSettings
from bot.storage.tables import server_settings
from tests.storage.rows import fresh, hold_for_all, some_settings


def test_the_record_and_the_table_name_the_same_columns() -> None:
    fields = [field.name for field in dataclasses.fields(ServerSettings)]
    assert fields == [column.name for column in server_settings.columns]


def test_what_is_put_comes_back(database_url: str) -> None:
    async def comes_back(storage: Storage, wanted: ServerSettings) -> None:
        await storage.servers.put(wanted)
        assert await storage.servers.get(wanted.guild_id) == wanted

    hold_for_all(database_url, some_settings, comes_back)


async def test_a_second_put_replaces_the_first(storage: Storage) -> None:
    assert await storage.servers.get(1) is None
    await storage.servers.put(ServerSettings(2))
    await storage.servers.put(ServerSettings(1, language="es", public_channels=(4, 3)))
    await storage.servers.put(ServerSettings(1, answers="public", words_menu=False))
    assert await storage.servers.all() == (ServerSettings(1, answers="public", words_menu=False), ServerSettings(2))


@pytest.mark.parametrize("guild_id", [1, 404])
async def test_erase_forgets_one_server_and_nothing_else(storage: Storage, guild_id: int) -> None:
    await storage.servers.put(ServerSettings(1))
    await storage.servers.put(ServerSettings(3))
    await storage.pins.claim(fresh())
    await storage.pins.claim(fresh(guild_id=2, channel_id=20))
    assert await storage.guild_ids() == {1, 2, 3}
    await storage.erase(guild_id)
    assert await storage.guild_ids() == {1, 2, 3} - {guild_id}
    await storage.erase(guild_id)
