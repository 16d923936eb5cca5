from typing import Any

import pytest

from bot.knowledge.load import KnowledgeError

from .building import country, drug, knowledge, note, section, source, term, topic

NO_X = '"sources" names "x", which is not in sources.yaml.'


def problems(**more: Any) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        knowledge(**more)
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"terms": [term("cell", sources=["xyz"])]}, '"sources" names "xyz", which is not in sources.yaml.'),
        (
            {
                "terms": [term("cell", sources=["fda-2035"])],
                "sources": [source("one"), source("two"), source("fda-2025", publisher="house-one")],
            },
            '"sources" names "fda-2035", which is not in sources.yaml; did you mean "fda-2025"?',
        ),
        ({"topics": [topic("vaccines", sections=[section("what", sources=["x"])])]}, NO_X),
        ({"drugs": [drug("a", serious_risks=[{"name": "b", "sources": ["x"]}])]}, NO_X),
        ({"drugs": [drug("a", first_us_approval={"year": 2000, "sources": ["x"]})]}, NO_X),
        ({"helplines": [country("FR", crisis=[{"name": "a", "sources": ["x"]}])]}, NO_X),
        (
            {"terms": [term("cell", further_reading=["x"])]},
            '"further_reading" names "x", which is not in sources.yaml.',
        ),
        (
            {"terms": [term("cell", related=["cells"])]},
            '"related" names "cells", which is not an entry; did you mean "cell"?',
        ),
        ({"terms": [term("cell", related=["cell"])]}, '"related" names the entry itself.'),
        (
            {"terms": [term("cell", not_same_as=[{"name": "X", "id": "xyz", "difference": "It differs."}])]},
            '"not_same_as" names "xyz", which is not an entry.',
        ),
        ({"terms": [term("cell", names={"lay": ["!?"]})]}, 'The name "!?" has no letter or digit.'),
        (
            {"terms": [term("cell"), term("gene", title="THE-CELL")]},
            'The name "THE-CELL" also belongs to "cell"; change one, or declare it in homonyms.yaml.',
        ),
        (
            {"terms": [term("cell", names={"misspellings": ["Kell"]}), term("gene", names={"spanish": ["kéll"]})]},
            'The name "kéll" also belongs to "cell"; change one, or declare it in homonyms.yaml.',
        ),
        (
            {"homonyms": [{"name": "CDC", "entries": ["cell", "cel"]}]},
            '"entries" names "cel", which is not an entry; did you mean "cell"?',
        ),
    ],
)
def test_what_does_not_fit_together_is_said(more: dict[str, Any], sentence: str) -> None:
    assert problems(**more) == [sentence]


def test_publishers_must_be_known() -> None:
    more = {"sources": [source("one"), source("two", publisher="house-on")]}
    assert problems(**more) == [
        '"publisher" names "house-on", which is not in publishers.yaml; did you mean "house-one"?'
    ]


def test_an_unread_source_is_further_reading_only() -> None:
    far = source("far", publisher="house-one", read="unread", read_on=None)
    more: dict[str, Any] = {"sources": [source("one"), source("two"), far]}
    assert problems(**more, terms=[term("cell", sources=["far"])]) == [
        '"sources" names "far", which nobody has read; only further_reading may name it.'
    ]
    assert knowledge(**more, terms=[term("cell", further_reading=["far"])])


def test_every_family_has_a_safety_note() -> None:
    assert problems(safety=[note("general")])[0].startswith("There is no safety note for: checkpoint, cell-therapy")


def test_safety_notes_name_known_sources() -> None:
    sign = {"text": "a", "sources": ["x"]}
    signs = {"emergency": [sign], "call_today": [sign], "tell_team": [sign]}
    others = [note(family) for family in ("checkpoint", "cell-therapy", "bispecific", "antibody", "conjugate")]
    others += [note(family) for family in ("vaccine", "virus", "bcg", "cytokine")]
    found = problems(safety=[note("general", warning_signs=signs, sources=["y"]), *others])
    assert found == [
        NO_X,
        '"sources" names "y", which is not in sources.yaml.',
    ]


def test_a_declared_homonym_may_be_shared() -> None:
    shared = [term("cell", names={"abbreviations": ["CDC"]}), term("gene", names={"abbreviations": ["C.D.C."]})]
    assert knowledge(terms=shared, homonyms=[{"name": "cdc", "entries": ["cell", "gene"]}])
    third = [*shared, term("third", names={"lay": ["cdc"]})]
    assert problems(terms=third, homonyms=[{"name": "cdc", "entries": ["cell", "gene"]}]) != []
