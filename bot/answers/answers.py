"""The way of one question: look up, choose the card, write it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, assert_never

from bot.answers import choices, pages
from bot.answers.answer import Answer, Found, Notice, Request, View
from bot.answers.desk import Desk
from bot.answers.entries import entry_answer
from bot.answers.phrases import Phrases
from bot.knowledge.model import AnyEntry, Drug, Family, Kind, Topic
from bot.lookup.find import Completion, Finder
from bot.lookup.keys import Typed
from bot.lookup.outcome import Close, Exact, Outcome, Suggestions, Unknown
from bot.lookup.words import is_common

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.knowledge.load import Knowledge

    WordsOn = Callable[[str], tuple[str, ...]]

__all__ = ["Answers", "today"]


#: Cards that are kept written; about 3 KB each.
CARDS = 512
#: What all cards are about is not explained on each.
_THE_SUBJECT = "cancer"


def today() -> dt.date:
    """Today in UTC: what review dates are compared with."""
    return dt.datetime.now(dt.UTC).date()


class Answers:
    """Everything the bot can say. Holds one version of the knowledge; a reload makes a new one."""

    def __init__(
        self, knowledge: Knowledge, finder: Finder | None = None, *, clock: Callable[[], dt.date] = today
    ) -> None:
        self.knowledge = knowledge
        self.finder = finder or Finder(knowledge, pages.STARTERS)
        self.phrases = Phrases(knowledge.phrases)
        self._clock = clock
        #: A function over values and not a method: a circle through ``self`` would keep old knowledge after a reload.
        self._words: dict[str, tuple[str, ...]] = {}
        self._words_on = partial(_words_on, self._words, knowledge, self.finder)
        self._desk_on = lru_cache(maxsize=1)(partial(_desk_on, knowledge, self.phrases, self._words_on))
        self._plain = lru_cache(maxsize=CARDS)(partial(_plain_card, self._desk_on))

    def prepare(self) -> Iterator[None]:
        """Looks for the words on every card, in steps of a millisecond for idle moments.

        Without it the first to ask for a long card waits for that, and with them everybody: it takes up to 12 ms.
        """
        for entry_id in self.knowledge.entries:
            yield from _look(self._words, self.knowledge, self.finder, entry_id)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages on offer, English first."""
        return self.phrases.languages

    @property
    def desk(self) -> Desk:
        """What cards are written with today."""
        return self._desk_on(self._clock())

    def language_of(self, locale: str | None) -> str:
        """The language for one of Discord's locale codes."""
        return self.phrases.language_of(locale)

    def say(self, key: str, language: str, **facts: object) -> str:
        """A phrase, for labels and placeholders."""
        return self.phrases.say(key, language, **facts)

    # -- questions ------------------------------------------------------------------------------------------------

    def explain(self, query: str, language: str, *, full: bool = False) -> Answer:
        """The entry that ``query`` means, in short or in full; otherwise suggestions, warning signs or "not known"."""
        return self._ask(query, Request(view=View.FULL if full else View.SHORT, language=language), None)

    def glossary(self, query: str, language: str) -> Answer:
        """As ``explain``, as a glossary word: terms are preferred, every other entry is found by its names."""
        return self._ask(query, Request(view=View.GLOSSARY, language=language), Kind.TERM)

    def summary(self, query: str, language: str, section: str = "") -> Answer:
        """One or two sentences for each section, or one section whole. An entry without sections is shown as it is."""
        view = View.SECTION if section else View.SUMMARY
        return self._ask(query, Request(view=view, section=section, language=language), Kind.TOPIC)

    def urgent(self, language: str, family: str = "") -> Answer:
        """The warning signs of a family (an id of ``Family``) or the general ones."""
        return pages.urgent(self.desk, Request(view=View.URGENT, id=family, language=language))

    def support(self, language: str, country: str = "") -> Answer:
        """The help lines of a country (ISO code), or the countries to choose from."""
        return pages.support(self.desk, Request(view=View.SUPPORT, id=country, language=language))

    def topics(self, language: str) -> Answer:
        """What can be asked."""
        return self.open(Request(view=View.TOPICS, language=language))

    def help(self, language: str) -> Answer:
        """How to ask."""
        return self.open(Request(view=View.HELP, language=language))

    def about(self, language: str) -> Answer:
        """Who wrote this, from what, and what it is not."""
        return self.open(Request(view=View.ABOUT, language=language))

    def privacy(self, language: str) -> Answer:
        """What is kept (nothing about people)."""
        return self.open(Request(view=View.PRIVACY, language=language))

    def scan(self, text: str, language: str) -> Answer:
        """The known words of a longer text, in order; a warning sign or crisis phrase in it is pointed to first."""
        alarm = self.finder.alarm(text)
        said = (Notice(self.say(f"words.alarm_{alarm.leads_to}", language)),) if alarm else ()
        return choices.words(self.desk, self.finder.words(text), said, language)

    def notice(self, key: str, language: str, **facts: object) -> Answer:
        """A confirmation or a failure: the phrases ``notices.<key>.title`` and ``.lead``."""
        return pages.notice(self.desk, key, language, dict(facts))

    # -- cards made again ----------------------------------------------------------------------------------------

    def open(self, request: Request) -> Answer:
        """The card that ``request`` stands for. What is no longer there gives a kind notice, never an error."""
        match request.view:
            case View.SHORT | View.FULL | View.SECTION | View.GLOSSARY | View.SUMMARY | View.SOURCES:
                return self._entry(request)
            case View.URGENT:
                return pages.urgent(self.desk, request)
            case View.SUPPORT:
                return pages.support(self.desk, request)
            case View.TOPICS:
                return pages.topics(self.desk, request)
            case View.HELP | View.ABOUT | View.PRIVACY:
                return pages.page(self.desk, request)
            case View.CHOICES | View.NOTICE:
                return self.topics(request.language)
            case _:
                assert_never(request.view)

    def _entry(self, request: Request) -> Answer:
        entry = self.knowledge.entries.get(request.id)
        if entry is not None:
            return self._plain(request, self._clock())
        found = self.finder.find(request.id.replace("-", " "))
        if isinstance(found, Exact):  # renamed: its old id is a name of the new entry
            said = (Notice(self.say("card.renamed", request.language)),)
            return entry_answer(self.desk, found.entry, replace(request, id=found.entry.id), notices=said)
        return self.notice("gone", request.language)

    # -- what to type -----------------------------------------------------------------------------------------------

    def complete(self, prefix: str, language: str, kind: Kind | None = None) -> tuple[Completion, ...]:
        """What to offer while somebody types: at most 25, no entry twice, titles and gists in the language."""
        found, translated = self.finder.complete(prefix, kind), self.knowledge.translations.get(language, {})
        return tuple(
            Completion(each.id, there.title, there.gist) if (there := translated.get(each.id)) else each
            for each in found
        )

    def sections(self, query: str, language: str) -> tuple[tuple[str, str], ...]:
        """Id and title of each section of the entry that ``query`` means."""
        entry = self.knowledge.entries.get(query) or _entry_of(self.finder.find(query))
        desk = self.desk
        return tuple((each.id, desk.section_title(entry, each, language)) for each in entry.sections) if entry else ()

    def families(self, language: str) -> tuple[tuple[str, str], ...]:
        """Id and title of each therapy family."""
        return tuple((family.value, self.say(f"families.{family.value}", language)) for family in Family)

    def countries(self, language: str) -> tuple[tuple[str, str], ...]:
        """ISO code and name of each country with lines, by name."""
        found = self.knowledge.countries.values()
        names = ((each.iso, each.name_es if language == "es" else each.name) for each in found)
        return tuple(sorted(names, key=lambda pair: pair[1]))

    # -- one question ------------------------------------------------------------------------------------------

    def _ask(self, query: str, request: Request, kind: Kind | None) -> Answer:
        picked = self.knowledge.entries.get(query)  # autocomplete sends ids
        outcome = Exact(picked, picked.title) if picked else self.finder.find(query, kind)
        match outcome:
            case Exact():
                return self._exact(outcome, request)
            case Close():
                return self._close(outcome, request)
            case Suggestions():
                return self._alarmed(query, request, outcome) or choices.suggestions(
                    self.desk, outcome, request.language
                )
            case Unknown():
                return self._alarmed(query, request, outcome) or choices.unknown(self.desk, request.language)
            case _:
                assert_never(outcome)

    def _exact(self, found: Exact, request: Request) -> Answer:
        entry, request = found.entry, replace(request, id=found.entry.id)
        if isinstance(entry, Topic) and entry.correction and found.name in entry.corrects:
            return entry_answer(self.desk, entry, request, notices=(Notice(entry.correction),))
        return self._plain(request, self._clock())

    def _close(self, found: Close, request: Request) -> Answer:
        language, desk = request.language, self.desk
        title = desk.title(found.entry, language)
        said = Notice(self.say("card.close", language, title=title, typed="{typed}"), found.typed)
        others = desk.choices((other.id for other in found.others), language)
        request = replace(request, id=found.entry.id)
        answer = entry_answer(desk, found.entry, request, notices=(said,), first=others)
        return replace(answer, found=Found("close", found.entry.id, found.entry.kind))

    def _alarmed(self, query: str, request: Request, outcome: Suggestions | Unknown) -> Answer | None:
        """The fixed card for a query with a warning sign or a crisis phrase: the same for everyone, no questions."""
        alarm = self.finder.alarm(query)
        if alarm is None:
            return None
        language = request.language
        said = (Notice(self.say(f"words.asked_{alarm.leads_to}", language)),)
        if alarm.leads_to == "support":
            card = pages.support(self.desk, Request(view=View.SUPPORT, language=language), said)
        else:
            family = choices.urgent_family(self.finder.words(query))
            if family is Family.GENERAL and len(alarm.families) == 1:
                family = alarm.families[0]
            card = pages.urgent(self.desk, Request(view=View.URGENT, id=family.value, language=language), said)
        offered = outcome.entries if isinstance(outcome, Suggestions) else ()
        also = self.desk.choices((entry.id for entry in offered), language)
        state = "suggestions" if offered else "unknown"
        return replace(card, menu=(*also, *card.menu)[:25], found=Found(state))


