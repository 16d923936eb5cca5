"""Long answers cut into pages: between paragraphs if possible, else between sentences, never inside a word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.answers.answer import Part

__all__ = ["length", "paged"]

#: An end of sentence with white space after it; a bullet's line end counts as one.
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n")


def length(text: str) -> int:
    """How long Discord finds a text: in UTF-16 units, the stricter reading of "4,000 characters"."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph (or a part of one) under the heading it belongs to; ``opens`` if it is the first there."""

    heading: str
    text: str
    opens: bool


def paged(lead: str, parts: Iterable[Part], room: int) -> list[str]:
    """The running text of a card as pages of at most ``room`` UTF-16 units; at least one page, perhaps empty.

    A heading stays with its first paragraph, and is said again where its text goes on overleaf.
    """
    pages: list[str] = [""]
    for piece in _pieces(lead, parts, room):
        grown = _joined(pages[-1], piece)
        if pages[-1] and length(grown) > room:
            pages.append(_headed(piece))
        else:
            pages[-1] = grown
    return pages


def _pieces(lead: str, parts: Iterable[Part], room: int) -> Iterator[_Piece]:
    blocks = [("", lead), *((f"### {part.title}" if part.title else "", part.text) for part in parts)]
    for heading, text in blocks:
        space = room - length(heading) - 1
        paragraphs = [paragraph for paragraph in text.split("\n\n") if paragraph.strip()]
        pieces = [piece for paragraph in paragraphs for piece in _cut(paragraph, space)]
        for position, piece in enumerate(pieces):
            yield _Piece(heading, piece, opens=position == 0)


def _joined(page: str, piece: _Piece) -> str:
    if not page:
        return _headed(piece)
    return f"{page}\n{_headed(piece)}" if piece.opens and piece.heading else f"{page}\n\n{piece.text}"


def _headed(piece: _Piece) -> str:
    return f"{piece.heading}\n{piece.text}" if piece.heading else piece.text


def _cut(paragraph: str, space: int) -> list[str]:
    """The paragraph itself if it fits, else its sentences packed together, else its words."""
    if length(paragraph) <= space:
        return [paragraph]
    return _packed(_units(paragraph, space), space)


def _units(paragraph: str, space: int) -> Iterator[str]:
    """Sentences with the white space that follows them; a sentence that is itself too long, word by word."""
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(paragraph)), len(paragraph)]:
        sentence = paragraph[start:end]
        start = end
        if length(sentence) <= space:
            yield sentence
        else:
            yield from re.findall(r"\S+\s*", sentence)


def _packed(units: Iterable[str], space: int) -> list[str]:
    packed = [""]
    for unit in units:
        if packed[-1] and length(packed[-1] + unit.rstrip()) > space:
            packed[-1] = packed[-1].rstrip()
            packed.append(unit)
        else:
            packed[-1] += unit
    packed[-1] = packed[-1].rstrip()
    return packed
