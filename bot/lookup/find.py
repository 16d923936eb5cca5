"""From a query to an outcome. A wrong neighbour is worse than no answer.

Codes (short names and names with digits) are matched by their exact key only. Words may be answered with a slip in
them, when one entry is well ahead of every other and none of its look-alikes is meant; everything else is offered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from bot.knowledge.names import compact
from bot.lookup._first.describe import Descriptions
from bot.lookup._first.index import Hit, NameIndex, entry_names
from bot.lookup._first.keys import bare, is_code, spaced, words
from bot.lookup.outcome import Close, Exact, Outcome, Reason, Suggestions, Unknown
from bot.lookup._first.scan import Alarms, Phrasebook
from bot.lookup._first.words import ORDINARY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.knowledge.load import Knowledge
    from bot.knowledge.model import AlarmPhrases, AnyEntry, Kind

__all__ = ["Completion", "Finder"]

#: Scores (0 to 100) from which a slip is answered, and from which a name is offered.
ANSWER, OFFER = 82.0, 72.0
#: How far the best entry must be ahead of every other.
MARGIN = 7.0
#: Names shorter than this are not answered with a slip in them.
SHORTEST = 6
MOST = 25

_SEVERAL = re.compile(
    r"\b(?:vs\.?|versus|or|and|compared (?:to|with)|instead of|from|between|difference|o|y)\b", re.IGNORECASE
)
#: Beginnings that turn a word into its opposite or its neighbour.
_OPPOSING = (
    ("hyper", "hypo"), ("auto", "allo"), ("pre", "post"), ("neo", ""), ("non", ""), ("sub", "supra"), ("anti", ""),
    ("intra", "inter"), ("pro", ""), ("un", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Completion:
    """An entry to offer while somebody types."""

    id: str
    title: str
    gist: str


class Finder:
    """Looks things up in one version of the knowledge. Never raises, whatever is typed."""

    def __init__(self, knowledge: Knowledge, starters: tuple[str, ...] = ()) -> None:
        self._entries = knowledge.entries
        self._index = NameIndex.of(knowledge)
        self._descriptions = Descriptions(knowledge)
        self._alarms = Alarms(knowledge.alarms)
        self._words = Phrasebook(_scanned(knowledge))
        self._starters = tuple(id_ for id_ in starters if id_ in self._entries)
        self._browsed = sorted(
            ((spaced(name), id_) for id_, entry in self._entries.items() for name in entry_names(entry)),
            key=lambda pair: (len(pair[0]), pair),
        )

    # -- outcomes ----------------------------------------------------------------------------------------------

    def find(self, query: str, kind: Kind | None = None) -> Outcome:
        """What ``query`` means. ``kind`` decides between entries of one name; it hides nothing."""
        query = query[:300]
        for text in dict.fromkeys((query, bare(query))):
            if found := self._index.exact(text):
                return self._exact(found, text, kind)
        text = bare(query)
        if not compact(text):
            return Unknown()
        return self._several(query) or self._near(text) or self._described(query) or Unknown()

    def _exact(self, found: Mapping[str, str], text: str, kind: Kind | None) -> Outcome:
        owners = dict(found)
        of_kind = {id_: name for id_, name in owners.items() if self._entries[id_].kind == kind}
        if len(owners) > 1 and len(of_kind) == 1:
            owners = of_kind
        if len(owners) > 1:
            entries = tuple(self._entries[id_] for id_ in owners)
            return Suggestions(entries, Reason.HOMONYM, tuple(100.0 for _ in entries))
        entry_id, name = next(iter(owners.items()))
        entry = self._entries[entry_id]
        if _merely_looks_like(text, name):
            return Suggestions((entry,), Reason.SIMILAR, (OFFER,))
        return Exact(entry, name)

    def _several(self, query: str) -> Suggestions | None:
        pieces = [bare(piece) for piece in _SEVERAL.split(query)]
        if len(pieces) < 2:
            return None
        found = [self.find(piece) for piece in pieces if len(compact(piece)) > 1]
        entries = {each.entry.id: each.entry for each in found if isinstance(each, Exact | Close)}
        if len(entries) < 2:
            return None
        return Suggestions(tuple(entries.values()), Reason.SEVERAL, tuple(100.0 for _ in entries))

    def _near(self, text: str) -> Close | Suggestions | None:
        if is_code(text):
            return self._offered([(id_, OFFER) for id_ in self._index.codes_near(text)], Reason.SIMILAR)
        if spaced(text) in ORDINARY:
            return None
        key = compact(text)
        hits = [hit for hit in self._index.near(text, OFFER) if _digits(hit.key) == _digits(key)]
        if not hits:
            return None
        if self._sure(key, hits):
            others = tuple(self._entries[hit.entry] for hit in hits[1:4])
            return Close(self._entries[hits[0].entry], hits[0].name, text, round(hits[0].score, 1), others)
        return self._offered([(hit.entry, hit.score) for hit in hits[:5]], Reason.SIMILAR)

    def _sure(self, key: str, hits: list[Hit]) -> bool:
        best = hits[0]
        if best.score < ANSWER or len(key) < SHORTEST or _opposed(key, best.key):
            return False
        ahead = best.score - hits[1].score if len(hits) > 1 else 100.0
        # One slip in a long word leaves little doubt, even beside a name that is built alike.
        return ahead >= MARGIN or (OSA.distance(key, best.key) <= 1 and len(key) > 8 and ahead >= MARGIN / 2)

    def _described(self, query: str) -> Suggestions | None:
        named = [(id_, 90.0) for id_, _ in self._words.find(query)] if len(words(query)) > 1 else []
        told = self._descriptions.find(query)
        if named and told:
            ids = {id_ for id_, _ in named}
            told = sorted(told, key=lambda pair: pair[0] in ids, reverse=True) if len(words(query)) < 4 else told
        return self._offered([*told, *named][:5] if told else named[:5], Reason.DESCRIBED)

    def _offered(self, scored: list[tuple[str, float]], reason: Reason) -> Suggestions | None:
        best: dict[str, float] = {}
        for id_, score in scored:
            best.setdefault(id_, score)
        if not best:
            return None
        entries = tuple(self._entries[id_] for id_ in best)
        return Suggestions(entries, reason, tuple(round(score, 1) for score in best.values()))

    # -- what to type, and what stands in a text ---------------------------------------------------------------

    def complete(self, prefix: str, kind: Kind | None = None, limit: int = MOST) -> tuple[Completion, ...]:
        """What to offer for a beginning: exact names, names and then words that begin so, slips, descriptions."""
        typed = spaced(prefix[:100])
        ids: dict[str, None] = {}
        if not typed:
            ids = dict.fromkeys((*self._starters, *self._entries))
        else:
            ids |= dict.fromkeys(self._index.exact(prefix[:100]))
            ids |= {id_: None for name, id_ in self._browsed if name.startswith(typed)}
            ids |= {id_: None for name, id_ in self._browsed if f" {typed}" in name}
            if len(ids) < limit:
                ids |= dict.fromkeys(entry.id for entry in _entries_of(self.find(prefix)))
        ranked = sorted(ids, key=lambda id_: kind is not None and self._entries[id_].kind != kind)
        return tuple(Completion(id_, self._entries[id_].title, self._entries[id_].gist) for id_ in ranked[:limit])

    def words(self, text: str) -> tuple[AnyEntry, ...]:
        """The entries whose names stand in a longer text, in order, each once."""
        return tuple(self._entries[id_] for id_, _ in self._words.find(text[:4000]))

    def alarm(self, text: str) -> AlarmPhrases | None:
        """The alarm whose phrase stands in the text, if any."""
        return self._alarms.find(text[:4000])


def _entries_of(outcome: Outcome) -> tuple[AnyEntry, ...]:
    match outcome:
        case Exact() | Close():
            return (outcome.entry, *getattr(outcome, "others", ()))
        case Suggestions():
            return outcome.entries
        case _:
            return ()


def _scanned(knowledge: Knowledge) -> list[tuple[str, str]]:
    """Names to find inside a text: no ordinary words, and no name with several meanings."""
    homonyms = {compact(homonym.name) for homonym in knowledge.homonyms}
    return [
        (name, entry.id)
        for entry in knowledge.entries.values()
        for name in entry_names(entry)
        if compact(name) not in homonyms and name.casefold() not in ORDINARY and len(compact(name)) > 1
    ]


def _merely_looks_like(text: str, name: str) -> bool:
    """An ordinary word in small letters that has the letters of a code: "all" is not ALL, but "port" is Port."""
    coded = is_code(name) and sum(char.isupper() for char in name) > 1
    return coded and text == text.casefold() and spaced(text) in ORDINARY


def _digits(key: str) -> str:
    return "".join(char for char in key if char.isdigit())


def _opposed(typed: str, name: str) -> bool:
    """Whether one has a beginning that the other lacks or turns around."""
    for one, other in _OPPOSING:
        for left, right in ((typed, name), (name, typed)):
            if left.startswith(one) and right.startswith(other) and not right.startswith(one):
                rest = left.removeprefix(one)
                if OSA.normalized_similarity(rest, right.removeprefix(other)) > 0.75:
                    return True
    return False
