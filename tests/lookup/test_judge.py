import pytest

from bot.knowledge.load import Knowledge
from bot.lookup.confusables import Confusables
from bot.lookup.index import NameIndex
from bot.lookup.judge import answers, near
from bot.lookup.keys import Typed

NAMES = [
    "pembrolizumab", "colitis", "hypothyroidism", "hyperthyroidism", "ICANS", "type 1 diabetes", "sicca syndrome",
    "bone marrow", "breast cancer", "bleeding", "CD19", "CRS", "cytokine release syndrome", "killer cells", "brakimab",
]  # fmt: skip
INDEX = NameIndex((name, name, 1.0) for name in NAMES)


@pytest.fixture(scope="module")
def confusables(small: Knowledge) -> Confusables:
    return Confusables(small)


@pytest.mark.parametrize("text", ["pembrolizunab", "collitis", "hypothyrodism", "type 1 diabetis", "marrow bone",
                                  "cytokin release syndrome"])  # fmt: skip
def test_slips_may_be_answered(confusables: Confusables, text: str) -> None:
    assert answers(Typed.of(text), INDEX.search(Typed.of(text)), confusables)


@pytest.mark.parametrize("text", [
    "hyprthyroidism",  # as near to one as to the other
    "type 2 diabetes",  # another number
    "cd18", "crss",  # codes
    "icnas",  # a short form in capitals
    "ican syndrome",  # alike only by "syndrome"
    "leading",  # an everyday word
    "killing cells",  # everyday words, not near enough
    "permolizab",  # too many slips
])  # fmt: skip
def test_what_is_not_certain_is_not_answered(confusables: Confusables, text: str) -> None:
    hits = INDEX.search(Typed.of(text))
    assert not hits or not answers(Typed.of(text), hits, confusables)


def test_alone_there_is_no_rival(confusables: Confusables) -> None:
    alone = NameIndex([("pembrolizumab", "one", 1.0)])
    assert answers(Typed.of("pembrolizunab"), alone.search(Typed.of("pembrolizunab")), confusables)


@pytest.mark.parametrize(("text", "offered"), [
    ("hyprthyroidism", {"hypothyroidism", "hyperthyroidism"}),
    ("csr", set()), ("leading", set()), ("type 2 diabetes", set()), ("strukimab", set()),
])  # fmt: skip
def test_what_may_be_offered(text: str, offered: set[str]) -> None:
    assert {hit.entry for hit in near(Typed.of(text), INDEX.search(Typed.of(text)))} == offered


def test_a_swapped_code_is_worth_a_question() -> None:
    index = NameIndex([("CRS", "crs", 1.0), ("crab", "crab", 1.0), ("CD19", "cd19", 1.0)])
    assert [hit.entry for hit in near(Typed.of("crss"), index.search(Typed.of("crss")))] == ["crs"]
    assert not near(Typed.of("cd91"), index.search(Typed.of("cd91")))
