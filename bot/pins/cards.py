"""What stands on a pin: the card, its fingerprint, and the line that says what an update changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from bot.answers.answer import Notice, Request, View

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from bot.answers import Answers
    from bot.answers.answer import Answer
    from bot.storage.records import Pin

__all__ = ["PAGES", "card_of", "fingerprint", "request_of", "updated"]

#: Cards that are no entries, as they stand in the column of the entry. ``@`` never begins an entry's id.
PAGES: Mapping[str, View] = {"@urgent": View.URGENT, "@support": View.SUPPORT, "@help": View.HELP}


def request_of(entry_id: str, section: str, language: str) -> Request:
    """The card to pin: a page, a summary, or one section of an entry."""
    if entry_id in PAGES:
        return Request(view=PAGES[entry_id], id=section, language=language)
    view = View.SECTION if section else View.SUMMARY
    return Request(view=view, id=entry_id, section=section, language=language)


def card_of(answers: Answers, pin: Pin) -> tuple[Answer, str]:
    """The card as it should stand now, and the entry's id now: a renamed entry has a new one.

    An entry that was taken away gives a card that says so, and "" for its id.
    """
    asked = request_of(pin.entry_id, pin.section, pin.language)
    answer = answers.open(asked)
    if answer.request.view is View.NOTICE:
        return answers.notice("pin-withdrawn", pin.language), ""
    if answer.request != asked:  # renamed: the line that says so is for somebody who asked by the old name
        answer = answers.open(answer.request)
    if answer.request.view is View.SECTION and not _has_section(answers, answer.request):
        answer = answers.open(replace(answer.request, view=View.SUMMARY, section=""))
    entry_id = pin.entry_id if pin.entry_id in PAGES else answer.request.id
    return answer, entry_id


def _has_section(answers: Answers, request: Request) -> bool:
    return answers.knowledge.entries[request.id].section(request.section) is not None


def fingerprint(answer: Answer) -> str:
    """64 hexadecimal characters that change with anything a reader of the card sees or can press."""
    return hashlib.sha256(json.dumps(asdict(answer), default=str, sort_keys=True).encode()).hexdigest()


def updated(answers: Answers, answer: Answer, changes: str, day: dt.date) -> Answer:
    """The card with the line "Updated on …: …" first."""
    language = answer.request.language
    date = answers.phrases.date(day, language)
    said = Notice(answers.say("pins.updated", language, date=date, changes=changes))
    return replace(answer, notices=(said, *answer.notices))
