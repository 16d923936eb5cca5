"""When two names are the same name: the key that the loader and the look-up compare."""

from __future__ import annotations

import unicodedata

__all__ = ["compact"]

_GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "ο": "omicron",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "ς": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
}


def compact(name: str) -> str:
    """The letters and digits of ``name``, so that spellings of one name compare equal.

    Case, accents, spaces, hyphens, punctuation and marks such as ® go; ``PD-1``, ``pd 1`` and ``PD‑1`` are all
    ``pd1``; Greek letters become their names (``IL-2Rα`` and ``IL-2R alpha``). Works for any text, and
    ``compact(compact(x)) == compact(x)``. Text without a letter or digit gives an empty string.
    """
    if name.isascii():
        return "".join(filter(str.isalnum, name.casefold()))
    # ® and ™ go first: compatibility decomposition would turn ™ into the letters "tm".
    bare = name.translate({ord(mark): None for mark in "®™℠©"})
    # Folding can bring forth accents, and decomposing capitals, so each is done until nothing is left to do.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold()).casefold()
    spelled = "".join(_GREEK.get(char, char) for char in folded)
    return "".join(char for char in spelled if char.isalnum() and not unicodedata.category(char).startswith("M"))
