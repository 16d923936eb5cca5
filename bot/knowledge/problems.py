"""What is wrong with the knowledge, said in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["KnowledgeError", "Problem"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps the knowledge from loading, and where it stands.

    ``path`` is relative to the folder that holds the knowledge folder; ``line`` counts from 1 and is None
    where no single line is at fault.
    """

    path: str
    line: int | None
    message: str

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.message}"


class KnowledgeError(Exception):
    """The knowledge cannot be used. Carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))
