"""Records made into the values of ``model.py``; everything that does not fit becomes a problem."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from bot.knowledge._sentences import sentences
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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.knowledge._folders import Record
    from bot.knowledge.problems import Problem

__all__ = ["Parts", "build"]

Some = TypeVar("Some", bound=BaseModel)

ENTRY_MODELS: dict[str, type[AnyEntry]] = {"topics": Topic, "terms": Term, "drugs": Drug, "side_effects": SideEffect}


@dataclass(slots=True)
class Parts:
    """The valid values found so far, the record of each under ``(collection, key)``, and the problems."""

    entries: dict[str, AnyEntry] = field(default_factory=dict[str, AnyEntry])
    sources: dict[str, Source] = field(default_factory=dict[str, Source])
    publishers: dict[str, Publisher] = field(default_factory=dict[str, Publisher])
    safety: dict[Family, SafetyNote] = field(default_factory=dict[Family, SafetyNote])
    alarms: dict[str, AlarmPhrases] = field(default_factory=dict[str, AlarmPhrases])
    countries: dict[str, Country] = field(default_factory=dict[str, Country])
    homonyms: dict[str, Homonym] = field(default_factory=dict[str, Homonym])
    jargon: dict[str, JargonWord] = field(default_factory=dict[str, JargonWord])
    phrases: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    translations: dict[str, dict[str, Translation]] = field(default_factory=dict[str, dict[str, Translation]])
    records: dict[tuple[str, str], Record] = field(default_factory=dict[tuple[str, str], "Record"])
    problems: list[Problem] = field(default_factory=list["Problem"])
    #: Ids that exist but could not be read or are invalid: one slip must not make every reference to it a problem.
    broken: set[str] = field(default_factory=set[str])


def build(records: Iterable[Record], problems: Iterable[Problem]) -> Parts:
    """The values of all records; each one that is invalid, or whose key is taken, adds its problems instead.

    ``problems`` are those of files that could not be read at all.
    """
    parts = Parts(problems=list(problems))
    parts.broken.update(PurePath(problem.path).stem for problem in parts.problems)
    for record in records:
        _BUILDERS[record.kind](parts, record)
    return parts


def _valid(parts: Parts, record: Record, model: type[Some]) -> Some | None:
    try:
        return model.model_validate(record.data)
    except ValidationError as error:
        parts.broken.update(str(record.data[key]) for key in ("id", "family") if key in record.data)
        parts.problems.extend(record.problem(said, *place) for place, said in sentences(error, model))
        return None


def _put(
    parts: Parts, record: Record, where: tuple[str, str], into: dict[Any, Any], key: object, value: object
) -> None:
    """Stores a value under its key unless another record has taken that key."""
    if (first := parts.records.get(where)) is not None:
        seat = f"{first.path}:{first.line()}" if first.lines else first.path
        parts.problems.append(record.problem(f'"{where[1]}" is already used in {seat}.', "id"))
        return
    parts.records[where] = record
    into[key] = value


def _entry(parts: Parts, record: Record) -> None:
    if record.language:
        _translation(parts, record)
        return
    entry = _valid(parts, record, ENTRY_MODELS[record.kind])
    if entry is None:
        return
    _file_name(parts, record, entry.id)
    _put(parts, record, ("entry", entry.id), parts.entries, entry.id, entry)


def _translation(parts: Parts, record: Record) -> None:
    translation = _valid(parts, record, Translation)
    if translation is None:
        return
    _file_name(parts, record, translation.id)
    into = parts.translations.setdefault(record.language, {})
    _put(parts, record, (f"translation:{record.language}", translation.id), into, translation.id, translation)


def _file_name(parts: Parts, record: Record, entry_id: str) -> None:
    if record.stem and record.stem != entry_id:
        message = f'The id "{entry_id}" and the file name differ; name the file {entry_id}.yaml.'
        parts.problems.append(record.problem(message, "id"))


def _keyed(collection: str, model: type[BaseModel], key: str) -> Callable[[Parts, Record], None]:
    """A builder for the lists whose items are told apart by the field ``key``."""

    def add(parts: Parts, record: Record) -> None:
        value = _valid(parts, record, model)
        if value is not None:
            found = getattr(value, key)
            _put(parts, record, (collection, str(found)), getattr(parts, collection), found, value)

    return add


def _phrases(parts: Parts, record: Record) -> None:
    into = parts.phrases.setdefault(record.language, {})
    parts.records.setdefault(("phrases", record.language), record)
    for key, place, text in _leaves(record.data, ()):
        if not isinstance(text, str) or not text.strip():
            parts.problems.append(record.problem(f'"{key}" must be a text.', *place))
        elif key in into:
            parts.problems.append(record.problem(f'"{key}" is already set for this language.', *place))
        else:
            into[key] = text.strip()


def _leaves(tree: object, place: tuple[str, ...]) -> Iterable[tuple[str, tuple[str, ...], object]]:
    """Every leaf of a tree of mappings as dotted key, place and value."""
    if not isinstance(tree, dict) or not tree:
        yield ".".join(place), place, tree
        return
    for name, branch in cast("dict[object, object]", tree).items():
        yield from _leaves(branch, (*place, str(name)))


_BUILDERS: dict[str, Callable[[Parts, Record], None]] = {
    **dict.fromkeys(ENTRY_MODELS, _entry),
    "sources": _keyed("sources", Source, "id"),
    "publishers": _keyed("publishers", Publisher, "id"),
    "safety": _keyed("safety", SafetyNote, "family"),
    "alarms": _keyed("alarms", AlarmPhrases, "id"),
    "helplines": _keyed("countries", Country, "iso"),
    "homonyms": _keyed("homonyms", Homonym, "name"),
    "jargon": _keyed("jargon", JargonWord, "word"),
    "phrases": _phrases,
}
