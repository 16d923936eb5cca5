"""A hospital's list of words becomes a folder that loads over the shipped one, or nothing is written."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.knowledge import _written
from bot.knowledge._slug import slug
from bot.knowledge.importing import Imported, Order, import_words
from bot.knowledge.load import Knowledge, KnowledgeError, load
from bot.knowledge.names import compact

from .building import save, term, topic, write

LEAD = "It is a ward. You go home the same day."
ADVICE = "change it, or leave it out with --skip-known."
COLUMNS = ("title=Term", "lead=Meaning", "also=Synonyms")
GIVEN = {
    "source": "https://ward.example/words",
    "publisher": "St Elsewhere",
    "reviewed": "2026-11-01",
}


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    alarm = {"id": "breath", "leads_to": "urgent", "families": ["general"], "phrases": {"en": ["can't breathe"]}}
    listed = {"sources": [{"name": "Cell count", "entries": ["cell", "count"]}]}
    return write(
        tmp_path / "shipped",
        alarms=[alarm],
        terms=[term("cell", title="Cell", names={"also": ["small unit"]}), term("count", title="Blood count")],
        homonyms=listed["sources"],
    )


def listed(tmp_path: Path, *rows: list[str], delimiter: str = ",", header: str = "Term,Meaning,Synonyms") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([header.split(","), *rows])
    file = tmp_path / "words.csv"
    file.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    return file


def made(
    file: Path, shipped: Path, *further: Path, columns: Any = COLUMNS, given: Any = GIVEN, **more: Any
) -> Imported:
    into = more.pop("into", file.parent / "ward")
    return import_words(Order(file, into, columns, given, **more), shipped, *further)


def refused(file: Path, shipped: Path, *further: Path, **more: Any) -> list[str]:
    """The sentences, without the name of the file; and nothing has changed on the disk."""
    before = {path: path.read_bytes() for path in file.parent.rglob("*") if path.is_file()}
    with pytest.raises(KnowledgeError) as caught:
        made(file, shipped, *further, **more)
    assert {path: path.read_bytes() for path in file.parent.rglob("*") if path.is_file()} == before
    return [problem.message for problem in caught.value.problems]


def laid_over(shipped: Path, imported: Imported) -> Knowledge:
    return load(shipped, imported.folder)


def test_a_list_from_a_spreadsheet_becomes_words_with_their_origin(tmp_path: Path, shipped: Path) -> None:
    rows = (
        ["Day unit", LEAD, "ward 7, infusion suite"],
        ["", "", ""],
        ["β-test", "A test.\nOf blood.\n\nNo needle.", "a; b, c\nd"],
    )
    done = made(listed(tmp_path, *rows), shipped)
    assert (done.count, done.files) == (2, ("publishers.yaml", "sources.yaml", "terms/words.yaml"))
    assert done.notes == ("Row 3: empty, and left out.",)
    assert done.lines()[-1].endswith(f"KNOWLEDGE_DIRS={done.folder} and it explains them too.")
    known = laid_over(shipped, done)
    unit, test = known.terms["day-unit"], known.terms["beta-test"]
    assert (unit.title, unit.gist, unit.lead) == ("Day unit", "It is a ward.", LEAD)
    assert unit.names.also == ("ward 7", "infusion suite")
    assert test.names.also == ("a", "b, c", "d")
    assert test.lead == "A test. Of blood.\n\nNo needle."
    assert (str(unit.reviewed), str(unit.review_by), unit.family) == ("2026-11-01", "2028-11-01", "general")
    source = known.sources[unit.sources[0]]
    assert (str(source.url), source.publisher, source.read) == ("https://ward.example/words", "st-elsewhere", "page")
    assert known.publishers["st-elsewhere"].name == "St Elsewhere"
    assert known.origin("day-unit") == tmp_path.resolve() / "ward"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_whatever_the_definitions_hold(tmp_path: Path, shipped: Path, delimiter: str) -> None:
    text = "A ward; a, b, c | d."
    known = laid_over(shipped, made(listed(tmp_path, ["Day unit", text, ""], delimiter=delimiter), shipped))
    assert known.terms["day-unit"].lead == text


def test_a_line_for_excel_alone_is_not_counted(tmp_path: Path, shipped: Path) -> None:
    file = listed(tmp_path, ["Day unit", "", ""], delimiter=";")
    file.write_bytes(b"sep=;\r\n" + file.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    assert refused(file, shipped) == ['Row 2 (Day unit): "Meaning" is empty.']


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"version": 2, "words": rows}])
def test_json_is_read_as_a_list_or_inside_an_object(tmp_path: Path, shipped: Path, wrap: Any) -> None:
    rows = [{"Term": "Day unit", "Meaning": LEAD, "Synonyms": ["ward 7", None, 7]}, {"Term": None}]
    file = tmp_path / "words.json"
    file.write_text(json.dumps(wrap(rows)))
    done = made(file, shipped)
    assert done.notes == ("Item 2: empty, and left out.",)
    assert laid_over(shipped, done).terms["day-unit"].names.also == ("ward 7", "7")


def test_columns_go_before_what_holds_for_all(tmp_path: Path, shipped: Path) -> None:
    names = "Term,Meaning,Web,House,Date,Kind,Long,Page"
    row = ["CAR", LEAD, "https://b.example", "house-one", "2024-02-29 00:00:00", "cell-therapy", "chimeric", "Words"]
    fields = (
        "title=term,lead=meaning,source=web,publisher=house,reviewed=date,family=kind,expansion=long,source_title=page"
    )
    file = listed(tmp_path, row, ["Port", LEAD, "", "", "", "", "", ""], header=names)
    known = laid_over(shipped, made(file, shipped, columns=fields.split(",")))
    car, port = known.terms["car"], known.terms["port"]
    assert (car.family, car.expansion, str(car.reviewed), str(car.review_by)) == (
        "cell-therapy", "chimeric", "2024-02-29", "2026-02-28",
    )  # fmt: skip
    assert known.sources[car.sources[0]].publisher == "house-one"  # one that is known already
    assert known.sources[car.sources[0]].title == "Words"
    assert (port.family, str(port.reviewed)) == ("general", "2026-11-01")


def test_everything_wrong_is_said_at_once_and_by_row(tmp_path: Path, shipped: Path) -> None:
    file = listed(
        tmp_path,
        ["Port", "", ""],
        ["", LEAD, ""],
        ["Day unit", LEAD, "cell"],
        ["A" * 90, LEAD, "!!!"],
        ["Day Unit", LEAD, ""],
        ["Ward", "word " * 95, "day-unit"],
        ["Can't breathe", LEAD, ""],
        ["x", LEAD, "", "too much"],
    )
    assert refused(file, shipped) == [
        "Row 9: It has 4 cells and the header 3; look at its quotes.",
        'Row 2 (Port): "Meaning" is empty.',
        'Row 3: "Term" is empty.',
        f'Row 5 ({"A" * 40}…): "title" is too long: 90 characters, at most 80.',
        "Row 7 (Ward): Word and definition have 96 words; the first screen of a card holds 90.",
        f'Row 4 (Day unit): The name "cell" also belongs to "cell" (knowledge/terms/cells.yaml:2); {ADVICE}',
        'Row 6 (Day Unit): The name "Day Unit" also stands in Row 4 (Day unit); keep one of them.',
        'Row 7 (Ward): The name "day-unit" also stands in Row 4 (Day unit); keep one of them.',
        "Row 8 (Can't breathe): \"Can't breathe\" leads to the warning signs or the help lines, and nothing may come before them.",
    ]


def test_what_the_loader_alone_finds_is_told_by_row_too(tmp_path: Path, shipped: Path) -> None:
    file = listed(tmp_path, ["Port", LEAD, "-"], ["!!!", LEAD, ""])
    assert refused(file, shipped) == ['Row 3 (!!!): The name "!!!" has no letter or digit.']


def test_where_it_comes_from_and_when_it_was_read_must_be_said(tmp_path: Path, shipped: Path) -> None:
    file = listed(tmp_path, ["Port", LEAD, ""])
    assert refused(file, shipped, given={}) == [
        "Row 2 (Port): The web address of its source is missing; give --source or --map source=COLUMN.",
        "Row 2 (Port): Its publisher is missing; give --publisher or --map publisher=COLUMN.",
        "Row 2 (Port): The day it was last checked is missing; give --reviewed or --map reviewed=COLUMN.",
    ]
    assert refused(file, shipped, given={**GIVEN, "reviewed": "1/11/2026"}) == [
        'Row 2 (Port): "reviewed" must be a date like 2026-11-24, not "1/11/2026".'
    ]


def test_a_wrong_address_is_told_once(tmp_path: Path, shipped: Path) -> None:
    file = listed(tmp_path, ["Port", LEAD, ""], ["Ward", LEAD, ""])
    said = refused(file, shipped, given={**GIVEN, "source": "intranet"})
    assert said == ['Row 2 (Port): "url" must be a web address (https://…), not "intranet".']


def test_what_is_known_can_be_left_out(tmp_path: Path, shipped: Path) -> None:
    rows = ["CELL", LEAD, ""], ["Port", LEAD, "small-unit; port-a-cath"]
    done = made(listed(tmp_path, *rows), shipped, skip_known=True)
    assert done.notes == (
        'Row 2 (CELL): The bot explains "CELL" already; left out.',
        'Row 3 (Port): The bot explains "small-unit" already; left out.',
    )
    assert laid_over(shipped, done).terms["port"].names.also == ("port-a-cath",)
    everything = listed(tmp_path, ["Cell", LEAD, ""])
    assert refused(everything, shipped, skip_known=True, into=tmp_path / "b") == ["There is no word left to import."]


def test_a_further_folder_counts_as_known(tmp_path: Path, shipped: Path) -> None:
    first = made(listed(tmp_path, ["Port", LEAD, ""]), shipped)
    (said,) = refused(listed(tmp_path, ["port", LEAD, ""]), shipped, first.folder, into=tmp_path / "other")
    assert 'also belongs to "port" (ward/terms/words.yaml:3)' in said


def test_an_import_is_written_over_only_when_told_so(tmp_path: Path, shipped: Path) -> None:
    done = made(listed(tmp_path, ["Port", LEAD, ""]), shipped)
    kept = done.folder / "topics" / "clinic.yaml"
    save(kept, topic("clinic"))
    file = listed(tmp_path, ["Ward", LEAD, ""])
    (said,) = refused(file, shipped, done.folder)
    assert "add --replace to write over it" in said
    again = made(file, shipped, done.folder, replace=True)
    assert {"ward", "clinic"} < set(laid_over(shipped, again).entries)
    assert "port" not in laid_over(shipped, again).entries


def test_a_disk_that_fails_in_the_middle_leaves_the_old_files(
    tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = made(listed(tmp_path, ["Port", LEAD, ""]), shipped)
    file = listed(tmp_path, ["Ward", LEAD, ""])
    (done.folder / "sources.yaml").unlink()
    moved = _written.os.replace

    def fails_at_the_last(old: Path, new: Path) -> None:
        if "terms" in new.parts:
            raise OSError(28, "No space left on device")
        moved(old, new)

    monkeypatch.setattr(_written.os, "replace", fails_at_the_last)
    (said,) = refused(file, shipped, replace=True)
    assert said.endswith("ward cannot be written (No space left on device).")
    assert list(tmp_path.glob(".import-*")) == []


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (["titel=Term"], '--map "titel=Term" must be FIELD=COLUMN with a known field; did you mean "title"?'),
        (["title"], '--map "title" must be FIELD=COLUMN with a known field; did you mean "title"?'),
        (["title=Term", "title=Word", "lead=Meaning"], '--map names two columns for "title", which takes one.'),
        (["lead=Meaning"], "--map title=COLUMN is missing."),
        (["title=Term", "lead=Meanings"], 'The list has no column "Meanings"; did you mean "Meaning"?'),
        (["title=Term", "lead=Zzz"], 'The list has no column "Zzz"; it has Term, Meaning, Synonyms.'),
    ],
)
def test_a_map_that_leads_nowhere(tmp_path: Path, shipped: Path, columns: list[str], sentence: str) -> None:
    assert refused(listed(tmp_path, ["Port", LEAD, ""]), shipped, columns=columns) == [sentence]


def test_folders_that_are_not_ours(tmp_path: Path, shipped: Path) -> None:
    file = listed(tmp_path, ["Port", LEAD, ""])
    assert "name a folder of your own" in refused(file, shipped, into=shipped)[0]
    assert "name a folder of your own" in refused(file, shipped, into=shipped / "terms")[0]
    assert "needs a name of its own" in refused(file, shipped, into=tmp_path / "knowledge")[0]
    assert "is a file" in refused(file, shipped, into=file)[0]
    save(tmp_path / "notes" / "todo.yaml", "a: b")
    assert "holds other things, such as notes/todo.yaml" in refused(file, shipped, into=tmp_path / "notes")[0]
    (tmp_path / "void").mkdir()
    assert made(file, shipped, into=tmp_path / "void").count == 1
    assert made(file, shipped, into=tmp_path / "deep" / "er").count == 1


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("a.csv", b"PK\x03\x04", "This is an Excel workbook"),
        ("a.csv", "Term,Meaning".encode("utf-16"), "The file is UTF-16 text"),
        ("a.csv", b"Term,Meaning\nCaf\xe9,x", "The file is not UTF-8 text (line 2); save it as"),
        ("a.csv", b" \n", "The file is empty."),
        ("a.csv", b'Term,Meaning,Synonyms\nPort,"never closed,\nx,y', "Row 2 cannot be read (unexpected end of data)"),
        ("a.csv", b"Term,Meaning,Synonyms,Term\n", 'Two columns are named "Term"; rename one.'),
        ("a.json", b"[", "This is not valid JSON (line 1"),
        ("a.json", b"[" * 99_999, "This is not valid JSON."),
        ("a.json", b"9" * 5_000, "This is not valid JSON."),
        ("a.json", b'["\\ud800"]', "The file holds half of a character"),
        ("a.json", b'{"a": [], "b": []}', "The file must be a list of objects"),
        ("a.json", b'{"Term": "Port"}', "The file must be a list of objects"),
        ("a.json", b'[{"Term": {}, "Meaning": "", "Synonyms": ""}, 7]', 'Item 1: "Term" must be a text'),
    ],
)
def test_files_that_are_no_list(tmp_path: Path, shipped: Path, name: str, raw: bytes, sentence: str) -> None:
    file = tmp_path / name
    file.write_bytes(raw)
    assert refused(file, shipped)[0].startswith(sentence)


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path, shipped: Path) -> None:
    assert refused(tmp_path / "no.csv", shipped) == ["The file cannot be read (No such file or directory)."]
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(20_000_001)
    assert refused(tmp_path / "a.csv", shipped)[0].startswith("The file is larger than 20 MB")


def test_broken_knowledge_below_is_told_first(tmp_path: Path, shipped: Path) -> None:
    (shipped / "sources.yaml").write_text("sources: 7")
    assert any('"sources" must be a list' in said for said in refused(listed(tmp_path, ["Port", LEAD, ""]), shipped))


def test_ids_are_made_of_titles_and_stay_the_same() -> None:
    assert slug("Day unit (ward 7)") == "day-unit-ward-7"
    assert slug("Café_β") == "cafe-beta"
    assert slug("细胞").startswith("word-")
    assert slug("细胞") != slug("细")
    assert slug("Sjøgren").startswith("sjgren-")
    assert len(slug("long " * 30)) <= 52
    assert slug("cell", {"cell"}) != slug("cell") == "cell"
    assert slug("page", {"page"}, "one") != slug("page", {"page"}, "two")


TEXTS = st.text(max_size=12) | st.sampled_from(
    ["Cell", "Port", LEAD, "a;b", "can't breathe", "null", "2026-11-01", "#"]
)


@given(rows=st.lists(st.lists(TEXTS, min_size=3, max_size=4), max_size=4), as_json=st.booleans(), skip=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_table_loads_or_is_refused_in_sentences(
    rows: list[list[str]], as_json: bool, skip: bool, tmp_path_factory: pytest.TempPathFactory, shipped: Path
) -> None:
    folder = tmp_path_factory.mktemp("any")
    file = folder / ("words.json" if as_json else "words.csv")
    if as_json:
        file.write_text(json.dumps([dict(zip(("Term", "Meaning", "Synonyms"), row, strict=False)) for row in rows]))
    else:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([["Term", "Meaning", "Synonyms"], *rows])
        file.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
    said: list[str] = []
    try:
        done = made(file, shipped, skip_known=skip)
    except KnowledgeError as error:
        said = [problem.message for problem in error.problems]
        done = None
    if done is None:
        assert said
        assert all(sentence.endswith((".", "?")) for sentence in said)
        assert sorted(folder.iterdir()) == [file]
        return
    known = laid_over(shipped, done)
    imported = [entry for entry in known.terms.values() if known.origin(entry.id) == done.folder]
    assert len(imported) == done.count > 0
    assert all(compact(entry.title) and len(entry.id) <= 52 for entry in imported)
