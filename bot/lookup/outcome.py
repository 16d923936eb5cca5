"""What a look-up can end in. Outcomes are values, matched exhaustively; none of them is a string or None."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.knowledge.model import AnyEntry

__all__ = ["Close", "Exact", "Outcome", "Reason", "Suggestions", "Unknown"]


class Reason(StrEnum):
    """Why entries are offered instead of one being shown."""

    HOMONYM = "homonym"  # the name rightly means several things
    SIMILAR = "similar"  # the spelling is near these, not near enough to answer
    DESCRIBED = "described"  # no name was typed; these entries say what was described
    SEVERAL = "several"  # the query names more than one entry


@dataclass(frozen=True, slots=True)
class Exact:
    """The query is a name of ``entry``. ``name`` is that name as the knowledge writes it."""

    entry: AnyEntry
    name: str


@dataclass(frozen=True, slots=True)
class Close:
    """A slip of one name, far enough from every other. ``typed`` is never shown unescaped.

    ``score`` is 0 to 100. ``others`` are the runners-up, offered as "Not this?".
    """

    entry: AnyEntry
    name: str
    typed: str
    score: float
    others: tuple[AnyEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Entries to choose from, best first, each once; ``scores`` (0 to 100) are parallel to them."""

    entries: tuple[AnyEntry, ...]
    reason: Reason
    scores: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing in the knowledge is meant."""


Outcome = Exact | Close | Suggestions | Unknown
