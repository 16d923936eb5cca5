"""YAML files in, ``Knowledge`` out: all of it or none, and every problem at once.

Measured on two cores of a shared machine, 980 entries in 2.7 MB: 0.37 s, of which parsing is 0.22 s. Building
PyYAML's node tree instead would take 0.64 s alone. There is no cache: it could only save the parsing, and would have
to be kept true, private and unbroken on every disk the bot runs on.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from bot.knowledge._crossrefs import cross_references
from bot.knowledge._folders import ENTRY_FOLDERS, LISTS, Record, read_folder
from bot.knowledge._models import Parts, build
from bot.knowledge.model import (
    AlarmPhrases,
    AnyEntry,
    Country,
    Drug,
    Family,
    Homonym,
    JargonWord,
    Publisher,
    SafetyNote,
    SideEffect,
    Source,
    Term,
    Topic,
    Translation,
)
from bot.knowledge.problems import KnowledgeError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


__all__ = ["Knowledge", "KnowledgeError", "Problem", "content_digest", "default_folder", "load", "survey"]

Kept = TypeVar("Kept", Topic, Term, Drug, SideEffect)

#: The folder ``bot``, wherever it is installed.
PACKAGE = Path(__file__).resolve().parent.parent
#: What only the shipped folder may say: a mistake here can cost a life.
PROTECTED = ("safety", "alarms", "helplines")


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything the bot knows, checked to fit together. Never changes; a reload makes a new one."""

    entries: Mapping[str, AnyEntry]
    sources: Mapping[str, Source]
    publishers: Mapping[str, Publisher]
    safety: Mapping[Family, SafetyNote]
    alarms: tuple[AlarmPhrases, ...]
    countries: Mapping[str, Country]
    homonyms: tuple[Homonym, ...]
    jargon: tuple[JargonWord, ...]
    phrases: Mapping[str, Mapping[str, str]]
    translations: Mapping[str, Mapping[str, Translation]]
    version: str
    _records: Mapping[tuple[str, str], Record] = field(repr=False)

    @classmethod
    def from_mappings(
        cls,
        *,
        phrases: Mapping[str, Mapping[str, Any]] | None = None,
        translations: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
        **lists: Iterable[Mapping[str, Any]],
    ) -> Knowledge:
        """Knowledge from plain mappings, under the same rules as files: the seam for tests and tools.

        ``lists`` are named as the folders and files are: topics, terms, drugs, side_effects, publishers,
        sources, safety, alarms, helplines, homonyms, jargon. Raises KnowledgeError.
        """
        if unknown := set(lists) - {*ENTRY_FOLDERS, *LISTS}:
            raise TypeError(f"from_mappings() knows no {', '.join(sorted(unknown))}")
        records = [Record(kind, data, kind) for kind, items in lists.items() for data in items]
        records += [Record("phrases", tree, "phrases", language=language) for language, tree in (phrases or {}).items()]
        for language, items in (translations or {}).items():
            records += [Record("topics", data, "translations", language=language) for data in items]
        return _whole(*_assembled(records, []))

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        """The topics by id."""
        return self._of(Topic)

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """The glossary words by id."""
        return self._of(Term)

    @cached_property
    def drugs(self) -> Mapping[str, Drug]:
        """The medicines by id."""
        return self._of(Drug)

    @cached_property
    def side_effects(self) -> Mapping[str, SideEffect]:
        """The side effects by id."""
        return self._of(SideEffect)

    def _of(self, kind: type[Kept]) -> Mapping[str, Kept]:
        return MappingProxyType({key: entry for key, entry in self.entries.items() if isinstance(entry, kind)})

    def origin(self, entry_id: str) -> Path | None:
        """The knowledge folder the entry came from; None if it was made from mappings. KeyError if unknown."""
        return self._records["entry", entry_id].root

    def without_lines(self) -> Knowledge:
        """The same for answering only: what was written in the files, and in which lines, is dropped.

        Only editors ask for it, through ``where``, which then gives no line. It is a third of what ``load`` keeps.
        """
        records = {key: replace(record, data={}, lines={}, place=()) for key, record in self._records.items()}
        return replace(self, _records=MappingProxyType(records))

    def where(self, collection: str, key: str, *place: str | int) -> tuple[str, int | None]:
        """The path and line of a value; KeyError if there is no such thing.

        ``collection`` is entry, sources, publishers, safety, alarms, countries, homonyms, jargon, phrases or
        translation:<language>; ``place`` are keys and positions inside it.
        """
        record = self._records[collection, key]
        return record.path, record.line(*place)


