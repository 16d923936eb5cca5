"""How names sound, roughly: people who heard a word write it as it sounds (``keitruda``, ``numonitis``)."""

from __future__ import annotations

import re

__all__ = ["sound", "sounds"]

# In this order. Each is a replacement on plain text, so that a hundred thousand names are done in one go.
_RULES = (
    ("sch", "sk"), ("tch", "ch"), ("ph", "f"), ("ght", "t"), ("kn", "n"), ("pn", "n"), ("ps", "s"), ("rh", "r"),
    ("wr", "r"), ("gn", "n"), ("wh", "w"), ("ck", "k"), ("cks", "x"), ("cc", "k"), ("ce", "se"), ("ci", "si"),
    ("cy", "si"), ("ch", "k"), ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s"), ("th", "t"), ("dg", "j"), ("ge", "je"),
    ("gi", "ji"), ("gy", "ji"), ("v", "f"), ("y", "i"), ("j", "i"), ("h", ""),
)  # fmt: skip
_ONE_VOWEL = str.maketrans("eiou", "aaaa")
_REPEATED = re.compile(r"([a-z])\1+")
_BETWEEN = "\x01"


def sound(key: str) -> str:
    """The sound of one compact key: vowels are all one, letters that sound alike too, doubles are single."""
    for written, spoken in _RULES:
        key = key.replace(written, spoken)
    return _REPEATED.sub(r"\1", key.translate(_ONE_VOWEL))


def sounds(keys: list[str]) -> list[str]:
    """The sound of each key, in order."""
    return sound(_BETWEEN.join(keys)).split(_BETWEEN)
