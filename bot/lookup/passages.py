"""Texts by the rare words they share with a query: BM25 over weighted words, in numpy."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Passages", "Texts"]


class Texts:
    """Texts on their way into an index, in three arrays: kept as mappings they would be the most memory of a start."""

    def __init__(self, texts: Iterable[Mapping[str, float]] = ()) -> None:
        self.rows: dict[str, int] = {}
        self.sizes: list[float] = []
        self.row, self.place, self.weight = array("i"), array("i"), array("d")
        for text in texts:
            self.add(text)

    def add(self, text: Mapping[str, float]) -> None:
        """One more text: its stems with their weights."""
        for stem, weight in text.items():
            self.row.append(self.rows.setdefault(stem, len(self.rows)))
            self.place.append(len(self.sizes))
            self.weight.append(weight)
        self.sizes.append(sum(text.values()))


class Passages:
    """An immutable index of texts, each a mapping of stem to weight (how often, times how much the field counts)."""

    def __init__(
        self, texts: Texts | Iterable[Mapping[str, float]], *, saturation: float = 1.2, lengths: float = 0.5
    ) -> None:
        found = texts if isinstance(texts, Texts) else Texts(texts)
        self.count = len(found.sizes)
        sizes = np.array(found.sizes or [1.0])
        norms = saturation * (1 - lengths + lengths * sizes / sizes.mean()) if sizes.any() else sizes + 1
        # The rows of all stems in one array: a small one for each of 10,000 stems would take three times the memory.
        row = np.array(found.row, np.intp)
        order = np.argsort(row, kind="stable")
        ends: list[int] = np.cumsum(np.bincount(row, minlength=len(found.rows))).tolist()
        self._rows, self._starts = found.rows, array("i", [0, *ends])
        self._places = np.array(found.place, np.int32)[order]
        weights = np.array(found.weight)[order]
        # half as much memory, and exact enough
        self._values = (weights * (saturation + 1) / (weights + norms[self._places])).astype(np.float32)

    def __contains__(self, stem: str) -> bool:
        return stem in self._rows

    def rarity(self, stem: str) -> float:
        """How much a stem says: the fewer texts have it, the more. A stem of no text counts as the rarest."""
        start, stop = self._span(stem)
        having = stop - start
        return math.log(1 + (self.count - having + 0.5) / (having + 0.5))

    def rarities(self) -> Floats:
        """For each text, how much its stems say in all."""
        said = np.zeros(self.count)
        for stem in self._rows:
            start, stop = self._span(stem)
            said[self._places[start:stop]] += self.rarity(stem)
        return said

    def _span(self, stem: str) -> tuple[int, int]:
        """Where the row of a stem begins and ends; nowhere if no text has it."""
        row = self._rows.get(stem)
        return (0, 0) if row is None else (self._starts[row], self._starts[row + 1])

    def scores(self, wanted: Mapping[str, float]) -> tuple[Floats, Floats]:
        """For each text its score, and the part of the weight of ``wanted`` that it has at all (0 to 1)."""
        scores, covered = np.zeros(self.count), np.zeros(self.count)
        total = 0.0
        for stem, weight in wanted.items():
            rarity = self.rarity(stem) * weight
            total += rarity
            start, stop = self._span(stem)
            if start < stop:
                places = self._places[start:stop]
                scores[places] += rarity * self._values[start:stop]
                covered[places] += rarity
        return scores, covered / (total or 1.0)
