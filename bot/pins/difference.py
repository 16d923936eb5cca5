"""What an update changes, in words: the text that stands on a pin beside the text that should."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Difference", "difference"]

_HEADING = re.compile(r"#{2,3} (?P<title>.+)")
_SMALL = "-# "
_NOTICE = "> "
_NOTE = "**"  # only the safety note begins a line in bold
#: Blocks that have no heading of their own on a card; the phrases name them (``pins.blocks.<key>``).
INTRODUCTION, DATES, SAFETY = "\0introduction", "\0dates", "\0safety"
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")
#: How many blocks, and how many sentences of each kind, are named before "and more".
NAMED = 4
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """Titles of the blocks that changed, and the sentences that go and come, in the order of the card.

    ``notices`` are those that stand there and that the new card does not have by itself: what an earlier update said.
    """

    blocks: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.blocks)

    def in_short(self, say: Callable[..., str], language: str) -> str:
        """The changed blocks in a line; if no text changed, that it is menus and links."""
        if not self.blocks:
            return say("pins.blocks.buttons", language)
        names = [_name(block, say, language) for block in islice(self.blocks, NAMED)]
        more = say("pins.and_more", language, count=len(self.blocks) - NAMED) if len(self.blocks) > NAMED else ""
        return "; ".join(names) + more

    def in_words(self, say: Callable[..., str], language: str) -> str:
        """The changed blocks, then the sentences that go and come, at most three of each."""
        lines = [say("pins.changed", language, changes=self.in_short(say, language))]
        lines += [say("pins.gone", language, text=text) for text in self.gone[:SHOWN]]
        lines += [say("pins.new", language, text=text) for text in self.new[:SHOWN]]
        return "\n".join(lines)


def difference(before: str, after: str) -> Difference:
    """What differs between two cards' texts. Notices are left out: they speak of the card, not of the topic."""
    old, new = _blocks(before), _blocks(after)
    changed = tuple(block for block in dict.fromkeys([*new, *old]) if old.get(block) != new.get(block))
    gone = _only_in([old[each] for each in changed if each in old], _sentences(after))
    come = _only_in([new[each] for each in changed if each in new], _sentences(before))
    return Difference(changed, gone, come, tuple(each for each in _notices(before) if each not in _notices(after)))


def _notices(text: str) -> list[str]:
    return [line.removeprefix(_NOTICE) for line in text.splitlines() if line.startswith(_NOTICE)]


def _blocks(text: str) -> dict[str, str]:
    blocks: dict[str, list[str]] = {}
    current = INTRODUCTION
    for line in text.splitlines():
        if line.startswith(_NOTICE) or not line.strip():
            continue
        if heading := _HEADING.fullmatch(line):
            current = heading["title"] if line.startswith("###") else INTRODUCTION
            blocks.setdefault(current, [])
            if current is not INTRODUCTION:
                continue
        blocks.setdefault(_block_of(line, current), []).append(line)
    return {title: "\n".join(lines) for title, lines in blocks.items()}


def _block_of(line: str, current: str) -> str:
    if line.startswith(_SMALL):
        return DATES
    return SAFETY if line.startswith(_NOTE) else current


def _sentences(text: str) -> set[str]:
    return set(_split(text))


def _split(text: str) -> Iterator[str]:
    for piece in (piece for line in text.splitlines() for piece in _SENTENCE_END.split(line)):
        if sentence := piece.strip().lstrip("#-> ").strip():
            yield sentence


def _only_in(texts: list[str], others: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for text in texts for each in _split(text) if each not in others))


def _name(block: str, say: Callable[..., str], language: str) -> str:
    return say(f"pins.blocks.{block[1:]}", language) if block.startswith("\0") else block
