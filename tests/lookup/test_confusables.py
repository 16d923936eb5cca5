import itertools

import pytest

from bot.knowledge.load import Knowledge
from bot.lookup.confusables import Confusables, opposed, other_stem
from bot.lookup.find import Finder
from bot.lookup.index import Hit
from bot.lookup.keys import Typed
from bot.lookup.outcome import Close, Exact

PAIRS = [
    ("hypothyroidism", "hyperthyroidism"), ("PD-1", "PD-L1"), ("CD19", "CD20"), ("CD20", "CD22"), ("CD19", "CD22"),
    ("ADC", "ADCC"), ("ADCC", "ADCP"), ("ADC", "ADCP"), ("IL-2", "IL-6"), ("MSI-H", "MRI"), ("PSA", "PSMA"),
    ("BCG", "beta-hCG"), ("T-DM1", "T-DXd"), ("autologous", "allogeneic"), ("adjuvant", "neoadjuvant"), ("CR", "CRS"),
    ("CR", "PR"), ("PD", "SD"), ("TIL", "TCR"), ("CAR", "CAR-T"), ("CAR-T", "TCR-T"), ("TPS", "CPS"), ("PFS", "DFS"),
    ("rituximab", "siltuximab"), ("rituximab", "cetuximab"), ("lenalidomide", "pomalidomide"), ("AML", "ALL"),
    ("myositis", "myocarditis"), ("lymphoma", "lymphedema"), ("benign", "malignant"), ("T cell", "B cell"),
    ("Hodgkin lymphoma", "non-Hodgkin lymphoma"), ("resectable", "unresectable"), ("dMMR", "pMMR"), ("FDA", "FDG"),
]  # fmt: skip


def answer(finder: Finder, text: str) -> str | None:
    outcome = finder.find(text)
    return outcome.entry.id if isinstance(outcome, Exact | Close) else None


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_neither_is_ever_answered_for_the_other(finder: Finder, one: str, other: str) -> None:
    first, second = answer(finder, one), answer(finder, other)
    assert first is None or first != second


def test_no_two_antibodies_are_swapped_by_one_slip(finder: Finder, shipped: Knowledge) -> None:
    """Every name that ends in -mab, each letter left out in turn, leads to itself or to a question."""
    for drug in shipped.drugs.values():
        if drug.title.endswith("mab"):
            for at in range(1, len(drug.title)):
                slip = drug.title[:at] + drug.title[at + 1 :]
                assert answer(finder, slip) in {drug.id, None}, slip


def test_no_title_is_answered_for_another(finder: Finder, shipped: Knowledge) -> None:
    for entry in shipped.entries.values():
        assert answer(finder, entry.title) in {entry.id, None}


@pytest.mark.parametrize(("typed", "name"), [
    ("hypothyroidism", "hyperthyroidism"), ("neoadjuvant", "adjuvant"), ("adjuvent", "neoadjuvant"),
    ("nonhodgkin", "hodgkin"), ("her2 negative", "her2 positive"), ("b cell lymphoma", "t cell lymphoma"),
    ("pretransplant", "posttransplant"), ("acute leukemia", "chronic leukemia"), ("unresectable", "resectable"),
])  # fmt: skip
def test_opposites(typed: str, name: str) -> None:
    assert opposed(Typed.of(typed), Typed.of(name))
    assert opposed(Typed.of(name), Typed.of(typed))


@pytest.mark.parametrize(("typed", "name"), [("hypothyrodism", "hypothyroidism"), ("autologus", "autologous"),
                                             ("her2 positiv", "her2 positive"), ("antihistamin", "antihistamine")])  # fmt: skip
def test_slips_are_no_opposites(typed: str, name: str) -> None:
    assert not opposed(Typed.of(typed), Typed.of(name))


@pytest.mark.parametrize(("typed", "name"), [("siltuximab", "rituximab"), ("cetuximab", "rituximab"),
                                             ("vedolizumab", "atezolizumab"), ("golimumab", "ipilimumab")])  # fmt: skip
def test_a_common_end_is_not_a_common_name(typed: str, name: str) -> None:
    assert other_stem(typed, name)


@pytest.mark.parametrize(("typed", "name"), [("ritaximab", "rituximab"), ("pembralizumab", "pembrolizumab"),
                                             ("colitus", "colitis"), ("mab", "mab")])  # fmt: skip
def test_slips_keep_their_stem(typed: str, name: str) -> None:
    assert not other_stem(typed, name)


def test_pairs_come_from_the_knowledge_and_from_spelling(small: Knowledge) -> None:
    confusables = Confusables(small)
    hits = {key: Hit(entry, key, key, 0, 0, 0, "") for entry, key in [
        ("pd-1", "programmeddeath1"), ("pd-l1", "pdl1"), ("hypo", "hypothyroidism"), ("hyper", "hyperthyroidism"),
        ("x", "colitis"), ("cdc-killing", "complement"), ("cdc-office", "theoffice")]}  # fmt: skip
    told = {
        frozenset(pair) for pair in itertools.combinations(hits, 2) if confusables.holds(hits[pair[0]], hits[pair[1]])
    }
    assert told == {
        frozenset(pair)
        for pair in [("programmeddeath1", "pdl1"), ("hypothyroidism", "hyperthyroidism"), ("complement", "theoffice")]
    }


@pytest.mark.parametrize(("typed", "name"), [
    ("gastritis", "arthritis"), ("nephropathy", "neuropathy"), ("thrombocythemia", "thrombocytopenia"),
    ("hyperuricemia", "hyperglycemia"),
])  # fmt: skip
def test_medical_words_by_what_stands_before_their_end(typed: str, name: str) -> None:
    assert other_stem(typed, name)


@pytest.mark.parametrize("typed", ["confusion", "anxiety", "gastritis", "keratitis", "nephropathy", "hypercalcemia",
                                   "vedolizumab", "golimumab", "heart racing"])  # fmt: skip
def test_another_medical_word_is_never_a_slip(finder: Finder, typed: str) -> None:
    assert not isinstance(finder.find(typed), Close)
