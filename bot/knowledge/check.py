"""The editorial check: what an editor would say about knowledge that loads.

``python -m bot.knowledge.check [--only PATH ...]`` prints it by file, with what keeps the rest from loading.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.knowledge.findings import FileFindings, Finding, Severity, render
from bot.knowledge.load import survey
from bot.knowledge.rules.abbreviations import entry_abbreviations, entry_jargon
from bot.knowledge.rules.dates import all_dates, entry_dates
from bot.knowledge.rules.desk import Desk
from bot.knowledge.rules.languages import phrases, translations
from bot.knowledge.rules.reading import entry_reading, safety_reading
from bot.knowledge.rules.shape import entry_shape
from bot.knowledge.rules.standing import entry_standing, orphans
from bot.knowledge.rules.wording import entry_wording, promises

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.knowledge.load import Knowledge

__all__ = ["FileFindings", "Finding", "Severity", "check", "render"]

_OF_ENTRIES = (
    entry_shape,
    entry_reading,
    entry_wording,
    entry_abbreviations,
    entry_jargon,
    entry_dates,
    entry_standing,
)
_OF_ALL = (all_dates, orphans, phrases, translations)


def check(knowledge: Knowledge, today: dt.date) -> list[Finding]:
    """Everything an editor would say, in the order of files and lines. Problems and weaknesses both."""
    return [finding for block in render(_found(Desk(knowledge, today))) for finding in block.findings]


def _found(desk: Desk) -> Iterator[Finding]:
    for entry in desk.knowledge.entries.values():
        for rule in _OF_ENTRIES:
            yield from rule(desk, entry)
    for note in desk.knowledge.safety.values():
        yield from safety_reading(desk, note)
        for rule, message in promises(note.note):
            yield desk.at("safety", note.family, rule, message, "note")
    for rule in _OF_ALL:
        yield from rule(desk)


def _main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.knowledge.check", description="Check the knowledge's files.")
    parser.add_argument("--only", nargs="+", default=[], metavar="PATH", help="show only these files or folders")
    parser.add_argument("--folder", type=Path, action="append", default=[], help="another folder than the shipped one")
    options = parser.parse_args(arguments)
    knowledge, problems = survey(*options.folder)
    today = dt.datetime.now(tz=dt.UTC).date()
    found = [Finding(problem.path, problem.line, "", "load", problem.message) for problem in problems]
    found += check(knowledge, today)
    chosen = [one for one in found if not options.only or any(_lies_in(one.path, path) for path in options.only)]
    lines: list[str] = []
    for block in render(chosen):
        lines.append(block.path)
        for one in block.findings:
            sort = "" if one.severity is Severity.PROBLEM else "(weak) "
            lines.append(f"  {one.line or '-':>4}  {sort}{one.message} [{one.rule}]")
    wrong = sum(one.severity is Severity.PROBLEM for one in chosen)
    lines.append(f"{len(knowledge.entries)} entries, {wrong} problems, {len(chosen) - wrong} weaknesses")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if wrong else 0


def _lies_in(path: str, wanted: str) -> bool:
    wanted = wanted.rstrip("/")
    return (
        path == wanted
        or f"/{path}".endswith(f"/{wanted}")
        or f"/{path}".find(f"/{wanted}/") >= 0
        or wanted.endswith(path)
    )


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
