"""What every rule needs at hand: the knowledge, the day, and the words that are neutral."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from bot.knowledge.findings import Finding, Severity
from bot.knowledge.model import Drug, SideEffect, Term
from bot.knowledge.names import compact
from bot.knowledge.readability import neutral_words

if TYPE_CHECKING:
    import datetime as dt

    from bot.knowledge.load import Knowledge
    from bot.knowledge.model import AnyEntry

__all__ = ["Desk", "Findings", "card", "own_names", "prose"]

Findings: TypeAlias = Iterator[Finding]
_Placed: TypeAlias = tuple[tuple[str | int, ...], str]


@dataclass(frozen=True)
class Desk:
    """The knowledge under check, and today's date."""

    knowledge: Knowledge
    today: dt.date

    @cached_property
    def medicines(self) -> frozenset[str]:
        """Words of medicines' generic, brand and other names: neutral on every card."""
        drugs = self.knowledge.drugs.values()
        return neutral_words(name for drug in drugs for name in (drug.title, *drug.names.brands, *drug.names.also))

    @cached_property
    def known_names(self) -> frozenset[str]:
        """The compact names of all entries: what a reader can look up."""
        found: set[str] = set()
        for entry in self.knowledge.entries.values():
            found.update(compact(name) for name in (*own_names(entry), *entry.names.lay))
        return frozenset(found)

    def neutral(self, entry: AnyEntry) -> frozenset[str]:
        """The words that count as neutral on this card: medicines, and what the card itself is called."""
        return self.medicines | neutral_words(own_names(entry))

    def finding(self, entry: AnyEntry, rule: str, message: str, *place: str | int, weak: bool = False) -> Finding:
        """A finding about an entry, at the line of ``place``."""
        return self.at("entry", entry.id, rule, message, *place, weak=weak)

    def at(self, collection: str, key: str, rule: str, message: str, *place: str | int, weak: bool = False) -> Finding:
        """A finding about anything that ``Knowledge.where`` knows."""
        path, line = self.knowledge.where(collection, key, *place)
        return Finding(path, line, key, rule, message, Severity.WEAKNESS if weak else Severity.PROBLEM)


def own_names(entry: AnyEntry) -> tuple[str, ...]:
    """The correct names of an entry."""
    names = (entry.title, *entry.names.brands, *entry.names.abbreviations, *entry.names.also)
    if isinstance(entry, Term) and entry.expansion:
        return (*names, entry.expansion)
    if isinstance(entry, SideEffect):
        return (*names, entry.medical_name)
    return names


def card(entry: AnyEntry) -> Iterator[_Placed]:
    """The running text of a card in reading order: the lead, then each section in full."""
    yield ("lead",), entry.lead
    for position, section in enumerate(entry.sections):
        yield ("sections", position, "text"), section.text


def prose(entry: AnyEntry) -> Iterator[_Placed]:
    """Every sentence of ours that a reader can see, the card first."""
    yield from card(entry)
    yield ("gist",), entry.gist
    for position, section in enumerate(entry.sections):
        if section.short:
            yield ("sections", position, "short"), section.short
        if section.title:
            yield ("sections", position, "title"), section.title
    for position, other in enumerate(entry.not_same_as):
        yield ("not_same_as", position, "difference"), other.difference
    correction = getattr(entry, "correction", None)
    if correction:
        yield ("correction",), correction
    if isinstance(entry, Drug):
        yield ("given",), entry.given
        if entry.status_note:
            yield ("status_note",), entry.status_note
