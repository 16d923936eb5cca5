"""Phrases and translations keep step with English."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from bot.knowledge.load import content_digest
from bot.knowledge.readability import measure
from bot.knowledge.rules.reading import CARD_GRADE, LONGEST_SENTENCE
from bot.knowledge.rules.wording import promises

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.knowledge.model import SafetyNote
    from bot.knowledge.rules.desk import Desk, Findings

__all__ = ["phrases", "safety_translations", "translations"]

ENGLISH = "en"
#: Below this a grade says more about one long word than about the phrase.
ENOUGH_WORDS = 20
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def phrases(desk: Desk) -> Findings:
    """English phrases are plain; every other language has the same keys and placeholders."""
    english = desk.knowledge.phrases.get(ENGLISH, {})
    for key, text in english.items():
        yield from _plain(desk, key, text)
    for language, texts in desk.knowledge.phrases.items():
        for key in english.keys() - texts.keys():
            yield desk.at("phrases", language, "phrases", f'"{key}" is missing in {language}.')
        for key, text in texts.items():
            yield from _same_as_english(desk, language, key, text)


def _same_as_english(desk: Desk, language: str, key: str, text: str) -> Findings:
    english = desk.knowledge.phrases.get(ENGLISH, {})
    place = key.split(".")
    given = _placeholders(text)
    if given is None:
        yield desk.at("phrases", language, "phrases", f'"{key}" has a brace without its partner.', *place)
    elif key not in english:
        yield desk.at("phrases", language, "phrases", f'"{key}" is not in {ENGLISH}.yaml.', *place)
    elif (wanted := _placeholders(english[key])) is not None and given != wanted:
        said = ", ".join(sorted(wanted)) or "none"
        yield desk.at("phrases", language, "phrases", f'"{key}" must have the placeholders of English: {said}.', *place)


def _plain(desk: Desk, key: str, text: str) -> Findings:
    place = key.split(".")
    reading = measure(text, desk.medicines)
    if reading.words >= ENOUGH_WORDS and reading.grade > CARD_GRADE:
        message = f'"{key}" reads at grade {reading.grade}; at most {CARD_GRADE:g}.'
        yield desk.at("phrases", ENGLISH, "grade", message, *place)
    if reading.longest > LONGEST_SENTENCE:
        message = f'"{key}" has a sentence of {reading.longest} words; at most {LONGEST_SENTENCE}.'
        yield desk.at("phrases", ENGLISH, "sentence", message, *place)
    for rule, message in promises(text):
        yield desk.at("phrases", ENGLISH, rule, message, *place)


def _placeholders(text: str) -> frozenset[str] | None:
    """The names in braces; None where the braces do not match."""
    try:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def translations(desk: Desk) -> Findings:
    """A translation was made from the English text as it is now, and has all its sections."""
    for language, of_language in desk.knowledge.translations.items():
        for entry_id, translation in of_language.items():
            entry = desk.knowledge.entries.get(entry_id)
            if entry is None:
                continue  # the loader has said so
            where = (f"translation:{language}", entry_id)
            digest = content_digest(entry)
            if translation.translated_from != digest:
                message = f'The English text has changed; translate it again and set "translated_from: {digest}".'
                yield desk.at(*where, "translation", message, "translated_from")
            given = {section.id for section in translation.sections}
            if missing := [section.id for section in entry.sections if section.id not in given]:
                yield desk.at(*where, "translation", f"Not translated: {', '.join(missing)}.", "sections", weak=True)


def safety_translations(desk: Desk) -> Findings:
    """Every safety note and warning sign is there in each language of the phrases, with the numbers of English."""
    others = desk.knowledge.phrases.keys() - {ENGLISH}
    for family, note in desk.knowledge.safety.items():
        for text, given, place in _safety_texts(note):
            for language in sorted(others - given.keys()):
                message = f"«{_start(text)}» is missing in {language}, so the reader gets English."
                yield desk.at("safety", family, "translation", message, *place)
            for language, translated in given.items():
                if language not in others:
                    message = f'There are no phrases in "{language}", so nobody can read «{_start(translated)}».'
                    yield desk.at("safety", family, "translation", message, *place, language)
                elif _numbers(translated) != _numbers(text):
                    said = ", ".join(_numbers(text)) or "none"
                    message = f"«{_start(translated)}» must have the numbers of English: {said}."
                    yield desk.at("safety", family, "translation", message, *place, language)


def _safety_texts(note: SafetyNote) -> Iterator[tuple[str, Mapping[str, str], tuple[str | int, ...]]]:
    """Each English text of a note with its translations, and where those stand."""
    yield note.note, note.note_in, ("note_in",)
    for level in ("emergency", "call_today", "tell_team"):
        for position, sign in enumerate(getattr(note.warning_signs, level)):
            yield sign.text, sign.text_in, ("warning_signs", level, position, "text_in")


def _numbers(text: str) -> list[str]:
    return sorted(_NUMBER.findall(text))


def _start(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")
