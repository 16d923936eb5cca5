"""Adding, updating and removing pins; and what reality does to them."""

from __future__ import annotations

import asyncio

import pytest

from bot.knowledge.load import Knowledge
from bot.pins.board import PinRefused, Reason
from bot.pins.keeper import Keeper, Place
from bot.pins.rounds import EVERY, RETRY
from bot.pins.states import State, listing
from bot.pins.steps import LEASE, Done, whole
from bot.storage.database import Storage
from tests.chat.small_knowledge import small_knowledge, topic
from tests.pins.conftest import CHANNEL, GUILD, OTHER, World, changed_knowledge


async def states(world: World) -> list[State]:
    return [each.state for each in await listing(world.keeper, await world.pins(), world.answers)]


async def test_a_card_is_posted_and_pinned(world: World) -> None:
    pin = await world.add()
    assert whole(pin)
    (message,) = world.board.messages.values()
    assert message.pinned
    assert "CAR-T cell therapy" in message.text
    assert await world.pins() == ((await world.storage.pins.get(pin.id)),)
    assert (await world.pins())[0].busy_until is None


async def test_the_same_topic_again_updates_the_pin_that_is_there(world: World) -> None:
    first = await world.add()
    again = await world.keeper.add(Place(GUILD, CHANNEL), "car-t", "", "en")
    assert (again.pin.id, again.done) == (first.id, Done.CURRENT)
    world.learn(changed_knowledge())
    assert (await world.keeper.add(Place(GUILD, CHANNEL), "car-t", "", "en")).done is Done.UPDATED
    assert len(world.board.messages) == 1


async def test_another_language_is_put_in_the_same_place(world: World) -> None:
    pin = await world.add()
    await world.add(language="es")
    assert len(world.board.messages) == 1
    assert "En resumen" in world.text(pin) or (await world.pins())[0].language == "es"


async def test_a_section_and_another_channel_are_pins_of_their_own(world: World) -> None:
    await world.add()
    await world.add(section="side-effects")
    await world.add(channel=OTHER)
    assert len(world.board.messages) == 3


async def test_a_change_is_edited_in_place_and_said(world: World) -> None:
    pin = await world.add()
    world.clock.move(days=3)
    world.learn(changed_knowledge())
    assert await states(world) == [State.WAITING]
    changes = await world.keeper.truth.changes(pin)
    assert "How it works" in changes.blocks
    assert any("works in another way" in each for each in changes.new)
    await world.round()
    assert "> Updated on 27 November 2026. Changed: How it works" in world.text(pin)
    assert await states(world) == [State.CURRENT]
    assert (await world.pins())[0].message_id == pin.message_id


async def test_with_ask_first_nothing_changes_by_itself(world: World) -> None:
    world.automatic = False
    pin = await world.add()
    before = world.text(pin)
    world.learn(changed_knowledge())
    await world.round()
    assert world.text(pin) == before
    assert (await world.keeper.update(pin.id)).done is Done.UPDATED
    assert world.text(pin) != before


async def test_an_edit_that_was_not_written_down_is_not_said_twice(world: World) -> None:
    pin = await world.add()
    world.learn(changed_knowledge())
    await world.round()
    told = world.text(pin)
    await world.storage.pins.change(pin.id, content_hash="lost")
    world.clock.move(days=1)
    await world.round()
    assert world.text(pin) == told


async def test_a_card_that_falls_due_for_review_says_so(world: World) -> None:
    pin = await world.add()
    world.clock.move(days=20 * 365)
    await world.round()
    assert "overdue" in world.text(pin)
    assert await states(world) == [State.OVERDUE]


# -- reality ---------------------------------------------------------------------------------------------------


async def test_a_message_deleted_by_hand_stays_away_until_a_moderator_wants_it(world: World) -> None:
    pin = await world.add()
    assert pin.message_id is not None
    del world.board.messages[pin.message_id]
    await world.keeper.messages_deleted(CHANNEL, [pin.message_id])
    world.learn(changed_knowledge())
    await world.round()
    assert not world.board.messages
    assert await states(world) == [State.MISSING]
    assert (await world.keeper.update(pin.id)).done is Done.ADDED
    assert len(world.board.messages) == 1
    assert await states(world) == [State.CURRENT]


