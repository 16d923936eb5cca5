from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.index import NameIndex
from bot.lookup.keys import Typed
from bot.lookup.sounds import sound, sounds

NAMES = [
    ("pembrolizumab", "pembro", 1.0),
    ("Keytruda", "pembro", 1.0),
    ("axicabtagene ciloleucel", "axi", 1.0),
    ("type 1 diabetes", "t1d", 1.0),
    ("type 2 diabetes", "t2d", 1.0),
    ("colitis", "gut", 1.0),
    ("collitis", "elsewhere", 0.5),
]


def search(text: str) -> list[str]:
    return [hit.entry for hit in NameIndex(NAMES).search(Typed.of(text))]


def test_slips_sounds_and_word_order() -> None:
    assert search("pembrolizunab")[0] == "pembro"
    assert search("kitruda")[0] == "pembro"
    assert search("ciloleucel axicabtagene")[0] == "axi"


def test_each_entry_once_with_its_best_name() -> None:
    hits = NameIndex([*NAMES, ("pembrolizumabs", "pembro", 1.0)]).search(Typed.of("pembrolizumab"))
    assert [hit.entry for hit in hits].count("pembro") == 1
    assert (hits[0].name, hits[0].edits, hits[0].likeness) == ("pembrolizumab", 0, 100)


def test_the_number_decides_and_so_does_the_weight() -> None:
    assert search("type 1 diabetis")[0] == "t1d"
    assert search("type 2 diabetis")[0] == "t2d"
    assert search("colitis")[0] == "gut"


def test_limits_and_nothing() -> None:
    index = NameIndex(NAMES)
    assert len(index) == len(NAMES)
    assert len(index.search(Typed.of("diabetes"), most=1)) == 1
    assert index.search(Typed.of("")) == ()
    assert NameIndex([]).search(Typed.of("colitis")) == ()


def test_sounds_alike() -> None:
    assert sound("numonitis") == sound("pneumonitis")
    assert sound("keytruda") != sound("yervoy")


@given(st.lists(st.text(alphabet="abcehkpst", max_size=8)))
def test_many_sounds_at_once_are_the_sounds_of_each(keys: list[str]) -> None:
    assert sounds(keys) == ([sound(key) for key in keys] or [""])
