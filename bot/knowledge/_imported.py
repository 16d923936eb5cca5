"""Rows of a word list made into glossary words, in the form that the loader reads."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.knowledge._origins import Origins, misfits
from bot.knowledge._slug import slug
from bot.knowledge.model import Names, Term
from bot.knowledge.names import compact
from bot.knowledge.readability import sentences, words
from bot.knowledge.rules.reading import FIRST_SCREEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.knowledge._tables import Cell, Row

__all__ = ["FIELDS", "Word", "Words"]

#: What a column can fill: one text, or several names from one cell.
ONE = ("title", "lead", "gist", "expansion", "family", "reviewed", "source", "source_title", "publisher")
MANY = (*Names.model_fields, "everyday")
FIELDS = (*ONE, *MANY)

_LONGEST_GIST, _LONGEST_SHOWN = 100, 40
#: As docs/writing.md has it for glossary words.
_YEARS_UNTIL_REVIEW = 2
_PARAGRAPHS = re.compile(r"\n\s*\n")
#: By Unicode category: control characters; soft hyphens, direction marks and the like.
_UNSEEN = {"Cc": " ", "Cf": "", "Cs": ""}
_STRONG_BREAKS = re.compile(r"[;|\n]")


@dataclass(frozen=True, slots=True)
class Word:
    """One row as the fields of a glossary word."""

    label: str
    data: dict[str, Any]

    @property
    def names(self) -> Iterator[str]:
        """Every name that will find it, the title first."""
        yield self.data["title"]
        yield from (self.data[name] for name in ("expansion",) if name in self.data)
        yield from (name for names in self.data["names"].values() for name in names)

    def __str__(self) -> str:
        title = self.data["title"]
        shown = title if len(title) <= _LONGEST_SHOWN else f"{title[:_LONGEST_SHOWN]}…"
        return f"{self.label} ({shown})" if shown else self.label


@dataclass(slots=True)
class Words:
    """The words made so far, and a sentence for everything that is wrong with a row.

    ``given`` holds for every row that does not say otherwise; ``columns`` are those of each field; ``taken`` are ids
    of other entries.
    """

    given: Mapping[str, str]
    columns: Mapping[str, tuple[str, ...]]
    origins: Origins
    taken: frozenset[str]
    made: list[Word] = field(default_factory=list[Word])
    wrong: list[str] = field(default_factory=list[str])

    def add(self, row: Row) -> None:
        """Makes a word of ``row``, or says what is wrong with it."""
        one = {name: self._one(row, name) or self.given.get(name, "") for name in ONE}
        many = {name: self._many(row, name) for name in MANY}
        word = Word(row.label, _fields(one, many, self.taken))
        said = [*self._missing(one)] or self._dated(word, one["reviewed"]) or self._misfits(word, one)
        self.wrong += [f"{word}: {each}" for each in (*said, *_too_long(word))]
        if one["title"]:  # a wrong one too, so that its clashes are told with the rest
            self.made.append(word)

    def _misfits(self, word: Word, one: Mapping[str, str]) -> list[str]:
        """Fills in where the word comes from; gives what the model does not take of either."""
        title = one["source_title"] or f"Word list of {one['publisher']}"
        source, wrong = self.origins.cite(one["source"], title, one["publisher"], word.data["reviewed"])
        word.data["sources"] = [source]
        return [*wrong, *misfits(word.data, Term)]

    def _missing(self, one: Mapping[str, str]) -> Iterator[str]:
        for name in ("title", "lead"):
            if not one[name]:
                yield f'"{self.columns[name][0]}" is empty.'
        for name, said in (("source", "The web address of its source"), ("publisher", "Its publisher"),
                           ("reviewed", "The day it was last checked")):  # fmt: skip
            if not one[name]:
                yield f"{said} is missing; give --{name} or --map {name}=COLUMN."

    def _one(self, row: Row, name: str) -> str:
        cells = [row.cells.get(column, "") for column in self.columns.get(name, ())]
        whole = "; ".join(part for cell in cells for part in ([cell] if isinstance(cell, str) else cell))
        return _paragraphs(whole) if name == "lead" else _line(whole)

    def _many(self, row: Row, name: str) -> list[str]:
        cells = [row.cells.get(column, "") for column in self.columns.get(name, ())]
        found = [_line(part) for cell in cells for part in _parts(cell)]
        return list({compact(part): part for part in found if part}.values())

    @staticmethod
    def _dated(word: Word, reviewed: str) -> list[str]:
        """Fills in the day of the review and of the next."""
        try:
            day = dt.datetime.fromisoformat(reviewed).date()
            leap = (day.month, day.day) == (2, 29)
            next_day = day.replace(year=day.year + _YEARS_UNTIL_REVIEW, day=28 if leap else day.day)
        except ValueError:
            return [f'"reviewed" must be a date like 2026-11-24, not "{textwrap.shorten(reviewed, 40)}".']
        word.data.update({"reviewed": day.isoformat(), "review_by": next_day.isoformat()})
        return []


def _fields(one: Mapping[str, str], many: Mapping[str, list[str]], taken: frozenset[str]) -> dict[str, Any]:
    own = {compact(one["title"]), compact(one["expansion"]), ""}  # a mere "-" says that there is no other name
    names = {name: [each for each in many[name] if compact(each) not in own] for name in Names.model_fields}
    optional = {"expansion": one["expansion"], "everyday": many["everyday"]}
    return {
        "id": slug(one["title"], taken),
        "title": one["title"],
        "gist": one["gist"] or _gist(one["lead"]),
        "lead": one["lead"],
        "names": {name: listed for name, listed in names.items() if listed},
        **{name: value for name, value in optional.items() if value},
        "family": one["family"],
        "checked_by": "not yet re-read",
    }


def _gist(lead: str) -> str:
    """The first sentence, or as much of it as a menu shows."""
    return textwrap.shorten(next(iter(sentences(lead)), lead), _LONGEST_GIST, placeholder=" …")


def _too_long(word: Word) -> Iterable[str]:
    count = len(words(word.data["title"])) + len(words(word.data["lead"]))
    if count > FIRST_SCREEN:
        yield f"Word and definition have {count} words; the first screen of a card holds {FIRST_SCREEN}."


def _parts(cell: Cell) -> Iterable[str]:
    """The names in one cell: parted by semicolons, bars or lines; by commas only where there is none of those."""
    if not isinstance(cell, str):
        return cell
    return _STRONG_BREAKS.split(cell) if _STRONG_BREAKS.search(cell) else cell.split(",")


def _line(text: str) -> str:
    return " ".join(_printable(text).split())


def _paragraphs(text: str) -> str:
    return "\n\n".join(filter(None, map(_line, _PARAGRAPHS.split(text.replace("\r\n", "\n")))))


def _printable(text: str) -> str:
    """``text`` composed, with spaces for control characters and nothing for what cannot be seen or turns the line."""
    plain = unicodedata.normalize("NFC", text)
    return "".join(_UNSEEN.get(unicodedata.category(char), char) for char in plain)
