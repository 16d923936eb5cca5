"""Pins: what is written comes back, one card in one channel, one worker at a time."""

import asyncio
import dataclasses
import datetime as dt
import re

import pytest

from bot.storage.database import Storage
from bot.storage.errors import DuplicateError, StorageError
from bot.storage.records import Pin, PinChanges, new_pin_id
from bot.storage.tables import pins
from tests.storage.rows import MINUTE, NOW, PIN, a_pin, fresh, hold_for_all


def test_ids_are_sixteen_hexadecimal_characters_and_random() -> None:
    made = {new_pin_id() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in made)


def test_the_record_the_table_and_the_changes_name_the_same_columns() -> None:
    fields = [field.name for field in dataclasses.fields(Pin)]
    assert fields == [column.name for column in pins.columns]
    assert set(fields) - set(PinChanges.__annotations__) == {"id", "guild_id", "channel_id"}


def test_what_is_claimed_comes_back(database_url: str) -> None:
    async def comes_back(storage: Storage, pin: Pin) -> None:
        assert await storage.pins.claim(pin) == (pin, True)
        assert await storage.pins.get(pin.id) == pin
        assert (await storage.pins.of_guild(pin.guild_id))[0].claimed_at.tzinfo is dt.UTC
        assert await storage.pins.delete(pin.id)

    hold_for_all(database_url, a_pin, comes_back)


async def test_a_time_without_a_zone_is_refused(storage: Storage) -> None:
    with pytest.raises(StorageError, match="cannot hold that value") as failed:
        await storage.pins.claim(fresh(claimed_at=NOW.replace(tzinfo=None)))
    assert type(failed.value) is StorageError


@pytest.mark.parametrize("changes", [{"guild_id": 2**63}, {"entry_id": "\ud800"}], ids=str)
async def test_what_no_database_can_hold_is_refused(storage: Storage, changes: dict[str, object]) -> None:
    with pytest.raises(StorageError, match="cannot hold that value"):
        await storage.pins.claim(fresh(**changes))
    assert await storage.pins.claim(fresh()) is not None


async def test_the_same_card_in_the_same_channel_is_claimed_once(storage: Storage) -> None:
    first, second = fresh(), fresh(language="es")
    assert await storage.pins.claim(first) == (first, True)
    assert await storage.pins.claim(second) == (first, False)
    others = [fresh(channel_id=3), fresh(entry_id="crs"), fresh(section="risks")]
    assert [await storage.pins.claim(each) for each in others] == [(each, True) for each in others]


async def test_an_id_that_exists_is_a_duplicate(storage: Storage) -> None:
    await storage.pins.claim(PIN)
    with pytest.raises(DuplicateError):
        await storage.pins.claim(dataclasses.replace(PIN, channel_id=9))


@pytest.mark.parametrize("engines", [1, 2])
async def test_of_several_claims_at_once_exactly_one_wins(storage: Storage, database_url: str, engines: int) -> None:
    other = storage if engines == 1 else await Storage.open(database_url, timeout=60)
    try:
        asked = [each.pins.claim(fresh()) for each in (storage, other) for _ in range(10)]
        answers = await asyncio.gather(*asked)
    finally:
        if other is not storage:
            await other.close()
    assert [won for _, won in answers].count(True) == 1
    assert len({pin.id for pin, _ in answers}) == 1


@pytest.mark.parametrize("engines", [1, 2])
async def test_of_several_that_want_a_lease_exactly_one_gets_it(
    storage: Storage, database_url: str, engines: int
) -> None:
    await storage.pins.claim(PIN)
    other = storage if engines == 1 else await Storage.open(database_url, timeout=60)
    try:
        asked = [each.pins.take(PIN.id, NOW, NOW + MINUTE) for each in (storage, other) for _ in range(10)]
        leases = await asyncio.gather(*asked)
    finally:
        if other is not storage:
            await other.close()
    assert [lease for lease in leases if lease] == [dataclasses.replace(PIN, busy_until=NOW + MINUTE)]


async def test_a_lease_ends_by_time_or_by_hand_and_gives_the_row_as_it_is_now(storage: Storage) -> None:
    await storage.pins.claim(PIN)
    assert await storage.pins.take(PIN.id, NOW, NOW + MINUTE)
    assert await storage.pins.take(PIN.id, NOW + MINUTE, NOW + 2 * MINUTE) is None  # it lasts up to its last moment
    await storage.pins.change(PIN.id, message_id=5)
    later = NOW + MINUTE + dt.timedelta(microseconds=1)
    assert await storage.pins.take(PIN.id, later, later + MINUTE) == dataclasses.replace(
        PIN, message_id=5, busy_until=later + MINUTE
    )
    await storage.pins.change(PIN.id, busy_until=None)
    assert await storage.pins.take(PIN.id, NOW, NOW + MINUTE)
    assert await storage.pins.take("0" * 16, NOW, NOW + MINUTE) is None


async def test_a_change_gives_the_new_row_and_nothing_for_one_that_is_gone(storage: Storage) -> None:
    await storage.pins.claim(PIN)
    zoned = NOW.astimezone(dt.timezone(dt.timedelta(hours=5)))
    changed = await storage.pins.change(PIN.id, message_id=7, content_hash="abc", pinned_at=zoned)
    assert changed == dataclasses.replace(PIN, message_id=7, content_hash="abc", pinned_at=NOW)
    assert await storage.pins.change(PIN.id) == changed == await storage.pins.get(PIN.id)
    assert await storage.pins.change("0" * 16, message_id=7) is None


async def test_a_change_onto_another_pin_is_a_duplicate_and_changes_nothing(storage: Storage) -> None:
    other = fresh(entry_id="crs")
    await storage.pins.claim(PIN)
    await storage.pins.claim(other)
    with pytest.raises(DuplicateError):
        await storage.pins.change(other.id, entry_id=PIN.entry_id, language="es")
    assert await storage.pins.get(other.id) == other


async def test_pins_are_found_by_server_and_by_channel_in_order(storage: Storage) -> None:
    old, new = fresh(channel_id=5, entry_id="a", message_id=50), fresh(channel_id=5, claimed_at=NOW + MINUTE)
    other_channel, other_guild = fresh(channel_id=4, claimed_at=NOW + 2 * MINUTE), fresh(guild_id=9, channel_id=9)
    for pin in (new, other_guild, old, other_channel):
        await storage.pins.claim(pin)
    assert await storage.pins.of_guild(1) == (other_channel, old, new)
    assert await storage.pins.in_channel(5) == (old, new)
    assert await storage.pins.of_guild(404) == ()


async def test_a_pin_is_deleted_once(storage: Storage) -> None:
    await storage.pins.claim(PIN)
    assert await storage.pins.delete(PIN.id)
    assert not await storage.pins.delete(PIN.id)
    assert await storage.pins.get(PIN.id) is None
