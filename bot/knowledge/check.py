"""The editorial check: what an editor would say about knowledge that loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.findings import FileFindings, Finding, Severity, render
from bot.knowledge.rules.abbreviations import entry_abbreviations, entry_jargon
from bot.knowledge.rules.dates import all_dates, entry_dates
from bot.knowledge.rules.desk import Desk
from bot.knowledge.rules.languages import phrases, safety_translations, translations
from bot.knowledge.rules.reading import entry_reading, safety_reading
from bot.knowledge.rules.shape import entry_shape
from bot.knowledge.rules.standing import entry_standing, orphans
from bot.knowledge.rules.wording import entry_wording, promises

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from bot.knowledge.load import Knowledge

__all__ = ["FileFindings", "Finding", "Severity", "check", "render"]

_OF_ENTRIES = (
    entry_shape,
    entry_reading,
    entry_wording,
    entry_abbreviations,
    entry_jargon,
    entry_dates,
    entry_standing,
)
_OF_ALL = (all_dates, orphans, phrases, translations, safety_translations)


def check(knowledge: Knowledge, today: dt.date) -> list[Finding]:
    """Everything an editor would say, in the order of files and lines. Problems and weaknesses both."""
    return [finding for block in render(_found(Desk(knowledge, today))) for finding in block.findings]


def _found(desk: Desk) -> Iterator[Finding]:
    for entry in desk.knowledge.entries.values():
        for rule in _OF_ENTRIES:
            yield from rule(desk, entry)
    for note in desk.knowledge.safety.values():
        yield from safety_reading(desk, note)
        for rule, message in promises(note.note):
            yield desk.at("safety", note.family, rule, message, "note")
    for rule in _OF_ALL:
        yield from rule(desk)
