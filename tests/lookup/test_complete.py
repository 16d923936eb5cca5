import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.load import Knowledge
from bot.knowledge.model import Kind
from bot.lookup.find import Finder
from bot.lookup.prefixes import Prefixes


def ids(finder: Finder, prefix: str, kind: Kind | None = None, limit: int = 25) -> list[str]:
    return [each.id for each in finder.complete(prefix, kind, limit)]


def test_nothing_typed_gives_starters_then_what_is_linked_most(small_finder: Finder) -> None:
    assert ids(small_finder, "")[:2] == ["port", "gut-trouble"]
    assert ids(small_finder, "  ", Kind.DRUG) == ["brakimab", "rituximab"]


@pytest.mark.parametrize(("typed", "entry"), [
    ("PD-L1", "pd-l1"), ("pd", "pd-1"), ("brak", "brakimab"), ("lysis", "tls"), ("lymphobl", "all"),
    ("hyperthyrodism", "hyperthyroidism"), ("what is the bra", "brakimab"), ("toilet all day", "gut-trouble"),
])  # fmt: skip
def test_the_entry_that_is_meant_comes_first(small_finder: Finder, typed: str, entry: str) -> None:
    assert ids(small_finder, typed)[0] == entry


def test_kind_comes_first_but_hides_nothing(small_finder: Finder) -> None:
    assert ids(small_finder, "c", Kind.TOPIC)[0] != ids(small_finder, "c", Kind.SIDE_EFFECT)[0]
    assert ids(small_finder, "c", Kind.SIDE_EFFECT)[0] in {"cough", "gut-trouble"}
    assert ids(small_finder, "rituximab", Kind.TERM) == ["rituximab"]


def test_lines_show_title_and_gist(small_finder: Finder) -> None:
    line = small_finder.complete("brakya")[0]
    assert (line.id, line.title, line.gist) == ("brakimab", "brakimab", "A short line.")


@given(st.text(max_size=40), st.sampled_from([None, *Kind]), st.integers(-1, 99))
@settings(max_examples=150, deadline=None)
def test_never_twice_never_too_many(finder: Finder, typed: str, kind: Kind | None, limit: int) -> None:
    found = ids(finder, typed, kind, limit)
    assert len(set(found)) == len(found) <= max(0, min(25, limit))


def test_every_title_completes_to_its_entry_first(finder: Finder, shipped: Knowledge) -> None:
    for entry in shipped.entries.values():
        assert ids(finder, entry.title)[0] == entry.id


def test_prefixes_by_rank_each_entry_once() -> None:
    many = [(f"Common name {number}", f"e{number}", float(number)) for number in range(500)]
    prefixes = Prefixes([*many, ("Common thing", "e499", 1.0), ("Other", "other", 1.0)])
    assert prefixes.starting("comm", 3) == ["e499", "e498", "e497"]
    assert prefixes.with_word("name499", 3) == ["e499"]
    assert prefixes.with_word("common", 3) == []
    assert prefixes.starting("zzz", 3) == []
    assert Prefixes([]).starting("a", 3) == []
