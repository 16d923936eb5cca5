"""How often one person may ask, counted in memory and forgotten within a minute. Nothing is stored."""

from __future__ import annotations

import time
from collections import OrderedDict
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Limiter", "Verdict"]


class Verdict(Enum):
    """Whether a person may go on."""

    ALLOWED = "allowed"
    #: Too often, and not told so yet.
    LIMITED = "limited"
    #: Too often, and told so already: in public, say nothing more.
    TOLD = "told"


class Limiter:
    """At most ``times`` uses in ``seconds`` for each person; memory for at most ``people``.

    One instance belongs to one bot. When more people than that ask at once, the one who was longest quiet is
    forgotten: the limit grows more generous then, never stricter.
    """

    def __init__(
        self, times: int, seconds: float, *, people: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._times = times
        self._seconds = seconds
        self._people = people
        self._clock = clock
        self._uses: OrderedDict[int, list[float]] = OrderedDict()
        self._told: dict[int, float] = {}

    def use(self, person: int) -> Verdict:
        """Counts one use by ``person``, unless it is one too many."""
        now = self._clock()
        self._forget(now)
        uses = [moment for moment in self._uses.pop(person, []) if moment > now - self._seconds]
        self._uses[person] = uses
        if len(uses) < self._times:
            uses.append(now)
            self._told.pop(person, None)
            return Verdict.ALLOWED
        if person in self._told:
            return Verdict.TOLD
        self._told[person] = now
        return Verdict.LIMITED

    def __len__(self) -> int:
        """How many people are remembered."""
        return len(self._uses)

    def _forget(self, now: float) -> None:
        while self._uses:
            person, uses = next(iter(self._uses.items()))
            if len(self._uses) < self._people and uses and uses[-1] > now - self._seconds:
                return
            del self._uses[person]
            self._told.pop(person, None)
