"""What the knowledge covers, and where it is thin: numbers for the people who look after it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from statistics import mean
from typing import TYPE_CHECKING, Any, TypeVar

from bot.knowledge.authorities import is_weak
from bot.knowledge.model import Kind
from bot.knowledge.names import typed_names
from bot.knowledge.rules.desk import Desk
from bot.knowledge.rules.reading import card_reading

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from bot.knowledge.load import Knowledge
    from bot.knowledge.model import AnyEntry

__all__ = ["Report", "report"]

Number = TypeVar("Number", int, float)

#: How many entries the lists of extremes show.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Report:
    """Coverage of the knowledge on one day. Grades are US school grades of whole cards.

    ``grades`` counts cards by whole grade with names neutralised, ``grades_as_is`` with names as they are.
    ``hardest``, ``longest`` (words of the card) and ``fewest_sources`` list ``(id, number)``, the extreme first.
    """

    version: str
    today: dt.date
    entries: Mapping[str, int]
    sources: int
    publishers: int
    sources_per_entry: Mapping[str, float]
    names: int
    names_per_entry: float
    everyday_per_entry: float
    signed: int
    reread: int
    grades: Mapping[int, int]
    grades_as_is: Mapping[int, int]
    weak: tuple[str, ...]
    overdue: tuple[str, ...]
    unlinked: tuple[str, ...]
    hardest: tuple[tuple[str, float], ...]
    longest: tuple[tuple[str, int], ...]
    fewest_sources: tuple[tuple[str, int], ...]
    fewest_names: tuple[tuple[str, int], ...]
    translated: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """Plain values for ``json.dumps``; grades become text keys, the date ISO text."""
        return {
            **asdict(self),
            "today": self.today.isoformat(),
            "grades": {str(grade): count for grade, count in self.grades.items()},
            "grades_as_is": {str(grade): count for grade, count in self.grades_as_is.items()},
        }

    def lines(self) -> list[str]:
        """The same for a terminal, one fact a line."""
        total = sum(self.entries.values())
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.entries.items())
        spread = ", ".join(f"{kind} {count:.1f}" for kind, count in self.sources_per_entry.items())
        languages = ", ".join(f"{language} {count}" for language, count in self.translated.items()) or "none"
        return [
            f"Knowledge {self.version} on {self.today}",
            f"Entries: {total} ({kinds})",
            f"Sources: {self.sources} by {self.publishers} publishers; per entry: {spread}",
            f"Names: {self.names}, {self.names_per_entry:.1f} each; descriptions {self.everyday_per_entry:.1f} each",
            f"Re-read by a second reader: {self.reread} of {total}; signed by a clinician: {self.signed}",
            f"Translated: {languages}",
            f"Grades, names neutral: {_spread(self.grades)}",
            f"Grades as they are:    {_spread(self.grades_as_is)}",
            f"Weak ({len(self.weak)}): {_some(self.weak)}",
            f"Overdue ({len(self.overdue)}): {_some(self.overdue)}",
            f"Nobody links to ({len(self.unlinked)}): {_some(self.unlinked)}",
            f"Hardest to read: {_pairs(self.hardest)}",
            f"Longest, in words: {_pairs(self.longest)}",
            f"Fewest sources: {_pairs(self.fewest_sources)}",
            f"Fewest names: {_pairs(self.fewest_names)}",
        ]


def report(knowledge: Knowledge, today: dt.date) -> Report:
    """Measures every card of the knowledge."""
    desk = Desk(knowledge, today)
    entries = tuple(knowledge.entries.values())
    readings = {entry.id: card_reading(desk, entry) for entry in entries}
    names = {entry.id: len(dict(typed_names(entry))) for entry in entries}
    sources = {entry.id: len(entry.source_ids()) for entry in entries}
    return Report(
        version=knowledge.version,
        today=today,
        entries={kind.value: sum(entry.kind is kind for entry in entries) for kind in Kind},
        sources=len(knowledge.sources),
        publishers=len({source.publisher for source in knowledge.sources.values()}),
        sources_per_entry={kind.value: _mean(sources[one.id] for one in entries if one.kind is kind) for kind in Kind},
        names=sum(names.values()),
        names_per_entry=_mean(names.values()),
        everyday_per_entry=_mean(len(entry.everyday) for entry in entries),
        signed=sum(entry.clinician is not None for entry in entries),
        reread=sum(entry.checked_by.casefold().startswith("second reader") for entry in entries),
        grades=_by_grade(reading.grade for reading in readings.values()),
        grades_as_is=_by_grade(card_reading(desk, entry, as_is=True).grade for entry in entries),
        weak=tuple(entry.id for entry in entries if is_weak(entry, knowledge.sources)),
        overdue=tuple(entry.id for entry in entries if entry.review_by < today),
        unlinked=_unlinked(entries),
        hardest=_extremes({key: reading.grade for key, reading in readings.items()}, most=True),
        longest=_extremes({key: reading.words for key, reading in readings.items()}, most=True),
        fewest_sources=_extremes(sources, most=False),
        fewest_names=_extremes(names, most=False),
        translated={language: len(texts) for language, texts in knowledge.translations.items()},
    )


def _unlinked(entries: tuple[AnyEntry, ...]) -> tuple[str, ...]:
    """Entries that no other entry leads to."""
    linked = {other for entry in entries for other in entry.related}
    linked |= {other.id for entry in entries for other in entry.not_same_as if other.id}
    return tuple(entry.id for entry in entries if entry.id not in linked)


def _extremes(found: Mapping[str, Number], *, most: bool) -> tuple[tuple[str, Number], ...]:
    ordered = sorted(found.items(), key=lambda pair: (-pair[1] if most else pair[1], pair[0]))
    return tuple(ordered[:SHOWN])


def _by_grade(grades: Iterable[float]) -> dict[int, int]:
    return dict(sorted(Counter(int(grade) for grade in grades).items()))


def _mean(numbers: Iterable[int]) -> float:
    listed = list(numbers)
    return round(mean(listed), 2) if listed else 0.0


def _spread(grades: Mapping[int, int]) -> str:
    return ", ".join(f"{grade}: {count}" for grade, count in grades.items()) or "none"


def _some(ids: tuple[str, ...]) -> str:
    return ", ".join(ids) or "none"


def _pairs(found: tuple[tuple[str, float], ...]) -> str:
    return ", ".join(f"{key} {number:g}" for key, number in found) or "none"
