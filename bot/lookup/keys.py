"""What was typed, as keys that can be compared.

A *compact* key holds the letters and digits of a whole name (``PD-1`` and ``pd 1`` are ``pd1``); a *spaced* key keeps
the words apart (``axicabtagene ciloleucel``). Both are made by the same rule as the loader's, so that a name that is
unique in the knowledge is unique here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from bot.knowledge.names import compact

__all__ = ["CODE_LENGTH", "Typed", "compact", "folded", "is_code", "keys_of", "number", "singular", "words_of"]

#: Names of at most so many letters are codes: one letter makes another molecule of them.
CODE_LENGTH = 4
#: A name with a number and at most so many letters is a code too: ``ctla4``, ``magea4``.
CODE_LETTERS = 6

_MARKS = {ord(mark): None for mark in "®™℠©"}
# Apostrophes belong to their word ("what's", "don't") and hyphens part words.
_PIECES = re.compile(r"[^\W_]+(?:['’ʼ‘`´][^\W_]+)*")  # noqa: RUF001 - these are the apostrophes of phones

# The words around the thing that is asked for, as spaced keys.
_OPENINGS = """
what is|what are|what was|whats|what s|what does|what do|what exactly is|what on earth is|what the heck is|wat is
who is|tell me about|tell me more about|tell us about|can you tell me about|can you explain|could you explain
can someone explain|can anyone explain|please explain|explain|explain to me|define|definition of|meaning of
the meaning of|what is the meaning of|what is meant by|what do they mean by|what does it mean when they say|info on
info about|information on|information about|how does|how do|help me understand|i want to know about
i would like to know about|question about|something about|anyone know|does anyone know what|do you know what
do you know about|anybody know what|have you heard of|search for|look up|lookup|que es|que son|que es el|que es la
que son los|que son las|que significa|que quiere decir|cuentame de|hablame de|explica|explicame|definicion de
significado de|informacion sobre|informacion de|como funciona|como funcionan|dime que es|a|an|the|el|la|los|las|un
una|my|this|that|please|por favor|hi|hello|hey|hola|ok|so|and|um|is|are
"""
_CLOSINGS = """
mean|means|is|are|work|works|stand for|stands for|exactly|please|pls|plz|thanks|thank you|anyway|again
in plain words|in simple terms|in simple words|in plain english|for dummies|explained|meaning|definition|por favor
significa|gracias
"""


def _phrases(listed: str, *, by: int) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The phrases by their first (0) or last (-1) word, longest first, so that "what is the" goes before "what is"."""
    phrases = sorted((tuple(phrase.split()) for phrase in listed.strip().replace("\n", "|").split("|")), key=len)
    return {word: tuple(each for each in reversed(phrases) if each[by] == word) for word in {p[by] for p in phrases}}


_OPENING_WORDS, _CLOSING_WORDS = _phrases(_OPENINGS, by=0), _phrases(_CLOSINGS, by=-1)

# Where British and American spelling part, both are folded to one. Applied to query and name alike, never shown.
_SPELLINGS = (
    ("aemia", "emia"), ("haem", "hem"), ("oea", "ea"), ("oedema", "edema"), ("oeso", "eso"), ("oest", "est"),
    ("paed", "ped"), ("gynaec", "gynec"), ("tumour", "tumor"), ("colour", "color"), ("labour", "labor"),
    ("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("centre", "center"), ("fibre", "fiber"),
    ("labelled", "labeled"), ("programme", "program"),
)  # fmt: skip
_BRITISH = re.compile("|".join(british for british, _ in _SPELLINGS))


_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "nineteen": "19", "ii": "2", "iii": "3", "iv": "4",
    "uno": "1", "dos": "2", "tres": "3", "cuatro": "4",
}  # fmt: skip


