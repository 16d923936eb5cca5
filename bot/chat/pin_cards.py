"""The moderators' cards about pins: the list, the starter set before it is pinned, and what was done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answers.answer import Notice, Part
from bot.chat.buttons import PinPress, shortened
from bot.chat.custom_ids import PinAction
from bot.pins.cards import PAGES, card_of, request_of
from bot.pins.starter import STARTER
from bot.pins.states import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers import Answers
    from bot.answers.answer import Answer
    from bot.pins.difference import Difference
    from bot.pins.states import Listed
    from bot.storage.records import Pin

__all__ = [
    "PER_PAGE",
    "Controlled",
    "about_card",
    "list_card",
    "page_of",
    "starter_card",
    "starters",
    "title_of",
    "unclear_card",
]

#: Pins on one page of the list: two buttons for each, and room for what an update would change.
PER_PAGE = 6
#: Characters of a line that says what an update would change, in the list.
LINE = 130
#: States in which there is something that *Update* would do.
_UPDATABLE = frozenset({State.WAITING, State.MISSING, State.UNPINNED, State.UNFINISHED})


@dataclass(frozen=True, slots=True)
class Controlled:
    """A card, and the buttons that go with its place."""

    answer: Answer
    controls: tuple[PinPress, ...] = ()


def title_of(answers: Answers, pin: Pin) -> str:
    """What a pin goes by: its entry's title, and its section's; its old id once the entry was taken away."""
    answer, entry_id = card_of(answers, pin)
    if not entry_id:
        return pin.entry_id
    return f"{answer.title}: {answer.parts[0].title}" if pin.section and _sectioned(answer) else answer.title


def _sectioned(answer: Answer) -> bool:
    return bool(answer.request.section and answer.parts and answer.parts[0].title)


def page_of(listed: Sequence[Listed], page: int) -> tuple[int, Sequence[Listed]]:
    """The page that there is (the last one if ``page`` is beyond it), and the pins on it."""
    last = max(0, (len(listed) - 1) // PER_PAGE)
    page = min(page, last)
    return page, listed[page * PER_PAGE : (page + 1) * PER_PAGE]


def list_card(
    answers: Answers,
    language: str,
    listed: Sequence[Listed],
    page: int,
    changes: dict[str, Difference],
    said: str = "",
) -> Controlled:
    """The list of a server's pins. ``changes`` has, by pin, what waits to be updated; ``said`` goes above."""
    if not listed:
        return Controlled(_said(answers.notice("pin-none", language), said))
    page, shown = page_of(listed, page)
    first = page * PER_PAGE + 1
    text = "\n\n".join(_line(answers, language, n, each, changes) for n, each in enumerate(shown, first))
    answer = answers.notice("pin-list", language, count=len(listed))
    controls = [
        *(button for n, each in enumerate(shown, first) for button in _buttons(answers, language, n, each)),
        *_turns(answers, language, page, len(listed)),
    ]
    return Controlled(_said(replace(answer, parts=(Part(None, text),)), said), tuple(controls))


def _said(answer: Answer, said: str) -> Answer:
    return replace(answer, notices=(Notice(said),)) if said else answer


def _line(answers: Answers, language: str, number: int, each: Listed, changes: dict[str, Difference]) -> str:
    pin, say = each.pin, answers.say
    state = say(f"pins.states.{each.state.value}", language)
    updated = answers.phrases.date((pin.updated_at or pin.claimed_at).date(), language)
    title = shortened(title_of(answers, pin), 80)
    line = say(
        "pins.line", language, number=number, title=title, channel=f"<#{pin.channel_id}>", state=state, date=updated
    )
    if pin.message_id and each.state not in (State.MISSING, State.UNSEEN):
        url = f"https://discord.com/channels/{pin.guild_id}/{pin.channel_id}/{pin.message_id}"
        line += f" [{say('pins.open', language)}]({url})"
    if difference := changes.get(pin.id):
        line += "\n" + _clipped(difference.in_words(say, language))
    return line


def _clipped(text: str) -> str:
    return "\n".join(shortened(line, LINE) for line in text.splitlines())


def _buttons(answers: Answers, language: str, number: int, each: Listed) -> list[PinPress]:
    say, pin = answers.say, each.pin
    update = PinPress.about(
        PinAction.UPDATE,
        pin.id,
        say("pins.buttons.update_number", language, number=number),
        primary=each.state in _UPDATABLE,
    )
    unpin = PinPress.about(PinAction.UNPIN, pin.id, say("pins.buttons.unpin_number", language, number=number))
    return [update, unpin]


def _turns(answers: Answers, language: str, page: int, count: int) -> list[PinPress]:
    pages = [(page - 1, "buttons.previous")] if page else []
    if (page + 1) * PER_PAGE < count:
        pages.append((page + 1, "buttons.more"))
    return [PinPress.about(PinAction.LIST, str(each), answers.say(key, language)) for each, key in pages]


def about_card(answers: Answers, language: str, pin: Pin | None, *, moderator: bool) -> Controlled:
    """What "About this pin" says: to everyone what it is and when it changed, to moderators what they can do."""
    if pin is None:
        return Controlled(answers.notice("pin-unknown", language))
    date = answers.phrases.date((pin.updated_at or pin.claimed_at).date(), language)
    answer = answers.notice("pin-about", language, title=title_of(answers, pin), date=date)
    if not moderator:
        return Controlled(answer)
    update = PinPress.about(PinAction.UPDATE, pin.id, answers.say("pins.buttons.update", language))
    unpin = PinPress.about(PinAction.UNPIN, pin.id, answers.say("pins.buttons.unpin", language))
    return Controlled(answer, (update, unpin))


def starters(answers: Answers) -> tuple[str, ...]:
    """The starter set, without what this knowledge does not have."""
    return tuple(each for each in STARTER if each in PAGES or each in answers.knowledge.entries)


def starter_card(answers: Answers, language: str, channel_id: int, pinned_in: str) -> Controlled:
    """What the starter set is, and a button that pins it, in the language ``pinned_in``."""
    titles = (answers.open(request_of(each, "", language)).title for each in starters(answers))
    text = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
    answer = answers.notice("pin-starter", language, channel=f"<#{channel_id}>")
    button = PinPress.about(
        PinAction.STARTER, f"{channel_id}.{pinned_in}", answers.say("pins.buttons.starter", language), primary=True
    )
    return Controlled(replace(answer, parts=(Part(None, text),)), (button,))


def unclear_card(answers: Answers, found: Answer, language: str) -> Answer:
    """Nothing is pinned on a guess: says what it may have been, to be chosen from the list under the option."""
    titles = "\n".join(f"- {choice.title}" for choice in found.menu[:5])
    title = found.title if found.found and found.found.id else ""
    text = "\n".join(filter(None, (f"- {title}" if title else "", titles if not title else "")))
    return replace(answers.notice("pin-unclear", language), parts=(Part(None, text),) if text else ())
