import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.keys import Typed, compact, folded, is_code, keys_of, number, singular, words_of


@pytest.mark.parametrize("text", ["what is PD-L1?", "What’s pd l1", "tell me about the PD-L1 please", "¿Qué es PD-L1?",
                                  "what does pd-l1 mean", "can you explain PD-L1 in plain words"])  # fmt: skip
def test_question_words_fall_away(text: str) -> None:
    assert Typed.of(text).bare.key == "pdl1"


def test_something_is_always_left() -> None:
    assert Typed.of("what is").bare.words == ("what",)
    assert Typed.of("the").bare.words == ("the",)
    assert Typed.of("").bare.words == ()


def test_raw_words_stay_beside_their_keys() -> None:
    typed = Typed.of("what is ALL?").bare
    assert (typed.raw, typed.words, typed.spaced) == (("ALL",), ("all",), "all")


def test_apostrophes_belong_to_words_and_hyphens_part_them() -> None:
    assert Typed.of("don't PD-1 it’s").words == ("dont", "pd", "1", "its")


def test_spoken_and_roman_numbers() -> None:
    assert Typed.of("PDL one").in_digits.key == "pdl1"
    assert Typed.of("phase ii").in_digits.key == "phase2"


@pytest.mark.parametrize(("plural", "one"), [("cytopenias", "cytopenia"), ("biopsies", "biopsy"), ("rashes", "rash"),
                                             ("masses", "mass"), ("virus", "virus"), ("colitis", "colitis"), ("s", "s")])  # fmt: skip
def test_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


@pytest.mark.parametrize(("british", "american"), [("leukaemia", "leukemia"), ("tumour", "tumor"), ("oedema", "edema"),
                                                   ("diarrhoea", "diarrhea"), ("immunisation", "immunization")])  # fmt: skip
def test_spellings_fold_to_one(british: str, american: str) -> None:
    assert folded(british) == folded(american)


@pytest.mark.parametrize(("key", "code"), [("crs", True), ("pdl1", True), ("magea4", True), ("colitis", False),
                                           ("type1diabetes", False), ("19", True), ("", True)])  # fmt: skip
def test_codes(key: str, code: bool) -> None:
    assert is_code(key) is code


def test_number() -> None:
    assert number("cd19") == "19"
    assert number("colitis") == ""


@given(st.text())
def test_words_and_keys_agree_for_any_text(text: str) -> None:
    typed = Typed.of(text)
    assert keys_of(text) == (typed.key, typed.spaced)
    assert len(typed.raw) == len(typed.words)
    assert all(typed.words)
    assert typed.bare.words or not typed.words
    assert len(words_of(text)) >= len(typed.words)


@given(st.text(alphabet="aB1 -'’®é\u0301αß"))
def test_the_key_is_the_loaders_key(text: str) -> None:
    assert compact(Typed.of(text).key) == Typed.of(text).key
