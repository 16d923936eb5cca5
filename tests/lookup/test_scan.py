import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.load import Knowledge
from bot.knowledge.model import AlarmPhrases
from bot.lookup.find import Finder
from bot.lookup.keys import Typed
from bot.lookup.scan import Alarms, known_words, plain_word
from bot.lookup.vocabulary import Vocabulary


def words(finder: Finder, text: str) -> list[str]:
    return [entry.id for entry in finder.words(text)]


def test_in_order_each_once_the_longest_first(small_finder: Finder) -> None:
    text = "My PD-L1 is high, so Brakya; then colitis, and tumour lysis syndrome. Brakya again, PD 1 too."
    assert words(small_finder, text) == ["pd-l1", "brakimab", "gut-trouble", "tls", "pd-1"]


@pytest.mark.parametrize(("text", "found"), [
    ("thanks all for the pet pictures", []), ("she has ALL", ["all"]), ("THANKS ALL AND GOOD NIGHT", []),
    ("the port was put in", ["port"]), ("what a CDC meeting", ["cdc-killing", "cdc-office"]), ("", []),
])  # fmt: skip
def test_everyday_words_are_no_abbreviations(small_finder: Finder, text: str, found: list[str]) -> None:
    assert words(small_finder, text) == found


def test_places_of_the_words(small: Knowledge) -> None:
    found = [(at, length) for at, length, _ in known_words(Typed.of("so PD 1 and colitis"), Vocabulary(small))]
    assert found == [(1, 2), (4, 1)]


@pytest.mark.parametrize(("text", "alarm"), [
    ("I can't breathe!", "breath"), ("i CANT  breathe", "breath"), ("i can’t breathe", "breath"),
    ("No puedo respirar bien", "breath"), ("out of breath on stairs", "breath"),
    ("out of breath but what a breath of fresh air", None), ("breathe out, can't you", None), ("", None),
    ("I can't breathe and I want to die", "crisis"),
])  # fmt: skip
def test_alarms(small_finder: Finder, text: str, alarm: str | None) -> None:
    found = small_finder.alarm(text)
    assert (found.id if found else None) == alarm


def test_every_shipped_phrase_raises_an_alarm(finder: Finder, shipped: Knowledge) -> None:
    for alarm in shipped.alarms:
        for listed in alarm.phrases.values():
            for phrase in listed:
                assert finder.alarm(f"hello, {phrase.upper()}!"), phrase


@given(st.text())
def test_no_alarms_no_alarm(text: str) -> None:
    assert Alarms([]).find(Typed.of(text)) is None


def test_a_phrase_without_letters_is_never_found() -> None:
    alarm = AlarmPhrases(id="odd", leads_to="urgent", phrases={"en": ("?!", "help me")})
    assert Alarms([alarm]).find(Typed.of("?!")) is None
    assert Alarms([alarm]).find(Typed.of("please help me")) is alarm


@pytest.mark.parametrize(("text", "found"), [
    ("it is a bad night", []), ("one of a kind", []), ("I can not sleep", []), ("they want a CT of a lung", ["ct-scan"]),
    ("Isa and OFA", ["isatuximab", "ofatumumab"]), ("IC ANS", ["icans"]), ("CAR T cells", ["car-t"]),
])  # fmt: skip
def test_little_words_side_by_side_are_no_short_form(finder: Finder, text: str, found: list[str]) -> None:
    assert words(finder, text) == found


@given(
    st.lists(
        st.sampled_from(["car", "t", "cells", "so", "pd", "1", "tumour", "lysis", "colitis", "l1", "all"]), max_size=12
    )
)
def test_no_name_is_passed_over(small: Knowledge, said: list[str]) -> None:
    vocabulary, typed = Vocabulary(small), Typed.of(" ".join(said))
    seen = {at + step for at, length, _ in known_words(typed, vocabulary) for step in range(length)}
    for at in range(len(typed.words)):
        for length in range(1, len(typed.words) - at + 1):
            part = typed.part(at, at + length)
            names = vocabulary.named(part)
            if names and not any(plain_word(part, name) for name in names):
                assert seen & set(range(at, at + length)), part.spaced
