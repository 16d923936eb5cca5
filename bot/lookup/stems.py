"""The words of a description: without those that say nothing, without endings, and with the groups they belong to."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.lookup.keys import Typed

__all__ = ["content_words", "groups_of", "is_stop_word", "stem"]

# Taken off in this order, twice at most. As good as the Snowball stemmer on the tuning half, at a tenth of its time.
_ENDINGS = (
    "ologically", "ologists", "ologist", "ology", "ations", "ation", "ating", "ative", "ingly", "edly", "ments", "ment",
    "ness", "ings", "ing", "ed", "ly", "ies", "ied", "ers", "ions", "ion", "ally", "als", "al", "ical", "ics", "ic",
    "ive", "ity", "ous", "er", "es", "s", "y", "e",
)  # fmt: skip
# What must be left of a word, by the length of the ending.
_LEFT, _LEFT_OF_LONG, _SHORT_ENDING = 3, 4, 3
_DOUBLED = frozenset("bdgklmnprt")


def _lines(name: str) -> list[list[str]]:
    text = (files("bot.lookup") / "data" / name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


def stem(word: str) -> str:
    """``word`` without its endings: ``reprogrammed`` gives ``reprogram``. Not cached: what people typed is not kept."""
    for _ in range(2):
        word = _shortened(word)
    if len(word) > _LEFT and word[-1] == word[-2] and word[-1] in _DOUBLED:
        word = word[:-1]
    return word[:-1] if word.endswith("i") and len(word) > _LEFT else word


def _shortened(word: str) -> str:
    for ending in _ENDINGS:
        left = len(word) - len(ending)
        enough = left >= (_LEFT if len(ending) <= _SHORT_ENDING else _LEFT_OF_LONG)
        if enough and word.endswith(ending) and not (ending == "s" and word.endswith(("ss", "us", "is"))):
            return word[:left]
    return word


def is_stop_word(word: str) -> bool:
    """Whether ``word`` (lower case) says nothing about what is meant: articles, pronouns, "take", "please"."""
    return word in _stop_words()


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(word for line in _lines("stop_words.txt") for word in line)


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    """Stem to the names of its groups. A name begins with a mark, so that it is no stem."""
    found: dict[str, dict[str, None]] = {}
    for line in _lines("synonyms.txt"):
        for word in line:
            found.setdefault(stem(word), {})[f"={line[0]}"] = None
    return {word: tuple(groups) for word, groups in found.items()}


def content_words(typed: Typed) -> tuple[str, ...]:
    """The words that say something, as typed and without their endings still on, each once."""
    return tuple(word for word in dict.fromkeys(typed.words) if word not in _stop_words())


def groups_of(stemmed: str) -> tuple[str, ...]:
    """The groups of words for one thing that a stem belongs to."""
    return _groups().get(stemmed, ())
