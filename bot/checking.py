"""``python -m bot check``: the rules of the knowledge room and the layout rules of the chat room, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from bot.answers import Answers
from bot.answers.answer import Request, View
from bot.chat.cards import fits
from bot.knowledge.check import check
from bot.knowledge.findings import Finding, Severity, render
from bot.knowledge.load import Knowledge, survey

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from rich.console import Console

__all__ = ["Checked", "check_all", "links_table", "show"]

#: The views of an entry that are laid out by their own rules.
VIEWS = (View.SHORT, View.FULL, View.GLOSSARY, View.SUMMARY, View.SOURCES)


@dataclass(frozen=True)
class Checked:
    """What was found in how many entries."""

    entries: int
    found: tuple[Finding, ...]


def check_all(folders: Sequence[Path], today: dt.date) -> Checked:
    """Every finding of both rooms. Cards are laid out only once the files load without a problem."""
    knowledge, problems = survey(*folders)
    found = [Finding(problem.path, problem.line, "", "load", problem.message) for problem in problems]
    found += check(knowledge, today)
    if not problems:
        found += _layouts(knowledge)
    return Checked(len(knowledge.entries), tuple(found))


def show(console: Console, checked: Checked, only: Sequence[Path]) -> int:
    """Prints what was found, by file, and returns the exit code: 1 if one of the findings is a problem."""
    shown = [each for each in checked.found if not only or any(_lies_in(each.path, path) for path in only)]
    wrong = sum(each.severity is Severity.PROBLEM for each in shown)
    if wrong:
        console.print(_table(each for each in shown if each.severity is Severity.PROBLEM))
    weak = len(shown) - wrong
    console.print(f"{checked.entries} entries: {wrong} problems, {weak} weaknesses (see: python -m bot report).")
    return 1 if wrong else 0


def _lies_in(path: str, wanted: Path) -> bool:
    """Whether a finding's path is the wanted file or lies in the wanted folder, named from wherever one stands."""
    parts, sought = Path(path).parts, wanted.parts
    inside = any(parts[start : start + len(sought)] == sought for start in range(len(parts)))
    return inside or sought[-len(parts) :] == parts


def _layouts(knowledge: Knowledge) -> list[Finding]:
    """What of each card Discord would refuse, note attached, in every view and language."""
    answers = Answers(knowledge)
    found: list[Finding] = []
    for entry in knowledge.entries.values():
        path, line = knowledge.where("entry", entry.id)
        requests = [Request(view=view, id=entry.id) for view in VIEWS]
        requests += [Request(view=View.SECTION, id=entry.id, section=section.id) for section in entry.sections]
        for request in requests:
            found += [Finding(path, line, entry.id, "layout", message) for message in fits(answers.open(request))]
    return found


def _table(findings: Iterable[Finding]) -> Table:
    table = Table("Line", "Rule", "What is wrong", title="What an editor would say")
    for block in render(findings):
        table.add_section()
        table.add_row("", "", f"[bold]{block.path}[/bold]")
        for row in block.findings:
            table.add_row(str(row.line or ""), row.rule, escape(row.message))
    return table


def links_table(knowledge: Knowledge) -> Table:
    """Every source with its address, for a person to open and compare."""
    table = Table("Source", "Publisher", "Read", "Address", title="Sources to open")
    for source in knowledge.sources.values():
        table.add_row(source.id, source.publisher, f"{source.read} {source.read_on or ''}", str(source.url))
    return table
