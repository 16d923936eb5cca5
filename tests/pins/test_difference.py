"""What changed, in words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Answers
from bot.pins.difference import difference
from tests.chat.small_knowledge import small_knowledge

CARD = """## In short: CAR-T
> Updated on 1 May 2026. Changed: something.
A lead sentence. Another one.
### What it is
It is a treatment. It is made from cells.
### Side effects
- Fever
- Confusion
-# Sources: An Institute, 2025
-# Checked on 1 May 2026.
**Safety note:** Call your team."""


def say(key: str, language: str, **facts: object) -> str:
    return Answers(small_knowledge()).say(key, language, **facts)


def test_the_same_card_has_no_difference() -> None:
    assert not difference(CARD, CARD)


def test_notices_are_no_difference() -> None:
    assert not difference(CARD, CARD.replace("1 May 2026. Changed: something", "2 May 2026. Changed: what"))


def test_changed_blocks_are_named_and_sentences_shown() -> None:
    found = difference(CARD, CARD.replace("It is made from cells.", "It is made from your own cells."))
    assert found.blocks == ("What it is",)
    assert found.gone == ("It is made from cells.",)
    assert found.new == ("It is made from your own cells.",)
    assert found.in_words(say, "en").splitlines() == [
        "Would change: What it is.",
        "Goes: “It is made from cells.”",
        "New: “It is made from your own cells.”",
    ]


def test_blocks_without_heading_have_names() -> None:
    after = (
        CARD.replace("A lead", "The lead")
        .replace("Call your team", "Call them")
        .replace("1 May 2026.\n**", "2 May.\n**")
    )
    assert difference(CARD, after).in_short(say, "en") == "the introduction; sources and dates; the safety note"


def test_many_blocks_are_counted() -> None:
    after = "## Other\n" + "\n".join(f"### Block {number}\nText." for number in range(9))
    assert difference("## Other", after).in_short(say, "en").endswith("; and 5 more")


def test_only_buttons_changed() -> None:
    assert difference(CARD, CARD).in_short(say, "en") == "menu and links"


lines = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.text(max_size=20).map(lambda text: f"### {text}"),
        st.text(max_size=20).map(lambda text: f"-# {text}"),
    ),
    max_size=12,
).map("\n".join)


@given(lines)
def test_nothing_differs_from_itself(text: str) -> None:
    assert not difference(text, text)


@given(lines, lines)
def test_what_is_new_was_not_there(before: str, after: str) -> None:
    found = difference(before, after)
    back = difference(after, before)
    assert set(found.blocks) == set(back.blocks)
    assert (set(found.gone), set(found.new)) == (set(back.new), set(back.gone))
    assert not set(found.new) & set(found.gone)
