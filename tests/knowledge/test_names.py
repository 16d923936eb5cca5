import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.names import compact, typed_names

from .building import knowledge, side_effect, term, topic


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PD-1", "pd 1"),
        ("PD‑1", "PD–1"),
        ("CAR-T", "car t"),
        ("Keytruda®", "keytruda"),
        ("Opdivo™", "OPDIVO"),
        ("IL-2Rα", "IL-2R alpha"),
        ("interferon-γ", "Interferon gamma"),
        ("TNFκB", "tnf kappa b"),
        ("λ", "lambda"),
        ("ς", "sigma"),
        ("síndrome", "sindrome"),
        ("CD8⁺", "CD8"),
        ("Straße", "STRASSE"),
        ("Guillain-Barré", "guillain barre"),
        ("anti-PD-1/PD-L1", "anti PD1 PDL1"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert compact(one) == compact(other)


@pytest.mark.parametrize(("one", "other"), [("PD-1", "PD-L1"), ("CD18", "CD19"), ("ADCC", "ADCP"), ("IL-2", "IL-12")])
def test_other_names_keep_their_own_keys(one: str, other: str) -> None:
    assert compact(one) != compact(other)


@pytest.mark.parametrize("nothing", ["", " ", "—", "®", "!?", "\u0301"])
def test_a_name_without_letters_has_an_empty_key(nothing: str) -> None:
    assert compact(nothing) == ""


@given(st.text())
def test_any_text_has_a_key_and_the_key_is_its_own(text: str) -> None:
    key = compact(text)
    assert compact(key) == key
    assert all(char.isalnum() for char in key)


@given(st.text(alphabet=st.characters(min_codepoint=0x80), min_size=1, max_size=3))
def test_keys_of_far_scripts_are_their_own_too(text: str) -> None:
    assert compact(compact(text)) == compact(text)


def test_every_single_character_has_a_key_that_is_its_own() -> None:
    assigned = range(0x30000)  # nothing beyond has a case or a decomposition
    wrong = [code for code in assigned if compact(compact(chr(code))) != compact(chr(code))]
    assert wrong == []


def test_typed_names_are_all_that_finds_an_entry() -> None:
    known = knowledge(
        topics=[topic("vaccines", corrects=["autoimmune therapy"])],
        terms=[
            term(
                "cell",
                expansion="a small thing",
                names={"brands": ["Cella"], "lay": ["bits"], "misspellings": ["sell"]},
            )
        ],
        side_effects=[side_effect("cough")],
    )
    assert dict(typed_names(known.entries["cell"])) == {
        ("title",): "The cell",
        ("names", "brands", 0): "Cella",
        ("names", "lay", 0): "bits",
        ("names", "misspellings", 0): "sell",
        ("expansion",): "a small thing",
    }
    assert (("corrects", 0), "autoimmune therapy") in list(typed_names(known.entries["vaccines"]))
    assert (("medical_name",), "Medical cough") in list(typed_names(known.entries["cough"]))
