"""Slips of the finger and of the ear, the same on every run."""

from __future__ import annotations

import random

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS = (
    ("ph", "f"), ("f", "ph"), ("y", "i"), ("i", "y"), ("k", "c"), ("c", "k"), ("c", "s"), ("z", "s"), ("s", "z"), ("v", "f"),
    ("x", "ks"), ("th", "t"), ("ae", "e"), ("oe", "e"), ("ei", "ie"), ("ou", "u"), ("qu", "kw"), ("j", "g"), ("m", "n"),
    ("n", "m"), ("b", "p"), ("d", "t"), ("e", "i"), ("a", "e"), ("u", "o"), ("o", "u"), ("rh", "r"), ("pn", "n"),
)  # fmt: skip


def _neighbours(letter: str) -> str:
    for row, keys in enumerate(_ROWS):
        at = keys.find(letter)
        if at >= 0:
            beside = [keys[place] for place in (at - 1, at + 1) if 0 <= place < len(keys)]
            below = _ROWS[row + 1][max(at - 1, 0) : at + 1] if row < 2 else ""
            return "".join(beside) + below
    return ""


def keyboard(word: str, rng: random.Random) -> str:
    places = [at for at, letter in enumerate(word) if _neighbours(letter)]
    at = rng.choice(places) if places else 0
    return word[:at] + rng.choice(_neighbours(word[at]) or word[at]) + word[at + 1 :]


def dropped(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def doubled(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[: at + 1] + word[at:]


def transposed(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def phonetic(word: str, rng: random.Random) -> str:
    """One or two letters as they sound; unchanged if nothing in the word can be heard otherwise."""
    for _ in range(rng.choice((1, 1, 2))):
        places = [(at, old, new) for old, new in _SOUNDS for at in range(1, len(word)) if word.startswith(old, at)]
        if places:
            at, old, new = rng.choice(places)
            word = word[:at] + new + word[at + len(old) :]
    return word


MODELS = {
    "keyboard": keyboard,
    "dropped": dropped,
    "doubled": doubled,
    "transposed": transposed,
    "phonetic": phonetic,
}
