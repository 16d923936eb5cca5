"""The knowledge that ships: it loads, an editor has nothing to mend, and editors get completion."""

import datetime as dt
import json

import pytest

from bot.answers import Answers
from bot.knowledge.check import Finding, Severity, check
from bot.knowledge.load import Knowledge, default_folder
from bot.knowledge.model import Family
from bot.knowledge.report import report
from bot.knowledge.schema import schemas

FOLDER = default_folder()
SCHEMA_OF = {"topics": "topic", "drugs": "drug", "side_effects": "side-effect", "terms": "terms", "phrases": "phrases"}
FILES = sorted(file for file in FOLDER.rglob("*.yaml") if not file.name.startswith("."))


@pytest.fixture(scope="module")
def findings(shipped: Knowledge) -> list[Finding]:
    # Overdue cards are a matter for editors and say so themselves, so a late day must not break the build.
    newest = max(entry.reviewed for entry in shipped.entries.values())
    return check(shipped, max(newest, *(note.reviewed for note in shipped.safety.values())))


def test_an_editor_has_nothing_to_mend(findings: list[Finding]) -> None:
    assert [str(one) for one in findings if one.severity is Severity.PROBLEM] == []


def test_every_family_has_a_note_and_its_warning_signs(shipped: Knowledge) -> None:
    assert set(shipped.safety) == set(Family)


@pytest.mark.parametrize("family", list(Family))
def test_the_warning_signs_are_shown_whole_in_spanish(
    shipped: Knowledge, shipped_answers: Answers, family: Family
) -> None:
    card = shipped_answers.urgent("es", family.value)
    lines = [line for part in card.parts for line in part.text.splitlines()]
    assert lines == [f"- {sign.text_in['es']}" for sign in shipped.safety[family].warning_signs.every()]
    assert card.notices == ()
    assert card.safety_note.text == shipped.safety[family].note_in["es"]


def test_what_an_emergency_number_is_for_is_said_in_spanish_too(shipped: Knowledge, shipped_answers: Answers) -> None:
    for country in shipped.countries.values():
        numbers = shipped_answers.support("es", country.iso).parts[0].text
        assert all(f"- **{each.number}**: {each.purpose_in['es']}" in numbers for each in country.emergency)


def test_the_same_sign_is_said_the_same_way_in_every_list(shipped: Knowledge) -> None:
    said: dict[str, set[str]] = {}
    for note in shipped.safety.values():
        for sign in note.warning_signs.every():
            said.setdefault(sign.text, set()).add(sign.text_in["es"])
    assert [each for each in said.values() if len(each) > 1] == []


def test_the_report_can_be_made(shipped: Knowledge) -> None:
    made = report(shipped, dt.date(2026, 11, 24))
    assert sum(made.entries.values()) == len(shipped.entries)
    assert json.dumps(made.to_json())


@pytest.mark.parametrize("name", list(schemas()))
def test_the_written_schemas_are_current(name: str) -> None:
    written = json.loads((FOLDER / "schema" / f"{name}.json").read_text(encoding="utf-8"))
    assert written == schemas()[name], "run: python -m bot schema"


def test_every_file_carries_the_line_that_names_its_schema() -> None:
    wrong: list[str] = []
    for file in FILES:
        within = file.relative_to(FOLDER).parts
        kind = within[-2] if len(within) > 1 else file.stem
        name = SCHEMA_OF.get(kind, kind)
        if len(within) > 2:
            name = "translated-terms" if kind == "terms" else "translation"
        line = f"# yaml-language-server: $schema={'../' * (len(within) - 1)}schema/{name}.json"
        if file.read_text(encoding="utf-8").splitlines()[0] != line:
            wrong.append(f"{file.relative_to(FOLDER)}: the first line must be {line}")
    assert wrong == []
