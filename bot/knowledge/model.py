"""What the bot knows, as plain frozen values.

Every value here is made from the YAML in ``knowledge/`` and refuses unknown keys, so that a typing
slip in a file is found when it is loaded and not when a reader meets it. Nothing in this module knows
about files, languages other than the one a text was written in, or Discord.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints

#: Ids travel in Discord custom ids (100 characters in all), so they are short slugs.
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=52)]
#: A single line of text.
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\n\r]*$")]
#: Running text: paragraphs parted by an empty line, bullets as lines that start with "- ".
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000)]
#: A name that somebody may type.
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\n\r]*$")]


#: The section that no editor writes: the other entries that a card's own texts name, each with its gist.
WORDS = "words"


class Model(BaseModel):
    """Frozen, and strict about keys: an unknown key is an error, never ignored."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Kind(StrEnum):
    """The kinds of entry a reader can open."""

    TOPIC = "topic"
    TERM = "term"
    DRUG = "drug"
    SIDE_EFFECT = "side-effect"


class Action(StrEnum):
    """How fast to act. Shown as words, never by colour or emoji alone."""

    EMERGENCY = "emergency"
    CALL_TODAY = "call-today"
    TELL_TEAM = "tell-team"


class Family(StrEnum):
    """Families of therapy. Each has one safety note and one list of warning signs."""

    GENERAL = "general"
    CHECKPOINT = "checkpoint"
    CELL_THERAPY = "cell-therapy"
    BISPECIFIC = "bispecific"
    ANTIBODY = "antibody"
    CONJUGATE = "conjugate"
    VACCINE = "vaccine"
    VIRUS = "virus"
    BCG = "bcg"
    CYTOKINE = "cytokine"


class Publisher(Model):
    """An authority whose pages may back a statement, with the reason why we trust it."""

    id: Slug
    name: Line
    reason: Line


class Source(Model):
    """One page or paper. ``read`` says how much of it was read; an unread one is never a source."""

    id: Slug
    title: Line
    publisher: Slug
    url: HttpUrl
    year: int | None = Field(default=None, ge=1950, le=2100, description="Year of the version read; absent if undated.")
    read: Literal["page", "excerpt", "unread"]
    read_on: dt.date | None = None


class Names(Model):
    """Everything people may type for an entry.

    ``brands``, ``abbreviations`` and ``also`` are correct names and may be shown. The others only help to
    find the entry: misspellings and lay words are never displayed as facts.
    """

    brands: tuple[Name, ...] = ()
    abbreviations: tuple[Name, ...] = ()
    also: tuple[Name, ...] = Field(default=(), description="Other correct names, UK and US spellings, former names.")
    lay: tuple[Name, ...] = Field(default=(), description="What people call it in a chat.")
    spanish: tuple[Name, ...] = ()
    misspellings: tuple[Name, ...] = ()


class NotSame(Model):
    """Something that is easily mistaken for the entry, and the difference in a sentence."""

    name: Name
    id: Slug | None = Field(default=None, description="The entry that explains the other thing, if there is one.")
    difference: Line


class Clinician(Model):
    """The clinician who read an entry and stands by it."""

    name: Line
    role: Line
    date: dt.date


class Section(Model):
    """One part of a card: ``short`` for summaries (one or two sentences), ``text`` in full."""

    id: Slug
    title: Line | None = Field(default=None, description="Only where the id has no title in phrases/<language>.yaml.")
    short: Line | None = None
    text: Text
    sources: tuple[Slug, ...] = Field(min_length=1)


class Entry(Model):
    """What every kind of entry has. ``sources`` back the lead; each section names its own."""

    kind: ClassVar[Kind]

    id: Slug
    title: Annotated[Line, StringConstraints(max_length=80)]
    gist: Annotated[Line, StringConstraints(max_length=100)] = Field(description="One line for menus and suggestions.")
    lead: Text
    say_it: Line | None = Field(default=None, description="How to say it, as a sourced respelling.")
    names: Names = Names()
    everyday: tuple[Line, ...] = Field(default=(), description="How people describe it without naming it.")
    not_same_as: tuple[NotSame, ...] = ()
    related: tuple[Slug, ...] = ()
    family: Family = Family.GENERAL
    sections: tuple[Section, ...] = ()
    sources: tuple[Slug, ...] = Field(min_length=1)
    further_reading: tuple[Slug, ...] = ()
    reviewed: dt.date
    review_by: dt.date
    checked_by: Line = Field(description="Who re-read the entry against its sources: a role, no names.")
    clinician: Clinician | None = None

    def section(self, section_id: str) -> Section | None:
        """The section of that id, or None if this entry has no such section."""
        return next((section for section in self.sections if section.id == section_id), None)

    def source_ids(self) -> tuple[str, ...]:
        """Every source the entry stands on, lead first, each once."""
        ids = [*self.sources, *(source for section in self.sections for source in section.sources)]
        return tuple(dict.fromkeys(ids))


class Topic(Entry):
    """A therapy, an idea behind it, or a practical question."""

    kind: ClassVar[Kind] = Kind.TOPIC
    type: Literal["therapy", "idea", "practical"]
    corrects: tuple[Name, ...] = Field(default=(), description="Names answered with a kind correction.")
    correction: Line | None = Field(default=None, description="The correction, shown when one of those was typed.")


class Term(Entry):
    """A glossary word."""

    kind: ClassVar[Kind] = Kind.TERM
    expansion: Line | None = Field(default=None, description="What an abbreviation stands for.")


