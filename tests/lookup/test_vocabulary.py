import pytest

from bot.knowledge.load import Knowledge
from bot.lookup.keys import Typed
from bot.lookup.vocabulary import Name, Vocabulary, names_of
from tests.knowledge import building


@pytest.fixture(scope="module")
def vocabulary(small: Knowledge) -> Vocabulary:
    return Vocabulary(small)


def named(vocabulary: Vocabulary, text: str) -> list[str]:
    return [name.entry for name in vocabulary.named(Typed.of(text))]


@pytest.mark.parametrize(("text", "entries"), [
    ("PD 1", ["pd-1"]), ("pd-1", ["pd-1"]), ("Programmed Death 1", ["pd-1"]), ("PD-L1", ["pd-l1"]),
    ("acute lymphoblastic leukemia", ["all"]), ("Brakya", ["brakimab"]), ("brakimab", ["brakimab"]),
    ("brakeymab", ["brakimab"]), ("colitis", ["gut-trouble"]), ("autoimmune therapy", ["checkpoints"]),
    ("cytopenia", ["cytopenias"]), ("tumor lysis syndrome", ["tls"]), ("TLS", ["tls"]), ("gut trouble", ["gut-trouble"]),
    ("cdc", ["cdc-killing", "cdc-office"]), ("nothing like it", []), ("", []), ("pd 2", []),
])  # fmt: skip
def test_names_however_they_are_written(vocabulary: Vocabulary, text: str, entries: list[str]) -> None:
    assert named(vocabulary, text) == entries


def test_explaining_brackets_are_no_name(vocabulary: Vocabulary) -> None:
    assert named(vocabulary, "complement") == []


def test_the_plural_of_a_code_is_not_an_everyday_word(vocabulary: Vocabulary) -> None:
    assert named(vocabulary, "pets") == []
    assert named(vocabulary, "PETs") == ["pet-scan"]
    assert "pd1" in vocabulary
    assert "pets" not in vocabulary


def test_the_title_is_the_first_name_and_guesses_weigh_less(small: Knowledge) -> None:
    names = list(names_of(small.entries["brakimab"]))
    assert names[0].text == "brakimab"
    weight = {name.text: name.weight for name in reversed(names)}
    assert weight["brakeymab"] < weight["Brakya"]


def test_shouted_names() -> None:
    assert Name("BiTE", "x").shouted
    assert Name("PD-L1", "x").shouted
    assert not Name("Port", "x").shouted
    assert not Name("T cell", "x").shouted


def test_titles_in_another_language_are_names() -> None:
    spanish = {"id": "cell", "title": "Célula", "gist": "Una.", "lead": "Una.", "translated_from": "0" * 12,
               "checked_by": "nobody"}  # fmt: skip
    knowledge = building.knowledge(translations={"es": [spanish]})
    assert named(Vocabulary(knowledge), "celula") == ["cell"]
