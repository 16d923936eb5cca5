"""Ids made from what people call a thing."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from bot.knowledge.names import compact

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["slug"]

#: As the model has it: ids travel in Discord's custom ids.
_LONGEST, _DIGEST = 52, 8


def slug(text: str, taken: Container[str] = (), key: str = "") -> str:
    """An id for ``text``: the same every time, whatever else is in the list.

    It ends in a few characters of a digest where letters had to go, where it would be too long, or where ``taken`` has
    it already; ``key`` then tells two things of one name apart.
    """
    spelled = "-".join(filter(None, map(compact, re.split(r"[\W_]+", text))))
    plain = re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9-]", "", spelled)).strip("-")
    if plain == spelled and 0 < len(plain) <= _LONGEST and plain not in taken:
        return plain
    digest = hashlib.sha256(f"{compact(text)}\n{key}".encode()).hexdigest()[:_DIGEST]
    return f"{plain[: _LONGEST - _DIGEST - 1].strip('-') or 'word'}-{digest}"
