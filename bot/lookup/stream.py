"""One query a line in, one record a line out. Holds one line at a time, so a million need no more memory than ten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, assert_never

from bot.lookup.outcome import Close, Exact, Outcome, Suggestions, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bot.knowledge.model import AnyEntry

__all__ = ["as_record", "records"]


def as_record(query: str, outcome: Outcome) -> dict[str, Any]:
    """The outcome as plain values: query, outcome, id, kind, title, score (0 to 100), suggestions.

    ``id``, ``kind``, ``title`` and ``score`` are None unless one entry is shown.
    """
    match outcome:
        case Exact(entry=entry):
            return _record(query, "exact", entry, 100.0, ())
        case Close(entry=entry, score=score, others=others):
            return _record(query, "close", entry, round(score, 1), others)
        case Suggestions(entries=entries):
            return _record(query, "suggestions", None, None, entries)
        case Unknown():
            return _record(query, "unknown", None, None, ())
        case _:
            assert_never(outcome)


def records(lines: Iterable[str], find: Callable[[str], Outcome]) -> Iterator[str]:
    """A line of JSON for each line, in order; an empty line is a query too."""
    for line in lines:
        query = line.rstrip("\r\n")
        yield json.dumps(as_record(query, find(query)), ensure_ascii=False)


def _record(
    query: str, outcome: str, entry: AnyEntry | None, score: float | None, offered: Iterable[AnyEntry]
) -> dict[str, Any]:
    return {
        "query": query,
        "outcome": outcome,
        "id": entry.id if entry else None,
        "kind": entry.kind.value if entry else None,
        "title": entry.title if entry else None,
        "score": score,
        "suggestions": [{"id": each.id, "title": each.title} for each in offered],
    }
