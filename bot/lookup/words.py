"""The most common English words: what somebody writes in a chat without meaning anything medical by it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["common_words", "is_common"]


@cache
def common_words() -> frozenset[str]:
    """About 3,000 words in lower case; the head of the data file names their source."""
    text = (files("bot.lookup") / "data" / "common_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def is_common(word: str) -> bool:
    """Whether ``word`` (lower case), or the word it is the plural of, is on the list."""
    return word in common_words() or (word.endswith("s") and word[:-1] in common_words())
