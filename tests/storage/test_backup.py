"""Backups: whole or not at all, for their owner only, and from one kind of database to the other."""

import asyncio
import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.storage.backup import backup, restore
from bot.storage.database import Storage
from bot.storage.errors import StorageError
from bot.storage.records import ServerSettings
from tests.databases import Postgres
from tests.storage.rows import MINUTE, NOW, PIN, fresh

PINS = (
    PIN,
    fresh(
        guild_id=2**63 - 1,
        channel_id=2**63 - 1,
        message_id=5,
        entry_id="café ☕",
        claimed_at=NOW.replace(microsecond=1),
        pinned_at=NOW,
        updated_at=NOW,
        missing_at=NOW,
        removing_at=NOW,
        busy_until=NOW + MINUTE,
    ),
)
SETTINGS = (
    ServerSettings(1),
    ServerSettings(7, "es", "public", (2**63 - 1, 3), "es", "ask", words_menu=False),
)


async def fill(storage: Storage) -> None:
    for pin in PINS:
        await storage.pins.claim(pin)
    for settings in SETTINGS:
        await storage.servers.put(settings)


async def holds_all(storage: Storage) -> None:
    for pin in PINS:
        assert await storage.pins.get(pin.id) == pin
    assert await storage.servers.all() == SETTINGS
    assert await storage.guild_ids() == {1, 7, 2**63 - 1}


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
async def test_what_was_saved_comes_back_on_either_database(
    storage: Storage, tmp_path: Path, to: str, request: pytest.FixtureRequest
) -> None:
    await fill(storage)
    file = tmp_path / "backup.json"
    saved = await backup(storage, file)
    assert (len(saved.pins), len(saved.server_settings)) == (2, 2)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    if to == "sqlite":
        url = f"sqlite:///{tmp_path}/other.db"
    else:
        server: Postgres = request.getfixturevalue("postgres_of_worker")
        url = server.new_database()
    other = await Storage.open(url, timeout=60)
    assert await restore(other, file) == saved
    await holds_all(other)
    assert await backup(other, tmp_path / "again.json") == saved
    assert (tmp_path / "again.json").read_bytes() == file.read_bytes()
    await other.close()


async def test_an_empty_database_makes_a_backup_too(storage: Storage, tmp_path: Path) -> None:
    await backup(storage, tmp_path / "backup.json")
    assert json.loads((tmp_path / "backup.json").read_text()) == {"format": 1, "server_settings": [], "pins": []}
    await restore(storage, tmp_path / "backup.json")


@pytest.mark.parametrize("there", ["pin", "settings"])
async def test_a_database_with_rows_is_replaced_only_if_that_is_asked_for(
    storage: Storage, tmp_path: Path, there: str
) -> None:
    await fill(storage)
    await backup(storage, tmp_path / "backup.json")
    for guild in await storage.guild_ids():
        await storage.erase(guild)
    if there == "pin":
        await storage.pins.claim(replace(PIN, guild_id=99))
    else:
        await storage.servers.put(ServerSettings(99))
    with pytest.raises(StorageError, match=r"not empty\. Use --replace"):
        await restore(storage, tmp_path / "backup.json")
    assert await storage.guild_ids() == {99}
    await restore(storage, tmp_path / "backup.json", replace=True)
    await holds_all(storage)


