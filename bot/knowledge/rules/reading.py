"""How easy a card is to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.readability import Reading, measure, sentences, words
from bot.knowledge.rules.desk import card, prose

if TYPE_CHECKING:
    from bot.knowledge.model import AnyEntry, SafetyNote
    from bot.knowledge.rules.desk import Desk, Findings

__all__ = ["card_reading", "entry_reading", "safety_reading"]

CARD_GRADE = 8.0
SAFETY_GRADE = 6.0
SAFETY_WORDS = 35
MEAN_SENTENCE = 15.0
LONGEST_SENTENCE = 25
FIRST_SCREEN = 90


def card_reading(desk: Desk, entry: AnyEntry, *, as_is: bool = False) -> Reading:
    """The reading level of a whole card: its lead and all its sections."""
    text = "\n\n".join(text for _, text in card(entry))
    return measure(text, desk.neutral(entry), as_is=as_is)


def entry_reading(desk: Desk, entry: AnyEntry) -> Findings:
    """Grade of the card, length of its sentences, length of its first screen."""
    reading = card_reading(desk, entry)
    if reading.grade > CARD_GRADE:
        as_is = card_reading(desk, entry, as_is=True).grade
        message = f"The card reads at grade {reading.grade} ({as_is} with names as they are); at most {CARD_GRADE:g}."
        yield desk.finding(entry, "grade", message, "lead")
    if reading.mean > MEAN_SENTENCE:
        message = f"The card's sentences have {reading.mean:.1f} words on average; at most {MEAN_SENTENCE:g}."
        yield desk.finding(entry, "sentence", message, "lead")
    for place, text in prose(entry):
        for sentence in sentences(text):
            if (count := len(words(sentence))) > LONGEST_SENTENCE:
                yield desk.finding(entry, "sentence", _long(sentence, count), *place)
    if (count := len(words(entry.title)) + len(words(entry.lead))) > FIRST_SCREEN:
        message = f"Title and lead have {count} words; the first screen holds {FIRST_SCREEN}."
        yield desk.finding(entry, "first-screen", message, "lead")


def safety_reading(desk: Desk, note: SafetyNote) -> Findings:
    """A safety note must be understood by a frightened reader."""
    reading = measure(note.note, desk.medicines)
    if reading.grade > SAFETY_GRADE:
        message = f"The safety note reads at grade {reading.grade}; at most {SAFETY_GRADE:g}."
        yield desk.at("safety", note.family, "grade", message, "note")
    if reading.words > SAFETY_WORDS:
        message = f"The safety note has {reading.words} words; at most {SAFETY_WORDS}."
        yield desk.at("safety", note.family, "safety-note", message, "note")
    for level in ("emergency", "call_today", "tell_team"):
        signs = getattr(note.warning_signs, level)
        for position, sign in enumerate(signs):
            reading = measure(sign.text, desk.medicines)
            if reading.longest > LONGEST_SENTENCE:
                message = _long(reading.longest_sentence, reading.longest)
                yield desk.at("safety", note.family, "sentence", message, "warning_signs", level, position)
        grade = measure("\n\n".join(sign.text for sign in signs), desk.medicines).grade
        if grade > CARD_GRADE:
            message = f"The list reads at grade {grade}; at most {CARD_GRADE:g}."
            yield desk.at("safety", note.family, "grade", message, "warning_signs", level)


def _long(sentence: str, count: int) -> str:
    start = " ".join(sentence.split()[:6])
    return f"The sentence «{start} …» has {count} words; at most {LONGEST_SENTENCE}."