class Risk(Model):
    """A serious risk by name. ``boxed`` only where it was read in a boxed warning."""

    name: Line
    boxed: bool = False
    sources: tuple[Slug, ...] = Field(min_length=1)


class Approval(Model):
    """First US approval: the year, or None where the drug has never been approved there."""

    year: int = Field(ge=1950, le=2100)
    sources: tuple[Slug, ...] = Field(min_length=1)


class Drug(Entry):
    """A medicine. ``title`` is the generic name as the label writes it."""

    kind: ClassVar[Kind] = Kind.DRUG
    drug_class: Line
    target: Line | None = None
    given: Line = Field(description="How it is given, in plain words, without doses.")
    cancers: tuple[Line, ...] = Field(default=(), description="Cancers it is used for, among others; short.")
    uses_checked: dt.date | None = Field(default=None, description="When the list of cancers was last checked.")
    status: Literal["approved", "not-approved-in-us", "withdrawn", "investigational", "unclear"]
    status_note: Line | None = None
    first_us_approval: Approval | None = None
    serious_risks: tuple[Risk, ...] = ()

    def source_ids(self) -> tuple[str, ...]:
        """As for every entry, and the sources of risks and approval."""
        risks = (source for risk in self.serious_risks for source in risk.sources)
        approval = self.first_us_approval.sources if self.first_us_approval else ()
        return tuple(dict.fromkeys((*super().source_ids(), *risks, *approval)))


class SideEffect(Entry):
    """A side effect. ``title`` is the everyday name."""

    kind: ClassVar[Kind] = Kind.SIDE_EFFECT
    medical_name: Line
    organ: Line
    seen_with: tuple[Family, ...] = Field(min_length=1)
    action: Action = Field(description="The default; what makes it more urgent stands in the section 'urgency'.")


class Homonym(Model):
    """A name that rightly means several things: offered, never chosen."""

    name: Name
    entries: tuple[Slug, ...] = Field(min_length=2)


class WarningSign(Model):
    """One line of a warning-signs list."""

    text: Line
    text_in: dict[str, Line] = Field(default_factory=dict, description="The line in other languages, by code.")
    sources: tuple[Slug, ...] = Field(min_length=1)


class WarningSigns(Model):
    """The fixed list of one family, the same for everyone."""

    emergency: tuple[WarningSign, ...] = Field(min_length=1)
    call_today: tuple[WarningSign, ...] = Field(min_length=1)
    tell_team: tuple[WarningSign, ...] = Field(min_length=1)

    def every(self) -> tuple[WarningSign, ...]:
        """All lines, the most urgent first."""
        return (*self.emergency, *self.call_today, *self.tell_team)


class SafetyNote(Model):
    """The note that ends every message about a family: at most 35 words, the action first."""

    family: Family
    title: Line
    note: Line
    note_in: dict[str, Line] = Field(default_factory=dict, description="The note in other languages, by code.")
    sources: tuple[Slug, ...] = Field(min_length=1)
    warning_signs: WarningSigns
    reviewed: dt.date
    review_by: dt.date


class AlarmPhrases(Model):
    """Words that lead an unknown query to the warning-signs or the help-lines card. Never a triage."""

    id: Slug
    leads_to: Literal["urgent", "support"]
    families: tuple[Family, ...] = ()
    phrases: dict[Literal["en", "es"], tuple[Name, ...]]
    unless: tuple[Name, ...] = Field(default=(), description="Words that show that the ordinary sense is meant.")


class EmergencyNumber(Model):
    """A number for emergencies, exactly as the source writes it."""

    number: Line
    purpose: Line
    purpose_in: dict[str, Line] = Field(default_factory=dict, description="The purpose in other languages, by code.")
    sources: tuple[Slug, ...] = Field(min_length=1)


class HelpLine(Model):
    """A crisis line or a cancer information line."""

    name: Line
    phone: Line | None = None
    text: Line | None = Field(default=None, description="How to reach it by text message, as the source writes it.")
    chat: Line | None = None
    hours: Line | None = None
    languages: tuple[Line, ...] = ()
    sources: tuple[Slug, ...] = Field(min_length=1)


class Country(Model):
    """The lines of one country. An empty list is said on the card; nothing is borrowed from a neighbour."""

    iso: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    name: Line
    name_es: Line
    emergency: tuple[EmergencyNumber, ...] = ()
    crisis: tuple[HelpLine, ...] = ()
    cancer: tuple[HelpLine, ...] = ()
    reviewed: dt.date
    review_by: dt.date


class JargonWord(Model):
    """A word that a card may use only if an entry explains it, and what to say instead."""

    word: Name
    forms: tuple[Name, ...] = Field(default=(), description="Other forms of the word, such as the plural.")
    say: Line | None = Field(default=None, description="Plainer words for it.")


class SectionTranslation(Model):
    """The texts of one section in another language."""

    id: Slug
    title: Line | None = None
    short: Line | None = None
    text: Text


class Translation(Model):
    """The texts of one entry in another language. What is not translated here is shown in English."""

    id: Slug
    title: Annotated[Line, StringConstraints(max_length=80)]
    gist: Annotated[Line, StringConstraints(max_length=100)]
    lead: Text
    sections: tuple[SectionTranslation, ...] = ()
    translated_from: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")] = Field(
        description="The digest of the English text this was made from; `check` prints it when it has changed."
    )
    checked_by: Line


AnyEntry = Topic | Term | Drug | SideEffect
