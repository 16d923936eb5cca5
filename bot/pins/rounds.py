"""Goes round the pins of this process's servers and keeps them true: calmly, one at a time, never in a burst.

The queue is worked out anew from the database for each round, so that a restart goes on where it stopped. Whoever
drives the rounds calls ``step`` again and again, after the pause that it gave.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.operations.logs import trace
from bot.pins.board import PinRefused, Reason
from bot.pins.steps import LEASE, whole
from bot.storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from bot.pins.keeper import Keeper
    from bot.storage.database import Storage
    from bot.storage.records import Pin

__all__ = ["EVERY", "RETRY", "Rounds"]

_log = logging.getLogger(__name__)

#: Seconds between two edits of this process, and between two edits in one server; each is stretched by up to half.
PAUSE, SERVER_PAUSE = 1.0, 5.0
#: Seconds to the next round when nothing calls for one: a card can fall due for review, a step can be left unfinished.
EVERY = 600.0
#: Seconds to the next round after the database or Discord was down, or a lease was in the way.
RETRY = LEASE.total_seconds()
_PASSING = frozenset({Reason.UNAVAILABLE, Reason.BUSY})


def _random(low: float, high: float) -> float:
    return random.uniform(low, high)  # noqa: S311 - spreads requests; nothing secret


@dataclass
class Rounds:
    """``updates_by_itself`` tells whether a server wants changed cards edited without asking.

    ``between`` gives a number between two: a seam for tests.
    """

    keeper: Keeper
    storage: Callable[[], Awaitable[Storage]]
    updates_by_itself: Callable[[int], bool]
    between: Callable[[float, float], float] = _random
    _queue: deque[Pin] = field(default_factory=deque, init=False)
    _over: bool = field(default=True, init=False)
    _woken: bool = field(default=False, init=False)
    _again: bool = field(default=False, init=False)
    #: Seconds that were paused so far, and when each server may be edited again by that clock.
    _clock: float = field(default=0.0, init=False)
    _asked: float = field(default=0.0, init=False)
    _free_at: dict[int, float] = field(default_factory=dict, init=False)

    def wake(self) -> None:
        """Begins anew at the next step: after a start, a reload, or a change of settings."""
        self._over = self._woken = True
        self._asked = 0.0

    async def step(self) -> float:
        """Looks after at most one pin; gives the seconds to pause before the next step. Never raises."""
        self._clock += self._asked
        self._woken = False
        try:
            pause = await self._next()
        except StorageError:
            _log.warning("pins: the database is not available; trying again later")
            pause, self._over = RETRY, True
        except Exception as error:  # noqa: BLE001 - the rounds must outlive any one mistake
            _log.error("pins: a round failed: %s", trace(error))
            pause, self._over = RETRY, True
        if self._woken:  # while this step was under way: what woke it must not wait for the next round
            pause, self._over = 0.0, True
        self._asked = pause
        return pause

    async def _next(self) -> float:
        if self._over:
            self._over = self._again = False
            self._queue = deque(await self._pins())
        waiting: list[Pin] = []
        while self._queue:
            pin = self._queue.popleft()
            await asyncio.sleep(0)  # thousands of pins that are true must not hold up an answer
            if not self._due(pin):
                continue
            if self._free_at.get(pin.guild_id, 0.0) > self._clock:
                waiting.append(pin)
                continue
            self._free_at[pin.guild_id] = self._clock + self.between(SERVER_PAUSE, SERVER_PAUSE * 1.5)
            self._again |= not await self._one(pin)
            self._queue.extendleft(reversed(waiting))
            return self.between(PAUSE, PAUSE * 1.5)
        return self._end_of_queue(waiting)

    def _end_of_queue(self, waiting: list[Pin]) -> float:
        self._queue.extend(waiting)
        if waiting:
            return min(self._free_at[pin.guild_id] for pin in waiting) - self._clock
        self._over = True
        self._free_at.clear()
        return RETRY if self._again else EVERY

    async def _pins(self) -> Iterable[Pin]:
        """Every pin that this process looks after: the first one of each server, then the second ones."""
        storage, board = await self.storage(), self.keeper.board
        known = await storage.guild_ids()
        for guild in (guild for guild in known if board.left(guild)):  # left while this process was away
            await storage.erase(guild)
        served = [await storage.pins.of_guild(guild) for guild in sorted(known) if board.serves(guild)]
        return (pin for rank in zip_longest(*served) for pin in rank if pin is not None)

    def _due(self, pin: Pin) -> bool:
        if not whole(pin):
            return True
        return self.updates_by_itself(pin.guild_id) and not pin.missing_at and self.keeper.truth.outdated(pin)

    async def _one(self, pin: Pin) -> bool:
        """Gives false for what a later try may bring about; what a moderator must see to is no reason to try again."""
        try:
            await (self.keeper.keep(pin) if whole(pin) else self.keeper.finish(pin))
        except PinRefused as refused:
            _log.info("pins: one was left as it is: %s", refused.reason)
            return refused.reason not in _PASSING
        return True
