"""What the editorial check finds, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FileFindings", "Finding", "Severity", "render"]


class Severity(StrEnum):
    """A problem must be mended before the content ships; a weakness is shown, and the bot itself may say it."""

    PROBLEM = "problem"
    WEAKNESS = "weakness"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of an editor. ``entry`` is the id of what it is about; ``line`` counts from 1."""

    path: str
    line: int | None
    entry: str
    rule: str
    message: str
    severity: Severity = Severity.PROBLEM

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.message} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class FileFindings:
    """The findings of one file, in the order of its lines: what a table shows as one block."""

    path: str
    findings: tuple[Finding, ...]

    @property
    def problems(self) -> int:
        """How many of them are problems."""
        return sum(finding.severity is Severity.PROBLEM for finding in self.findings)


def render(findings: Iterable[Finding]) -> tuple[FileFindings, ...]:
    """The findings by file, ready to be drawn."""
    ordered = sorted(findings, key=lambda finding: (finding.path, finding.line or 0, finding.rule, finding.message))
    return tuple(FileFindings(path, tuple(group)) for path, group in groupby(ordered, key=lambda found: found.path))
