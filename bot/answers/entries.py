"""Cards about one entry: short, full, one section, glossary, summary, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.answers.answer import Answer, Choice, Found, Notice, Offer, Part, Request, View
from bot.answers.facts import facts
from bot.knowledge.model import WORDS, AnyEntry, Drug, Entry, Section, SideEffect, Term, Topic

if TYPE_CHECKING:
    from bot.answers.desk import Desk

__all__ = ["entry_answer"]

#: Discord's select menus hold 25 options.
MENU = 25
#: So many words of a card are explained, in order of appearance: more would bury the card.
MOST_WORDS = 16


def entry_answer(
    desk: Desk, entry: AnyEntry, request: Request, *, notices: tuple[Notice, ...] = (), first: tuple[Choice, ...] = ()
) -> Answer:
    """The card of ``entry`` that ``request`` asks for.

    ``notices`` come before the card's own; ``first`` are choices to put at the head of the menu ("Not this?").
    A section that the entry does not have gives the short card.
    """
    language = request.language
    lines = desk.source_lines(_sources(desk, entry, request), language)
    return Answer(
        request=request,
        title=_title(desk, entry, request),
        lead=desk.lead(entry, language) if request.view in _WITH_LEAD else "",
        safety_note=desk.safety(entry.family, language),
        notices=(*notices, *desk.notices(entry, language)),
        parts=_parts(desk, entry, request),
        menu=_menu(desk, entry, language, first),
        menu_label=desk.say("menus.not_this" if first else "menus.sections", language),
        sources=lines,
        sources_line="" if request.view is View.SOURCES else desk.sources_line(lines, language),
        review=desk.review(entry, language),
        offers=_offers(desk, entry, request),
        found=Found("exact", entry.id, entry.kind),
    )


_WITH_LEAD = frozenset({View.SHORT, View.FULL, View.GLOSSARY, View.SUMMARY})


def _title(desk: Desk, entry: AnyEntry, request: Request) -> str:
    title = desk.title(entry, request.language)
    if request.view is View.SOURCES:
        return desk.say("card.sources_title", request.language, title=title)
    if request.view is View.SUMMARY:
        return desk.say("card.summary_title", request.language, title=title)
    return title


def _sources(desk: Desk, entry: AnyEntry, request: Request) -> tuple[str, ...]:
    if request.view is View.SECTION and request.section == WORDS:
        words = (desk.knowledge.entries[word] for word in desk.words_on(entry.id)[:MOST_WORDS])
        return tuple(source for word in words for source in word.sources)
    if request.view is View.SECTION and (section := entry.section(request.section)):
        return section.sources if section.id != "side-effects" else (*section.sources, *_risk_sources(entry))
    return entry.source_ids()


def _risk_sources(entry: AnyEntry) -> tuple[str, ...]:
    if not isinstance(entry, Drug):
        return ()
    return tuple(source for risk in entry.serious_risks for source in risk.sources)


def _parts(desk: Desk, entry: AnyEntry, request: Request) -> tuple[Part, ...]:
    language = request.language
    match request.view:
        case View.FULL:
            card = (*facts(desk, entry, language), *_sections(desk, entry, language), *_words(desk, entry, language))
            return (*_scope(desk, entry, language), *card, *_help(desk, entry, language))
        case View.SECTION if request.section == WORDS:
            return _words(desk, entry, language) or facts(desk, entry, language)
        case View.SECTION:
            section = entry.section(request.section)
            return _one_section(desk, entry, section, language) if section else facts(desk, entry, language)
        case View.SUMMARY:
            return tuple(_summary(desk, entry, section, language) for section in entry.sections)
        case View.SOURCES:
            return _source_parts(desk, entry, language)
        case _:
            return facts(desk, entry, language)


def _scope(desk: Desk, entry: AnyEntry, language: str) -> tuple[Part, ...]:
    """Whom the card is for and what it can and cannot do, before one reads it all."""
    key = f"card.scope.{_sort(entry)}"
    return (Part(None, desk.say(key, language), "scope"),) if desk.phrases.has(key) else ()


def _help(desk: Desk, entry: AnyEntry, language: str) -> tuple[Part, ...]:
    """Where to turn with what the card leaves open; a word needs none."""
    if isinstance(entry, Term):
        return ()
    return (Part(desk.say("card.help_title", language), desk.say("card.help", language), "help"),)


def _sort(entry: AnyEntry) -> str:
    return entry.type if isinstance(entry, Topic) else entry.kind.value


def _words(desk: Desk, entry: AnyEntry, language: str) -> tuple[Part, ...]:
    """The words of the card that have entries of their own, each with its one line."""
    words = desk.choices(desk.words_on(entry.id), language)[:MOST_WORDS]
    lines = "\n".join(f"- **{word.title}**: {word.gist}" for word in words)
    return (Part(desk.say("card.words_title", language), lines, WORDS),) if words else ()


def _sections(desk: Desk, entry: AnyEntry, language: str) -> tuple[Part, ...]:
    return tuple(part for section in entry.sections for part in _one_section(desk, entry, section, language))


def _one_section(desk: Desk, entry: AnyEntry, section: Section, language: str) -> tuple[Part, ...]:
    part = desk.section(entry, section, language)
    if section.id == "side-effects" and isinstance(entry, Drug) and entry.serious_risks:
        return (part, _risks(desk, entry, language))
    return (part,)


def _risks(desk: Desk, drug: Drug, language: str) -> Part:
    """Serious risks by name: those in a boxed warning are said as such, the others are not."""
    boxed = [risk.name for risk in drug.serious_risks if risk.boxed]
    other = [risk.name for risk in drug.serious_risks if not risk.boxed]
    lines: list[str] = []
    if boxed:
        lines.append(desk.say("drug.boxed", language, risks="; ".join(boxed)))
    if other:
        lines.append(desk.say("drug.other_risks" if boxed else "drug.risks", language, risks="; ".join(other)))
    lines.append(desk.say("drug.risks_open", language))
    return Part(desk.say("drug.risks_title", language), "\n\n".join(lines), "serious-risks")


def _summary(desk: Desk, entry: AnyEntry, section: Section, language: str) -> Part:
    return Part(desk.section_title(entry, section, language), desk.short(entry, section, language), section.id)


def _source_parts(desk: Desk, entry: AnyEntry, language: str) -> tuple[Part, ...]:
    def listing(ids: tuple[str, ...]) -> str:
        return "\n".join(f"- {line.label}: {line.title}. {line.url}" for line in desk.source_lines(ids, language))

    parts = [Part(None, listing(entry.source_ids()), "sources")]
    if entry.further_reading:
        parts.append(Part(desk.say("card.further_reading", language), listing(entry.further_reading), "further"))
    return tuple(parts)


def _menu(desk: Desk, entry: AnyEntry, language: str, first: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Other meanings first, then the entry's sections, then what is related to it."""
    sections = tuple(
        Choice(
            Request(view=View.SECTION, id=entry.id, section=section.id, language=language),
            desk.section_title(entry, section, language),
            desk.short(entry, section, language),
            f"{entry.id}/{section.id}",
        )
        for section in entry.sections
    )
    return (*first, *sections, *_words_choice(desk, entry, language), *desk.choices(entry.related, language))[:MENU]


