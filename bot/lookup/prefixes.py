"""Names by their beginning, or by the beginning of a word in them: what autocomplete needs on every key."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from bot.lookup.keys import Typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

__all__ = ["Prefixes"]

# After every letter and digit, so that a range of keys can be cut out of the sorted list.
_LAST = "\U0010ffff"


class Prefixes:
    """An immutable sorted list of ``(name, entry, rank)``; a higher rank is offered first."""

    def __init__(self, names: Iterable[tuple[str, str, float]]) -> None:
        rows = [(Typed.of(name), entry, rank) for name, entry, rank in names]
        self._starts = _Sorted((typed.key, entry, rank) for typed, entry, rank in rows)
        self._words = _Sorted(_later_words(rows))

    def starting(self, key: str, most: int) -> list[str]:
        """Entries with a name that begins with ``key``, best rank first, each once."""
        return self._starts.under(key, most)

    def with_word(self, key: str, most: int) -> list[str]:
        """Entries with a name in which ``key`` begins at the second word or later."""
        return self._words.under(key, most)


def _later_words(rows: Iterable[tuple[Typed, str, float]]) -> Iterator[tuple[str, str, float]]:
    for typed, entry, rank in rows:
        for start in range(1, len(typed.words)):
            yield "".join(typed.words[start:]), entry, rank


class _Sorted:
    def __init__(self, rows: Iterable[tuple[str, str, float]]) -> None:
        ordered = sorted(row for row in rows if row[0])
        self._keys = [key for key, _, _ in ordered]
        self._entries = [entry for _, entry, _ in ordered]
        self._ranks: NDArray[np.float32] = np.array([rank for _, _, rank in ordered], np.float32)

    def under(self, key: str, most: int) -> list[str]:
        start, stop = bisect_left(self._keys, key), bisect_left(self._keys, key + _LAST)
        ranks = self._ranks[start:stop]
        # One entry may hold several places, so more are taken than are wanted.
        taken = min(len(ranks), 8 * most)
        best = np.argpartition(-ranks, taken - 1)[:taken] if 0 < taken < len(ranks) else np.arange(len(ranks))
        best = best[np.argsort(-ranks[best], kind="stable")]
        places: list[int] = best.tolist()
        return list(dict.fromkeys(self._entries[start + at] for at in places))[:most]
