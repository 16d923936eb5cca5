"""What is still fresh, and what is overdue."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.knowledge.model import Drug, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.knowledge.model import AnyEntry
    from bot.knowledge.rules.desk import Desk, Findings

__all__ = ["all_dates", "entry_dates"]

MONTHS = 12
TERM_MONTHS = 24


def entry_dates(desk: Desk, entry: AnyEntry) -> Findings:
    """Holds that reviewed <= today <= review_by, the span by kind, and no signature from the future."""
    months = TERM_MONTHS if isinstance(entry, Term) else MONTHS
    for field, message in _span(entry.reviewed, entry.review_by, months, desk.today):
        yield desk.finding(entry, "dates", message, field)
    if entry.clinician and entry.clinician.date > desk.today:
        yield desk.finding(entry, "dates", "The clinician's date lies in the future.", "clinician", "date")
    if isinstance(entry, Drug) and entry.uses_checked and entry.uses_checked > desk.today:
        yield desk.finding(entry, "dates", '"uses_checked" lies in the future.', "uses_checked")


def all_dates(desk: Desk) -> Findings:
    """The dates of safety notes, help lines and sources."""
    for family, note in desk.knowledge.safety.items():
        for field, message in _span(note.reviewed, note.review_by, MONTHS, desk.today):
            yield desk.at("safety", family, "dates", message, field)
    for iso, country in desk.knowledge.countries.items():
        for field, message in _span(country.reviewed, country.review_by, MONTHS, desk.today):
            yield desk.at("countries", iso, "dates", message, field)
    for source in desk.knowledge.sources.values():
        if source.read != "unread" and source.read_on is None:
            yield desk.at("sources", source.id, "dates", 'It was read, but "read_on" does not say when.', "read")
        if source.read_on and source.read_on > desk.today:
            yield desk.at("sources", source.id, "dates", '"read_on" lies in the future.', "read_on")
        if source.year and source.year > desk.today.year:
            yield desk.at("sources", source.id, "dates", '"year" lies in the future.', "year")


def _span(reviewed: dt.date, review_by: dt.date, months: int, today: dt.date) -> Iterator[tuple[str, str]]:
    if reviewed > today:
        yield "reviewed", f'"reviewed" ({reviewed}) lies in the future.'
    if review_by < today:
        yield "review_by", f"Overdue: it was to be reviewed again by {review_by}. The card says so until then."
    if review_by <= reviewed:
        yield "review_by", '"review_by" must come after "reviewed".'
    elif review_by > _later(reviewed, months):
        yield "review_by", f'"review_by" may be at most {months} months after "reviewed" ({_later(reviewed, months)}).'


def _later(day: dt.date, months: int) -> dt.date:
    """The same day so many whole years of months later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + months // 12)
    except ValueError:
        return dt.date(day.year + months // 12, 3, 1)