async def test_a_restore_that_fails_half_way_changes_nothing(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(storage)
    await backup(storage, tmp_path / "backup.json")
    damaged = json.loads((tmp_path / "backup.json").read_text())
    damaged["pins"].append(damaged["pins"][0])
    (tmp_path / "backup.json").write_text(json.dumps(damaged))
    monkeypatch.setattr("bot.storage.backup._unique", lambda *_: None)  # so that only the database can refuse
    with pytest.raises(StorageError):
        await restore(storage, tmp_path / "backup.json", replace=True)
    await holds_all(storage)


def first_pin(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda contents: contents["pins"][0].update(changes)


def first_server(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda contents: contents["server_settings"][0].update(changes)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda contents: contents.update(format=2), "format: .*1"),
        (lambda contents: contents.pop("pins"), "pins: .*required"),
        (lambda contents: contents.update(users=[]), "users: .*not permitted"),
        (lambda contents: contents["pins"].append(3), "pins"),
        (lambda contents: contents["pins"][1].pop("language"), "In pins, row 2, language: .*required"),
        (lambda contents: contents["pins"][1].update(contents["pins"][0]), "In pins, two rows have the same id"),
        (first_pin(user_id=3), "In pins, row 1, user_id: .*not permitted"),
        (first_pin(id="short"), "In pins, row 1, id"),
        (first_pin(guild_id="1"), "In pins, row 1, guild_id: .*integer"),
        (first_pin(guild_id=2**63), "In pins, row 1, guild_id"),
        (first_pin(channel_id=True), "In pins, row 1, channel_id"),
        (first_pin(entry_id="a\0b"), "In pins, row 1, entry_id: .*null character"),
        (first_pin(claimed_at="2026-03-01T12:00:00"), "In pins, row 1, claimed_at: .*timezone"),
        (first_pin(claimed_at=None), "In pins, row 1, claimed_at"),
        (first_server(answers="loud"), "In server_settings, row 1, answers: .*private"),
        (first_server(public_channels=["x"]), "In server_settings, row 1, public_channels"),
        (first_server(guild_id=7), "In server_settings, two rows have the same guild_id: 7"),
    ],
)
async def test_a_damaged_backup_is_refused_in_a_sentence_and_changes_nothing(
    tmp_path: Path, damage: Callable[[dict[str, Any]], None], said: str
) -> None:
    storage = await Storage.open(f"sqlite:///{tmp_path}/bot.db", timeout=60)
    await fill(storage)
    file = tmp_path / "backup.json"
    await backup(storage, file)
    contents = json.loads(file.read_text())
    damage(contents)
    file.write_text(json.dumps(contents))
    with pytest.raises(StorageError, match=said) as failed:
        await restore(storage, file, replace=True)
    assert "\n" not in str(failed.value)
    await holds_all(storage)
    await storage.close()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{", b"[]", b"null", b'{"format": 1, "pins": [], "'])
async def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    storage = await Storage.open(f"sqlite:///{tmp_path}/bot.db", timeout=60)
    (tmp_path / "backup.json").write_bytes(content)
    with pytest.raises(StorageError, match="is not a whole backup"):
        await restore(storage, tmp_path / "backup.json")
    with pytest.raises(StorageError, match="cannot be read: No such file"):
        await restore(storage, tmp_path / "nothing.json")
    await storage.close()


async def test_a_backup_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    storage = await Storage.open(f"sqlite:///{tmp_path}/bot.db", timeout=60)
    with pytest.raises(StorageError, match=r"cannot be written to .*: No such file"):
        await backup(storage, tmp_path / "no such folder" / "backup.json")
    (tmp_path / "backup.json").mkdir()  # cannot be replaced by a file
    with pytest.raises(StorageError, match="cannot be written"):
        await backup(storage, tmp_path / "backup.json")
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".backup")]
    await storage.close()


async def test_a_backup_is_of_one_moment(storage: Storage, database_url: str, tmp_path: Path) -> None:
    """Each server has a pin and settings, or neither; so has each server in every backup."""
    other = await Storage.open(database_url, timeout=60)

    async def come_and_go() -> None:
        for number in range(30):
            await other.servers.put(ServerSettings(number))
            await other.pins.claim(fresh(guild_id=number, channel_id=number))
            await other.erase(number)

    going = asyncio.create_task(come_and_go())
    while not going.done():
        contents = await backup(storage, tmp_path / "backup.json")
        assert {pin.guild_id for pin in contents.pins} <= {each.guild_id for each in contents.server_settings}
    await going
    await other.close()