async def test_a_message_deleted_while_the_bot_was_away_is_noticed_when_it_would_be_edited(world: World) -> None:
    pin = await world.add()
    world.board.messages.clear()
    world.learn(changed_knowledge())
    await world.round()
    assert (await world.pins())[0].missing_at == world.clock()
    assert not world.board.messages
    await world.keeper.add(Place(GUILD, CHANNEL), "car-t", "", "en")
    assert len(world.board.messages) == 1
    assert (await world.pins())[0].id == pin.id


async def test_an_unpinned_card_stays_true_and_unpinned_until_a_moderator_wants_it(world: World) -> None:
    pin = await world.add()
    (message,) = world.board.messages.values()
    message.pinned = False
    assert await states(world) == [State.UNPINNED]
    world.learn(changed_knowledge())
    await world.round()
    assert "another way" in message.text
    assert not message.pinned
    await world.keeper.update(pin.id)
    assert message.pinned


async def test_a_channel_that_is_gone_takes_its_pins_along(world: World) -> None:
    await world.add()
    await world.add(channel=OTHER)
    await world.keeper.channel_deleted(CHANNEL)
    assert [pin.channel_id for pin in await world.pins()] == [OTHER]
    world.board.guilds[GUILD].remove(OTHER)
    world.learn(changed_knowledge())
    await world.round()
    assert not await world.pins()


async def test_a_server_that_was_left_while_away_is_forgotten(world: World) -> None:
    await world.add()
    del world.board.guilds[GUILD]
    await world.round()
    assert not await world.pins()


async def test_a_full_channel_leaves_nothing_behind(world: World) -> None:
    world.board.refuse["pin"] = PinRefused(Reason.FULL)
    with pytest.raises(PinRefused):
        await world.add()
    assert not world.board.messages
    assert not await world.pins()


async def test_discord_down_while_pinning_is_finished_later(world: World) -> None:
    world.board.refuse["pin"] = PinRefused(Reason.UNAVAILABLE)
    with pytest.raises(PinRefused):
        await world.add()
    assert await states(world) == [State.UNFINISHED]
    assert await world.round() == RETRY
    world.board.refuse.clear()
    assert await world.round() == EVERY
    assert await states(world) == [State.CURRENT]
    assert len(world.board.messages) == 1


@pytest.mark.parametrize("reason", [Reason.NO_PERMISSION, Reason.NO_ACCESS, Reason.ARCHIVED])
async def test_what_cannot_be_posted_is_not_remembered(world: World, reason: Reason) -> None:
    world.board.refuse["post"] = PinRefused(reason)
    with pytest.raises(PinRefused):
        await world.add()
    assert not await world.pins()


async def test_an_archived_thread_is_left_for_later(world: World) -> None:
    pin = await world.add()
    world.learn(changed_knowledge())
    world.board.refuse["edit"] = PinRefused(Reason.ARCHIVED)
    assert await world.round() == EVERY
    assert await states(world) == [State.WAITING]
    world.board.refuse.clear()
    await world.round()
    assert "another way" in world.text(pin)


async def test_a_renamed_topic_keeps_its_pin(world: World) -> None:
    pin = await world.add()
    world.learn(renamed())
    await world.round()
    (kept,) = await world.pins()
    assert (kept.id, kept.entry_id) == (pin.id, "car-t-cells")
    assert await states(world) == [State.CURRENT]


def renamed() -> Knowledge:
    return small_knowledge(topics=[topic("car-t-cells", "CAR-T cells", names={"also": ["car t"]})])


async def test_a_renamed_topic_that_is_pinned_already_is_not_there_twice(world: World) -> None:
    old = await world.add()
    world.learn(renamed())
    new = await world.add("car-t-cells")
    await world.round()
    assert [pin.id for pin in await world.pins()] == [new.id]
    assert len(world.board.messages) == 1
    assert old.id != new.id


