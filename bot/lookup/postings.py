"""Character trigrams of many keys in numpy arrays: which names share letters with a query, in microseconds.

Each key stands between two marks, and each trigram weighs by its rarity (idf squared, so that adding them up gives the
cosine of tf-idf vectors). ``docs/benchmarks.md`` has it beside other ways.
"""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Postings"]

_MARK = "\x01"
# A query reads its rare grams first, and stops after so many postings: the common ones decide nothing.
_BUDGET = 24_000
# What shares less than this part of the best candidate's weight is not looked at again.
_FLOOR = 0.3
# Code points are below 2 ** 21, so three of them fit into one number without a clash.
_BITS = 21


class Postings:
    """An immutable inverted list over ``keys``; names are meant by their position in it."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._count = len(keys)
        grams, owners = _grams(keys)
        order = np.argsort(grams, kind="stable")
        grams = grams[order]
        self._owners = owners[order]
        first = np.flatnonzero(np.diff(grams, prepend=-1))
        lengths = np.diff(np.append(first, len(grams)))
        weights = np.log1p(self._count / lengths) ** 2
        norms = np.bincount(self._owners, np.repeat(weights, lengths), minlength=self._count)
        self._norms = np.sqrt(norms).astype(np.float32)
        # Numbers in an array and not as pairs of Python's: a third of the memory.
        self._starts = array("i", [*first.tolist(), len(grams)])
        self._rows = dict(zip(grams[first].tolist(), range(len(first)), strict=True))
        self._weights = array("d", map(self._weight, lengths.tolist()))
        self._unknown = self._weight(1)

    def _weight(self, having: int) -> float:
        """What a gram says that so many keys have."""
        return float(np.log1p(self._count / having)) ** 2

    def candidates(self, key: str, most: int = 32) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The positions of at most ``most`` keys that share most with ``key``, and their cosine (0 to 1).

        They are in no order. None for an empty key.
        """
        spans, total = self._spans(key)
        if not spans:
            return np.empty(0, np.int64), np.empty(0, np.float64)
        found = np.concatenate([self._owners[start:stop] for start, stop, _ in spans])
        weights = np.repeat([weight for _, _, weight in spans], [stop - start for start, stop, _ in spans])
        shared = np.bincount(found, weights)
        kept = np.flatnonzero(shared >= _FLOOR * shared.max())
        cosines = shared[kept] / (self._norms[kept] * total)
        if len(kept) > most:
            best = np.argpartition(cosines, len(kept) - most)[-most:]
            kept, cosines = kept[best], cosines[best]
        return kept, cosines

    def _spans(self, key: str) -> tuple[list[tuple[int, int, float]], float]:
        """The postings of the rare grams of ``key`` with their weights, and the length of the whole query vector."""
        found: list[tuple[int, int, float]] = []
        total = 0.0
        for gram in _grams_of(key):
            row = self._rows.get(gram)
            if row is None:
                total += self._unknown
                continue
            total += self._weights[row]
            found.append((self._starts[row], self._starts[row + 1], self._weights[row]))
        found.sort(key=lambda span: span[1] - span[0])
        read = 0
        for position, (start, stop, _) in enumerate(found):
            read += stop - start
            if read > _BUDGET and position:
                found = found[:position]
                break
        return found, total**0.5


def _grams_of(key: str) -> set[int]:
    codes = [ord(char) for char in f"{_MARK}{key}{_MARK}"]
    pairs = [(first << _BITS) + second for first, second in pairwise(codes)]
    return {(pair << _BITS) + third for pair, third in zip(pairs, codes[2:], strict=False)} if key else set()


def _grams(keys: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Every trigram of every key as a number, and the position of the key it is in."""
    text = _MARK + _MARK.join(keys) + _MARK
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    marks = codes == ord(_MARK)
    owner = (np.cumsum(marks) - 1).astype(np.int32)
    middle = ~marks[1:-1]  # a window around a mark would join two names
    grams = (codes[:-2] << 2 * _BITS) + (codes[1:-1] << _BITS) + codes[2:]
    return grams[middle], owner[1:-1][middle]
