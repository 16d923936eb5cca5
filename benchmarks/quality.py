"""How often the right entry comes first, and how often a wrong one is shown: the test half only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks import queries
from benchmarks.peers import PEERS
from benchmarks.queries import Question, of_half
from bot.lookup.find import Finder
from bot.lookup.outcome import Close, Exact, Outcome, Suggestions
from bot.lookup.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.knowledge.load import Knowledge

#: What a search gives: the ids shown, best first, and whether the first is shown as the answer.
Shown = tuple[list[str], bool]
Search = "Callable[[str], Shown]"

#: Kinds of question that are asked of the knowledge without the misspellings that editors listed.
UNLISTED = ("slip", "misspelled", "human")


@dataclass
class Tally:
    """Counts of one kind of question."""

    asked: int = 0
    first: int = 0
    among_three: int = 0
    wrong: int = 0
    shown: int = 0

    def add(self, question: Question, shown: Shown) -> None:
        ids, answered = shown
        self.asked += 1
        self.first += ids[:1] != [] and ids[0] in question.right
        self.among_three += bool(set(ids[:3]) & set(question.right))
        self.wrong += answered and ids[0] not in question.right
        self.shown += bool(ids)


def of_outcome(outcome: Outcome) -> Shown:
    match outcome:
        case Exact(entry=entry) | Close(entry=entry):
            return [entry.id], True
        case Suggestions(entries=entries):
            return [entry.id for entry in entries], False
        case _:
            return [], False


def searches(knowledge: Knowledge) -> dict[str, Search]:
    """The bot itself and every peer over the same names."""
    finder = Finder(knowledge)
    rows = [(name.text, name.entry) for name in Vocabulary(knowledge).names]
    found: dict[str, Search] = {"ours": lambda query: of_outcome(finder.find(query))}
    for name, make in PEERS.items():
        if name != "ours":
            found[name] = _peer_search(make(rows))
    return found


def _peer_search(peer: object) -> Search:
    def search(query: str) -> Shown:
        hits = peer.search(query)
        ids = list(dict.fromkeys(entry for entry, _ in hits))
        return ids, bool(hits) and hits[0][1] >= peer.cutoff

    return search


def tallies(knowledge: Knowledge, half: str = "test") -> dict[str, dict[str, Tally]]:
    """By peer and kind of question."""
    whole, unlisted = searches(knowledge), searches(queries.without_misspellings(knowledge))
    asked = [*queries.names(knowledge), *queries.strangers(knowledge), *queries.descriptions(knowledge)]
    found: dict[str, dict[str, Tally]] = {peer: defaultdict(Tally) for peer in whole}
    for question in [*of_half(asked, half), *queries.blind(knowledge, half)]:
        for peer, search in (unlisted if question.kind.startswith(UNLISTED) else whole).items():
            found[peer][question.kind].add(question, search(question.text))
    return found


def held_out(knowledge: Knowledge, half: str = "test", rounds: int = 6) -> Tally:
    """Everyday phrases, each asked of the knowledge without it. Ours only: it means a finder a round."""
    tally = Tally()
    for place in range(rounds):
        without, questions = queries.held_out(knowledge, place)
        finder = Finder(without)
        for question in of_half(questions, half):
            tally.add(question, of_outcome(finder.find(question.text)))
    return tally


def confused(knowledge: Knowledge) -> dict[str, int]:
    """How many of the confusable names are answered with an entry that is not theirs, by peer."""
    vocabulary = Vocabulary(knowledge)
    found = {}
    for peer, search in searches(knowledge).items():
        found[peer] = sum(_swapped(name, search, vocabulary) for name in _both(queries.confusables()))
    return found


def _both(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for pair in pairs for name in pair))


def _swapped(name: str, search: Search, vocabulary: Vocabulary) -> bool:
    from bot.lookup.keys import Typed

    own = {each.entry for each in vocabulary.named(Typed.of(name))}
    ids, answered = search(name)
    return answered and ids[0] not in own