def _words_choice(desk: Desk, entry: AnyEntry, language: str) -> tuple[Choice, ...]:
    words = desk.words_on(entry.id)[:MOST_WORDS]
    if not words:
        return ()
    request = Request(view=View.SECTION, id=entry.id, section=WORDS, language=language)
    title = desk.say("card.words_title", language)
    return (Choice(request, title, desk.say("card.words_gist", language, count=len(words)), f"{entry.id}/{WORDS}"),)


def _offers(desk: Desk, entry: AnyEntry, request: Request) -> tuple[tuple[Offer, str, Request], ...]:
    language = request.language

    def to(view: View, section: str = "", id_: str = entry.id) -> Request:
        return Request(view=view, id=id_, section=section, language=language)

    wanted: list[tuple[Offer, Request]] = []
    if request.view not in (View.SHORT, View.GLOSSARY):
        wanted.append((Offer.OVERVIEW, to(View.SHORT)))
    match entry:
        case SideEffect() | Term():
            wanted.append((Offer.URGENT, to(View.URGENT, id_=entry.family.value)))
        case Topic() | Drug():
            wanted.append((Offer.SIDE_EFFECTS, to(View.SECTION, "side-effects")))
        case _:
            assert_never(entry)
    wanted.append((Offer.QUESTIONS, to(View.SECTION, "ask")))
    wanted.append((Offer.SOURCES, to(View.SOURCES)))
    if request.view is View.FULL:  # which ends with where to find more help
        wanted.append((Offer.SUPPORT, Request(view=View.SUPPORT, language=language)))
    kept = ((offer, target) for offer, target in wanted if target != request.with_page(0) and _possible(entry, target))
    shown = [(offer, desk.say(f"buttons.{offer.value}", language), target) for offer, target in kept]
    return (*shown, (Offer.SHARE, desk.say("buttons.share", language), request))


def _possible(entry: Entry, target: Request) -> bool:
    return target.view is not View.SECTION or entry.section(target.section) is not None
