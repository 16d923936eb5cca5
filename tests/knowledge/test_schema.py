import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.knowledge.schema import schemas, write_schemas

from .building import DATES, drug, entry, lists, side_effect, term, topic


def errors(name: str, value: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schemas()[name]).iter_errors(value)]


def test_there_is_a_schema_for_every_kind_of_file() -> None:
    assert list(schemas()) == [
        "alarms", "drug", "helplines", "homonyms", "jargon", "phrases", "publishers", "safety", "side-effect",
        "sources", "terms", "topic", "translated-terms", "translation",
    ]  # fmt: skip


@pytest.mark.parametrize("name", list(schemas()))
def test_each_is_a_right_schema(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])


@pytest.mark.parametrize(
    ("name", "value"), [("topic", topic("a")), ("drug", drug("a")), ("side-effect", side_effect("a"))]
)
def test_entries_fit_and_slips_do_not(name: str, value: dict[str, Any]) -> None:
    assert errors(name, value) == []
    assert errors(name, {**value, "famly": "x"}) != []
    assert errors(name, {**value, "reviewed": 7}) != []
    del value["lead"]
    assert errors(name, value) == ["'lead' is a required property"]


@pytest.mark.parametrize("name", ["publishers", "sources", "safety", "helplines"])
def test_lists_stand_under_the_name_of_their_file(name: str) -> None:
    assert errors(name, {name: lists()[name]}) == []
    assert errors(name, {}) != []
    assert errors(name, {name: lists()[name], "more": []}) != []


def test_terms_may_leave_to_defaults_what_defaults_may_set() -> None:
    bare = {field: value for field, value in term("cell").items() if field not in DATES and field != "checked_by"}
    assert errors("terms", {"defaults": {**DATES, "checked_by": "x"}, "terms": [bare]}) == []
    assert errors("terms", {"defaults": {"lead": "x"}, "terms": []}) != []
    assert errors("terms", {"terms": [{"id": "cell"}]}) != []


def test_translated_terms_are_a_list_too() -> None:
    text = {field: entry("a")[field] for field in ("id", "title", "gist", "lead")}
    text["translated_from"] = "0" * 12
    assert errors("translated-terms", {"defaults": {"checked_by": "x"}, "terms": [text]}) == []
    assert errors("translated-terms", {"terms": [{**text, "sources": []}]}) != []


def test_phrases_are_a_tree_of_texts() -> None:
    assert errors("phrases", {"a": {"b": {"c": "Text."}}, "d": "Text."}) == []
    assert errors("phrases", {"a": ["Text."]}) != []


def test_a_translation_needs_its_digest() -> None:
    text = {field: entry("a")[field] for field in ("id", "title", "gist", "lead", "checked_by")}
    assert errors("translation", text) == ["'translated_from' is a required property"]


def test_they_are_written_one_to_a_file(tmp_path: Path) -> None:
    write_schemas(tmp_path / "schema")
    written = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in (tmp_path / "schema").iterdir()}
    assert written == schemas()
