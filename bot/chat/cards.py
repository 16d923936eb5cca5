"""From an ``Answer`` to what Discord shows: a Components V2 view, in the same order on every card.

Title, notices, lead, parts, section menu, sources and review line, safety note, buttons. The safety note stands on
every page of a long card.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ui

from bot.answers.answer import Offer
from bot.chat.buttons import BUTTON_LABEL, OPTIONS, Card, Menu, Press
from bot.chat.custom_ids import Action, encode
from bot.chat.custom_ids import fits as carried
from bot.chat.escape import escape
from bot.chat.pages import length, paged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bot.answers.answer import Answer, Notice, Request

__all__ = ["COMPONENTS", "TEXT", "Labels", "card", "fits", "text_of"]

#: Discord's limits for one message of Components V2: components, nested ones included, and characters of text in all.
COMPONENTS = 40
TEXT = 4000
#: Buttons in a row; more rows are opened as needed.
ROW = 5
#: Buttons in a row of what moderators can do: pairs stay together.
CONTROLS = 4
#: A calm teal. It means nothing: every card has it.
COLOUR = discord.Colour(0x2A7F8E)


@dataclass(frozen=True, slots=True)
class Labels:
    """The few words of a card that are not part of its answer, in the answer's language."""

    more: str
    previous: str
    page: str
    safety: str
    typed: str

    @classmethod
    def from_phrases(cls, say: Callable[..., str], language: str) -> Labels:
        """The labels, looked up with ``Answers.say``."""
        return cls(
            more=say("buttons.more", language),
            previous=say("buttons.previous", language),
            page=say("card.page", language),
            safety=say("card.safety", language),
            typed=say("card.what_was_typed", language),
        )

    @classmethod
    def widest(cls) -> Labels:
        """As long as any translation may be: for checking layouts without knowing the language."""
        return cls(more="x" * BUTTON_LABEL, previous="x" * BUTTON_LABEL, page="x" * 40, safety="x" * 40, typed="x" * 60)


def card(answer: Answer, labels: Labels, *, public: bool = False, controls: Sequence[Press] = ()) -> Card:
    """The page of ``answer`` that its request asks for; the last one if there are fewer.

    On a ``public`` card there is nothing left to share, and nothing that somebody typed is said again. ``controls`` are
    buttons that belong to the place of the card and not to its answer, such as those of a pin: they come last.
    """
    head = _head(answer, labels, public=public)
    foot, note = _foot(answer), _note(answer, labels)
    reserved = sum(length(text) for text in (head, foot, note)) + length(labels.page) + 20
    pages = paged(answer.lead, answer.parts, TEXT - reserved)
    page = min(answer.request.page, len(pages) - 1)
    if len(pages) > 1:
        foot = "\n".join(filter(None, (_small(labels.page.format(page=page + 1, pages=len(pages))), foot)))
    buttons = [*_turns(answer.request, page, len(pages), labels), *_offers(answer, public=public)]
    rows = [*_rows(buttons, ROW), *_rows(controls, CONTROLS)]
    view = Card(timeout=None)
    view.add_item(ui.Container(*_blocks((head, pages[page]), _menu(answer), (foot, note), rows), accent_colour=COLOUR))
    return view


def fits(answer: Answer) -> list[str]:
    """Sentences about what of ``answer`` Discord would refuse or readers would miss; empty if it is well."""
    problems = [f"The id and section of {target.id!r} are too long for a button." for target in _lost(answer)]
    if answer.safety_note.text.strip() == "":
        problems.append("The safety note is empty.")
    if len(answer.menu) > OPTIONS:
        problems.append(f"The menu has {len(answer.menu)} options; Discord shows {OPTIONS}.")
    return problems or list(_too_much(answer))


def _too_much(answer: Answer) -> Iterator[str]:
    try:
        view = card(answer, Labels.widest())
    except ValueError:  # discord.py counts components itself, but not characters
        yield f"The card has more components than the {COMPONENTS} that Discord takes."
        return
    if (text := _length(view)) > TEXT:
        yield f"The card has {text} characters; Discord takes {TEXT}."


def _lost(answer: Answer) -> Iterator[Request]:
    targets = [answer.request, *(choice.request for choice in answer.menu), *(offer[2] for offer in answer.offers)]
    return (target for target in targets if not carried(target))


def text_of(view: Card) -> str:
    """Everything that can be read on a card, in order."""
    return "\n".join(item.content for item in view.walk_children() if isinstance(item, ui.TextDisplay))


def _length(view: Card) -> int:
    return sum(length(item.content) for item in view.walk_children() if isinstance(item, ui.TextDisplay))


# -- texts -----------------------------------------------------------------------------------------------------


def _head(answer: Answer, labels: Labels, *, public: bool) -> str:
    notices = (f"> {_notice(notice, labels, public=public)}" for notice in answer.notices)
    return "\n".join((f"## {answer.title}", *notices))


def _notice(notice: Notice, labels: Labels, *, public: bool) -> str:
    if notice.typed is None:
        return notice.text
    return notice.text.replace("{typed}", labels.typed if public else escape(notice.typed))


def _foot(answer: Answer) -> str:
    lines = (answer.sources_line, answer.review.line if answer.review else "")
    return "\n".join(_small(line) for line in lines if line)


def _small(line: str) -> str:
    return f"-# {line}"


def _note(answer: Answer, labels: Labels) -> str:
    return f"**{labels.safety}:** {answer.safety_note.text}"


# -- components -----------------------------------------------------------------------------------------------


def _blocks(
    above: tuple[str, ...], menu: Menu | None, below: tuple[str, str], rows: Iterable[ui.ActionRow[Card]]
) -> Iterator[ui.Item[Any]]:
    yield from (ui.TextDisplay(text) for text in above if text)
    if menu:
        yield _row([menu])
    foot, note = below
    if foot:
        yield ui.TextDisplay(foot)
    yield ui.Separator()
    yield ui.TextDisplay(note)
    yield from rows


def _rows(buttons: Sequence[Press], wide: int) -> list[ui.ActionRow[Card]]:
    return [_row(buttons[start : start + wide]) for start in range(0, len(buttons), wide)]


def _row(items: Sequence[Press | Menu]) -> ui.ActionRow[Card]:
    # discord.py types a dynamic item as one of a View or a LayoutView at once
    return ui.ActionRow(*cast("Sequence[ui.Item[Card]]", items))


def _menu(answer: Answer) -> Menu | None:
    choices = {choice.request: choice for choice in answer.menu if carried(choice.request)}
    if not choices or not carried(answer.request):
        return None
    return Menu.of(answer.request, list(choices.values())[:OPTIONS], answer.menu_label)


def _turns(request: Request, page: int, pages: int, labels: Labels) -> Iterator[Press]:
    if page > 0:
        yield Press.to(Action.OPEN, request.with_page(page - 1), labels.previous)
    if page < pages - 1:
        yield Press.to(Action.OPEN, request.with_page(page + 1), labels.more, primary=True)


def _offers(answer: Answer, *, public: bool) -> Iterable[Press]:
    """The buttons of the answer, each custom id once: Discord refuses a message that has one twice."""
    buttons: dict[str, Press] = {}
    for offer, label, request in answer.offers:
        if not carried(request) or (offer is Offer.SHARE and (public or not answer.shareable)):
            continue
        action = Action.SHARE if offer is Offer.SHARE else Action.OPEN
        buttons.setdefault(encode(action, request), Press.to(action, request, label))
    return buttons.values()
