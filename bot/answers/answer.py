"""What the bot says, as plain values. Nothing here knows Discord, the terminal or JSON.

An ``Answer`` cannot be built without its safety note: the field has no default.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from bot.knowledge.model import Family, Kind

__all__ = [
    "Answer",
    "Choice",
    "Found",
    "Notice",
    "Offer",
    "Part",
    "Request",
    "Review",
    "SafetyLine",
    "SourceLine",
    "View",
]


class View(StrEnum):
    """What a card shows. The values travel in Discord custom ids: never change one that has been published."""

    SHORT = "s"  # an entry: title and lead
    FULL = "f"  # an entry with all its sections
    SECTION = "x"  # one section of an entry
    GLOSSARY = "g"  # an entry as a glossary word
    SUMMARY = "m"  # one or two sentences for each section
    SOURCES = "r"  # the sources of an entry, with links
    URGENT = "u"  # the warning signs of a family (or of all)
    SUPPORT = "h"  # help lines of a country (or the list of countries)
    TOPICS = "t"  # what can be asked
    HELP = "e"
    ABOUT = "a"
    PRIVACY = "p"
    CHOICES = "c"  # suggestions, or "we do not know this"
    NOTICE = "n"  # confirmations and failures


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Everything needed to make a card again: what a button or a menu carries.

    ``id`` is an entry id, a family or a country, by ``view``; ``page`` counts from 0.
    """

    view: View
    id: str = ""
    section: str = ""
    language: str = "en"
    page: int = 0

    def with_page(self, page: int) -> Request:
        """The same card, another page."""
        return replace(self, page=page)


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a card: a title and markdown-lite text (paragraphs, ``- `` bullets, ``**bold**``)."""

    title: str | None
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as shown: ``label`` is publisher and year, ready to read."""

    id: str
    title: str
    publisher: str
    url: str
    year: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry, a section, a country or a family that the reader may open next."""

    request: Request
    title: str
    gist: str
    id: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A line above the lead. ``{typed}`` in the text stands for ``typed``, which each renderer escapes for itself."""

    text: str
    typed: str | None = None

    def plain(self) -> str:
        """The text for a place where nothing needs escaping."""
        return self.text if self.typed is None else self.text.replace("{typed}", self.typed)


class Offer(StrEnum):
    """What the buttons offer next. ``Answer.offers`` pairs each with the request it opens."""

    OVERVIEW = "overview"
    FULL = "full"
    SIDE_EFFECTS = "side-effects"
    QUESTIONS = "questions"
    SOURCES = "sources"
    URGENT = "urgent"
    SUPPORT = "support"
    TOPICS = "topics"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class SafetyLine:
    """The safety note that ends every message."""

    family: Family
    text: str


@dataclass(frozen=True, slots=True)
class Review:
    """Dates and signature of an entry, and the line that says them."""

    reviewed: dt.date
    review_by: dt.date
    clinician_reviewed: bool
    overdue: bool
    line: str


@dataclass(frozen=True, slots=True)
class Found:
    """How an answer came about, for programs: ``exact``, ``close``, ``suggestions`` or ``unknown``."""

    outcome: str
    id: str | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One card. ``request`` makes it again (for *Share* and for the next page).

    ``menu`` is what the card's select menu offers and ``menu_label`` its placeholder; ``offers`` are its buttons, in
    order. ``shareable`` is false for what only its reader should see (failures, suggestions).
    """

    request: Request
    title: str
    lead: str
    safety_note: SafetyLine
    notices: tuple[Notice, ...] = ()
    parts: tuple[Part, ...] = ()
    menu: tuple[Choice, ...] = ()
    menu_label: str = ""
    sources: tuple[SourceLine, ...] = ()
    sources_line: str = ""
    review: Review | None = None
    offers: tuple[tuple[Offer, str, Request], ...] = ()
    found: Found | None = None
    shareable: bool = True
