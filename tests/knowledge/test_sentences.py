from typing import Any

import pytest

from bot.knowledge.load import KnowledgeError

from .building import country, drug, knowledge, section, source, term, topic

TWO = source("two")


def only_problem(**more: Any) -> str:
    with pytest.raises(KnowledgeError) as caught:
        knowledge(**more)
    (problem,) = caught.value.problems
    return problem.message


def of_term(**more: Any) -> str:
    with pytest.raises(KnowledgeError) as caught:
        knowledge(terms=[term("cell", **more)])
    return str(caught.value)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"gist": ["a"]}, '"gist" must be text.'),
        ({"gist": "x" * 101}, '"gist" is too long: 101 characters, at most 100.'),
        ({"gist": "  "}, '"gist" is empty.'),
        ({"gist": "a\nb"}, '"gist" must be a single line.'),
        ({"family": "checkpont"}, 'not "checkpont".'),
        ({"sources": []}, '"sources" needs at least 1 item.'),
        ({"sources": "one"}, '"sources" must be a list (lines that start with "- ", or [a, b]).'),
        (
            {"sources": ["One Two"]},
            'Item 1 of "sources" must be a short id (lower-case letters, digits, hyphens), not "One Two".',
        ),
        ({"reviewed": "soon"}, '"reviewed" must be a date like 2026-11-24, not "soon".'),
        ({"names": ["a"]}, '"names" must be a list of fields («name: value»).'),
        ({"names": {"brand": ["a"]}}, '"brand" in "names" is not a known field; did you mean "brands"?'),
        (
            {"names": {"zzz": ["a"]}},
            '"zzz" in "names" is not a known field; known are brands, abbreviations, also, lay, spanish',
        ),
        ({"not_same_as": [{"name": "a"}]}, '"difference" in item 1 of "not_same_as" is missing.'),
        (
            {"not_same_as": [{"name": "a", "difference": "b", "idd": "c"}]},
            '"idd" in item 1 of "not_same_as" is not a known field; did you mean "id"?',
        ),
        ({"clinician": {"nam": "a", "role": "b", "date": "2026-01-01"}}, '"name" in "clinician" is missing.'),
        ({"lead": "x" * 3001}, '"lead" is too long: 3001 characters, at most 3000.'),
        ({"lead": 7}, '"lead" must be text.'),
        ({"lead": None}, '"lead" is empty; write a value or leave the field out.'),
    ],
)
def test_errors_of_an_entry_are_sentences(more: dict[str, Any], sentence: str) -> None:
    assert sentence in of_term(**more)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"sources": [TWO, source("one", url="example")]}, '"url" must be a web address (https://…), not "example".'),
        (
            {"sources": [TWO, source("one", url="ftp://a.b")]},
            '"url" must be a web address (https://…), not "ftp://a.b".',
        ),
        ({"sources": [TWO, source("one", year="199x")]}, '"year" must be a whole number, not "199x".'),
        ({"sources": [TWO, source("one", year="1890")]}, '"year" must be at least 1950.'),
        ({"sources": [TWO, source("one", year="2890")]}, '"year" must be at most 2100.'),
        (
            {"sources": [TWO, source("one", read="partly")]},
            "\"read\" must be 'page', 'excerpt' or 'unread', not \"partly\".",
        ),
        ({"helplines": [country("Ireland")]}, '"iso" must be two capital letters, not "Ireland".'),
        ({"homonyms": [{"name": "a", "entries": ["cell"]}]}, '"entries" needs at least 2 items.'),
        (
            {"alarms": [{"id": "a", "leads_to": "urgent", "phrases": "x"}]},
            '"phrases" must be a list of fields («name: value»).',
        ),
        (
            {"alarms": [{"id": "a", "leads_to": "urgent", "phrases": {"fr": ["x"]}}]},
            '"fr" in "phrases" must be \'en\' or \'es\', not "fr".',
        ),
        (
            {"drugs": [drug("a", serious_risks=[{"name": "b", "boxed": "perhaps", "sources": ["one"]}])]},
            '"boxed" in item 1 of "serious_risks" must be true or false.',
        ),
        (
            {"topics": [topic("a", sections=[section("what", "x"), {**section("b"), "text": [1]}])]},
            '"text" in item 2 of "sections" must be text.',
        ),
    ],
)
def test_errors_of_lists_are_sentences(more: dict[str, Any], sentence: str) -> None:
    assert only_problem(**more) == sentence


def test_an_error_without_its_own_sentence_keeps_pydantics_words() -> None:
    assert "is not right (" in only_problem(sources=[TWO, source("one", url="https://" + "a" * 3000 + ".org")])
