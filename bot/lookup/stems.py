"""The words of a description: without those that say nothing, without endings, and with the groups they belong to."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import snowballstemmer  # pyright: ignore[reportMissingTypeStubs] - the package has none

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.lookup.keys import Typed

__all__ = ["content_words", "groups_of", "stem"]

_stem_word: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord  # pyright: ignore[reportUnknownMemberType]


def _lines(name: str) -> list[list[str]]:
    text = (files("bot.lookup") / "data" / name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


def stem(word: str) -> str:
    """``word`` without its ending. Not cached: what people typed is not kept."""
    return _stem_word(word)


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
