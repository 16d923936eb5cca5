"""One outcome as one record, for programs that look many things up."""

from __future__ import annotations

from typing import Any, assert_never

from bot.lookup.outcome import Close, Exact, Outcome, Suggestions, Unknown

__all__ = ["as_record"]


def as_record(query: str, outcome: Outcome) -> dict[str, Any]:
    """``query, outcome, id, kind, title, score, suggestions`` as plain values; score is 0 to 100 or None."""
    match outcome:
        case Exact(entry=entry):
            return _record(query, "exact", entry, 100.0, ())
        case Close(entry=entry, score=score, others=others):
            return _record(query, "close", entry, score, others)
        case Suggestions(entries=entries):
            return _record(query, "suggestions", None, None, entries)
        case Unknown():
            return _record(query, "unknown", None, None, ())
        case _:
            assert_never(outcome)


def _record(query: str, outcome: str, entry: Any, score: float | None, offered: Any) -> dict[str, Any]:
    return {
        "query": query,
        "outcome": outcome,
        "id": entry.id if entry else None,
        "kind": entry.kind.value if entry else None,
        "title": entry.title if entry else None,
        "score": score,
        "suggestions": [{"id": other.id, "title": other.title} for other in offered],
    }
