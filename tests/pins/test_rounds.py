"""The rounds: calm, fair between servers, and outliving whatever goes wrong."""

from __future__ import annotations

import logging

import pytest

from bot.pins.board import PinRefused, Reason
from bot.pins.keeper import Place
from bot.pins.rounds import EVERY, PAUSE, RETRY, SERVER_PAUSE, Rounds
from bot.storage.database import Storage
from bot.storage.errors import StorageUnavailable
from tests.pins.conftest import CHANNEL, GUILD, OTHER, World, changed_knowledge

NEIGHBOUR = 8


async def test_updates_are_spread(world: World) -> None:
    await world.add()
    await world.add(channel=OTHER)
    await world.add(section="what")
    world.learn(changed_knowledge())
    await world.round()
    edits = world.board.calls.count("edit")
    assert edits > 1
    assert all(each >= PAUSE for each in world.slept)
    assert sum(world.slept) >= SERVER_PAUSE * (edits - 1)


async def test_no_server_waits_for_another_ones_many(world: World) -> None:
    world.board.guilds[NEIGHBOUR] = {80}
    for channel in (CHANNEL, OTHER):
        await world.add(channel=channel)
    await world.keeper.add(Place(NEIGHBOUR, 80), "car-t", "", "en")
    world.learn(changed_knowledge())
    order: list[int] = []
    edit = world.board.edit

    async def watched(guild_id: int, *args: object) -> None:
        order.append(guild_id)
        await edit(guild_id, *args)  # pyright: ignore[reportArgumentType]

    world.board.edit = watched  # pyright: ignore[reportAttributeAccessIssue]
    await world.round()
    assert order == [GUILD, NEIGHBOUR, GUILD]


async def test_what_is_true_costs_nothing(world: World) -> None:
    await world.add()
    world.board.calls.clear()
    assert await world.round() == EVERY
    assert (world.board.calls, world.slept) == ([], [])


async def test_a_restart_goes_on_where_it_stopped(world: World) -> None:
    await world.add()
    await world.add(channel=OTHER)
    world.learn(changed_knowledge())
    world.board.refuse["edit"] = PinRefused(Reason.UNAVAILABLE)
    assert await world.round() == RETRY
    world.board.refuse.clear()
    world.start()
    assert await world.round() == EVERY
    assert all("another way" in message.text for message in world.board.messages.values())


async def test_only_the_servers_of_this_process_are_visited(world: World) -> None:
    await world.add()
    world.learn(changed_knowledge())
    world.board.serves = world.board.left = lambda guild_id: False  # pyright: ignore[reportAttributeAccessIssue]
    await world.round()
    assert "another way" not in next(iter(world.board.messages.values())).text
    assert await world.pins()


async def test_what_wakes_it_during_a_step_is_not_left_for_the_next_round(world: World) -> None:
    """A reload, or the connection, may come while the database is being asked."""
    await world.add()

    async def storage() -> Storage:
        if not woken:
            woken.append(True)
            world.learn(changed_knowledge())
            rounds.wake()
        return world.storage

    woken: list[bool] = []
    rounds = Rounds(world.keeper, storage, lambda _: True)
    assert await rounds.step() < EVERY
    while await rounds.step() < EVERY:
        pass
    assert "another way" in next(iter(world.board.messages.values())).text


async def test_a_wake_while_there_is_nothing_to_do(world: World) -> None:
    async def storage() -> Storage:
        rounds.wake()
        return world.storage

    rounds = Rounds(world.keeper, storage, lambda _: True)
    assert await rounds.step() == 0.0


async def test_a_round_that_fails_is_not_the_last(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """The database is down, then a mistake of ours happens, then all is well: the rounds go on."""
    failures: list[Exception] = [StorageUnavailable(), ValueError("a mistake that quotes somebody")]

    async def storage() -> Storage:
        if failures:
            raise failures.pop(0)
        return world.storage

    rounds = Rounds(world.keeper, storage, lambda _: True)
    with caplog.at_level(logging.INFO):
        assert [await rounds.step() for _ in range(3)] == [RETRY, RETRY, EVERY]
    assert "the database is not available" in caplog.text
    assert "ValueError at" in caplog.text
    assert "quotes somebody" not in caplog.text
