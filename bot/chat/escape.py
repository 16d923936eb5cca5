"""Text that somebody typed, made harmless: it is shown as typed, and means nothing to Discord."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["escape"]

#: Discord shows any punctuation after a backslash as it is: no bold, link, heading, mention or custom emoji is left.
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
#: As much as is worth showing again.
_SHOWN = 100


def escape(typed: str) -> str:
    """``typed`` on one line, without control characters or reversed writing, cut after 100 characters."""
    kept = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in typed)
    shown = " ".join(kept.split())
    if len(shown) > _SHOWN:
        shown = shown[:_SHOWN].rstrip() + "…"
    return _PUNCTUATION.sub(r"\\\1", shown)
