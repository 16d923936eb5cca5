"""Long text is cut between paragraphs, else between sentences, never inside a word; nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Part
from bot.chat.pages import length, paged

WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=("Z", "C"), exclude_characters="#"), min_size=1, max_size=16
)
SENTENCE = st.lists(WORD, min_size=1, max_size=6).map(lambda words: " ".join(words) + ".")
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=4).map(" ".join)
TEXT = st.lists(PARAGRAPH, min_size=1, max_size=3).map("\n\n".join)
PARTS = st.lists(st.builds(Part, st.none() | st.just("A title"), TEXT), max_size=3).map(tuple)


@given(TEXT, PARTS, st.integers(120, 400))
def test_pages_hold_every_word_in_order_and_none_is_too_long(lead: str, parts: tuple[Part, ...], room: int) -> None:
    pages = paged(lead, parts, room)
    assert all(length(page) <= room for page in pages)
    said = [
        word for page in pages for line in page.splitlines() if not line.startswith("### ") for word in line.split()
    ]
    assert said == [word for text in (lead, *(part.text for part in parts)) for word in text.split()]


def test_short_text_is_one_page_as_it_was_written() -> None:
    parts = (Part("Side effects", "- one\n- two\n\nAnd more."), Part(None, "Last."))
    assert paged("The lead.", parts, 500) == ["The lead.\n### Side effects\n- one\n- two\n\nAnd more.\n\nLast."]


def test_a_heading_stays_with_its_text_and_is_said_again_overleaf() -> None:
    text = "\n\n".join(f"Paragraph {number} has a few words." for number in range(4))
    pages = paged("Lead.", (Part("How it works", text),), 80)
    assert all(page.startswith(("Lead.", "### How it works\nParagraph")) for page in pages)
    assert not any(page.rstrip().endswith("### How it works") for page in pages)


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    pages = paged("", (Part(None, "One sentence here. Another sentence here. A third one here."),), 45)
    assert pages == ["One sentence here. Another sentence here.", "A third one here."]


def test_nothing_at_all_is_one_empty_page() -> None:
    assert paged("", (), 100) == [""]


def test_letters_beyond_the_basic_plane_count_twice() -> None:
    assert length("a😀") == 3
