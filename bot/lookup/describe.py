"""The second tier: what entries say, for people who describe a thing and do not name it.

Two indexes share one vocabulary of stems: whole entries, with each field weighted, and single phrases (everyday words,
names, gists), because a description is most often like one of them. It only ever offers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.knowledge.model import Drug, Kind, SideEffect, Topic
from bot.lookup.confusables import other_stem
from bot.lookup.keys import Typed
from bot.lookup.passages import Passages, Texts
from bot.lookup.scan import known_words
from bot.lookup.stems import content_words, groups_of, stem
from bot.lookup.words import is_common

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from bot.knowledge.load import Knowledge
    from bot.knowledge.model import AnyEntry
    from bot.lookup.vocabulary import Vocabulary

    Floats = NDArray[np.float64]

__all__ = ["Described", "Descriptions"]

# Chosen on the tuning half of the benchmark's descriptions. How much a word counts by where it stands:
# Misspellings are words of no description.
_TRUE_NAME = 0.96
_NAME, _EVERYDAY, _GIST, _LEAD, _SHORT, _SECTION = 4.0, 1.5, 2.7, 2.0, 0.8, 0.3
# A word of the same group counts for less than the very word.
_GROUP = 0.8
# The best single phrase beside the whole entry, and what a name in the query adds.
_PHRASE, _NAMED, _NAMED_THERAPY, _COMPOSED, _RELATED = 0.5, 0.1, 0.4, 0.5, 0.15
# What many other entries point to is meant more often.
_LINKED = 0.3
# What the entry must say of the query: so much of its weight, and so much in all. Chat shares a word with everything.
_COVERED, _EVIDENCE = 0.45, 4.0
# A few everyday words must nearly all be said.
_FEW, _COVERED_OF_FEW = 2, 0.75
# Mistyped words are repaired from so many letters on, and twice from so many.
_REPAIRED, _REPAIRED_TWICE = 5, 9


@dataclass(frozen=True, slots=True)
class Described:
    """An entry that says what was described. ``score`` is 0 to 100: how much of the query it says, and how aptly."""

    entry: str
    score: float


class Descriptions:
    """What the entries of one version of the knowledge say."""

    def __init__(self, knowledge: Knowledge, vocabulary: Vocabulary) -> None:
        self._entries = knowledge.entries
        self._ids = list(knowledge.entries)
        self._places = {entry: place for place, entry in enumerate(self._ids)}
        self._vocabulary = vocabulary
        self._stems: dict[str, str] = {}
        texts, phrases = Texts(), Texts()
        firsts: list[int] = []
        names: dict[str, list[str]] = defaultdict(list)
        for name in vocabulary.names:
            if name.weight >= _TRUE_NAME:
                names[name.entry].append(name.text)
        for entry in knowledge.entries.values():
            texts.add(self._weighed(_fields(entry, names[entry.id])))
            firsts.append(len(phrases.sizes))
            for phrase in (*entry.everyday, entry.gist, *names[entry.id]):
                phrases.add(self._weighed([(phrase, 1.0)]))
        self._texts = Passages(texts, saturation=2.0, lengths=0.8)
        self._phrases = Passages(phrases, lengths=0.4)
        #: Where the phrases of each entry begin; every entry has one, its gist.
        self._firsts = np.array(firsts, np.intp)
        links = Counter(other for entry in knowledge.entries.values() for other in entry.related)
        linked = np.log1p([links[entry] for entry in self._ids])
        self._linked = _LINKED * linked / max(linked.max(initial=0.0), 1.0)
        # A slip in the first letter is not repaired here, so that few words need to be compared.
        self._known: dict[str, list[str]] = defaultdict(list)
        for word in self._stems:
            if len(word) >= _REPAIRED - 1:
                self._known[word[0]].append(word)

    def __contains__(self, word: str) -> bool:
        """Whether some entry says ``word``, spelled so: then it is no slip of another word."""
        return word in self._stems

    def _weighed(self, fields: Iterable[tuple[str, float]]) -> dict[str, float]:
        """The stems and groups of some texts, with the weight of the field each stands in."""
        weighed: dict[str, float] = defaultdict(float)
        for text, weight in fields:
            for word in content_words(Typed.of(text)):
                found = self._stems.get(word)
                if found is None:
                    found = self._stems[intern(word)] = intern(stem(word))
                weighed[found] += weight
                for group in groups_of(found):
                    weighed[group] += weight
        return weighed

    def find(self, typed: Typed, most: int = 5) -> tuple[Described, ...]:
        """At most ``most`` entries that say what ``typed`` describes, best first; none if too little of it is known."""
        words = content_words(typed)
        wanted = self._wanted(words)
        if not wanted or (len(words) == 1 and is_common(words[0])):
            return ()
        named = self._named(typed)
        plain = all(is_common(word) for word in words if self._stem_of(word) in self._texts)
        brief = len(words) <= _FEW and plain and not any(named.values())
        enough = [self._places[entry] for entry, certain in named.items() if certain]
        scores = self._scores(wanted, enough, alone=len(words) == 1, brief=brief)
        for place, more in self._from_names(named, scores).items():
            scores[place] += more
        best: list[int] = np.argsort(-scores, kind="stable")[:most].tolist()
        return tuple(
            Described(self._ids[place], min(100.0, 40 * float(scores[place]))) for place in best if scores[place] > 0
        )

    def _scores(self, wanted: Mapping[str, float], named: list[int], *, alone: bool, brief: bool) -> Floats:
        """How well each entry says what is wanted; 0 where it says too little of it and is not named."""
        total = sum(self._texts.rarity(each) * weight for each, weight in wanted.items())
        scores, covered = self._texts.scores(wanted)
        phrases = self._best_phrases(wanted)
        enough = (covered >= (_COVERED_OF_FEW if brief else _COVERED)) & (covered * total >= _EVIDENCE)
        if alone:  # one word in passing, deep in a text, is no description
            enough = phrases > 0
        enough[named] = True
        return np.where(enough, (scores + _PHRASE * phrases) / total + self._linked, 0.0)

    def _wanted(self, words: Iterable[str]) -> dict[str, float]:
        """The stems and groups of the query with their weights. A word nobody wrote stays, so that it is missed."""
        wanted: dict[str, float] = {}
        for word in words:
            found = self._stem_of(word)
            wanted[found] = 1.0
            for group in groups_of(found):
                wanted[group] = _GROUP
        return wanted

    def _stem_of(self, word: str) -> str:
        known = self._stems.get(word)
        if known is None:
            known = stem(word)
            if known not in self._texts and len(word) >= _REPAIRED and not is_common(word):
                slips = 2 if len(word) >= _REPAIRED_TWICE else 1
                near = process.extractOne(word, self._known.get(word[0], ()), scorer=OSA.distance, score_cutoff=slips)
                if near and not other_stem(word, near[0]):
                    known = self._stems[near[0]]
        return known

    def _best_phrases(self, wanted: Mapping[str, float]) -> Floats:
        """For each entry, how well the best of its phrases fits."""
        scores, _ = self._phrases.scores(wanted)
        return np.maximum.reduceat(scores, self._firsts) if len(self._firsts) else scores

    def _named(self, typed: Typed) -> dict[str, bool]:
        """The entries named in the query, and whether by more than everyday words ("stage", "scan")."""
        return {
            name.entry: not all(map(is_common, typed.words[at : at + length]))
            for at, length, names in known_words(typed, self._vocabulary)
            for name in names
        }

    def _from_names(self, named: Mapping[str, bool], scores: Floats) -> dict[int, float]:
        """What the names in the query add: to themselves, and to side effects of theirs that were described."""
        more: dict[int, float] = defaultdict(float)
        described: list[int] = np.flatnonzero(scores).tolist()
        for entry_id, certain in named.items():
            entry, own = self._entries[entry_id], self._places[entry_id]
            if not certain and not scores[own]:
                continue
            more[own] += _NAMED_THERAPY if isinstance(entry, Drug | Topic) else _NAMED
            for place in described:
                more[place] += _bond(entry, self._entries[self._ids[place]])
        return more


def _bond(named: AnyEntry, described: AnyEntry) -> float:
    """What a named therapy adds to its side effect, and any entry to one it is linked with."""
    bond = 0.0
    if isinstance(described, SideEffect) and named.kind is not Kind.SIDE_EFFECT and named.family in described.seen_with:
        bond += _COMPOSED
    if described.id in named.related or named.id in described.related:
        bond += _RELATED
    return bond


def _fields(entry: AnyEntry, names: Iterable[str]) -> Iterator[tuple[str, float]]:
    """The texts of an entry with the weight of their field."""
    yield from ((name, _NAME) for name in names)
    yield from ((phrase, _EVERYDAY) for phrase in entry.everyday)
    yield entry.gist, _GIST
    yield entry.lead, _LEAD
    if isinstance(entry, Drug):
        yield " ".join((entry.drug_class, entry.target or "", *entry.cancers)), _LEAD
    for section in entry.sections:
        yield section.short or "", _SHORT
        yield section.text, _SECTION
