"""Every call to the database, and what each must do while that fails and afterwards."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.storage.backup import backup
from bot.storage.database import Storage
from bot.storage.errors import StorageUnavailable
from bot.storage.records import ServerSettings
from tests.storage.rows import MINUTE, NOW, PIN, fresh

SHORT = 1.5  # seconds
LONG = 30.0  # whatever has not ended by then hangs

Call = Callable[[Storage, Path], Awaitable[object]]
CALLS: dict[str, Call] = {
    "claim": lambda storage, _: storage.pins.claim(fresh()),
    "get": lambda storage, _: storage.pins.get(PIN.id),
    "of_guild": lambda storage, _: storage.pins.of_guild(1),
    "in_channel": lambda storage, _: storage.pins.in_channel(1),
    "take": lambda storage, _: storage.pins.take(PIN.id, NOW, NOW + MINUTE),
    "change": lambda storage, _: storage.pins.change(PIN.id, message_id=1),
    "delete": lambda storage, _: storage.pins.delete(PIN.id),
    "server get": lambda storage, _: storage.servers.get(1),
    "server all": lambda storage, _: storage.servers.all(),
    "server put": lambda storage, _: storage.servers.put(ServerSettings(1)),
    "erase": lambda storage, _: storage.erase(1),
    "guild_ids": lambda storage, _: storage.guild_ids(),
    "backup": lambda storage, folder: backup(storage, folder / "backup.json"),
}
WRITES = ("claim", "take", "change", "delete", "server put", "erase")


async def sentence_of(call: Awaitable[object]) -> str:
    async with asyncio.timeout(LONG):
        with pytest.raises(StorageUnavailable) as failed:
            await call
    return str(failed.value)


async def works_again(storage: Storage) -> None:
    """Whatever was cut off before, what comes now is the answer to what is asked now."""
    async with asyncio.timeout(LONG):
        while True:
            with contextlib.suppress(StorageUnavailable):
                pin = fresh(channel_id=77)
                await storage.pins.claim(pin)
                break
    answers = await asyncio.gather(*(storage.pins.in_channel(77) for _ in range(20)))
    assert set(answers) == {(pin,)}
    await storage.pins.delete(pin.id)
