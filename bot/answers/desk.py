"""An entry's texts in one language, and the lines that every card about it carries."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from bot.answers.answer import Choice, Notice, Part, Request, Review, SafetyLine, SourceLine, View
from bot.answers.phrases import DEFAULT_LANGUAGE, Phrases
from bot.knowledge.authorities import is_weak
from bot.knowledge.load import default_folder

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from bot.knowledge.load import Knowledge
    from bot.knowledge.model import AnyEntry, Clinician, Entry, Family, Section, SectionTranslation, Translation

__all__ = ["Desk", "first_sentences"]

#: What ``checked_by`` says until a second reader has compared an entry with its sources (docs/writing.md).
NOT_REREAD = "not yet re-read"


def first_sentences(text: str, count: int = 1) -> str:
    """The first sentences of the first paragraph: what a summary says where nobody wrote one."""
    paragraph = text.split("\n\n", 1)[0].replace("\n", " ")
    sentences = [piece for piece in paragraph.replace("? ", "?\0").replace(". ", ".\0").split("\0") if piece]
    return " ".join(sentences[:count])


@cache
def _shipped() -> Path:
    return default_folder().resolve()


@dataclass(frozen=True, slots=True)
class Desk:
    """What every kind of answer is written with: the knowledge, the phrases, and today's date in UTC."""

    knowledge: Knowledge
    phrases: Phrases
    today: dt.date
    #: The ids of the other entries whose names stand in the texts of one (by id), in order of appearance, drugs last.
    words_on: Callable[[str], tuple[str, ...]]
    #: The same choices and sources stand on many cards: each is written once, and the cards share it.
    _choices: dict[tuple[str, str], Choice] = field(default_factory=dict[tuple[str, str], Choice], repr=False)
    _lines: dict[tuple[str, str], SourceLine] = field(default_factory=dict[tuple[str, str], SourceLine], repr=False)

    def say(self, key: str, language: str, **facts: object) -> str:
        """A phrase of the language."""
        return self.phrases.say(key, language, **facts)

    # -- the words of an entry --------------------------------------------------------------------------------

    def title(self, entry: Entry, language: str) -> str:
        """The entry's title, translated where there is a translation."""
        translation = self.translation(entry, language)
        return translation.title if translation else entry.title

    def gist(self, entry: Entry, language: str) -> str:
        """The entry's one line."""
        translation = self.translation(entry, language)
        return translation.gist if translation else entry.gist

    def lead(self, entry: Entry, language: str) -> str:
        """The entry's first screen."""
        translation = self.translation(entry, language)
        return translation.lead if translation else entry.lead

    def translation(self, entry: Entry, language: str) -> Translation | None:
        """The entry's texts in the language, if it has been translated."""
        return self.knowledge.translations.get(language, {}).get(entry.id)

    def _translated(self, entry: Entry, section: Section, language: str) -> SectionTranslation | None:
        translation = self.translation(entry, language)
        sections = translation.sections if translation else ()
        return next((each for each in sections if each.id == section.id), None)

    def section(self, entry: Entry, section: Section, language: str) -> Part:
        """A section in full."""
        translated = self._translated(entry, section, language)
        text = translated.text if translated else section.text
        return Part(self.section_title(entry, section, language), text, section.id)

    def short(self, entry: Entry, section: Section, language: str) -> str:
        """A section in one or two sentences."""
        here = self._translated(entry, section, language) or section
        return here.short or first_sentences(here.text, 2)

    def section_title(self, entry: Entry, section: Section, language: str) -> str:
        """The section's own title, or the one that the phrases give to its id."""
        translated = self._translated(entry, section, language)
        if translated and translated.title:
            return translated.title
        key = f"sections.{entry.kind.value}.{section.id}"
        key = key if self.phrases.has(key) else f"sections.{section.id}"
        return section.title or self.say(key, language)

    def choice(self, entry: AnyEntry, language: str) -> Choice:
        """The entry as something to open next."""
        found = self._choices.get((entry.id, language))
        if found is None:
            request = Request(view=View.SHORT, id=entry.id, language=language)
            found = Choice(request, self.title(entry, language), self.gist(entry, language), entry.id)
            self._choices[entry.id, language] = found
        return found

    def choices(self, ids: Iterable[str], language: str) -> tuple[Choice, ...]:
        """The entries of those ids, each once, in that order."""
        entries = self.knowledge.entries
        return tuple(self.choice(entries[id_], language) for id_ in dict.fromkeys(ids) if id_ in entries)

    # -- what every card carries --------------------------------------------------------------------------------

    def safety(self, family: Family, language: str) -> SafetyLine:
        """The safety note of a family."""
        safety = self.knowledge.safety[family]
        return SafetyLine(family, safety.note_in.get(language, safety.note))

    def source_lines(self, ids: Iterable[str], language: str) -> tuple[SourceLine, ...]:
        """The sources of those ids, each once, ready to show."""
        return tuple(self._source_line(id_, language) for id_ in dict.fromkeys(ids))

    def _source_line(self, source_id: str, language: str) -> SourceLine:
        found = self._lines.get((source_id, language))
        if found is None:
            found = self._lines[source_id, language] = self._written(source_id, language)
        return found

    def _written(self, source_id: str, language: str) -> SourceLine:
        source = self.knowledge.sources[source_id]
        publisher = self.knowledge.publishers[source.publisher].name
        year = str(source.year) if source.year else self.say("card.undated", language)
        label = self.say("card.source_label", language, publisher=publisher, year=year)
        return SourceLine(source.id, source.title, publisher, str(source.url), source.year, label)

    def sources_line(self, lines: tuple[SourceLine, ...], language: str) -> str:
        """Who is behind the card, in one line: at most four labels, the rest counted."""
        labels = list(dict.fromkeys(line.label for line in lines))
        if not labels:
            return ""
        more = self.say("card.more_sources", language, count=len(labels) - 4) if len(labels) > 4 else ""
        return self.say("card.sources", language, labels="; ".join(labels[:4])) + more

    def review(self, entry: Entry, language: str) -> Review:
        """Dates and signature of an entry."""
        review = self.dates(entry.reviewed, entry.review_by, entry.clinician, language)
        if entry.checked_by != NOT_REREAD:
            return review
        return replace(review, line=f"{review.line} {self.say('card.not_reread', language)}")

    def dates(self, reviewed: dt.date, review_by: dt.date, clinician: Clinician | None, language: str) -> Review:
        """The review line. Once the date to review by has passed, it says so by itself."""
        overdue = self.today > review_by
        said = self.say(
            "card.overdue" if overdue else "card.reviewed",
            language,
            reviewed=self.phrases.date(reviewed, language),
            review_by=self.phrases.date(review_by, language),
        )
        if clinician:
            signed = self.say("card.signed", language, name=clinician.name, role=clinician.role)
        else:
            signed = self.say("card.unsigned", language)
        return Review(reviewed, review_by, clinician is not None, overdue, f"{said} {signed}")

    def notices(self, entry: AnyEntry, language: str) -> tuple[Notice, ...]:
        """What the reader must know about the card itself: only in English, few sources, whose dictionary."""
        said: list[Notice] = []
        if language != DEFAULT_LANGUAGE and not self.translation(entry, language):
            said.append(Notice(self.say("card.only_english", language)))
        if is_weak(entry, self.knowledge.sources):
            said.append(Notice(self.say("card.weak", language)))
        origin = self.knowledge.origin(entry.id)
        if origin is not None and origin != _shipped():
            said.append(Notice(self.say("card.origin", language, origin=origin.name)))
        return tuple(said)
