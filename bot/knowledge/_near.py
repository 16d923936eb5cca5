"""What somebody probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["did_you_mean"]

#: From 0 to 100. Below this a suggestion would puzzle more than it helps.
SIMILAR = 75


def did_you_mean(wanted: str, known: Iterable[str], otherwise: str = ".") -> str:
    """The end of a sentence: «; did you mean "…"?», or ``otherwise`` where nothing known is near."""
    # rapidfuzz and not difflib: a folder full of wrong references took a second for every 600.
    near = process.extractOne(wanted, list(known), scorer=fuzz.ratio, score_cutoff=SIMILAR)
    return f'; did you mean "{near[0]}"?' if near else otherwise
