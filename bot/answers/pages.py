"""Cards that are not about one entry: warning signs, help lines, what can be asked, help, about, privacy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.answer import Answer, Choice, Notice, Offer, Part, Request, View
from bot.answers.phrases import DEFAULT_LANGUAGE
from bot.knowledge.model import Country, Family, HelpLine, Topic, WarningSign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answers.desk import Desk

__all__ = ["STARTERS", "notice", "page", "support", "topics", "urgent"]

#: What newcomers ask first, in this order: the empty search box and the topics card begin with these.
STARTERS = (
    "immunotherapy",
    "checkpoint-inhibitors",
    "car-t",
    "immune-related-side-effects",
    "monoclonal-antibodies",
    "antibody-drug-conjugates",
    "bispecific-antibodies",
    "cancer-vaccines",
    "biomarkers",
    "clinical-trials",
    "managing-side-effects",
    "questions-to-ask",
    "for-caregivers",
)

_PAGE_KEYS = {View.HELP: "help", View.ABOUT: "about", View.PRIVACY: "privacy"}


def _buttons(desk: Desk, request: Request, *offers: tuple[Offer, View]) -> tuple[tuple[Offer, str, Request], ...]:
    """The offers as buttons, and *Share* last."""
    language = request.language
    shown = [
        (offer, desk.say(f"buttons.{offer.value}", language), Request(view=view, language=language))
        for offer, view in offers
    ]
    return (*shown, (Offer.SHARE, desk.say("buttons.share", language), request))


def page(desk: Desk, request: Request) -> Answer:
    """Help, about or privacy: texts that stand whole in the phrases."""
    language, key = request.language, f"pages.{_PAGE_KEYS[request.view]}"
    counts = {kind: len(entries) for kind, entries in _by_kind(desk).items()}
    others = [view for view in _PAGE_KEYS if view is not request.view]
    return Answer(
        request=request,
        title=desk.say(f"{key}.title", language),
        lead=desk.say(f"{key}.lead", language, **counts),
        safety_note=desk.safety(Family.GENERAL, language),
        parts=tuple(Part(title, text) for title, text in desk.phrases.numbered(key, language)),
        menu=tuple(_page_choice(desk, view, language) for view in others),
        menu_label=desk.say("menus.more", language),
        offers=_buttons(desk, request, (Offer.TOPICS, View.TOPICS), (Offer.URGENT, View.URGENT)),
    )


def _page_choice(desk: Desk, view: View, language: str) -> Choice:
    key = _PAGE_KEYS[view]
    return Choice(Request(view=view, language=language), desk.say(f"pages.{key}.title", language), "", key)


def _by_kind(desk: Desk) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {"topic": [], "term": [], "drug": [], "side_effect": []}
    for entry in desk.knowledge.entries.values():
        kinds[entry.kind.value.replace("-", "_")].append(entry.id)
    return kinds


def topics(desk: Desk, request: Request) -> Answer:
    """What can be asked: the topics by type, and how many of everything else there are."""
    language = request.language
    kinds = _by_kind(desk)
    found = [entry for entry in desk.knowledge.entries.values() if isinstance(entry, Topic)]
    parts: list[Part] = []
    for type_ in ("therapy", "idea", "practical"):
        titles = [desk.title(topic, language) for topic in found if topic.type == type_]
        if titles:
            parts.append(Part(desk.say(f"topics.{type_}", language), " · ".join(titles), type_))
    others = {"drugs": len(kinds["drug"]), "side_effects": len(kinds["side_effect"]), "terms": len(kinds["term"])}
    parts.append(Part(None, desk.say("topics.others", language, **others), "others"))
    return Answer(
        request=request,
        title=desk.say("topics.title", language),
        lead=desk.say("topics.lead", language),
        safety_note=desk.safety(Family.GENERAL, language),
        parts=tuple(parts),
        menu=desk.choices((*STARTERS, *(topic.id for topic in found)), language)[:25],
        menu_label=desk.say("menus.topics", language),
        offers=_buttons(desk, request, (Offer.URGENT, View.URGENT)),
    )


def urgent(desk: Desk, request: Request, notices: tuple[Notice, ...] = ()) -> Answer:
    """The fixed warning signs of a family, the same for everyone. An unknown family gives the general list.

    The list is in one language: where a line of it has not been translated, all of it is in English, and it says so.
    """
    language = request.language
    family = Family(request.id) if request.id in set(Family) else Family.GENERAL
    safety = desk.knowledge.safety[family]
    signs = safety.warning_signs
    blocks = (("emergency", signs.emergency), ("call-today", signs.call_today), ("tell-team", signs.tell_team))
    translated = all(language in sign.text_in for sign in signs.every())
    spoken = language if translated else DEFAULT_LANGUAGE
    extra = (Notice(desk.say("card.only_english", language)),) if spoken != language else ()
    lines = desk.source_lines((source for sign in signs.every() for source in sign.sources), language)
    return Answer(
        request=request,
        title=desk.say("urgent.title", language, family=_family_title(desk, family, language)),
        lead=desk.say("urgent.lead", language),
        safety_note=desk.safety(family, language),
        notices=(*notices, *extra),
        parts=tuple(
            Part(desk.say(f"actions.{level}", language), _signs(found, spoken), level) for level, found in blocks
        ),
        menu=tuple(_family_choice(desk, other, language) for other in Family if other is not family),
        menu_label=desk.say("menus.families", language),
        sources=lines,
        sources_line=desk.sources_line(lines, language),
        review=desk.dates(safety.reviewed, safety.review_by, None, language),
        offers=_buttons(desk, request, (Offer.SUPPORT, View.SUPPORT)),
    )


def _signs(signs: Iterable[WarningSign], language: str) -> str:
    return "\n".join(f"- {sign.text_in.get(language, sign.text)}" for sign in signs)


def _family_title(desk: Desk, family: Family, language: str) -> str:
    return desk.say(f"families.{family.value}", language)


def _family_choice(desk: Desk, family: Family, language: str) -> Choice:
    request = Request(view=View.URGENT, id=family.value, language=language)
    return Choice(request, _family_title(desk, family, language), "", family.value)


def support(desk: Desk, request: Request, notices: tuple[Notice, ...] = ()) -> Answer:
    """Emergency number, crisis lines and cancer lines of one country; without one, the countries to choose from.

    No country is guessed: a wrong number is the worst mistake here.
    """
    language = request.language
    country = desk.knowledge.countries.get(request.id)
    parts = _country_parts(desk, country, language) if country else ()
    lines = desk.source_lines(_country_sources(country), language) if country else ()
    name = _country_name(country, language) if country else ""
    return Answer(
        request=request,
        title=desk.say("support.title_in", language, country=name) if country else desk.say("support.title", language),
        lead=desk.say("support.lead_in" if country else "support.lead", language, country=name),
        safety_note=desk.safety(Family.GENERAL, language),
        notices=notices,
        parts=parts,
        menu=_country_menu(desk, request, country),
        menu_label=desk.say("menus.countries", language),
        sources=lines,
        sources_line=desk.sources_line(lines, language),
        review=desk.dates(country.reviewed, country.review_by, None, language) if country else None,
        offers=_buttons(desk, request, (Offer.URGENT, View.URGENT)),
    )


#: A menu holds 25 options; the last one leads to the other countries.
_MENU = 24
#: The section that a request for the second half of the countries names.
_OTHERS = "others"


def _country_menu(desk: Desk, request: Request, shown: Country | None) -> tuple[Choice, ...]:
    """Half of the countries, and the way to the other half: no country is out of reach of a press."""
    language = request.language
    choices = [_country_choice(each, language) for each in _countries(desk, language, shown)]
    if len(choices) <= _MENU + 1:
        return tuple(choices)
    first = request.section != _OTHERS
    half = choices[:_MENU] if first else choices[_MENU : 2 * _MENU]
    other = replace(request, section=_OTHERS if first else "", page=0)
    return (*half, Choice(other, desk.say("support.others", language), "", _OTHERS))


def _countries(desk: Desk, language: str, without: Country | None) -> list[Country]:
    found = [country for country in desk.knowledge.countries.values() if country is not without]
    return sorted(found, key=lambda country: _country_name(country, language))


def _country_name(country: Country, language: str) -> str:
    return country.name_es if language == "es" else country.name


def _country_choice(country: Country, language: str) -> Choice:
    request = Request(view=View.SUPPORT, id=country.iso, language=language)
    return Choice(request, _country_name(country, language), "", country.iso)


def _country_sources(country: Country) -> tuple[str, ...]:
    lines = (*country.emergency, *country.crisis, *country.cancer)
    return tuple(source for line in lines for source in line.sources)


def _country_parts(desk: Desk, country: Country, language: str) -> tuple[Part, ...]:
    purposes = ((number, number.purpose_in.get(language, number.purpose)) for number in country.emergency)
    emergency = "\n".join(f"- **{number.number}**: {purpose}" for number, purpose in purposes)
    blocks = [
        ("emergency", emergency),
        ("crisis", "\n".join(_line(desk, line, language) for line in country.crisis)),
        ("cancer", "\n".join(_line(desk, line, language) for line in country.cancer)),
    ]
    return tuple(
        Part(desk.say(f"support.{key}", language), text or desk.say(f"support.no_{key}", language), key)
        for key, text in blocks
    )


def _line(desk: Desk, line: HelpLine, language: str) -> str:
    ways = [
        desk.say(f"support.by_{way}", language, value=value)
        for way, value in (("phone", line.phone), ("text", line.text), ("chat", line.chat))
        if value
    ]
    if line.hours:
        ways.append(line.hours)
    if line.languages:
        ways.append(desk.say("support.languages", language, languages=", ".join(line.languages)))
    return f"- **{line.name}**: " + "; ".join(ways)


def notice(desk: Desk, key: str, language: str, facts: dict[str, object], *, shareable: bool = False) -> Answer:
    """A confirmation or a failure: a title, a sentence that says what to do next, and the note."""
    request = Request(view=View.NOTICE, id=key, language=language)
    offers = ((Offer.URGENT, View.URGENT), (Offer.TOPICS, View.TOPICS))
    return Answer(
        request=request,
        title=desk.say(f"notices.{key}.title", language, **facts),
        lead=desk.say(f"notices.{key}.lead", language, **facts),
        safety_note=desk.safety(Family.GENERAL, language),
        offers=_buttons(desk, request, *offers)[:-1],
        shareable=shareable,
    )
