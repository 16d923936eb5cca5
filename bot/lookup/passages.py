"""Texts by the rare words they share with a query: BM25 over weighted words, in numpy."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Passages"]


class Passages:
    """An immutable index of texts, each a mapping of stem to weight (how often, times how much the field counts)."""

    def __init__(self, texts: Sequence[Mapping[str, float]], *, saturation: float = 1.2, lengths: float = 0.5) -> None:
        self.count = len(texts)
        rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
        sizes = np.array([sum(text.values()) for text in texts] or [1.0])
        norms = saturation * (1 - lengths + lengths * sizes / sizes.mean()) if sizes.any() else sizes + 1
        for place, text in enumerate(texts):
            for stem, weight in text.items():
                rows[stem].append((place, weight * (saturation + 1) / (weight + norms[place])))
        self._rows = {
            stem: (np.array([place for place, _ in row], np.intp), np.array([value for _, value in row]))
            for stem, row in rows.items()
        }

    def __contains__(self, stem: str) -> bool:
        return stem in self._rows

    def rarity(self, stem: str) -> float:
        """How much a stem says: the fewer texts have it, the more. A stem of no text counts as the rarest."""
        having = len(self._rows[stem][0]) if stem in self._rows else 0
        return math.log(1 + (self.count - having + 0.5) / (having + 0.5))

    def scores(self, wanted: Mapping[str, float]) -> tuple[Floats, Floats]:
        """For each text its score, and the part of the weight of ``wanted`` that it has at all (0 to 1)."""
        scores, covered = np.zeros(self.count), np.zeros(self.count)
        total = 0.0
        for stem, weight in wanted.items():
            rarity = self.rarity(stem) * weight
            total += rarity
            if stem in self._rows:
                places, values = self._rows[stem]
                scores[places] += rarity * values
                covered[places] += rarity
        return scores, covered / (total or 1.0)
