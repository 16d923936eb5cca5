"""Names by their beginning, or by the beginning of a word in them: what autocomplete needs on every key."""

from __future__ import annotations

from bisect import bisect_left
from sys import intern
from typing import TYPE_CHECKING

import numpy as np

from bot.lookup.keys import Typed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["Prefixes"]

# After every letter and digit, so that a range of keys can be cut out of the sorted list.
_LAST = "\U0010ffff"


class Prefixes:
    """An immutable sorted list of ``(name, entry, rank)``; a higher rank is offered first."""

    def __init__(self, names: Iterable[tuple[str, str, float]]) -> None:
        starts: list[tuple[str, str, float]] = []
        words: list[tuple[str, str, float]] = []
        for name, entry, rank in names:
            typed = Typed.of(name)
            starts.append((typed.key, entry, rank))
            words += ((typed.part(at, len(typed.words)).key, entry, rank) for at in range(1, len(typed.words)))
        self._starts, self._words = _Sorted(starts), _Sorted(words)

    def begins(self, key: str) -> bool:
        """Whether some name begins with ``key``."""
        return self._starts.any_under(key)

    def starting(self, key: str, most: int) -> list[str]:
        """Entries with a name that begins with ``key``, best rank first, each once."""
        return self._starts.under(key, most)

    def with_word(self, key: str, most: int) -> list[str]:
        """Entries with a name in which ``key`` begins at the second word or later."""
        return self._words.under(key, most)


class _Sorted:
    def __init__(self, rows: Iterable[tuple[str, str, float]]) -> None:
        ordered = sorted(row for row in rows if row[0])
        self._keys = [intern(key) for key, _, _ in ordered]
        self._entries = [entry for _, entry, _ in ordered]
        self._ranks: NDArray[np.float32] = np.array([rank for _, _, rank in ordered], np.float32)

    def any_under(self, key: str) -> bool:
        at = bisect_left(self._keys, key)
        return at < len(self._keys) and self._keys[at].startswith(key)

    def under(self, key: str, most: int) -> list[str]:
        start, stop = bisect_left(self._keys, key), bisect_left(self._keys, key + _LAST)
        ranks = self._ranks[start:stop]
        # One entry may hold several places, so more are taken than are wanted.
        taken = min(len(ranks), 8 * most)
        best = np.argpartition(-ranks, taken - 1)[:taken] if 0 < taken < len(ranks) else np.arange(len(ranks))
        best = best[np.argsort(-ranks[best], kind="stable")]
        places: list[int] = best.tolist()
        return list(dict.fromkeys(self._entries[start + at] for at in places))[:most]
