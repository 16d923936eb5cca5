"""The sentences of ``knowledge/phrases/``, by key and language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

__all__ = ["DEFAULT_LANGUAGE", "Phrases"]

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Looks sentences up; a sentence that a language lacks is said in English."""

    texts: Mapping[str, Mapping[str, str]]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages on offer, English first."""
        return tuple(sorted(self.texts, key=lambda language: (language != DEFAULT_LANGUAGE, language)))

    def language_of(self, locale: str | None) -> str:
        """The language for one of Discord's locale codes (``es-419`` gives ``es``); English when there is none."""
        language = (locale or "").partition("-")[0].lower()
        return language if language in self.texts else DEFAULT_LANGUAGE

    def has(self, key: str) -> bool:
        """Whether there is such a sentence, in English at least."""
        return key in self.texts[DEFAULT_LANGUAGE]

    def say(self, key: str, language: str, **facts: object) -> str:
        """The sentence of ``key`` with ``facts`` put in. Raises KeyError for a key that English lacks too."""
        text = self.texts.get(language, {}).get(key) or self.texts[DEFAULT_LANGUAGE][key]
        return text.format_map(facts) if facts else text

    def date(self, day: dt.date, language: str) -> str:
        """``24 November 2026``, in the order and the words of the language."""
        months = self.say("dates.months", language).split()
        return self.say("dates.day", language, day=day.day, month=months[day.month - 1], year=day.year)

    def numbered(self, prefix: str, language: str) -> tuple[tuple[str, str], ...]:
        """The blocks ``prefix.1.title``/``.text``, ``prefix.2…`` of a page, in order."""
        blocks: list[tuple[str, str]] = []
        while self.has(f"{prefix}.{len(blocks) + 1}.text"):
            here = f"{prefix}.{len(blocks) + 1}"
            blocks.append((self.say(f"{here}.title", language), self.say(f"{here}.text", language)))
        return tuple(blocks)
