"""An answer as one JSON object, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.answers.answer import Answer

__all__ = ["as_record"]


def as_record(answer: Answer, *, query: str, command: str) -> dict[str, Any]:
    """The answer to ``query`` as plain values, keys in a fixed order. Fields that do not apply are None or empty."""
    review, found = answer.review, answer.found
    return {
        "query": query,
        "command": command,
        "outcome": found.outcome if found else None,
        "id": found.id if found else None,
        "kind": found.kind.value if found and found.kind else None,
        "title": answer.title,
        "lead": answer.lead,
        "notices": [notice.plain() for notice in answer.notices],
        "sections": [{"id": part.id, "title": part.title, "text": part.text} for part in answer.parts],
        "sources": [
            {"id": line.id, "title": line.title, "publisher": line.publisher, "url": line.url, "year": line.year}
            for line in answer.sources
        ],
        "reviewed": review.reviewed.isoformat() if review else None,
        "review_by": review.review_by.isoformat() if review else None,
        "clinician_reviewed": review.clinician_reviewed if review else False,
        "safety_note": {"family": answer.safety_note.family.value, "text": answer.safety_note.text},
        "suggestions": [{"id": choice.id, "title": choice.title} for choice in answer.menu] if _offers(answer) else [],
    }


def _offers(answer: Answer) -> bool:
    return answer.found is not None and answer.found.outcome in ("suggestions", "unknown", "close")
