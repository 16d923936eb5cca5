"""What ``python -m bot check`` prints and which files it can be narrowed to."""

import datetime as dt
import io
from pathlib import Path

import pytest
from rich.console import Console

from bot.checking import check_all, lies_in
from bot.knowledge.load import default_folder, load

TODAY = dt.date(2026, 11, 25)
TERM = """terms:
- id: our-word
  title: Our word
  gist: A word of ours.
  lead: {lead}
  everyday: [what our hospital calls it, the word on our door, a name only we use]
  sources: [{source}]
  reviewed: 2026-11-24
  review_by: 2028-11-24
  checked_by: a second reader
"""


def said(folder: Path, lead: str) -> tuple[int, str]:
    """The exit code and what was printed about a further folder with one term."""
    (folder / "terms").mkdir(parents=True)
    source = next(iter(load().sources))
    (folder / "terms" / "words.yaml").write_text(TERM.format(lead=lead, source=source), encoding="utf-8")
    console = Console(record=True, width=200, file=io.StringIO())
    return check_all(console, (default_folder(), folder), [folder], TODAY), console.export_text()


def test_a_problem_names_its_file_line_and_rule(tmp_path: Path) -> None:
    code, text = said(tmp_path / "ours", "It is safe.")
    assert code == 1
    assert "ours/terms/words.yaml" in text
    assert "«safe» promises too much" in text
    assert "promise" in text


def test_weaknesses_alone_are_no_failure(tmp_path: Path) -> None:
    code, text = said(tmp_path / "ours", "It is a word. We made it. It is ours. It is short.")
    assert code == 0
    assert "0 problems, 1 weaknesses" in text


@pytest.mark.parametrize(
    ("only", "inside"),
    [
        ("ours", True),
        ("terms/words.yaml", True),
        ("words.yaml", True),
        ("/anywhere/ours/terms/words.yaml", True),
        ("/anywhere/ours", True),
        ("/anywhere/ours/terms", True),
        ("/anywhere/ours/drugs", False),
        ("/ours/elsewhere", False),
        ("knowledge/drugs", False),
        ("terms/word.yaml", False),
    ],
)
def test_only_some_files_can_be_asked_for(only: str, inside: bool) -> None:
    assert lies_in("ours/terms/words.yaml", [Path("elsewhere"), Path(only)]) is inside


def test_everything_is_asked_for_by_nothing() -> None:
    assert lies_in("ours/terms/words.yaml", [])