def content_digest(entry: AnyEntry) -> str:
    """Twelve characters that change when a text does that translators translate."""
    sections = [(section.id, section.title, section.short, section.text) for section in entry.sections]
    return _digest([entry.title, entry.gist, entry.lead, sections])[:12]


def _version(records: Iterable[Record]) -> str:
    """Sixteen characters that change with anything that was written: the digest of the list of all records.

    Made piece by piece, because the whole as one text would be the most memory that a start ever takes.
    """
    digest, between = hashlib.sha256(b"["), b""
    for record in records:
        digest.update(between + _json((record.kind, record.language, record.data)))
        between = b", "
    digest.update(b"]")
    return digest.hexdigest()[:16]


def _digest(value: object) -> str:
    return hashlib.sha256(_json(value)).hexdigest()


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")


def default_folder(package: Path = PACKAGE) -> Path:
    """The shipped knowledge: ``bot/_knowledge`` in an installed wheel, ``knowledge`` beside ``bot`` in a checkout."""
    packaged = package / "_knowledge"
    return packaged if packaged.is_dir() else package.parent / "knowledge"


def load(*folders: Path) -> Knowledge:
    """The knowledge in ``folders``, or the shipped one; later folders add to the first.

    Raises KnowledgeError with every problem of every file. Entries of a later folder may not take an id or a
    name of an earlier one, and safety notes, alarms and help lines are only ever read from the first folder.
    """
    return _whole(*survey(*folders))


def survey(*folders: Path) -> tuple[Knowledge, tuple[Problem, ...]]:
    """What of the knowledge is valid, and the problems of the rest. For editors; the bot itself uses ``load``."""
    records: list[Record] = []
    problems: list[Problem] = []
    for position, folder in enumerate(folders or (default_folder(),)):
        found, wrong = read_folder(folder.resolve(), required=position == 0)
        problems += wrong
        for record in found:
            if position and record.kind in PROTECTED:
                message = "Safety notes, alarms and help lines can't be overridden; remove this from the folder."
                problems.append(record.problem(message))
            else:
                records.append(record)
    return _assembled(records, problems)


def _whole(knowledge: Knowledge, problems: tuple[Problem, ...]) -> Knowledge:
    if problems:
        raise KnowledgeError(problems)
    return knowledge


def _assembled(records: list[Record], problems: list[Problem]) -> tuple[Knowledge, tuple[Problem, ...]]:
    parts = build(records, problems)
    found = [*parts.problems, *cross_references(parts)]
    found.sort(key=lambda problem: (problem.path, problem.line or 0, problem.message))
    version = _version(records)
    return _knowledge(parts, version), tuple(dict.fromkeys(found))


def _knowledge(parts: Parts, version: str) -> Knowledge:
    def inner(of: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
        return MappingProxyType({language: MappingProxyType(dict(values)) for language, values in of.items()})

    return Knowledge(
        entries=MappingProxyType(parts.entries),
        sources=MappingProxyType(parts.sources),
        publishers=MappingProxyType(parts.publishers),
        safety=MappingProxyType(parts.safety),
        alarms=tuple(parts.alarms.values()),
        countries=MappingProxyType(parts.countries),
        homonyms=tuple(parts.homonyms.values()),
        jargon=tuple(parts.jargon.values()),
        phrases=inner(parts.phrases),
        translations=inner(parts.translations),
        version=version,
        _records=MappingProxyType(parts.records),
    )
