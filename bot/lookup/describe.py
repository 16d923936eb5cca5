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
_PHRASE, _NAMED, _NAMED_THERAPY, _RELATED = 0.5, 0.1, 0.4, 0.15
# What a named therapy adds to its side effects, and by how well the words besides the name fit them ("yervoy gut").
_COMPOSED, _COMPOSED_BY_FIT = 0.5, 1.0
# Another phrase that fits too, and how much of the query the entry says at all.
_SECOND, _SAID = 0.2, 0.8
# What many other entries point to is meant more often, and so are treatments and side effects.
_LINKED, _ASKED_FOR = 0.3, 0.1
# So much of the query, by weight, an entry must say. Chat shares a word with everything.
_COVERED = 0.3
# How well the best one must fit: the fewer words, the more is wanted of each. A word alone must be most of a phrase.
_LEAST, _LEAST_OF_FEW, _MOST_OF_A_PHRASE = 1.25, 3.0, 0.55
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
        firm: list[bool] = []
        names: dict[str, list[str]] = defaultdict(list)
        for name in vocabulary.names:
            if name.weight >= _TRUE_NAME:
                names[name.entry].append(name.text)
        for entry in knowledge.entries.values():
            texts.add(self._weighed(_fields(entry, names[entry.id])))
            firsts.append(len(phrases.sizes))
            for phrase in (*entry.everyday, entry.gist, *names[entry.id]):
                phrases.add(self._weighed([(phrase, 1.0)]))
            firm += [False] * len(entry.everyday) + [True] * (1 + len(names[entry.id]))
        self._texts = Passages(texts, saturation=2.0, lengths=0.8)
        self._phrases = Passages(phrases, lengths=0.4)
        #: Where the phrases of each entry begin; every entry has one, its gist.
        self._firsts = np.array(firsts, np.intp)
        self._counts = np.diff(self._firsts, append=len(phrases.sizes))
        self._firm = np.array(firm, np.bool_)
        self._wholes = np.maximum(self._phrases.rarities(), 1.0)
        links = Counter(other for entry in knowledge.entries.values() for other in entry.related)
        linked = np.log1p([links[entry] for entry in self._ids])
        asked_for = [isinstance(entry, Topic | SideEffect) for entry in knowledge.entries.values()]
        self._meant = _LINKED * linked / max(linked.max(initial=0.0), 1.0) + _ASKED_FOR * np.array(asked_for, float)
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
        named, rest = self._named(typed)
        enough = [self._places[entry] for entry, certain in named.items() if certain]
        scores = self._scores(wanted, enough, alone=len(words) == 1)
        if not enough and len(words) > 1 and scores.max(initial=0.0) < _LEAST + _LEAST_OF_FEW / len(words):
            return ()
        fits = self._fits(self._wanted(rest)) if enough else np.zeros(len(self._ids))
        for place, more in self._from_names(named, scores, fits).items():
            scores[place] += more
        best: list[int] = np.argsort(-scores, kind="stable")[:most].tolist()
        return tuple(
            Described(self._ids[place], min(100.0, 20 * float(scores[place]))) for place in best if scores[place] > 0
        )

    def _scores(self, wanted: Mapping[str, float], named: list[int], *, alone: bool) -> Floats:
        """How well each entry says what is wanted; 0 where it says too little of it and is not named."""
        total = sum(self._texts.rarity(each) * weight for each, weight in wanted.items())
        scores, covered = self._texts.scores(wanted)
        best, second, aptly = self._phrases_of(wanted, alone=alone)
        enough = aptly >= _MOST_OF_A_PHRASE if alone else covered >= _COVERED
        enough[named] = True
        fitting = (scores + _PHRASE * best + _SECOND * second) / total + _SAID * covered
        return np.where(enough, fitting + self._meant, 0.0)

    def _fits(self, wanted: Mapping[str, float]) -> Floats:
        """How well the best phrase of each entry fits what is wanted, by how much that says."""
        if not wanted:
            return np.zeros(len(self._ids))
        total = sum(self._phrases.rarity(each) * weight for each, weight in wanted.items())
        return self._phrases_of(wanted, alone=False)[0] / total

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

    def _phrases_of(self, wanted: Mapping[str, float], *, alone: bool) -> tuple[Floats, Floats, Floats]:
        """For each entry: how well its best phrase fits, its second one, and how nearly one of them is the query.

        A word ``alone`` is what a name or a gist that has it is about; an everyday phrase must have little else.
        """
        scores, covered = self._phrases.scores(wanted)
        if not len(self._firsts):
            return scores, scores, covered
        total = sum(self._phrases.rarity(each) * weight for each, weight in wanted.items())
        best = np.maximum.reduceat(scores, self._firsts)
        others = np.where(scores < np.repeat(best, self._counts), scores, 0.0)
        aptly = covered * np.minimum(covered * total / self._wholes, 1.0)
        if alone:
            aptly = np.where(self._firm, covered, aptly)
        return best, np.maximum.reduceat(others, self._firsts), np.maximum.reduceat(aptly, self._firsts)

    def _named(self, typed: Typed) -> tuple[dict[str, bool], tuple[str, ...]]:
        """The entries named in the query, and whether by more than everyday words ("stage", "scan").

        And the words that say something besides the names that are more.
        """
        named: dict[str, bool] = {}
        left = dict.fromkeys(content_words(typed))
        for at, length, names in known_words(typed, self._vocabulary):
            words = typed.words[at : at + length]
            certain = not all(map(is_common, words))
            named |= {name.entry: certain for name in names}
            if certain:
                left = {word: None for word in left if word not in words}
        return named, tuple(left)

    def _from_names(self, named: Mapping[str, bool], scores: Floats, fits: Floats) -> dict[int, float]:
        """What the names in the query add: to themselves, and to side effects of theirs that were described."""
        more: dict[int, float] = defaultdict(float)
        described: list[int] = np.flatnonzero(scores).tolist()
        for entry_id, certain in named.items():
            entry, own = self._entries[entry_id], self._places[entry_id]
            if not certain and not scores[own]:
                continue
            more[own] += _NAMED_THERAPY if isinstance(entry, Drug | Topic) else _NAMED
            for place in described:
                more[place] += _bond(entry, self._entries[self._ids[place]], float(fits[place]))
        return more


def _bond(named: AnyEntry, described: AnyEntry, fit: float) -> float:
    """What a named therapy adds to its side effect, and any entry to one it is linked with."""
    bond = 0.0
    if isinstance(described, SideEffect) and named.kind is not Kind.SIDE_EFFECT and named.family in described.seen_with:
        bond += _COMPOSED + _COMPOSED_BY_FIT * fit
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
