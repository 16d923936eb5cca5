"""Cards that offer instead of answering: suggestions, nothing found, and the known words of a longer text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.answer import Answer, Choice, Found, Notice, Offer, Part, Request, View
from bot.answers.pages import STARTERS
from bot.knowledge.model import AnyEntry, Family

if TYPE_CHECKING:
    from bot.answers.desk import Desk
    from bot.lookup.outcome import Suggestions

__all__ = ["shared_family", "suggestions", "unknown", "urgent_family", "words"]

#: What fits on one card with room for the note.
MOST_WORDS = 8
#: Families in which fever alone is an emergency.
STRICTER = (Family.CELL_THERAPY, Family.BISPECIFIC, Family.BCG)


def suggestions(desk: Desk, found: Suggestions, language: str) -> Answer:
    """Entries to choose from, best first, each with its gist."""
    choices = desk.choices((entry.id for entry in found.entries), language)
    return Answer(
        request=Request(view=View.CHOICES, id=found.reason.value, language=language),
        title=desk.say(f"suggestions.{found.reason.value}.title", language),
        lead=desk.say(f"suggestions.{found.reason.value}.lead", language),
        safety_note=desk.safety(shared_family(found.entries), language),
        parts=(_listing(choices[:MOST_WORDS]),),
        menu=choices[:25],
        menu_label=desk.say("menus.choices", language),
        offers=_offers(desk, language, urgent_family(found.entries)),
        found=Found("suggestions"),
        shareable=False,
    )


def unknown(desk: Desk, language: str) -> Answer:
    """Nothing found: what to try, and where newcomers begin."""
    return Answer(
        request=Request(view=View.CHOICES, id="unknown", language=language),
        title=desk.say("unknown.title", language),
        lead=desk.say("unknown.lead", language),
        safety_note=desk.safety(Family.GENERAL, language),
        menu=desk.choices(STARTERS, language),
        menu_label=desk.say("menus.topics", language),
        offers=_offers(desk, language),
        found=Found("unknown"),
        shareable=False,
    )


def words(desk: Desk, entries: tuple[AnyEntry, ...], notices: tuple[Notice, ...], language: str) -> Answer:
    """The known words of a message, each in a line; the message itself is never repeated."""
    if not entries:
        return _no_words(desk, notices, language)
    choices = desk.choices((entry.id for entry in entries), language)
    return Answer(
        request=Request(view=View.CHOICES, id="words", language=language),
        title=desk.say("words.title", language),
        lead=desk.say("words.lead", language),
        safety_note=desk.safety(shared_family(entries), language),
        notices=notices,
        parts=(_listing(choices[:MOST_WORDS]),),
        menu=choices[:25],
        menu_label=desk.say("menus.choices", language),
        offers=_offers(desk, language, urgent_family(entries)),
        found=Found("suggestions"),
        shareable=False,
    )


def _no_words(desk: Desk, notices: tuple[Notice, ...], language: str) -> Answer:
    return Answer(
        request=Request(view=View.CHOICES, id="unknown", language=language),
        title=desk.say("words.none_title", language),
        lead=desk.say("words.none_lead", language),
        safety_note=desk.safety(Family.GENERAL, language),
        notices=notices,
        menu=desk.choices(STARTERS, language),
        menu_label=desk.say("menus.topics", language),
        offers=_offers(desk, language),
        found=Found("unknown"),
        shareable=False,
    )


def _listing(choices: tuple[Choice, ...]) -> Part:
    return Part(None, "\n".join(f"- **{choice.title}**: {choice.gist}" for choice in choices), "choices")


def shared_family(entries: tuple[AnyEntry, ...]) -> Family:
    """The one family that the entries belong to, or the general one if they belong to several.

    Entries of the general family do not count: beside CAR-T, a glossary word changes nothing.
    """
    families = {entry.family for entry in entries} - {Family.GENERAL}
    return families.pop() if len(families) == 1 else Family.GENERAL


def urgent_family(named: tuple[AnyEntry, ...]) -> Family:
    """Whose warning signs to show for a text that names these entries: of several families, one that is stricter."""
    families = {entry.family for entry in named}
    strict = next((family for family in STRICTER if family in families), None)
    return strict or shared_family(named)


def _offers(desk: Desk, language: str, family: Family = Family.GENERAL) -> tuple[tuple[Offer, str, Request], ...]:
    targets = (
        (Offer.URGENT, Request(view=View.URGENT, id=family.value, language=language)),
        (Offer.SUPPORT, Request(view=View.SUPPORT, language=language)),
        (Offer.TOPICS, Request(view=View.TOPICS, language=language)),
    )
    return tuple((offer, desk.say(f"buttons.{offer.value}", language), target) for offer, target in targets)
