"""Every name of every entry, ready to be looked up. Built once from the knowledge; never changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import token_sort_ratio

from bot.knowledge.model import AnyEntry, Topic
from bot.knowledge.names import compact
from bot.lookup._first.keys import is_code, singulars, spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.knowledge.load import Knowledge

__all__ = ["Hit", "NameIndex", "entry_names"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A name near a query: its entry, how near (0 to 100), and the name's own compact key."""

    entry: str
    name: str
    key: str
    score: float


def entry_names(entry: AnyEntry) -> Iterable[str]:
    """All names of an entry, the title first."""
    names = entry.names
    yield entry.title
    yield from (*names.brands, *names.abbreviations, *names.also, *names.lay, *names.spanish, *names.misspellings)
    if isinstance(entry, Topic):
        yield from entry.corrects
    expansion = getattr(entry, "expansion", None) or getattr(entry, "medical_name", None)
    if expansion:
        yield expansion
    if "(" in entry.title:  # "Partial response (PR)": what stands before the bracket is a name, too
        yield entry.title.partition("(")[0].strip()
    yield entry.id.replace("-", " ")  # last: a name in its own spelling goes before it


class NameIndex:
    """Exact keys, and near names by edit distance and by word order."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """``names`` are pairs of entry id and name; the first name that gives a key is the one reported."""
        self._exact: dict[str, dict[str, str]] = defaultdict(dict)
        for entry_id, name in names:
            if key := compact(name):
                self._exact[key].setdefault(entry_id, name)
        rows = [(key, id_, name) for key, owners in self._exact.items() for id_, name in owners.items()]
        self._rows = [row for row in rows if not is_code(row[2])]
        self._keys = [row[0] for row in self._rows]
        self._spaced = [spaced(row[2]) for row in self._rows]
        self._codes = sorted(key for key, _, name in rows if is_code(name))

    @classmethod
    def of(cls, knowledge: Knowledge) -> NameIndex:
        """The names of all entries. Homonyms count as names of each of their entries."""
        pairs = [(entry.id, name) for entry in knowledge.entries.values() for name in entry_names(entry)]
        pairs += [(id_, homonym.name) for homonym in knowledge.homonyms for id_ in homonym.entries]
        return cls(pairs)

    def exact(self, text: str) -> Mapping[str, str]:
        """Entry id and name for every entry that has this name, whatever the case, spaces and plural."""
        for key in singulars(compact(text)):
            if found := self._exact.get(key):
                return found
        plural = compact(text) + "s"
        return self._exact.get(plural, {})

    def codes_near(self, text: str) -> tuple[str, ...]:
        """Entries whose code shares the letters of ``text`` and differs in its digits: to offer, never to answer."""
        key = compact(text)
        letters = key.rstrip("0123456789")
        if letters == key or len(letters) < 2:
            return ()
        near = [code for code in self._codes if code.startswith(letters) and code[len(letters) :].isdigit()]
        return tuple(dict.fromkeys(id_ for code in near for id_ in self._exact[code]))

    def near(self, text: str, cutoff: float) -> list[Hit]:
        """The best name of each entry that scores at least ``cutoff``, best first. Codes are never near anything."""
        key, words = compact(text), spaced(text)
        scores: dict[str, Hit] = {}
        by_edit = process.extract(
            key, self._keys, scorer=OSA.normalized_similarity, score_cutoff=cutoff / 100, limit=40, processor=None
        )
        by_words = process.extract(
            words, self._spaced, scorer=token_sort_ratio, score_cutoff=cutoff, limit=40, processor=None
        )
        found = [(row, score * 100) for _, score, row in by_edit] + [(row, score) for _, score, row in by_words]
        for row, score in found:
            name_key, id_, name = self._rows[row]
            if id_ not in scores or score > scores[id_].score:
                scores[id_] = Hit(id_, name, name_key, score)
        return sorted(scores.values(), key=lambda hit: (-hit.score, hit.entry))
