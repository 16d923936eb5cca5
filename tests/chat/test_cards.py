"""From an answer to a card: the same order on every card, and Discord's limits kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.answers import Answers
from bot.answers.answer import Answer, Choice, Notice, Offer, Part, Request, Review, SafetyLine, View
from bot.chat.cards import Labels, card, fits
from bot.knowledge.load import Knowledge
from bot.knowledge.model import Family
from tests.chat.wire import Sent, problems, text_of, walk

NOTE = "Call your team for fever."
HERE = Request(view=View.SHORT, id="car-t")
LABELS = Labels(
    more="More", previous="Back", page="Page {page} of {pages}", safety="Safety note", typed="what you typed"
)


def answer(**changes: object) -> Answer:
    made = Answer(
        request=HERE,
        title="CAR-T",
        lead="A lead.",
        safety_note=SafetyLine(Family.CELL_THERAPY, NOTE),
        notices=(Notice("Showing CAR-T for “{typed}”.", "*kart*"),),
        parts=(Part("Side effects", "Fever."),),
        menu=(Choice(Request(view=View.SECTION, id="car-t", section="ask"), "Ask", "Questions", "car-t/ask"),),
        menu_label="Read about…",
        sources_line="Sources: An Institute, 2025",
        review=Review(dt.date(2026, 1, 2), dt.date(2027, 1, 2), False, False, "Checked on 2 January 2026."),
        offers=(
            (Offer.SOURCES, "Sources", Request(view=View.SOURCES, id="car-t")),
            (Offer.SHARE, "Share to channel", HERE),
        ),
    )
    return replace(made, **changes)  # pyright: ignore[reportArgumentType]


def components(made: Answer, *, public: bool = False) -> list[dict[str, object]]:
    return card(made, LABELS, public=public).to_components()


def flat(made: Answer, *, public: bool = False) -> list[str]:
    """What a reader meets, top to bottom."""
    seen: list[str] = []
    for each in walk(components(made, public=public)):
        seen += [str(each[key]) for key in ("content", "placeholder", "label") if each.get(key)]
    return seen


def test_the_order_is_the_same_on_every_card() -> None:
    assert flat(answer()) == [
        "## CAR-T\n> Showing CAR-T for “\\*kart\\*”.",
        "A lead.\n### Side effects\nFever.",
        "Read about…",
        "-# Sources: An Institute, 2025\n-# Checked on 2 January 2026.",
        f"**Safety note:** {NOTE}",
        "Sources",
        "Share to channel",
    ]


def test_a_public_card_has_nothing_to_share_and_repeats_nothing_typed() -> None:
    public = "\n".join(flat(answer(), public=True))
    assert "Share to channel" not in public
    assert "kart" not in public
    assert "for “what you typed”" in public


def test_an_answer_that_is_not_for_everybody_has_no_share_button() -> None:
    assert "Share to channel" not in flat(answer(shareable=False))


def test_a_long_card_has_pages_with_the_note_on_each() -> None:
    long = answer(parts=tuple(Part(f"Part {number}", "Some words go here. " * 80) for number in range(6)))
    texts = [text_of(components(replace(long, request=HERE.with_page(page)))) for page in range(3)]
    assert "Page 1 of 3" in texts[0]
    assert "Page 3 of 3" in texts[2]
    assert all(NOTE in text for text in texts)
    assert text_of(components(replace(long, request=HERE.with_page(99)))) == texts[2], "a page that has gone: the last"


@pytest.mark.parametrize(("page", "turns"), [(0, ["More"]), (1, ["Back", "More"]), (2, ["Back"])])
def test_buttons_turn_the_pages(page: int, turns: list[str]) -> None:
    long = answer(parts=tuple(Part(f"Part {number}", "Some words go here. " * 80) for number in range(6)), offers=())
    made = components(replace(long, request=HERE.with_page(page)))
    assert [each["label"] for each in walk(made) if each["type"] == 2] == turns


def test_the_same_request_twice_gives_one_button() -> None:
    twice = ((Offer.FULL, "Read it all", HERE), (Offer.OVERVIEW, "Back to the start", HERE))
    assert [each["label"] for each in walk(components(answer(offers=twice))) if each["type"] == 2] == ["Read it all"]


def test_a_request_that_no_button_can_carry_is_left_out_and_reported() -> None:
    lost = Request(view=View.SECTION, id="a" * 48, section="b" * 48)
    made = answer(offers=((Offer.QUESTIONS, "Ask", lost),), menu=(Choice(lost, "Ask", "", "x"),))
    assert "Ask" not in flat(made)
    assert fits(made) == [f"The id and section of {'a' * 48!r} are too long for a button."] * 2


def test_problems_are_sentences() -> None:
    assert fits(answer()) == []
    assert fits(answer(safety_note=SafetyLine(Family.GENERAL, " "))) == ["The safety note is empty."]
    choices = tuple(Choice(Request(view=View.SHORT, id=f"e{n}"), f"E{n}", "", f"e{n}") for n in range(26))
    assert fits(answer(menu=choices)) == ["The menu has 26 options; Discord shows 25."]
    assert fits(answer(safety_note=SafetyLine(Family.GENERAL, "word " * 1000)))[0].endswith("Discord takes 4000.")
    many = tuple((Offer.TOPICS, "T", Request(view=View.SHORT, id=f"e{n}")) for n in range(40))
    assert fits(answer(offers=many)) == ["The card has more components than the 40 that Discord takes."]


def test_every_view_of_every_entry_fits(knowledge: Knowledge) -> None:
    answers = Answers(knowledge)
    for entry in knowledge.entries.values():
        for view in View:
            made = answers.open(Request(view=view, id=entry.id))
            assert fits(made) == [], (entry.id, view)
            body = {"components": components(made), "allowed_mentions": {"parse": []}, "flags": 1 << 15}
            assert problems(Sent(body, "respond"), [made.safety_note.text]) == []
