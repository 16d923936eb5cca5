"""What ``python -m bot check`` prints and which files it can be narrowed to."""

import datetime as dt
import io
from pathlib import Path

import pytest
from rich.console import Console

from bot.checking import Checked, check_all, show
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


def checked(folder: Path, lead: str) -> Checked:
    """What is found in the shipped knowledge and a further folder with one term."""
    (folder / "terms").mkdir(parents=True)
    source = next(iter(load().sources))
    (folder / "terms" / "words.yaml").write_text(TERM.format(lead=lead, source=source), encoding="utf-8")
    return check_all((default_folder(), folder), TODAY)


@pytest.fixture(scope="module")
def promising(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return checked(tmp_path_factory.mktemp("further") / "ours", "It is safe.")


def said(found: Checked, *only: Path) -> tuple[int, str]:
    """The exit code and what was printed."""
    console = Console(record=True, width=200, file=io.StringIO())
    return show(console, found, only), console.export_text()


def test_a_problem_names_its_file_line_and_rule(promising: Checked) -> None:
    code, text = said(promising)
    assert code == 1
    assert "ours/terms/words.yaml" in text
    assert "«safe» promises too much" in text
    assert "promise" in text


@pytest.mark.parametrize(
    ("only", "code"),
    [
        ("ours", 1),
        ("terms/words.yaml", 1),
        ("words.yaml", 1),
        ("knowledge/drugs", 0),
        ("/anywhere/ours/terms/words.yaml", 1),
    ],
)
def test_only_some_files_can_be_asked_for(promising: Checked, only: str, code: int) -> None:
    assert said(promising, Path(only))[0] == code


def test_weaknesses_alone_are_no_failure(tmp_path: Path) -> None:
    code, text = said(checked(tmp_path / "ours", "It is a word. We made it. It is ours. It is short."))
    assert code == 0
    assert "0 problems" in text
