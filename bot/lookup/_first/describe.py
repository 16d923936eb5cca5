"""The second tier: what entries say, for people who describe a thing and do not name it.

BM25 over the words of names, everyday phrases, gist, lead and sections, each field weighted; words are stemmed, and a
word that nobody wrote is read as the nearest one that somebody did. It only ever offers.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import snowballstemmer  # pyright: ignore[reportMissingTypeStubs] - the package has none
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.lookup._first.index import entry_names
from bot.lookup._first.keys import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.knowledge.load import Knowledge
    from bot.knowledge.model import AnyEntry

__all__ = ["Descriptions"]

#: How much a word counts by where it stands; everyday phrases were written to be found.
NAMES, EVERYDAY, GIST, LEAD, SECTION = 3.0, 4.0, 2.0, 1.0, 0.35
K1, B = 1.2, 0.4
#: A description shares at least this part of its weight with an entry, in words that are not in every entry.
ENOUGH = 0.5
#: A mistyped word is repaired from five letters on.
REPAIRED = 5

_STOP = frozenset(
    [
        "a",
        "about",
        "after",
        "again",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "but",
        "by",
        "can",
        "cant",
        "could",
        "did",
        "do",
        "does",
        "dont",
        "for",
        "from",
        "get",
        "gets",
        "getting",
        "go",
        "going",
        "got",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "him",
        "his",
        "how",
        "i",
        "if",
        "im",
        "in",
        "into",
        "is",
        "isnt",
        "it",
        "its",
        "just",
        "like",
        "made",
        "make",
        "me",
        "mean",
        "means",
        "more",
        "my",
        "no",
        "not",
        "now",
        "of",
        "on",
        "one",
        "or",
        "our",
        "out",
        "over",
        "people",
        "put",
        "say",
        "said",
        "she",
        "should",
        "so",
        "some",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "thing",
        "things",
        "this",
        "those",
        "to",
        "too",
        "up",
        "us",
        "use",
        "used",
        "want",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "de",
        "del",
        "que",
        "es",
        "en",
        "y",
        "o",
        "para",
        "por",
        "con",
        "mi",
        "su",
        "lo",
        "se",
    ]
)


class Descriptions:
    """An index over what entries say."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._stem: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord  # pyright: ignore[reportUnknownMemberType]
        self._postings: dict[str, dict[str, float]] = defaultdict(dict)
        self._length: dict[str, float] = {}
        for entry in knowledge.entries.values():
            self._add(entry)
        self._vocabulary = list(self._postings)
        count, total = len(self._length), sum(self._length.values())
        self._mean = total / count if count else 1.0
        self._idf = {
            stem: math.log(1 + (count - len(found) + 0.5) / (len(found) + 0.5))
            for stem, found in self._postings.items()
        }

    def _add(self, entry: AnyEntry) -> None:
        weights: defaultdict[str, float] = defaultdict(float)
        for text, weight in _fields(entry):
            for stem in self._stems(text):
                weights[stem] += weight
        for stem, weight in weights.items():
            self._postings[stem][entry.id] = weight
        self._length[entry.id] = sum(weights.values())

    def _stems(self, text: str) -> list[str]:
        return [self._stem(word.replace("'", "")) for word in words(text) if word.replace("'", "") not in _STOP]

    def find(self, query: str, limit: int = 5) -> list[tuple[str, float]]:
        """Entry ids and scores (0 to 100, the share of the query that the entry says), best first."""
        wanted = {stem: idf for stem in dict.fromkeys(self._stems(query)) if (idf := self._weight(stem)) is not None}
        stems = {self._known(stem): idf for stem, idf in wanted.items()}
        whole = sum(stems.values())
        if not whole or len(wanted) < 2:
            return []
        scores: dict[str, float] = defaultdict(float)
        covered: dict[str, float] = defaultdict(float)
        for stem, idf in stems.items():
            for id_, weight in self._postings.get(stem, {}).items():
                norm = weight + K1 * (1 - B + B * self._length[id_] / self._mean)
                scores[id_] += idf * weight * (K1 + 1) / norm
                covered[id_] += idf
        enough = [(id_, score) for id_, score in scores.items() if covered[id_] >= ENOUGH * whole]
        enough.sort(key=lambda pair: (-pair[1], pair[0]))
        return [(id_, 100 * covered[id_] / whole) for id_, _ in enough[:limit]]

    def _weight(self, stem: str) -> float | None:
        """How much a word says; a word nobody wrote counts as a rare one, so that it is missed in the sum."""
        return self._idf.get(self._known(stem), math.log(1 + len(self._length)))

    def _known(self, stem: str) -> str:
        if stem in self._postings or len(stem) < REPAIRED:
            return stem
        near = process.extractOne(stem, self._vocabulary, scorer=OSA.distance, score_cutoff=1)
        return near[0] if near else stem


def _fields(entry: AnyEntry) -> Iterator[tuple[str, float]]:
    yield from ((name, NAMES) for name in dict.fromkeys(entry_names(entry)))
    yield from ((phrase, EVERYDAY) for phrase in entry.everyday)
    yield entry.gist, GIST
    yield entry.lead, LEAD
    yield from ((section.text, SECTION) for section in entry.sections)
