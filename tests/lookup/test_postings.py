import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.postings import Postings

KEYS = ["pembrolizumab", "nivolumab", "ipilimumab", "colitis", "pneumonitis"]


def test_what_shares_most_scores_highest() -> None:
    places, cosines = Postings(KEYS).candidates("pembrolizunab")
    best = places[cosines.argmax()]
    assert KEYS[best] == "pembrolizumab"


def test_the_same_key_has_a_cosine_of_one() -> None:
    places, cosines = Postings(KEYS).candidates("colitis")
    assert dict(zip(places.tolist(), cosines.tolist(), strict=True))[3] == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("key", ["", "zzz", "\x01"])
def test_nothing_in_common(key: str) -> None:
    assert len(Postings(KEYS).candidates(key)[0]) == 0


def test_no_keys() -> None:
    assert len(Postings([]).candidates("colitis")[0]) == 0


def test_no_more_than_wanted_and_common_grams_are_left_unread() -> None:
    many = Postings([f"common{number}" for number in range(30_000)])
    places, _ = many.candidates("common17")
    assert 0 < len(places) <= 32


@given(st.lists(st.text(min_size=1, max_size=9), min_size=1, max_size=30), st.data())
def test_every_key_is_its_own_candidate(keys: list[str], data: st.DataObject) -> None:
    keys = [key.replace("\x01", "") or "a" for key in keys]
    wanted = data.draw(st.sampled_from(keys))
    places, cosines = Postings(keys).candidates(wanted)
    assert wanted in {keys[place] for place in places}
    assert ((cosines >= 0) & (cosines <= 1.0001)).all()
