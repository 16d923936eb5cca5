"""``python -m bot check``: the rules of the knowledge room and the layout rules of the chat room, in one table."""

from __future__ import annotations

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

__all__ = ["check_all", "lies_in", "links_table"]

#: The views of an entry that are laid out by their own rules.
VIEWS = (View.SHORT, View.FULL, View.GLOSSARY, View.SUMMARY, View.SOURCES)


def check_all(console: Console, folders: Sequence[Path], only: Sequence[Path], today: dt.date) -> int:
    """Prints the findings, all or those of some files and folders; gives the exit code: 1 if one is a problem.

    Cards are laid out once the files load without a problem.
    """
    knowledge, problems = survey(*folders)
    found = [Finding(problem.path, problem.line, "", "load", problem.message) for problem in problems]
    found += check(knowledge, today)
    shown = [each for each in found if lies_in(each.path, only)]
    if not problems:
        shown += _layouts(knowledge, only)
    wrong = sum(each.severity is Severity.PROBLEM for each in shown)
    if wrong:
        console.print(_table(each for each in shown if each.severity is Severity.PROBLEM))
    weak = len(shown) - wrong
    console.print(f"{len(knowledge.entries)} entries: {wrong} problems, {weak} weaknesses (see: python -m bot report).")
    return 1 if wrong else 0


def lies_in(path: str, wanted: Sequence[Path]) -> bool:
    """Whether a path is one of the wanted files or lies in one of the folders, named from wherever one stands.

    Everything lies in no folder at all.
    """
    return not wanted or any(_lies_in(path, each) for each in wanted)


def _lies_in(path: str, wanted: Path) -> bool:
    parts, sought = Path(path).parts, wanted.parts
    inside = any(parts[start : start + len(sought)] == sought for start in range(len(parts)))
    # ours/terms/words.yaml also lies in /home/me/ours/terms
    return inside or any(sought[-length:] == parts[:length] for length in range(1, len(parts) + 1))


def _layouts(knowledge: Knowledge, only: Sequence[Path]) -> list[Finding]:
    """What of each card in those files Discord would refuse, note attached, in every view and language."""
    answers = Answers(knowledge)
    found: list[Finding] = []
    for entry in knowledge.entries.values():
        path, line = knowledge.where("entry", entry.id)
        if not lies_in(path, only):
            continue
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