def _desk_on(knowledge: Knowledge, phrases: Phrases, words_on: WordsOn, day: dt.date) -> Desk:
    return Desk(knowledge, phrases, day, words_on)


def _plain_card(desk_on: Callable[[dt.date], Desk], request: Request, day: dt.date) -> Answer:
    """The card of an entry as it is on that day, whatever was asked."""
    desk = desk_on(day)
    return entry_answer(desk, desk.knowledge.entries[request.id], request)


def _words_on(kept: dict[str, tuple[str, ...]], knowledge: Knowledge, finder: Finder, entry_id: str) -> tuple[str, ...]:
    """The entries that the texts of one name; found once."""
    for _ in _look(kept, knowledge, finder, entry_id):
        pass
    return kept[entry_id]


def _look(kept: dict[str, tuple[str, ...]], knowledge: Knowledge, finder: Finder, entry_id: str) -> Iterator[None]:
    """Fills ``kept`` for an entry, one of its texts a step."""
    if entry_id in kept:
        return
    entry = knowledge.entries[entry_id]
    found: dict[str, None] = {}
    for text in _texts(entry):
        found.update(dict.fromkeys(each.id for each in finder.words(text, written=True)))
        yield
    kept[entry_id] = tuple(
        each for each in sorted(found, key=partial(_place, knowledge)) if each not in (entry.id, _THE_SUBJECT)
    )


def _texts(entry: AnyEntry) -> Iterator[str]:
    """What stands on the whole card."""
    yield entry.lead
    yield from (section.text for section in entry.sections)
    yield "; ".join(other.difference for other in entry.not_same_as)
    if isinstance(entry, Drug):
        yield "; ".join(
            (entry.drug_class, entry.target or "", *entry.cancers, *(risk.name for risk in entry.serious_risks))
        )


def _place(knowledge: Knowledge, entry_id: str) -> int:
    """Hard words first, in order of appearance; then everyday ones, such as tumour; then medicines.

    Many cards name more medicines than a reader can take in, and the card of a medicine explains it.
    """
    entry = knowledge.entries[entry_id]
    if entry.kind is Kind.DRUG:
        return 2
    return all(map(is_common, Typed.of(entry.title).words))


def _entry_of(outcome: Outcome) -> AnyEntry | None:
    return outcome.entry if isinstance(outcome, Exact | Close) else None
