"""Names by likeness: built once, never changed, the same for a hundred names and for a hundred thousand.

Trigram postings give a few candidates; rapidfuzz then looks at each. This module ranks; whether a hit may be shown as
an answer is decided in ``judge.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.lookup.keys import Typed, keys_of, number
from bot.lookup.postings import Postings
from bot.lookup.sounds import sound, sounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = ["Hit", "NameIndex"]

# A sound that more names share than this says too little.
_SAME_SOUND = 16
# Worked out on misspelled names of the tuning half; a learned ranking was no better.
_SPELLING, _SOUND, _LETTERS, _BEGINNING, _OTHER_NUMBER = 0.5, 0.2, 0.2, 0.1, 0.1


@dataclass(frozen=True, slots=True)
class Hit:
    """One name that is like the query. ``score`` and ``likeness`` (of the spelling alone) are 0 to 100.

    ``sound`` is that of the key, which the index knows already.
    """

    entry: str
    name: str
    key: str
    score: float
    likeness: float
    edits: int
    sound: str


class NameIndex:
    """An immutable index of ``(name, entry, weight)``; the weight (0 to 1) scales the score of that name."""

    def __init__(self, names: Iterable[tuple[str, str, float]]) -> None:
        listed = list(names)
        keys = [keys_of(name) for name, _, _ in listed]
        self._names = [name for name, _, _ in listed]
        self._entries = [entry for _, entry, _ in listed]
        self._weights = np.array([weight for _, _, weight in listed], np.float32)
        # Most names are one word, and many sound as they are written: interned, they are kept once.
        self._keys = [intern(key) for key, _ in keys]
        self._spaced = [intern(spaced) for _, spaced in keys]
        self._sounds = list(map(intern, sounds(self._keys))) if listed else []
        self._numbers = [intern(number(key)) for key in self._keys]
        self._postings = Postings(self._keys)
        self._heard: dict[str, list[int]] = {}
        for place, heard in enumerate(self._sounds):
            self._heard.setdefault(heard, []).append(place)

    def __len__(self) -> int:
        return len(self._names)

    def search(self, typed: Typed, most: int = 10) -> tuple[Hit, ...]:
        """At most ``most`` names like the query, best first, the best name of each entry only."""
        places, cosines = self._candidates(typed.key)
        if not len(places):
            return ()
        at: list[int] = places.tolist()
        likeness, scores = self._scores(typed, at, cosines)
        scores *= self._weights[places]
        best: dict[str, Hit] = {}
        ranked: list[int] = np.argsort(-scores, kind="stable").tolist()
        for position in ranked:
            entry = self._entries[at[position]]
            if entry not in best:
                best[entry] = self._hit(typed, at[position], float(scores[position]), float(likeness[position]))
                if len(best) == most:
                    break
        return tuple(best.values())

    def _candidates(self, key: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """What shares letters with ``key``, and what sounds the same without doing so ("toomer")."""
        places, cosines = self._postings.candidates(key)
        same = self._heard.get(sound(key), ())
        if not same or len(same) > _SAME_SOUND:
            return places, cosines
        more = np.setdiff1d(np.array(same, np.int64), places)
        return np.concatenate([places, more]), np.concatenate([cosines, np.zeros(len(more))])

    def _scores(self, typed: Typed, at: list[int], cosines: NDArray[np.float64]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Likeness of spelling and whole score of each candidate, 0 to 1."""
        keys = [self._keys[place] for place in at]
        spelling = _row(typed.key, keys, OSA.normalized_similarity)
        if len(typed.words) > 1:  # for a single word it only flatters: it counts what is shared, not what is changed
            tokens = _row(typed.spaced, [self._spaced[place] for place in at], fuzz.token_sort_ratio) / 100
            spelling = np.maximum(spelling, tokens)
        heard = _row(sound(typed.key), [self._sounds[place] for place in at], OSA.normalized_similarity)
        beginning = _row(typed.key, keys, JaroWinkler.similarity)
        scores = _SPELLING * spelling + _SOUND * heard + _LETTERS * cosines + _BEGINNING * beginning
        digits = number(typed.key)
        scores -= _OTHER_NUMBER * np.array([self._numbers[place] != digits for place in at])
        return spelling, scores

    def _hit(self, typed: Typed, place: int, score: float, likeness: float) -> Hit:
        key = self._keys[place]
        edits = OSA.distance(typed.key, key)
        entry, name, heard = self._entries[place], self._names[place], self._sounds[place]
        return Hit(entry, name, key, 100 * float(score), 100 * float(likeness), edits, heard)


def _row(query: str, choices: Sequence[str], scorer: Any) -> NDArray[Any]:
    return process.cdist([query], choices, scorer=scorer, dtype=np.float32)[0]
