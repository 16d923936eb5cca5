"""The short lines under a lead: what an entry is at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.answers.answer import Part
from bot.knowledge.model import Drug, SideEffect, Term, Topic

if TYPE_CHECKING:
    from bot.answers.desk import Desk
    from bot.knowledge.model import AnyEntry

__all__ = ["facts"]


def facts(desk: Desk, entry: AnyEntry, language: str) -> tuple[Part, ...]:
    """The parts at a glance; empty for an entry that has nothing of the kind."""
    match entry:
        case Drug():
            lines = _drug(desk, entry, language)
        case SideEffect():
            lines = _side_effect(desk, entry, language)
        case Term():
            lines = _term(desk, entry, language)
        case Topic():
            lines = _names(desk, entry, language)
        case _:
            assert_never(entry)
    parts = [Part(None, "\n".join(lines), "facts")] if lines else []
    if entry.not_same_as:
        differences = "\n".join(f"- **{other.name}**: {other.difference}" for other in entry.not_same_as)
        parts.append(Part(desk.say("card.not_same_as", language), differences, "not-same-as"))
    return tuple(parts)


def _names(desk: Desk, entry: AnyEntry, language: str) -> list[str]:
    """Correct names only: lay words and misspellings help to find an entry and are never shown."""
    lines: list[str] = []
    also = [*entry.names.abbreviations, *entry.names.also]
    if also:
        lines.append(desk.say("facts.also", language, names=", ".join(also[:4])))
    if entry.say_it:
        lines.append(desk.say("facts.say_it", language, say_it=entry.say_it))
    return lines


def _term(desk: Desk, term: Term, language: str) -> list[str]:
    expansion = [desk.say("facts.expansion", language, expansion=term.expansion)] if term.expansion else []
    return [*expansion, *_names(desk, term, language)]


def _side_effect(desk: Desk, effect: SideEffect, language: str) -> list[str]:
    action = desk.say(f"actions.{effect.action.value}", language)
    return [
        desk.say("facts.medical_name", language, name=effect.medical_name),
        desk.say("facts.action", language, action=action),
    ]


def _drug(desk: Desk, drug: Drug, language: str) -> list[str]:
    lines: list[str] = []
    if drug.names.brands:
        lines.append(desk.say("facts.brands", language, names=", ".join(drug.names.brands)))
    if drug.say_it:
        lines.append(desk.say("facts.say_it", language, say_it=drug.say_it))
    key = "facts.class_target" if drug.target else "facts.class"
    lines.append(desk.say(key, language, drug_class=drug.drug_class, target=drug.target))
    lines.append(desk.say("facts.given", language, given=drug.given))
    if drug.cancers:
        checked = drug.uses_checked or drug.reviewed
        date = desk.phrases.date(checked, language)
        lines.append(desk.say("facts.cancers", language, cancers=", ".join(drug.cancers), date=date))
    lines.append(_status(desk, drug, language))
    return lines


def _status(desk: Desk, drug: Drug, language: str) -> str:
    status = desk.say(f"status.{drug.status}", language)
    if drug.first_us_approval:
        status = desk.say("facts.status_since", language, status=status, year=drug.first_us_approval.year)
    else:
        status = desk.say("facts.status", language, status=status)
    return f"{status} {drug.status_note}" if drug.status_note else status
