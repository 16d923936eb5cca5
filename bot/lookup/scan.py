"""The known words inside a longer text, and the phrases in it that raise an alarm. Nothing of the text is kept."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.lookup.keys import Typed
from bot.lookup.stems import is_stop_word
from bot.lookup.words import is_common

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.knowledge.model import AlarmPhrases
    from bot.lookup.vocabulary import Name, Vocabulary

__all__ = ["Alarms", "Found", "glued", "known_words", "plain_word"]

#: No name has more words than this.
_LONGEST = 10

#: Position of the first word, how many words, and the names they are.
Found = tuple[int, int, "tuple[Name, ...]"]


def known_words(typed: Typed, vocabulary: Vocabulary) -> Iterator[Found]:
    """Every name in the text, the longest first where they overlap, in order of appearance.

    Everyday words that happen to be an abbreviation ("all", "met") count only if they are written as one.
    """
    shouting = sum(map(str.isupper, typed.raw)) > len(typed.raw) / 2 and len(typed.raw) > 2
    at = 0
    while at < len(typed.words):
        found = _longest_at(typed, at, vocabulary, shouting=shouting)
        if found:
            yield found
        at += found[1] if found else 1


def _longest_at(typed: Typed, at: int, vocabulary: Vocabulary, *, shouting: bool) -> Found | None:
    for length in range(_most_words(typed, at, vocabulary), 0, -1):
        if not vocabulary.may_name("".join(typed.words[at : at + length])):
            continue
        part = typed.part(at, at + length)
        names = vocabulary.named(part)
        if names and not any(plain_word(part, name, shouting=shouting) for name in names):
            return at, length, names
    return None


def _most_words(typed: Typed, at: int, vocabulary: Vocabulary) -> int:
    """How many words a name that begins here can have: one more than begin a name, for the "s" of a plural."""
    key, longest = "", min(_LONGEST, len(typed.words) - at)
    for length in range(1, longest):
        key += typed.words[at + length - 1]
        if not vocabulary.begins(key):
            return length
    return longest


def plain_word(part: Typed, name: Name, *, shouting: bool = False) -> bool:
    """Whether ``part`` is rather an everyday word (or a few) than the abbreviation ``name`` of the same letters."""
    if glued(part, name):
        return True
    if not name.shouted or not all(map(is_common, part.words)):
        return False
    return shouting or not all(raw.isupper() or raw.isdigit() for raw in part.raw)


def glued(part: Typed, name: Name) -> bool:
    """Whether ``part`` is ``name`` only if its spaces go, and holds a little word: "is a" (isa), "I can", "a CT"."""
    if all(len(word) == 1 for word in part.words):
        return False  # spelled out: "e k g"
    return len(part.words) > len(Typed.of(name.text).words) and any(map(is_stop_word, part.words))


class Alarms:
    """The phrases of ``alarms.yaml``, found as whole words in a text."""

    def __init__(self, alarms: Sequence[AlarmPhrases]) -> None:
        # Help lines first: a crisis phrase is never hidden behind a bodily sign.
        self._alarms = sorted(alarms, key=lambda alarm: alarm.leads_to != "support")
        self._phrases = [
            _by_first_word(phrase for listed in each.phrases.values() for phrase in listed) for each in self._alarms
        ]
        self._unless = [_by_first_word(each.unless) for each in self._alarms]

    def find(self, typed: Typed) -> AlarmPhrases | None:
        """The first alarm whose phrase stands in the text, unless a phrase that takes it back does too."""
        for alarm, phrases, unless in zip(self._alarms, self._phrases, self._unless, strict=True):
            if _stands_in(typed.words, phrases) and not _stands_in(typed.words, unless):
                return alarm
        return None


def _by_first_word(phrases: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    listed: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in phrases:
        if words := Typed.of(phrase).words:
            listed[words[0]].append(words)
    return listed


def _stands_in(words: tuple[str, ...], phrases: dict[str, list[tuple[str, ...]]]) -> bool:
    return any(
        words[at : at + len(phrase)] == phrase for at, word in enumerate(words) for phrase in phrases.get(word, ())
    )
