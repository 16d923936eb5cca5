"""One YAML file, read into plain values that remember their lines.

Reads parser events instead of ready-made objects, because that is the only place where an anchor, an alias or a
tag can be refused before it does anything (an alias is how a file of a few hundred bytes grows to gigabytes), and
because the depth is ours to limit. Every scalar is text, or None for an empty one, ``~`` and ``null``: what a value
means is the model's affair, so ``no`` stays the word "no" and ``1.10`` keeps its zero.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from bot.knowledge.problems import KnowledgeError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Lines", "Place", "Tree", "Value", "parse", "read"]

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
#: Where a value stands inside a file: keys and positions, outermost first.
Place: TypeAlias = tuple[str | int, ...]

#: The largest file of the shipped knowledge is under 100 kB.
MOST_BYTES = 1_000_000
#: The deepest place of any model is 6.
MOST_NESTED = 16

#: types-PyYAML gives events no fields.
_Event: TypeAlias = Any
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Lines(Mapping[Place, int]):
    """The line of every key and list item of a file.

    Places are worked out when one is first asked for, which few files ever are: those of all files would take 5 MB.
    """

    def __init__(self, value: Value, numbers: array[int]) -> None:
        """``numbers`` are the lines in the order of the file."""
        self._value, self._numbers = value, numbers

    @cached_property
    def _all(self) -> dict[Place, int]:
        return dict(zip(_places(self._value, ()), self._numbers, strict=True))

    def __getitem__(self, place: Place) -> int:
        return self._all[place]

    def __iter__(self) -> Iterator[Place]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._numbers)


def _places(value: Value, place: Place) -> Iterator[Place]:
    """Every place below ``place``, in the order of the file."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        below = (*place, key)
        yield below
        yield from _places(inner, below)


@dataclass(frozen=True, slots=True)
class Tree:
    """A file's values, and the line (from 1) of every key and list item."""

    path: str
    value: dict[str, Value]
    lines: Mapping[Place, int]


class _RefusedError(Exception):
    """Carries a sentence and a line from the depths of the walk."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def read(file: Path, shown: str) -> Tree:
    """The values of ``file``; raises KnowledgeError with one sentence, naming it ``shown``, if it cannot be used."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise KnowledgeError([Problem(shown, None, f"The file cannot be read ({error.strerror}).")]) from error
    return parse(raw, shown)


def parse(raw: bytes, shown: str) -> Tree:
    """As ``read``, for bytes already at hand. Any bytes give a Tree or a KnowledgeError, nothing else."""
    try:
        return _Walk(_decoded(raw), shown).tree()
    except _RefusedError as refused:
        raise KnowledgeError([Problem(shown, refused.line, refused.message)]) from refused
    except yaml.YAMLError as error:
        raise KnowledgeError([Problem(shown, *_explained(error))]) from error


def _decoded(raw: bytes) -> str:
    """The text of a file; refuses what is not UTF-8 text."""
    if len(raw) > MOST_BYTES:
        raise _RefusedError(f"The file is larger than {MOST_BYTES // 1_000_000} MB; split it.", None)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _RefusedError("The file is not UTF-8 text; save it as UTF-8.", line) from error
    if "\0" in text:
        raise _RefusedError(
            "The file holds a NUL character; it is not a text file.", text.count("\n", 0, text.index("\0")) + 1
        )
    return text


def _explained(error: yaml.YAMLError) -> tuple[int | None, str]:
    """The line and a sentence for an error of the YAML parser."""
    mark = getattr(error, "problem_mark", None)
    what = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be understood")
    hint = ""
    if "mapping values are not allowed" in what:
        hint = ' A text with ": " in it needs "quotes".'
    elif "found character that cannot start any token" in what:
        hint = " A text that starts with a sign such as % or @, or a line that starts with a tab, needs mending."
    elif "did not find expected" in what:
        hint = " Look at the indentation, quotes and brackets of this line and the one before."
    line = mark.line + 1 if mark is not None else None
    return line, f"This is not valid YAML: {what.removesuffix('.')}.{hint}"


class _Walk:
    """Turns the events of one document into values."""

    def __init__(self, text: str, shown: str) -> None:
        self._next = _Loader(text).get_event
        self._shown = shown
        self._lines = array("I")

    def tree(self) -> Tree:
        """The one document of the file, which must be a mapping."""
        self._next()  # the start of the stream
        start = self._next()
        if isinstance(start, yaml.StreamEndEvent):
            raise _RefusedError("The file is empty.", None)
        first = self._next()
        if not isinstance(first, yaml.MappingStartEvent):
            raise _RefusedError("The file must be a list of fields («name: value»).", first.start_mark.line + 1)
        value = self._mapping(first, ())
        self._next()  # the end of the document
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise _RefusedError(
                "The file holds more than one document; remove the line «---».", after.start_mark.line + 1
            )
        return Tree(self._shown, value, Lines(value, self._lines))

    def _value(self, event: _Event, place: Place) -> Value:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, place)
        raise _RefusedError("An alias («*name») is not allowed; write the value out.", event.start_mark.line + 1)

    def _scalar(self, event: _Event) -> str | None:
        self._plain_node(event)
        text: str = event.value
        if event.implicit[0] and text in {"", "~", "null"}:
            return None
        return text

    def _mapping(self, event: _Event, place: Place) -> dict[str, Value]:
        self._plain_node(event, place)
        found: dict[str, Value] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            key = self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None
            if key is None:
                raise _RefusedError("A field needs a plain name.", line)
            if key in found:
                raise _RefusedError(f'"{key}" stands here twice (first in line {lines[key]}); keep one of them.', line)
            lines[key] = line
            self._lines.append(line)
            # The same few names stand in every file.
            found[sys.intern(key)] = self._value(self._next(), (*place, key))
        return found

    def _sequence(self, event: _Event, place: Place) -> list[Value]:
        self._plain_node(event, place)
        found: list[Value] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            self._lines.append(event.start_mark.line + 1)
            found.append(self._value(event, (*place, len(found))))
        return found

    def _plain_node(self, event: _Event, place: Place = ()) -> None:
        """Refuses what needs more than plain values: anchors, tags, bottomless nesting."""
        if event.anchor is None and event.tag is None and len(place) <= MOST_NESTED:
            return
        line = event.start_mark.line + 1
        if event.anchor is not None:
            raise _RefusedError(f"An anchor («&{event.anchor}») is not allowed; write the value out.", line)
        if event.tag is not None:
            raise _RefusedError(f"A tag («{event.tag}») is not allowed.", line)
        raise _RefusedError(f"The lists and fields are nested more than {MOST_NESTED} deep.", line)
