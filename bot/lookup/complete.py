"""What to offer while somebody types: the entry that is meant, as early as possible, and none twice."""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.lookup.judge import near
from bot.lookup.keys import Typed, is_code, singular
from bot.lookup.prefixes import Prefixes
from bot.lookup.words import is_common

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.knowledge.load import Knowledge
    from bot.knowledge.model import Kind
    from bot.lookup.describe import Descriptions
    from bot.lookup.index import NameIndex
    from bot.lookup.vocabulary import Vocabulary

__all__ = ["MOST", "Completer", "Completion"]

#: Discord shows no more.
MOST = 25
#: Beginnings of names whose completions are kept, the last ones typed last; about 600 bytes each.
KEPT = 2048
# Fewer letters than this are too few to guess a slip or a description from.
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Completion:
    """One line of the menu. The id is what Discord sends back."""

    id: str
    title: str
    gist: str


class Completer:
    """Completions from one version of the knowledge."""

    def __init__(
        self,
        knowledge: Knowledge,
        vocabulary: Vocabulary,
        index: NameIndex,
        descriptions: Descriptions,
        starters: Sequence[str] = (),
    ) -> None:
        self._entries = knowledge.entries
        self._lines = {each.id: Completion(each.id, each.title, each.gist) for each in knowledge.entries.values()}
        self._vocabulary, self._index, self._descriptions = vocabulary, index, descriptions
        self._kept: OrderedDict[tuple[object, ...], tuple[Completion, ...]] = OrderedDict()
        linked = Counter(other for entry in knowledge.entries.values() for other in entry.related)
        #: What others point to most is what newcomers look for.
        popular = sorted(knowledge.entries, key=lambda entry: (-linked[entry], entry))
        self._starters = [entry for entry in (*starters, *popular) if entry in knowledge.entries]
        most = max([*linked.values(), 1])
        # A true name before a guess of ours; then what is asked for most; then the shorter name.
        self._prefixes = Prefixes(
            (name.text, name.entry, name.weight * 10 + linked[name.entry] / most - len(name.text) / 200)
            for name in vocabulary.names
        )

    def complete(self, prefix: str, kind: Kind | None, limit: int) -> tuple[Completion, ...]:
        """At most ``limit`` (and 25) entries for what was typed so far; popular ones for nothing.

        Entries of ``kind`` come first. With nothing typed there are no others.
        """
        typed, most = Typed.of(prefix), max(0, min(limit, MOST))
        if not self._prefixes.begins(typed.key):
            return self._complete(typed, kind, most)
        # The beginning of a name of ours says nothing about who typed it, so that what it gives may be kept.
        key = (typed.raw, typed.words, kind, most)
        kept = self._kept.pop(key, None)
        self._kept[key] = found = self._complete(typed, kind, most) if kept is None else kept
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    def _complete(self, typed: Typed, kind: Kind | None, most: int) -> tuple[Completion, ...]:
        if kind is None:  # in the order they are found, so that nothing is looked for that would not be shown
            found = _first(self._found(typed) if typed.key else self._starters, most)
        else:
            found = list(dict.fromkeys(self._found(typed) if typed.key else self._starters))
            exact = self._exact(typed)
            found.sort(key=lambda entry: (entry not in exact, self._entries[entry].kind is not kind))
            if not typed.key:
                found = [entry for entry in found if self._entries[entry].kind is kind]
        return tuple(self._lines[entry] for entry in found[:most])

    def begun(self, typed: Typed, most: int) -> list[str]:
        """Entries with a name of which ``typed`` is a good part of the beginning, such as ``hypogamma``."""
        plain = is_code(typed.key) or all(map(is_common, typed.words))
        return (
            []
            if plain
            else self._prefixes.starting(typed.key, most) or self._prefixes.starting(singular(typed.key), most)
        )

    def _exact(self, typed: Typed) -> set[str]:
        return {name.entry for name in (*self._vocabulary.named(typed), *self._vocabulary.named(typed.bare))}

    def _found(self, typed: Typed) -> Iterator[str]:
        for form in dict.fromkeys((typed, typed.bare)):
            named = self._vocabulary.named(form)
            yield from sorted(
                (name.entry for name in named), key=lambda entry: Typed.of(self._entries[entry].title).key != form.key
            )
        for form in dict.fromkeys((typed, typed.bare)):
            yield from self._prefixes.starting(form.key, MOST)
            yield from self._prefixes.with_word(form.key, MOST)
        bare = typed.bare
        if len(bare.key) >= _ENOUGH:
            yield from (hit.entry for hit in near(bare, self._index.search(bare)))
            yield from (each.entry for each in self._descriptions.find(bare))


def _first(entries: Iterable[str], most: int) -> list[str]:
    """The first of them, each once; stops looking when there are enough."""
    found: dict[str, None] = {}
    for entry in entries:
        if len(found) >= most:
            break
        found[entry] = None
    return list(found)
