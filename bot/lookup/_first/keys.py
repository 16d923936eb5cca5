"""From what people type to the keys that are compared."""

from __future__ import annotations

import re
import unicodedata

from bot.knowledge.names import compact

__all__ = ["bare", "is_code", "singulars", "spaced", "words"]

#: What people put around a name when they ask about it, in English and Spanish.
_FILLER = re.compile(
    r"^(?:(?:hi|hello|hey|please|pls|so|ok|and)\b[\s,]*)*"
    r"(?:(?:can|could|would) (?:you|someone|anyone) (?:please )?)?"
    r"(?:what(?:'s|’s| is| are| does| do|s)?\b|who is\b|tell me (?:more )?about\b|explain\b|define\b|meaning of\b"
    r"|what does\b|info(?:rmation)? (?:on|about)\b|how about\b|about\b|the meaning of\b"
    r"|¿?(?:qué|que) (?:es|son|significa)\b|explica(?:me)?\b|háblame de\b)?\s*"
    r"(?:(?:is|are|the|a|an|el|la|los|las|un|una)\s+)*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s+(?:mean|means|stand for|please|pls|again|exactly|treatment for cancer))*[\s?!.,;:…]*$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

#: A code is a short name, or one with digits: one letter more or less is another molecule.
CODE = 4


def bare(query: str) -> str:
    """The query without question words, articles and closing marks; itself if nothing else would be left."""
    text = " ".join(query.split())
    stripped = _TAIL.sub("", _FILLER.sub("", text, count=1))
    return stripped or text


def words(text: str) -> list[str]:
    """The words of a text, folded (case and accents), in order."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return [word.replace("’", "'") for word in _WORD.findall(plain)]


def spaced(text: str) -> str:
    """The folded words with single spaces: what word order is compared on."""
    return " ".join(words(text))


def singulars(key: str) -> tuple[str, ...]:
    """A compact key and what it may be the plural of."""
    if len(key) < 4 or key.endswith("ss"):
        return (key,)
    forms = [key]
    if key.endswith("ies"):
        forms.append(key[:-3] + "y")
    if key.endswith("es"):
        forms.append(key[:-2])
    if key.endswith("s"):
        forms.append(key[:-1])
    return tuple(forms)


def is_code(text: str) -> bool:
    """Whether a name or query is matched by its exact key only."""
    key = compact(text)
    return len(key) <= CODE or any(char.isdigit() for char in key)
