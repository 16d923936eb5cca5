"""From a spreadsheet to a card: what a hospital librarian types, through the real loader and the real answers."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app, main
from bot.knowledge.load import default_folder, load, survey

RUNNER = CliRunner()
OPTIONS = [
    *("--map", "title=Term", "--map", "lead=Definition", "--map", "also=Synonyms"),
    *("--publisher", "St Elsewhere Hospital", "--source", "https://st-elsewhere.example/words", "--reviewed", "2026-11-01"),
]  # fmt: skip
ROWS = """\
Term;Definition;Synonyms
Zebra ward;"The ward where you stay after cell therapy; it is on floor 9.";ward nine zebra, zebra floor
"""


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "KNOWLEDGE_DIRS"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "words.csv"
    file.write_text(ROWS, encoding="utf-8-sig")
    return file


def test_an_imported_word_is_answered_with_its_origin_and_the_note(
    words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = RUNNER.invoke(app, ["import", str(words), "--into", "st-elsewhere", "--family", "cell-therapy", *OPTIONS])
    assert done.exit_code == 0, done.output
    assert "Imported 1 word into" in done.output
    monkeypatch.setenv("KNOWLEDGE_DIRS", "st-elsewhere")
    asked = ["zebra ward", "what is the ward nine zebra?", "zebra wrad"]
    looked_up = RUNNER.invoke(app, ["lookup"], input="\n".join(asked)).output.splitlines()
    assert [json.loads(line)["id"] for line in looked_up] == ["zebra-ward"] * len(asked)
    text = " ".join(RUNNER.invoke(app, ["ask", "zebra ward"]).output.split())
    assert "added by st-elsewhere. It is not part of the shipped knowledge." in text
    assert "it is on floor 9" in text
    assert "St Elsewhere Hospital" in text
    record = json.loads(RUNNER.invoke(app, ["ask", "--json", "zebra wrad"]).output)
    assert record["id"] == "zebra-ward"
    shipped = load().safety
    assert record["safety_note"]["text"] == next(
        note.note for family, note in shipped.items() if family == "cell-therapy"
    )


def test_a_list_that_does_not_fit_is_sentences_and_exit_code_2(
    words: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words.write_text(ROWS + "Keytruda;Ours.;\nZebra Ward;;\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["bot", "import", str(words), "--into", "ours", *OPTIONS])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split(":")[1].strip() for line in said] == [
        "Row 4 (Zebra Ward)",
        "Row 3 (Keytruda)",
        "Row 4 (Zebra Ward)",
    ]
    assert 'also belongs to "pembrolizumab" (knowledge/drugs/pembrolizumab.yaml:' in said[1]
    assert not Path("ours").exists()


def overlay(**texts: str) -> list[str]:
    """What the real loader says of a folder laid over the shipped knowledge, of that folder alone."""
    folder = Path("ours")
    (folder / "terms").mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name.replace('__', '/')}.yaml").write_text(text, encoding="utf-8")
    _, problems = survey(default_folder(), folder)
    return [str(problem) for problem in problems if problem.path.startswith("ours/")]


HEAD = "defaults: {reviewed: 2026-11-01, review_by: 2027-11-01, checked_by: nobody yet}\nterms:\n"
TERM = (
    "- {{id: {id}, title: {title}, gist: Ours., lead: Ours., sources: [nci-car-t-cells], names: {{also: [{also}]}}}}\n"
)


def test_clashes_of_a_further_folder_are_told_with_their_places() -> None:
    terms = (
        HEAD + TERM.format(id="crs", title="Ours A", also="zebra a") + TERM.format(id="zb", title="Keytruda", also="x1")
    )
    terms += TERM.format(id="zc", title="Ours C", also="Opdivo")
    used, title, alias = overlay(terms__ours=terms)
    assert (
        used == f'ours/terms/ours.yaml:3: "crs" is already used in {":".join(map(str, load().where("entry", "crs")))}.'
    )
    assert title.startswith('ours/terms/ours.yaml:4: The name "Keytruda" also belongs to "pembrolizumab"')
    assert alias.startswith('ours/terms/ours.yaml:5: The name "Opdivo" also belongs to "nivolumab"')


@pytest.mark.parametrize("name", ["safety", "alarms", "helplines"])
def test_safety_of_a_further_folder_is_refused(name: str) -> None:
    (said,) = overlay(**{name: f"{name}:\n- {{family: general}}\n", "terms__ours": "terms: []\n"})
    assert said == (
        f"ours/{name}.yaml:2: Safety notes, alarms and help lines can't be overridden; remove this from the folder."
    )
