"""The chat room's database: one attempt for all who wait, and nothing that still writes once it is closed."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from bot.chat.stored import Stored
from bot.storage.database import Storage
from bot.storage.errors import StorageUnavailable


async def nothing_more(_: Storage) -> None:
    """Nobody has anything to do when it is opened."""


async def test_all_who_wait_get_the_same_one(tmp_path: Path) -> None:
    opened: list[Storage] = []

    async def note(storage: Storage) -> None:
        opened.append(storage)

    stored = Stored(f"sqlite:///{tmp_path}/bot.db", note)
    assert len({id(each) for each in await asyncio.gather(*(stored.get() for _ in range(5)))}) == 1
    assert opened == [stored.now()]
    await stored.close()


async def test_closing_while_it_is_being_opened_leaves_nobody_at_work(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    before = set(threading.enumerate())
    stored = Stored(f"sqlite:///{folder}/bot.db", nothing_more)
    asked = asyncio.create_task(stored.get())
    await asyncio.sleep(0.02)
    await stored.close()
    await asyncio.gather(asked, return_exceptions=True)
    shutil.rmtree(folder)
    at_work = {each for each in set(threading.enumerate()) - before if not each.name.startswith("asyncio_")}
    assert at_work == set()
    assert not folder.exists()


async def test_an_attempt_that_failed_can_be_made_again(tmp_path: Path) -> None:
    stored = Stored(f"sqlite:///{tmp_path}/bot.db", nothing_more)
    await Storage.open(f"sqlite:///{tmp_path}/bot.db", timeout=60)
    holder = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageUnavailable):
        await stored.get()
    holder.close()
    await (await stored.get()).guild_ids()
    await stored.close()


async def test_closed_means_closed(tmp_path: Path) -> None:
    stored = Stored(f"sqlite:///{tmp_path}/bot.db", nothing_more)
    await stored.get()
    await stored.close()
    with pytest.raises(StorageUnavailable):
        await stored.get()
    with pytest.raises(StorageUnavailable):
        stored.now()
