"""The names of the entries, as the look-up uses them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING

from bot.knowledge.model import SideEffect, Term, Topic
from bot.lookup.keys import CODE_LETTERS, Typed, folded, is_code, singular
from bot.lookup.words import is_common

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.knowledge.load import Knowledge
    from bot.knowledge.model import AnyEntry

__all__ = ["Name", "Vocabulary", "is_true_name", "names_of"]

# How much a name says about what was meant, from 0 to 1: a guess of ours at what people type loses to a true name.
_TRUE, _LOOSE, _GUESSED = 1.0, 0.97, 0.95
_IN_BRACKETS = re.compile(r"^(?P<before>[^()]+?)\s*\((?P<inside>[^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one entry. ``derived`` ones were worked out by us and give way to written ones."""

    text: str
    entry: str
    weight: float = _TRUE
    derived: bool = False

    @property
    def shouted(self) -> bool:
        """Whether it is written as an abbreviation, so that the plain word of the same letters may mean itself."""
        return any(map(str.isupper, self.text[1:])) and " " not in self.text


def names_of(entry: AnyEntry) -> Iterator[Name]:
    """Every name that finds ``entry``: the title first, then true names, then loose ones and known misspellings."""
    yield Name(entry.title, entry.id)
    names = entry.names
    true = [*names.brands, *names.abbreviations, *names.also, *names.spanish]
    if isinstance(entry, Term) and entry.expansion:
        true.append(entry.expansion)
    if isinstance(entry, SideEffect):
        true.append(entry.medical_name)
    yield from (Name(text, entry.id) for text in true)
    loose = [*names.lay, *(entry.corrects if isinstance(entry, Topic) else ())]
    yield from (Name(text, entry.id, _LOOSE) for text in loose)
    yield from (Name(text, entry.id, _GUESSED) for text in names.misspellings)
    for text in (entry.title, *true):
        yield from (Name(part, entry.id, derived=True) for part in _bracketed(text))
    yield Name(entry.id.replace("-", " "), entry.id, _LOOSE, derived=True)


def _bracketed(text: str) -> Iterator[str]:
    """``Tumour lysis (TLS)`` is also called by either part; words in brackets that explain are not a name."""
    if found := _IN_BRACKETS.match(text):
        yield found["before"]
        if found["inside"].isupper() or is_code(found["inside"]):
            yield found["inside"]


def is_true_name(typed: Typed, name: Name) -> bool:
    """Whether ``typed`` is ``name`` as an editor would write it: no lay word or slip, and no plural cut short."""
    key = Typed.of(name.text).key
    return name.weight == _TRUE and (typed.key == key or folded(typed.key) == folded(key) or singular(typed.key) == key)


class Vocabulary:
    """Exact keys to entries, made once."""

    def __init__(self, knowledge: Knowledge) -> None:
        written = [name for entry in knowledge.entries.values() for name in names_of(entry)]
        written += [
            Name(each.title, each.id)
            for listed in knowledge.translations.values()
            for each in listed.values()
        ]  # fmt: skip
        declared = [Name(each.name, entry) for each in knowledge.homonyms for entry in each.entries]
        self.names: tuple[Name, ...] = tuple(written)
        self._exact = _keyed([*declared, *(name for name in written if not name.derived)], ())
        self._exact |= _keyed((name for name in written if name.derived), self._exact)
        self._other = self._spellings()
        self._folded = sorted({intern(folded(key)) for key in (*self._exact, *self._other)})

    def _spellings(self) -> dict[str, tuple[Name, ...]]:
        """Keys of other spellings and of plurals, where they lead to one entry and are no name themselves."""
        keyed: dict[str, dict[str, Name]] = defaultdict(dict)
        for key, names in self._exact.items():
            for other in map(intern, _other_keys(key)):
                for name in names:
                    keyed[other].setdefault(name.entry, name)
        return {key: tuple(names.values()) for key, names in keyed.items()}

    def named(self, typed: Typed) -> tuple[Name, ...]:
        """The names that ``typed`` is, one for each entry that has it; none if it is no name."""
        key = typed.key
        if names := self._exact.get(key):
            return names
        for other in _other_keys(key):
            names = self._exact.get(other) or self._other.get(other)
            if names and len(names) == 1 and _plural_holds(typed, names[0]):
                return names
        return ()

    def may_name(self, key: str) -> bool:
        """Whether something whose key is ``key`` may be a name: False for nearly every word of a text, and quickly."""
        if key in self._exact:
            return True
        for other in _other_keys(key):  # noqa: SIM110 - asked for every word of every text, where any() costs half of it
            if other in self._exact or other in self._other:
                return True
        return False

    def begins(self, key: str) -> bool:
        """Whether some name begins with ``key``: if not, no longer one needs to be looked for."""
        start = folded(key)
        at = bisect_left(self._folded, start)
        return at < len(self._folded) and self._folded[at].startswith(start)

    def __contains__(self, key: str) -> bool:
        return key in self._exact


def _keyed(names: Iterable[Name], taken: Iterable[str]) -> dict[str, tuple[Name, ...]]:
    """Names by compact key, the first name of each entry; keys of ``taken`` are left out."""
    keyed: dict[str, dict[str, Name]] = defaultdict(dict)
    for name in names:
        keyed[intern(Typed.of(name.text).key)].setdefault(name.entry, name)
    blocked = {"", *taken}
    return {key: tuple(found.values()) for key, found in keyed.items() if key not in blocked}


def _other_keys(key: str) -> tuple[str, ...]:
    one, other = singular(key), folded(key)
    if one == key:
        return (key,) if other == key else (other, key)
    return tuple(dict.fromkeys((other, one, folded(one))))


def _plural_holds(typed: Typed, name: Name) -> bool:
    """An "s" may fall from a word; from a code only if what is left is no everyday word (``mets`` is not MET)."""
    key = Typed.of(name.text).key
    if len(key) <= CODE_LETTERS and is_code(key) and key != typed.key:
        return not is_common(key) or typed.raw[-1][:-1].isupper()
    return True
