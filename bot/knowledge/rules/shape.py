"""The parts that a card of each kind needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.knowledge.model import WORDS, Action, Drug, Family, SideEffect, Term, Topic
from bot.knowledge.readability import sentences

if TYPE_CHECKING:
    from bot.knowledge.model import AnyEntry
    from bot.knowledge.rules.desk import Desk, Findings

__all__ = ["ACTION_WORDS", "entry_shape"]

THERAPY = (
    "what",
    "how-it-works",
    "how-given",
    "daily-life",
    "may-help",
    "may-not-help",
    "side-effects",
    "not-known",
    "choices",
    "without",
    "ask",
)
DRUG = ("how-it-works", "may-help", "may-not-help", "side-effects", "not-known", "ask")
DRUG_NEEDS = ("how-it-works", "may-help", "may-not-help", "side-effects")
SIDE_EFFECT = ("notice", "timing", "urgency", "care", "lasting", "ask")
SIDE_EFFECT_NEEDS = ("notice", "timing", "urgency", "care", "ask")
#: Ids that have a title in phrases/<language>.yaml.
TITLED = frozenset({*THERAPY, *DRUG, *SIDE_EFFECT})

FREE_SECTIONS = (2, 7)
LEAD_SENTENCES = 5
TERM_SENTENCES = 3
SHORT_SENTENCES = 2
BULLETS = 3
EVERYDAY = (3, 30)

ACTION_WORDS = {Action.EMERGENCY: "Emergency", Action.CALL_TODAY: "Call today", Action.TELL_TEAM: "Tell your team"}

_LATER = re.compile(r"months? (?:after|later|afterwards)|(?:weeks|months) (?:or|to) (?:months|years)", re.IGNORECASE)


def entry_shape(desk: Desk, entry: AnyEntry) -> Findings:
    """Sections, bullets, lead, summaries and phrases as docs/writing.md sets them for each kind."""
    yield from _sections(desk, entry)
    yield from _blocks(desk, entry)
    yield from _lead(desk, entry)
    fewest, most = EVERYDAY
    if not fewest <= len(entry.everyday) <= most:
        message = f'"everyday" has {len(entry.everyday)} phrases; {fewest} to {most} are wanted.'
        yield desk.finding(entry, "everyday", message, "everyday")
    if isinstance(entry, SideEffect):
        yield from _urgency(desk, entry)
    if isinstance(entry, Drug):
        yield from _status(desk, entry)
    if entry.family is Family.CHECKPOINT and not isinstance(entry, Term | SideEffect):
        yield from _late_effects(desk, entry)


def _sections(desk: Desk, entry: AnyEntry) -> Findings:
    given = [section.id for section in entry.sections]
    if len(set(given)) < len(given):
        yield desk.finding(entry, "sections", "A section stands here twice.", "sections")
    match entry:
        case Term():
            if given:
                yield desk.finding(entry, "sections", "A term has no sections; the lead says it all.", "sections")
        case Topic() if entry.type != "therapy":
            yield from _free_sections(desk, entry)
        case Topic():
            yield from _fixed_sections(desk, entry, given, THERAPY, THERAPY)
        case Drug():
            yield from _fixed_sections(desk, entry, given, DRUG, DRUG_NEEDS)
        case SideEffect():
            yield from _fixed_sections(desk, entry, given, SIDE_EFFECT, SIDE_EFFECT_NEEDS)


def _fixed_sections(
    desk: Desk, entry: AnyEntry, given: list[str], order: tuple[str, ...], needed: tuple[str, ...]
) -> Findings:
    if missing := [wanted for wanted in needed if wanted not in given]:
        yield desk.finding(entry, "sections", f"Missing: {', '.join(missing)}.", "sections")
    for position, section in enumerate(given):
        if section not in order:
            message = f'The section "{section}" does not belong here; known are {", ".join(order)}.'
            yield desk.finding(entry, "sections", message, "sections", position, "id")
    known = [section for section in given if section in order]
    if known != sorted(known, key=order.index):
        wanted = ", ".join(section for section in order if section in known)
        yield desk.finding(entry, "sections", f"The order must be {wanted}.", "sections")


def _free_sections(desk: Desk, entry: AnyEntry) -> Findings:
    fewest, most = FREE_SECTIONS
    if not fewest <= len(entry.sections) <= most:
        message = f"The card has {len(entry.sections)} sections; {fewest} to {most} are wanted."
        yield desk.finding(entry, "sections", message, "sections")
    for position, section in enumerate(entry.sections):
        if section.id == WORDS:
            message = f'The bot itself adds a section "{WORDS}"; take another id.'
            yield desk.finding(entry, "sections", message, "sections", position, "id")
        if section.id not in TITLED and not section.title:
            message = f'The section "{section.id}" needs a title.'
            yield desk.finding(entry, "sections", message, "sections", position, "id")


def _blocks(desk: Desk, entry: AnyEntry) -> Findings:
    for position, section in enumerate(entry.sections):
        place = ("sections", position)
        if (most := _longest_list(section.text)) > BULLETS:
            message = f'"{section.id}" has {most} bullets in a block; at most {BULLETS}.'
            yield desk.finding(entry, "bullets", message, *place, "text")
        if section.short is None:
            weak = not isinstance(entry, Topic)
            message = f'"{section.id}" has no "short" for summaries.'
            yield desk.finding(entry, "short", message, *place, weak=weak)
        elif len(sentences(section.short)) > SHORT_SENTENCES:
            message = f'"short" of "{section.id}" has more than {SHORT_SENTENCES} sentences.'
            yield desk.finding(entry, "short", message, *place, "short")


def _longest_list(text: str) -> int:
    """The most bullets that follow each other without a paragraph between them."""
    most = run = 0
    for line in text.splitlines():
        if line.lstrip().startswith(("- ", "* ", "• ")):
            run += 1
            most = max(most, run)
        elif line.strip():
            run = run if line.startswith("  ") else 0
    return most


def _lead(desk: Desk, entry: AnyEntry) -> Findings:
    count = len(sentences(entry.lead))
    if count > LEAD_SENTENCES:
        # A weakness only: what a reader feels is the length of the first screen, and that is a rule of its own.
        message = f"The lead has {count} sentences; {LEAD_SENTENCES} are enough."
        yield desk.finding(entry, "lead", message, "lead", weak=True)
    elif isinstance(entry, Term) and count > TERM_SENTENCES:
        message = f"The lead has {count} sentences; a term is said in one or two."
        yield desk.finding(entry, "lead", message, "lead", weak=True)


def _urgency(desk: Desk, entry: SideEffect) -> Findings:
    wanted = ACTION_WORDS[entry.action]
    for position, section in enumerate(entry.sections):
        if section.id == "urgency" and wanted not in section.text:
            message = f'The action is "{entry.action}", so "urgency" must say "{wanted}" in those words.'
            yield desk.finding(entry, "action", message, "sections", position, "text")


def _status(desk: Desk, entry: Drug) -> Findings:
    if entry.status == "withdrawn" and not entry.status_note:
        yield desk.finding(entry, "status", 'A withdrawn drug needs a "status_note".', "status")
    if entry.status in {"approved", "withdrawn"} and entry.first_us_approval is None:
        yield desk.finding(entry, "status", 'Approved, but without "first_us_approval".', "status", weak=True)
    if entry.status in {"investigational", "not-approved-in-us"} and entry.first_us_approval is not None:
        message = f'The status is "{entry.status}", yet there is a "first_us_approval".'
        yield desk.finding(entry, "status", message, "first_us_approval")


def _late_effects(desk: Desk, entry: AnyEntry) -> Findings:
    section = entry.section("side-effects")
    if section and not _LATER.search(f"{entry.lead} {section.text}"):
        message = 'Checkpoint inhibitors: say that side effects can come "during treatment or months after".'
        yield desk.finding(entry, "late-effects", message, "sections")
