"""Names that look alike and mean different things. What is told apart here is never swapped."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from bot.lookup.keys import CODE_LENGTH

if TYPE_CHECKING:
    from bot.knowledge.load import Knowledge
    from bot.lookup.index import Hit
    from bot.lookup.keys import Typed

__all__ = ["Confusables", "opposed", "other_stem"]

_SMALL_STEP = 2
# In so many letters only one slip is believed.
_SHORT_STEM = 6

# Beginnings that turn a word into its opposite or into another thing: one of a group for another, and each for none.
_BEGINNINGS = (
    ("hyper", "hypo"), ("pre", "post", "peri"), ("auto", "allo", "xeno"), ("neo",), ("non",), ("sub", "supra", "super"),
    ("anti", "pro"), ("intra", "extra", "inter"), ("mono", "bi", "tri", "poly", "multi"), ("macro", "micro"), ("im",),
    ("homo", "hetero"), ("immuno", "chemo", "radio", "hormono"), ("leuko", "lympho", "neutro", "erythro", "thrombo"),
    ("un",), ("a",), ("re",), ("de",),
)  # fmt: skip
_LONG_BEGINNINGS = tuple(each for group in _BEGINNINGS for each in group if len(each) >= CODE_LENGTH)
_WORDS = tuple(
    frozenset(pair.split())
    for pair in (
        "positive negative", "acute chronic", "high low", "first second", "hot cold", "active passive", "with without",
        "small large", "t b", "t nk", "b nk", "complete partial", "benign malignant", "primary secondary", "donor own",
        "innate adaptive", "early late", "early advanced", "local systemic", "central peripheral", "live inactivated",
        "type1 type2", "inhibitor agonist", "over under", "overactive underactive", "red white", "alpha beta",
    )
)  # fmt: skip
# Ends that say what sort of thing it is: of generic drug names (WHO INN stems) and of medical words. What stands before
# them says which one.
_STEMS = re.compile(
    r"(?:(?:zu|xi|li|lu|mu|ta|tu|mo|u|i|o)?mab|tamig|(?:auto)?leucel|cabtagene|vedotin|deruxtecan|tansine|tinib|ciclib"
    r"|parib|rubicin|platin|taxel|mycin|repvec|lidomide|kinra|cept|sertib|rafenib|zomib|statin|prazole|sartan|pril"
    r"|itis|a?emia|opathy|osis|blastoma|oma|algia|uria|penia|plasia|rrhagia|cytosis|pheresis)$"
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
    """Whether ``typed`` (a compact key) is like ``name`` by the common end of their drug class, not by what is before.

    ``siltuximab`` is two letters from ``rituximab``, but half of what is not "ximab" differs.
    """
    found, ours = _STEMS.search(name), _STEMS.search(typed)
    if not found:
        return False
    if ours and ours[0][-3:] != found[0][-3:]:  # another end is another sort; "zmab" is still a slip of "zumab"
        return True
    stem, begun = _without_beginning(name[: found.start()], typed)
    allowed = 1 if len(stem) <= _SHORT_STEM else 2
    cuts = range(max(len(stem) - 1, 0), len(stem) + 2)
    return min(OSA.distance(begun[:cut], stem) for cut in cuts) > allowed


def _without_beginning(stem: str, typed: str) -> tuple[str, str]:
    """Both without a beginning that they share: "hyper" makes hyperuricaemia no hyperglycaemia."""
    for beginning in _LONG_BEGINNINGS:
        if stem.startswith(beginning) and typed.startswith(beginning) and len(stem) > len(beginning):
            return stem.removeprefix(beginning), typed.removeprefix(beginning)
    return stem, typed


class Confusables:
    """Pairs of entries that stand one small step apart: by spelling, or because the knowledge says so."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._told = {
            frozenset((entry.id, other.id)) for entry in knowledge.entries.values() for other in entry.not_same_as
        }
        for homonym in knowledge.homonyms:
            self._told |= {frozenset(pair) for pair in combinations(homonym.entries, 2)}

    def holds(self, one: Hit, other: Hit) -> bool:
        """Whether the names of two hits are at most two slips apart, or their entries are told apart by an editor.

        Worked out when it is asked for: a table of all names would cost seconds at start and say the same.
        """
        return frozenset((one.entry, other.entry)) in self._told or OSA.distance(one.key, other.key) <= _SMALL_STEP
