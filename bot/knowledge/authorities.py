"""How many authorities stand behind an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.model import AnyEntry, Drug, SideEffect, Source, Topic

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["authorities", "is_weak"]

#: A maker's page or a copy of a label may support a card, but it is no second opinion.
NOT_COUNTED = frozenset({"label-holder", "drug-reference"})

#: DailyMed shows the label that the FDA approved: both together are one authority.
SAME_TEXT = {"dailymed": "fda"}

ENOUGH = 2


def authorities(entry: AnyEntry, sources: Mapping[str, Source]) -> frozenset[str]:
    """The publishers behind the entry's read sources, without makers' pages; one label counts once."""
    read = (sources[id_] for id_ in entry.source_ids() if id_ in sources and sources[id_].read != "unread")
    return frozenset(SAME_TEXT.get(source.publisher, source.publisher) for source in read) - NOT_COUNTED


def is_weak(entry: AnyEntry, sources: Mapping[str, Source]) -> bool:
    """Whether a therapy, drug or side-effect card has fewer than two authorities. Other cards may have one."""
    needs_two = isinstance(entry, Drug | SideEffect) or (isinstance(entry, Topic) and entry.type == "therapy")
    return needs_two and len(authorities(entry, sources)) < ENOUGH