async def test_pressing_update_on_a_topic_that_is_there_twice_by_now(world: World) -> None:
    old = await world.add()
    world.learn(renamed())
    await world.add("car-t-cells")
    assert (await world.keeper.update(old.id)).done is Done.REMOVED
    assert len(world.board.messages) == 1


async def test_a_topic_that_was_taken_away_says_so(world: World) -> None:
    pin = await world.add("long-read")
    world.learn(changed_knowledge())
    await world.round()
    assert "This card was taken away" in world.text(pin)
    assert await states(world) == [State.WITHDRAWN]


async def test_a_section_that_was_taken_away_becomes_the_summary(world: World) -> None:
    pin = await world.add(section="ask")
    world.learn(changed_knowledge())
    await world.round()
    assert "In short" in world.text(pin)


# -- removing --------------------------------------------------------------------------------------------------


async def test_removing_takes_message_and_row(world: World) -> None:
    pin = await world.add()
    assert (await world.keeper.remove(pin.id)).done is Done.REMOVED
    assert not world.board.messages
    assert not await world.pins()
    with pytest.raises(PinRefused, match="unknown"):
        await world.keeper.remove(pin.id)


async def test_a_refused_removal_is_as_if_nothing_had_been_asked(world: World) -> None:
    pin = await world.add()
    world.board.refuse["take_down"] = PinRefused(Reason.NO_ACCESS)
    with pytest.raises(PinRefused):
        await world.keeper.remove(pin.id)
    assert (await world.pins())[0].removing_at is None


async def test_a_removal_that_discord_interrupted_is_finished(world: World) -> None:
    pin = await world.add()
    world.board.refuse["take_down"] = PinRefused(Reason.UNAVAILABLE)
    with pytest.raises(PinRefused):
        await world.keeper.remove(pin.id)
    world.board.refuse.clear()
    await world.round()
    assert not world.board.messages
    assert not await world.pins()


# -- at once ---------------------------------------------------------------------------------------------------


async def test_two_moderators_at_once_pin_once(world: World) -> None:
    results = await asyncio.gather(*(world.add() for _ in range(8)), return_exceptions=True)
    pinned = [each for each in results if not isinstance(each, BaseException)]
    refused = [each.reason for each in results if isinstance(each, PinRefused)]
    assert pinned
    assert len(pinned) + len(refused) == 8
    assert set(refused) <= {Reason.BUSY}
    assert len(world.board.messages) == 1
    assert len(await world.pins()) == 1


async def test_two_processes_at_once_pin_once(world: World, database_url: str) -> None:
    """Two connections of their own to one database: its unique key decides."""
    other = await Storage.open(database_url)
    keepers = [
        Keeper(lambda each=each: each, world.board, lambda: world.answers, now=world.clock)
        for each in (world.storage, other)
    ]
    place = Place(GUILD, CHANNEL)
    results = await asyncio.gather(
        *(keeper.add(place, "car-t", "", "en") for keeper in keepers * 4), return_exceptions=True
    )
    await other.close()
    refused = [each for each in results if isinstance(each, BaseException)]
    assert len(refused) < len(results)
    assert all(isinstance(each, PinRefused) and each.reason is Reason.BUSY for each in refused)
    assert len(world.board.messages) == len(await world.pins()) == 1


async def test_a_lease_runs_out(world: World) -> None:
    pin = await world.add()
    now = world.clock()
    await world.storage.pins.change(pin.id, busy_until=now + LEASE)
    with pytest.raises(PinRefused, match="busy"):
        await world.keeper.update(pin.id)
    world.clock.move(seconds=LEASE.total_seconds() + 1)
    await world.keeper.update(pin.id)


async def test_a_process_that_starts_breaks_the_leases_of_the_dead(world: World) -> None:
    pin = await world.add()
    await world.storage.pins.change(pin.id, busy_until=world.clock() + LEASE)
    world.clock.move(seconds=1)
    world.start()
    await world.keeper.update(pin.id)
