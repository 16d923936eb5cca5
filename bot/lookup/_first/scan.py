"""Known words and alarm phrases inside a longer text, as sequences of whole words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.names import compact
from bot.lookup._first.keys import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.knowledge.model import AlarmPhrases

__all__ = ["Alarms", "Phrasebook"]


class Phrasebook:
    """Names by the words they are made of; finds the longest at each place, so that PD-L1 is never read as PD."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """``names`` are pairs of name and what it stands for."""
        self._meaning: dict[str, str] = {}
        self._longest = 1
        for name, meaning in names:
            if key := compact(name):
                self._meaning.setdefault(key, meaning)
                self._longest = max(self._longest, len(words(name)))

    def find(self, text: str) -> list[tuple[str, str]]:
        """Meaning and typed words of each known name, in order of appearance, each meaning once."""
        typed = words(text)
        found: dict[str, str] = {}
        at = 0
        while at < len(typed):
            size = self._size_at(typed, at)
            if size:
                said = typed[at : at + size]
                found.setdefault(self._meaning[_key(said)], " ".join(said))
            at += size or 1
        return list(found.items())

    def _size_at(self, typed: list[str], at: int) -> int:
        for size in range(min(self._longest, len(typed) - at), 0, -1):
            if _key(typed[at : at + size]) in self._meaning:
                return size
        return 0


def _key(said: list[str]) -> str:
    return compact("".join(said))


class Alarms:
    """The fixed phrases that lead to the warning signs or the help lines. Crisis phrases go before all others."""

    def __init__(self, alarms: Iterable[AlarmPhrases]) -> None:
        ordered = sorted(alarms, key=lambda alarm: alarm.leads_to != "support")
        self._alarms = [(alarm, _phrases(alarm), [words(word) for word in alarm.unless]) for alarm in ordered]

    def find(self, text: str) -> AlarmPhrases | None:
        """The first alarm with a phrase in the text and none of the words that show the ordinary sense."""
        typed = words(text)
        for alarm, phrases, unless in self._alarms:
            if any(_inside(phrase, typed) for phrase in phrases) and not any(_inside(word, typed) for word in unless):
                return alarm
        return None


def _phrases(alarm: AlarmPhrases) -> list[list[str]]:
    return [words(phrase) for phrases in alarm.phrases.values() for phrase in phrases]


def _inside(phrase: list[str], typed: list[str]) -> bool:
    size = len(phrase)
    plain = [word.replace("'", "") for word in phrase]
    said = [word.replace("'", "") for word in typed]
    return any(said[at : at + size] == plain for at in range(len(said) - size + 1))
