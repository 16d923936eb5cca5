"""The bot's own section of ``docs/benchmarks.md``, between two marks, so that it can be measured by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- the bot: begin -->", "<!-- the bot: end -->"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def kept() -> str:
    """The section as it stands, with its marks; "" if there is none yet."""
    page = PAGE.read_text(encoding="utf-8")
    return page[page.index(BEGIN) : page.index(END) + len(END)] if BEGIN in page and END in page else ""


def write(text: str) -> None:
    """Puts the section in the place of the old one, or at the end."""
    page, old, new = PAGE.read_text(encoding="utf-8"), kept(), f"{BEGIN}\n{text}\n{END}"
    PAGE.write_text(page.replace(old, new) if old else f"{page.rstrip()}\n\n{new}\n", encoding="utf-8")
