import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.load import Knowledge
from bot.lookup.describe import Descriptions
from bot.lookup.keys import Typed
from bot.lookup.passages import Passages
from bot.lookup.stems import content_words, groups_of, stem
from bot.lookup.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def descriptions(shipped: Knowledge) -> Descriptions:
    return Descriptions(shipped, Vocabulary(shipped))


def first(descriptions: Descriptions, text: str, most: int = 3) -> list[str]:
    return [each.entry for each in descriptions.find(Typed.of(text), most)]


@pytest.mark.parametrize(("text", "entry"), [
    ("antibody with a poison on its back", "antibody-drug-conjugates"),
    ("medicine that takes the brakes off the immune system", "checkpoint-inhibitors"),
    ("runing to the toylet since the infusoin", "diarrhoea"),
    ("yervoy gut", "colitis"),
])  # fmt: skip
def test_descriptions_offer_the_entry_among_the_first(descriptions: Descriptions, text: str, entry: str) -> None:
    assert entry in first(descriptions, text)


@pytest.mark.parametrize(
    "text", ["good morning all", "thanks so much everyone", "great", "qwertzu asdf", "the", "", "!"]
)
def test_chat_describes_nothing(descriptions: Descriptions, text: str) -> None:
    assert first(descriptions, text) == []


def test_therapy_and_symptom_together_lead_to_its_side_effect(small: Knowledge) -> None:
    descriptions = Descriptions(small, Vocabulary(small))
    assert first(descriptions, "brakya cramps in the belly")[0] == "gut-trouble"


def test_scores_fall_and_stay_within_bounds(descriptions: Descriptions) -> None:
    scores = [each.score for each in descriptions.find(Typed.of("tired all day since the infusion"), 5)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 100 for score in scores)


@given(st.text(alphabet="abc deit"))
def test_any_text_is_fine(small_descriptions: Descriptions, text: str) -> None:
    found = small_descriptions.find(Typed.of(text))
    assert len({each.entry for each in found}) == len(found) <= 5


@pytest.fixture(scope="module")
def small_descriptions(small: Knowledge) -> Descriptions:
    return Descriptions(small, Vocabulary(small))


@pytest.mark.parametrize(("one", "other"), [("hormones", "hormonal"), ("itchy", "itching"), ("stopped", "stopping"),
                                            ("vaccine", "vaccination"), ("therapies", "therapy"), ("biopsies", "biopsy")])  # fmt: skip
def test_stems(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["", "s", "is", "gut", "virus", "ss"])
def test_short_words_keep_their_ending(word: str) -> None:
    assert stem(word) == word.removesuffix("us") or stem(word) == word


def test_groups_and_words_that_say_nothing() -> None:
    assert set(groups_of(stem("belly"))) & set(groups_of(stem("bowel")))
    assert groups_of("zzz") == ()
    assert content_words(Typed.of("What do they do with the cells, the cells?")) == ("cells",)


def test_passages_prefer_rare_words_and_short_texts() -> None:
    passages = Passages([{"cell": 1.0, "poison": 1.0}, {"cell": 1.0}, {"cell": 1.0, "other": 5.0}])
    assert "cell" in passages
    assert passages.rarity("poison") > passages.rarity("cell")
    assert passages.rarity("unknown") > passages.rarity("poison")
    scores, covered = passages.scores({"cell": 1.0, "poison": 1.0})
    assert int(np.argmax(scores)) == 0
    assert covered[0] == pytest.approx(1.0)
    assert scores[1] > scores[2]


def test_no_passages() -> None:
    assert Passages([]).scores({"cell": 1.0})[0].size == 0
    assert not Passages([{}]).scores({})[0].any()


def test_words_that_entries_say(small_descriptions: Descriptions) -> None:
    assert "cramps" in small_descriptions
    assert "crumps" not in small_descriptions


def test_an_everyday_name_beside_unknown_words_is_no_question(small_descriptions: Descriptions) -> None:
    assert first(small_descriptions, "port xyzzyx") == []
    assert first(small_descriptions, "brakya xyzzyx") == ["brakimab"]