def words_of(text: str) -> tuple[str, ...]:
    """The words of ``text`` as typed, without punctuation: the raw side of a spaced key."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_MARKS))
    return tuple(_PIECES.findall(plain))


def _folded_words(text: str, pieces: tuple[str, ...]) -> tuple[str, ...]:
    # The same by two ways; the short one matters at start, where every text of the knowledge is read.
    quick = text.isascii() and "'" not in text and "`" not in text
    return tuple(map(str.lower, pieces) if quick else map(compact, pieces))


def keys_of(text: str) -> tuple[str, str]:
    """The compact and the spaced key of ``text``: what ``Typed`` holds, for a hundred thousand names at start."""
    words = _folded_words(text, words_of(text))
    return "".join(words), " ".join(words)


def folded(key: str) -> str:
    """``key`` with British and American spellings made one (``leukaemia`` and ``leukemia``)."""
    if not _BRITISH.search(key):  # nearly always; asked for every word of a text
        return key
    for british, american in _SPELLINGS:
        key = key.replace(british, american)
    return key


def singular(key: str) -> str:
    """``key`` without an English plural ending; unchanged if it has none. ``cytopenias`` gives ``cytopenia``."""
    if key.endswith("ies") and len(key) > CODE_LENGTH:
        return key[:-3] + "y"
    if key.endswith(("sses", "xes", "ches", "shes")):
        return key[:-2]
    if key.endswith("s") and not key.endswith(("ss", "us", "is")) and len(key) > 2:
        return key[:-1]
    return key


def number(key: str) -> str:
    """The digits of ``key`` in order: ``cd19`` gives ``19``. Names with other numbers are other things."""
    return "".join(filter(str.isdigit, key))


def is_code(key: str) -> bool:
    """Whether ``key`` is short, or a number with few letters, so that only the very same key may match it.

    Longer names with a number ("type 1 diabetes") are words whose number must agree.
    """
    letters = len(key) - len(number(key))
    return len(key) <= CODE_LENGTH or (letters < len(key) and letters <= CODE_LETTERS)


@dataclass(frozen=True)
class Typed:
    """One query in its forms. ``raw`` are its words as typed, ``words`` the same as keys, one to one."""

    raw: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Typed:
        """The forms of any text; one without letters or digits gives no words."""
        pieces = words_of(text)
        return cls(pieces, _folded_words(text, pieces))

    @cached_property
    def key(self) -> str:
        """The compact key."""
        return "".join(self.words)

    @cached_property
    def spaced(self) -> str:
        """The spaced key."""
        return " ".join(self.words)

    def part(self, start: int, stop: int) -> Typed:
        """The words from ``start`` up to ``stop``."""
        return Typed(self.raw[start:stop], self.words[start:stop])

    @cached_property
    def bare(self) -> Typed:
        """Without the words around the thing asked for ("what is … ?"). Never empty unless the query is."""
        start, stop = 0, len(self.words)
        while start < stop and (found := _longest(_OPENING_WORDS, self.words, start, stop, at_end=False)):
            start += found
        while start < stop and (found := _longest(_CLOSING_WORDS, self.words, start, stop, at_end=True)):
            stop -= found
        return self.part(start, stop)

    @property
    def in_digits(self) -> Typed:
        """With spoken and Roman numbers as digits: ``pdl one``, ``phase ii`` and ``ki sixty seven`` have them."""
        return Typed(self.raw, tuple(_digits(self.words, at) for at in range(len(self.words))))


def _digits(words: tuple[str, ...], at: int) -> str:
    """The word there as digits, if it is a number; what "twenty five" says stands at its second word."""
    word, before = words[at], words[at - 1] if at else ""
    if word in _TENS:
        follows = words[at + 1] if at + 1 < len(words) else ""
        return "" if _is_unit(follows) else str(_TENS[word])
    if before in _TENS and _is_unit(word):
        return str(_TENS[before] + int(_NUMBERS[word]))
    return _NUMBERS.get(word, word)


def _is_unit(word: str) -> bool:
    return word.isalpha() and len(_NUMBERS.get(word, "")) == 1


def _longest(
    phrases: dict[str, tuple[tuple[str, ...], ...]], words: tuple[str, ...], start: int, stop: int, *, at_end: bool
) -> int:
    """How many words of the longest phrase stand there, leaving at least one word; 0 if none does."""
    for phrase in phrases.get(words[stop - 1 if at_end else start], ()):
        length = len(phrase)
        if length < stop - start:
            there = words[stop - length : stop] if at_end else words[start : start + length]
            if there == phrase:
                return length
    return 0
