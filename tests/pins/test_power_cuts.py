"""Kill -9 before and after every single step: the next start makes it whole, and nothing is there twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from bot.pins.board import PinRefused
from bot.pins.rounds import EVERY
from bot.pins.steps import whole
from tests.chat.small_knowledge import small_knowledge
from tests.pins.conftest import World, changed_knowledge
from tests.pins.fake_board import Cut, PowerCut


async def updating(world: World) -> None:
    (pin,) = await world.pins()
    await world.keeper.update(pin.id)


async def keeping(world: World) -> None:
    (pin,) = await world.pins()
    await world.keeper.keep(pin)


async def removing(world: World) -> None:
    (pin,) = await world.pins()
    await world.keeper.remove(pin.id)


#: How many calls each work makes to the database and to Discord.
ADDING, UPDATING, KEEPING, AGAIN, REMOVING = range(7), range(9), range(5), range(10), range(5)


async def restarted(world: World) -> None:
    """The next start: another process a few seconds later, and its first round."""
    world.clock.move(seconds=5)
    world.start()
    assert await world.round() == EVERY


def cut_keeper(world: World, step: int, *, after: bool) -> Cut:
    cut = Cut(step, after=after)
    world.start(cut.wrap(world.storage), cut.wrap(world.board))
    return cut


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", ADDING)
async def test_adding(world: World, step: int, after: bool) -> None:
    cut_keeper(world, step, after=after)
    cut = False
    try:
        await world.add()
    except PowerCut:
        cut = True
    await restarted(world)
    pins = await world.pins()
    if cut and not pins:  # cut before anything was written down: nobody was told that it is pinned
        assert not world.board.messages
        return
    (message,) = world.board.messages.values()
    (pin,) = pins
    assert whole(pin)
    assert message.pinned
    assert not world.keeper.truth.outdated(pin)
    await world.add()
    assert len(world.board.messages) == 1


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("work", "step"), [*((updating, step) for step in UPDATING), *((keeping, step) for step in KEEPING)]
)
async def test_updating(world: World, work: Callable[[World], Awaitable[None]], step: int, after: bool) -> None:
    await world.add()
    world.learn(changed_knowledge())
    cut_keeper(world, step, after=after)
    with suppress(PowerCut):
        await work(world)
    await restarted(world)
    (message,) = world.board.messages.values()
    (pin,) = await world.pins()
    assert whole(pin)
    assert message.pinned
    assert not world.keeper.truth.outdated(pin)
    assert message.text.count("Updated on") == 1


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", AGAIN)
async def test_posting_again_what_was_deleted(world: World, step: int, after: bool) -> None:
    (await world.add())
    world.board.messages.clear()
    cut_keeper(world, step, after=after)
    with suppress(PowerCut):
        await updating(world)
    await restarted(world)
    if world.board.messages:
        (message,) = world.board.messages.values()
        assert message.pinned
    (pin,) = await world.pins()
    world.start()
    await world.keeper.update(pin.id)
    (message,) = world.board.messages.values()
    assert message.pinned


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", REMOVING)
async def test_removing(world: World, step: int, after: bool) -> None:
    await world.add()
    cut_keeper(world, step, after=after)
    with suppress(PowerCut):
        await removing(world)
    await restarted(world)
    if pins := await world.pins():  # cut before it was written down that the pin shall go
        (message,) = world.board.messages.values()
        assert message.pinned
        await world.keeper.remove(pins[0].id)
    assert not world.board.messages
    assert not await world.pins()


async def test_the_steps_are_all_cut(world: World) -> None:
    """No step lies beyond the last one that is cut above, and none is cut for nothing."""
    cut = cut_keeper(world, 1000, after=False)

    def taken() -> range:
        steps, cut.calls = range(cut.calls), 0
        return steps

    await world.add()
    assert taken() == ADDING
    world.learn(changed_knowledge())
    await updating(world)
    assert taken() == UPDATING
    world.learn(small_knowledge())
    await keeping(world)
    assert taken() == KEEPING
    world.board.messages.clear()
    await updating(world)
    assert taken() == AGAIN
    await removing(world)
    assert taken() == REMOVING
    with pytest.raises(PinRefused):
        await world.keeper.remove("0" * 16)
