"""When two names are the same name: the key that the loader and the look-up compare."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from bot.knowledge.model import Entry, SideEffect, Term, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.knowledge._nodes import Place

__all__ = ["compact", "typed_names"]

_LETTER = "GREEK SMALL LETTER "
#: The names of the small Greek letters; Unicode spells two of them unlike everybody else.
_GREEK = {
    letter: {"lamda": "lambda", "final sigma": "sigma"}.get(name, name)
    for letter, name in (
        (chr(code), unicodedata.name(chr(code), "")[len(_LETTER) :].lower()) for code in range(0x3B1, 0x3CA)
    )
}
#: Compatibility decomposition would turn ™ into the letters "tm", so these go first.
_MARKS = {ord(mark): None for mark in "®™℠©"}


def compact(name: str) -> str:
    """The letters and digits of ``name``, so that spellings of one name compare equal.

    Case, accents, spaces, hyphens, punctuation and marks such as ® go; ``PD-1``, ``pd 1`` and ``Pd1`` are all
    ``pd1``; Greek letters become their names (``Δ`` is ``delta``). Works for any text, and
    ``compact(compact(x)) == compact(x)``. Text without a letter or digit gives an empty string.
    """
    if name.isascii():
        return "".join(filter(str.isalnum, name.casefold()))
    bare = name.translate(_MARKS)
    # Folding can bring forth accents, and decomposing capitals, so each is done until nothing is left to do.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold()).casefold()
    spelled = "".join(_GREEK.get(char, char) for char in folded)
    return "".join(char for char in spelled if char.isalnum() and not unicodedata.category(char).startswith("M"))


def typed_names(entry: Entry) -> Iterator[tuple[Place, str]]:
    """Every name that finds the entry, and its place in the file."""
    yield ("title",), entry.title
    for field in type(entry.names).model_fields:
        for position, name in enumerate(getattr(entry.names, field)):
            yield ("names", field, position), name
    if isinstance(entry, Term) and entry.expansion:
        yield ("expansion",), entry.expansion
    if isinstance(entry, SideEffect):
        yield ("medical_name",), entry.medical_name
    if isinstance(entry, Topic):
        yield from ((("corrects", position), name) for position, name in enumerate(entry.corrects))
