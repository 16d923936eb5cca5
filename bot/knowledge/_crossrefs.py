"""What must agree between entries: sources, neighbours, names, safety notes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.knowledge._near import did_you_mean
from bot.knowledge.model import Drug, Family
from bot.knowledge.names import compact, typed_names
from bot.knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.knowledge._models import Parts
    from bot.knowledge._nodes import Place
    from bot.knowledge.model import AnyEntry, HelpLine

__all__ = ["cross_references"]


def cross_references(parts: Parts) -> Iterator[Problem]:
    """Every reference that leads nowhere and every name that means two things."""
    yield from _publishers(parts)
    yield from _sources(parts)
    yield from _entries(parts)
    yield from _names(parts)
    yield from _hidden_alarms(parts)
    yield from _homonyms(parts)
    yield from _translations(parts)
    yield from _families(parts)


def _families(parts: Parts) -> Iterator[Problem]:
    """Every family has a safety note: no answer goes out without one."""
    if "safety" in parts.broken:
        return
    if missing := [str(family) for family in Family if family not in parts.safety and family not in parts.broken]:
        path = next((record.path for (kind, _), record in parts.records.items() if kind == "safety"), "safety.yaml")
        yield Problem(path, None, f"There is no safety note for: {', '.join(missing)}.")


def _publishers(parts: Parts) -> Iterator[Problem]:
    for source in parts.sources.values():
        if source.publisher not in parts.publishers and not {source.publisher, "publishers"} & parts.broken:
            hint = did_you_mean(source.publisher, parts.publishers)
            message = f'"publisher" names "{source.publisher}", which is not in publishers.yaml{hint}'
            yield parts.records["sources", source.id].problem(message, "publisher")


def _sources(parts: Parts) -> Iterator[Problem]:
    for where, place, source_id in _cited(parts):
        source = parts.sources.get(source_id)
        record = parts.records[where]
        said = f'"{place[-2]}" names "{source_id}"'
        if source is None:
            if {source_id, "sources"} & parts.broken:
                continue
            yield record.problem(
                f"{said}, which is not in sources.yaml{did_you_mean(source_id, parts.sources)}", *place
            )
        elif source.read == "unread" and place[0] != "further_reading":
            message = f"{said}, which nobody has read; only further_reading may name it."
            yield record.problem(message, *place)


def _cited(parts: Parts) -> Iterator[tuple[tuple[str, str], Place, str]]:
    """Every place that names a source: the record's key, the place in it, the source's id."""
    for entry in parts.entries.values():
        for place, source_id in _cited_by_entry(entry):
            yield ("entry", entry.id), place, source_id
    for family, note in parts.safety.items():
        where = ("safety", str(family))
        yield from ((where, place, source) for place, source in _listed(note.sources, "sources"))
        for level in ("emergency", "call_today", "tell_team"):
            for position, sign in enumerate(getattr(note.warning_signs, level)):
                listed = _listed(sign.sources, "warning_signs", level, position, "sources")
                yield from ((where, place, source) for place, source in listed)
    for iso, country in parts.countries.items():
        for lines in ("emergency", "crisis", "cancer"):
            numbers: tuple[HelpLine, ...] = getattr(country, lines)
            for position, number in enumerate(numbers):
                listed = _listed(number.sources, lines, position, "sources")
                yield from ((("countries", iso), place, source) for place, source in listed)


def _cited_by_entry(entry: AnyEntry) -> Iterator[tuple[Place, str]]:
    yield from _listed(entry.sources, "sources")
    yield from _listed(entry.further_reading, "further_reading")
    for position, section in enumerate(entry.sections):
        yield from _listed(section.sources, "sections", position, "sources")
    if isinstance(entry, Drug):
        for position, risk in enumerate(entry.serious_risks):
            yield from _listed(risk.sources, "serious_risks", position, "sources")
        if entry.first_us_approval:
            yield from _listed(entry.first_us_approval.sources, "first_us_approval", "sources")


def _listed(ids: tuple[str, ...], *place: str | int) -> Iterator[tuple[Place, str]]:
    return (((*place, position), wanted) for position, wanted in enumerate(ids))


def _entries(parts: Parts) -> Iterator[Problem]:
    for entry in parts.entries.values():
        wanted = [*_listed(entry.related, "related")]
        wanted += [(("not_same_as", at, "id"), other.id) for at, other in enumerate(entry.not_same_as) if other.id]
        for place, other_id in wanted:
            record = parts.records["entry", entry.id]
            if other_id == entry.id:
                yield record.problem(f'"{place[0]}" names the entry itself.', *place)
            elif other_id not in parts.entries and other_id not in parts.broken:
                hint = did_you_mean(other_id, parts.entries)
                yield record.problem(f'"{place[0]}" names "{other_id}", which is not an entry{hint}', *place)


def _names(parts: Parts) -> Iterator[Problem]:
    """Names without a letter, and names of two entries that homonyms.yaml does not declare."""
    uses: dict[str, dict[str, tuple[Place, str]]] = defaultdict(dict)
    for entry in parts.entries.values():
        for place, name in typed_names(entry):
            key = compact(name)
            if key:
                uses[key].setdefault(entry.id, (place, name))
            else:
                message = f'The name "{name}" has no letter or digit.'
                yield parts.records["entry", entry.id].problem(message, *place)
    declared = {compact(homonym.name): set(homonym.entries) for homonym in parts.homonyms.values()}
    for key, users in uses.items():
        if len(users) > 1 and not set(users) <= declared.get(key, set()):
            first, *others = users
            there = parts.records["entry", first]
            line = there.line(*users[first][0])
            where = f'"{first}" ({there.path}:{line})' if line else f'"{first}"'
            for other in others:
                place, name = users[other]
                message = f'The name "{name}" also belongs to {where}; change one, or declare it in homonyms.yaml.'
                yield parts.records["entry", other].problem(message, *place)


def _hidden_alarms(parts: Parts) -> Iterator[Problem]:
    """Names of an entry laid over that are warning signs: its card would stand before the list of what to do."""
    home = {parts.records["alarms", each].root for each in parts.alarms}
    phrases = {
        compact(phrase) for alarm in parts.alarms.values() for listed in alarm.phrases.values() for phrase in listed
    }
    for entry in parts.entries.values():
        record = parts.records["entry", entry.id]
        if record.root in home:
            continue
        for place, name in typed_names(entry):
            if compact(name) in phrases:
                yield record.problem(f'The name "{name}" is a warning sign (alarms.yaml); use another one.', *place)


def _homonyms(parts: Parts) -> Iterator[Problem]:
    for homonym in parts.homonyms.values():
        for position, wanted in enumerate(homonym.entries):
            if wanted not in parts.entries and wanted not in parts.broken:
                message = f'"entries" names "{wanted}", which is not an entry{did_you_mean(wanted, parts.entries)}'
                yield parts.records["homonyms", homonym.name].problem(message, "entries", position)


def _translations(parts: Parts) -> Iterator[Problem]:
    for language, translations in parts.translations.items():
        for translation in translations.values():
            record = parts.records[f"translation:{language}", translation.id]
            entry = parts.entries.get(translation.id)
            if entry is None and translation.id in parts.broken:
                continue
            if entry is None:
                hint = did_you_mean(translation.id, parts.entries)
                yield record.problem(f'There is no entry "{translation.id}" to translate{hint}', "id")
                continue
            for position, section in enumerate(translation.sections):
                if entry.section(section.id) is None:
                    message = f'"{translation.id}" has no section "{section.id}".'
                    yield record.problem(message, "sections", position, "id")
