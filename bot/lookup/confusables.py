"""Names that look alike and mean different things. What is told apart here is never swapped."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from bot.lookup.keys import CODE_LENGTH, Typed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.knowledge.load import Knowledge
    from bot.lookup.index import NameIndex
    from bot.lookup.vocabulary import Name

__all__ = ["Confusables", "opposed", "other_stem"]

# Beginnings that turn a word into its opposite or into another thing. Within a group, one for another; and each for none.
_BEGINNINGS = (
    ("hyper", "hypo"), ("pre", "post", "peri"), ("auto", "allo", "xeno"), ("neo",), ("non",), ("sub", "supra", "super"),
    ("anti", "pro"), ("intra", "extra", "inter"), ("mono", "bi", "tri", "poly", "multi"), ("macro", "micro"), ("im",),
    ("homo", "hetero"), ("immuno", "chemo", "radio", "hormono"), ("leuko", "lympho", "neutro", "erythro", "thrombo"),
    ("un",), ("a",), ("re",), ("de",),
)  # fmt: skip
_WORDS = tuple(
    frozenset(pair.split())
    for pair in (
        "positive negative", "acute chronic", "high low", "first second", "hot cold", "active passive", "with without",
        "small large", "t b", "t nk", "b nk", "complete partial", "benign malignant", "primary secondary", "donor own",
        "innate adaptive", "early late", "early advanced", "local systemic", "central peripheral", "live inactivated",
        "type1 type2", "inhibitor agonist", "over under", "overactive underactive", "red white", "alpha beta",
    )
)  # fmt: skip
# Ends of generic names, which say what sort of drug it is (WHO INN stems). What stands before them says which one.
_STEMS = re.compile(
    r"(?:(?:zu|xi|li|lu|mu|ta|tu|mo|u|i|o)?mab|tamig|(?:auto)?leucel|cabtagene|vedotin|deruxtecan|tansine|tinib|ciclib"
    r"|parib|rubicin|platin|taxel|mycin|repvec|lidomide|kinra|cept|sertib|rafenib|zomib|statin|prazole|sartan|pril)$"
)


def opposed(typed: Typed, name: Typed) -> bool:
    """Whether the two differ by a word or a beginning that changes the sense (hyper and hypo, non-, B and T)."""
    here, there = set(typed.words), set(name.words)
    if any(pair & here and pair & there and pair & here != pair & there for pair in _WORDS):
        return True
    return any(_turned(first, second) for first, second in zip(typed.words, name.words, strict=False)) or _turned(
        typed.key, name.key
    )


def _turned(first: str, second: str) -> bool:
    """Whether a beginning of one is missing in the other, or stands against another beginning of its group."""
    distance = OSA.distance(first, second)
    for group in _BEGINNINGS:
        for beginning in group:
            for one, other in ((first, second), (second, first)):
                if one.startswith(beginning) and not other.startswith(beginning):
                    rest = one[len(beginning) :]
                    others = ["", *(each for each in group if each != beginning and other.startswith(each))]
                    if any(OSA.distance(rest, other[len(each) :]) < distance for each in others):
                        return len(rest) > CODE_LENGTH
    return False


def other_stem(typed: str, name: str) -> bool:
    """Whether ``typed`` (a compact key) is like ``name`` by the common end of their drug class and not by what is before.

    ``siltuximab`` is two letters from ``rituximab``, but half of what is not "ximab" differs.
    """
    found = _STEMS.search(name)
    if not found:
        return False
    stem = name[: found.start()]
    allowed = 1 if len(stem) <= 5 else 2 if len(stem) <= 8 else 3
    cuts = range(max(len(stem) - 1, 0), len(stem) + 2)
    return min(OSA.distance(typed[:cut], stem) for cut in cuts) > allowed


class Confusables:
    """Pairs of entries that stand one small step apart: by spelling, by beginning, or because the knowledge says so."""

    def __init__(self, knowledge: Knowledge, names: Iterable[Name], index: NameIndex) -> None:
        self._pairs: set[frozenset[str]] = set()
        for entry in knowledge.entries.values():
            self._pairs |= {frozenset((entry.id, other.id)) for other in entry.not_same_as if other.id}
        for homonym in knowledge.homonyms:
            self._pairs |= {frozenset(pair) for pair in combinations(homonym.entries, 2)}
        for name in names:
            self._pairs |= {frozenset((name.entry, other)) for other in _neighbours(name, index)}

    def __contains__(self, pair: tuple[str, str]) -> bool:
        return frozenset(pair) in self._pairs

    def __len__(self) -> int:
        return len(self._pairs)


def _neighbours(name: Name, index: NameIndex) -> Iterable[str]:
    """Entries with a name at most two slips from this one."""
    typed = Typed.of(name.text)
    if len(typed.key) <= CODE_LENGTH:
        return ()
    return (hit.entry for hit in index.search(typed) if hit.entry != name.entry and hit.edits <= 2)
