"""Presses: what they open and for whom; and that no button ever dies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import discord
import pytest
from discord import ui

from bot.answers import Answers
from bot.answers.answer import Request, View
from bot.chat import buttons
from bot.chat.buttons import ITEMS, Card, shortened
from bot.chat.cards import COMPONENTS, TEXT, Labels, card, text_of
from bot.chat.client import Bot
from bot.chat.custom_ids import Action
from bot.chat.pin_cards import PER_PAGE, about_card, list_card, starter_card
from bot.knowledge.load import Knowledge
from bot.pins.difference import Difference
from bot.pins.states import Listed, State
from bot.storage.records import Pin
from tests.chat.conftest import Stage, shown
from tests.chat.small_knowledge import topic, with_topics
from tests.chat.wire import Sent, sent, walk


async def asked(stage: Stage, topic: str = "car-t", **options: Any) -> Any:
    return (await stage.member.slash(stage.channel, "explain", topic=topic, **options)).response


def menu_of(message: Sent) -> dict[str, Any]:
    return next(each for each in walk(message.body["components"]) if each["type"] == 3)


async def test_a_private_card_turns_into_the_next_one(stage: Stage) -> None:
    response = await asked(stage)
    await stage.member.click(response, label="Side effects")
    turned = sent(stage.env)[-1]
    assert turned.how == "turn"
    assert "What there is to say about side-effects" in turned.text
    await stage.member.click(response, label="Back to the start")
    assert "is explained here" in sent(stage.env)[-1].text


async def test_a_public_card_stays_and_the_next_one_is_private(stage: Stage) -> None:
    response = await asked(stage, share=True)
    other = stage.guild.add_member(stage.env.create_user("bo"))
    result = await other.click(response, label="Side effects")
    assert result.ephemeral
    assert sent(stage.env)[-1].how == "respond"
    assert "is explained here" in shown(stage)


async def test_a_menu_opens_a_section(stage: Stage) -> None:
    response = await asked(stage)
    menu = menu_of(sent(stage.env)[-1])
    chosen = next(option["value"] for option in menu["options"] if option["label"] == "How it works")
    await stage.member.select(response, [chosen], custom_id=menu["custom_id"])
    assert "What there is to say about how-it-works" in sent(stage.env)[-1].text


async def test_share_shows_the_same_card_to_everybody(stage: Stage) -> None:
    response = await asked(stage)
    result = await stage.member.click(response, label="Share to channel")
    assert not result.ephemeral
    assert not sent(stage.env)[-1].private
    assert "is explained here" in sent(stage.env)[-1].text


async def test_share_is_refused_where_the_person_may_not_write(stage: Stage) -> None:
    overwrites: Any = {stage.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    quiet = stage.guild.create_text_channel("rules", overwrites=overwrites)
    response = (await stage.member.slash(quiet, "explain", topic="car-t")).response
    assert response is not None
    result = await stage.member.click(response, label="Share to channel")
    assert result.ephemeral
    assert "cannot be shared here" in sent(stage.env)[-1].text


async def test_pages_turn_there_and_back(stage: Stage) -> None:
    response = await asked(stage, "long-read", detail="full")
    assert "Page 1 of" in sent(stage.env)[-1].text
    await stage.member.click(response, label="More")
    assert "Page 2 of" in sent(stage.env)[-1].text
    await stage.member.click(response, label="Back")
    assert "Page 1 of" in sent(stage.env)[-1].text


async def test_buttons_outlive_a_restart(stage: Stage, new_bot: Callable[[], Bot]) -> None:
    response = await asked(stage, share=True)
    await stage.env.restart_bot(new_bot())
    result = await stage.member.click(response, label="Side effects")
    assert result.ephemeral
    assert "What there is to say about side-effects" in sent(stage.env)[-1].text


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (topic("car-t-cells", "CAR-T cells", names={"also": ["car t"]}), "This card has a new name"),
        (topic("something-else", "Something else"), "no longer here"),
    ],
)
async def test_buttons_outlive_a_renamed_or_removed_entry(stage: Stage, left: dict[str, Any], said: str) -> None:
    response = await asked(stage)
    stage.bot.swap(Answers(with_topics(left)))
    await stage.member.click(response, label="Sources")
    assert said in sent(stage.env)[-1].text


async def test_a_section_that_was_removed_shows_the_entry(stage: Stage) -> None:
    response = await asked(stage)
    stage.bot.swap(Answers(with_topics(topic("car-t", "CAR-T cell therapy", {"what": "Only this."}))))
    await stage.member.click(response, label="Side effects")
    assert "## CAR-T cell therapy" in sent(stage.env)[-1].text


@pytest.mark.parametrize("custom_id", ["i2:o:new-form", "i1:o:nonsense", "i1:s:z:en:::0", "anything"])
@pytest.mark.parametrize("kind", [2, 3])
async def test_a_button_or_menu_of_another_version_is_answered(stage: Stage, custom_id: str, kind: int) -> None:
    response = await asked(stage)
    stored = stage.env.backend.messages[stage.channel.id][response.id]
    if kind == 2:
        stored.components = [
            {"type": 1, "components": [{"type": 2, "style": 2, "label": "old", "custom_id": custom_id}]}
        ]
        result = await stage.member.click(response, custom_id=custom_id)
    else:
        options = [{"label": "old", "value": custom_id}]
        menu: dict[str, Any] = {"type": 3, "custom_id": custom_id.replace("i1:s", "i1:m"), "options": options}
        stored.components = [{"type": 1, "components": [menu]}]
        result = await stage.member.select(response, [custom_id], custom_id=menu["custom_id"])
    assert result.ephemeral
    assert "older version" in sent(stage.env)[-1].text


async def test_too_many_presses_get_a_kind_sentence(stage: Stage) -> None:
    response = await asked(stage)
    for _ in range(10):
        await stage.member.click(response, label="Side effects")
        await stage.member.click(response, label="Back to the start")
    assert "One moment, please" in sent(stage.env)[-1].text


# -- the two bugs of discord.py that are designed around ------------------------------------------------------------


def every_view(knowledge: Knowledge) -> list[Card]:
    """Every card the bot can build from the knowledge, public and private, and every notice."""
    answers = Answers(knowledge)
    labels = Labels.from_phrases(answers.say, "en")
    made = [
        answers.open(Request(view=view, id=id_))
        for view in View
        for id_ in [*knowledge.entries, "GB", "checkpoint", ""]
    ]
    made += [answers.explain(query, "en") for query in ("cdc", "qzxv", "cannot breathe", "want to die", "examplimap")]
    keys = {key.split(".")[1] for key in knowledge.phrases["en"] if key.startswith("notices.")}
    made += [answers.notice(key, "en", **FACTS) for key in keys]
    views = [card(each, labels, public=public) for each in made for public in (True, False)]
    return [*views, *pin_views(answers, labels)]


FACTS: dict[str, Any] = dict.fromkeys(
    ("reference", "channels", "channel", "title", "count", "date", "limit", "permissions"), "1"
)


def pin_views(answers: Answers, labels: Labels) -> list[Card]:
    """The moderators' cards, as full as they can be."""
    now = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    pins = [
        Pin(f"{n:016x}", 1, 2, 3, "car-t", "", "en", "", now, now, None, None, None, None) for n in range(PER_PAGE * 3)
    ]
    changes = {pin.id: Difference(tuple("abcdef"), ("gone " * 80,) * 3, ("new " * 80,) * 3) for pin in pins}
    listed = [Listed(pin, State.WAITING, "CAR-T") for pin in pins]
    made = [
        list_card(answers, "en", listed, 1, changes, said="said"),
        about_card(answers, "en", pins[0], moderator=True),
        starter_card(answers, "en", 1 << 63, "en"),
    ]
    return [card(each.answer, labels, controls=each.controls) for each in made]


def test_every_button_and_menu_is_dynamic_and_every_view_lasts(knowledge: Knowledge) -> None:
    for view in every_view(knowledge):
        assert view.timeout is None
        assert view.total_children_count <= COMPONENTS
        assert len(text_of(view)) <= TEXT
        for item in view.walk_children():
            assert isinstance(item, ITEMS) or not item.is_dispatchable()


async def test_a_stopped_view_would_unregister_its_buttons_so_nothing_stops_one(stage: Stage) -> None:
    """The first bug, shown: when discord.py mends it, this fails, and the comment in buttons.py can go."""
    view = ui.LayoutView(timeout=None)
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(ui.Button(label="ordinary", custom_id="ordinary"))
    row.add_item(buttons.Press.to(Action.OPEN, Request(view=View.HELP), "dynamic"))  # pyright: ignore[reportArgumentType]
    view.add_item(row)
    store = stage.bot._connection._view_store
    store.add_view(view, 1)
    patterns = {item.__discord_ui_compiled_template__ for item in ITEMS}
    assert patterns <= set(store._dynamic_items)
    view.stop()
    assert not patterns <= set(store._dynamic_items)


async def test_cards_leave_nothing_behind_in_memory(stage: Stage) -> None:
    """The second bug: a view without timeout that holds an ordinary item is kept for ever. Ours hold none."""
    response = await asked(stage)
    await stage.member.click(response, label="Side effects")
    store = stage.bot._connection._view_store
    assert store._views == {}
    assert store._synced_message_views == {}


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("short", "short"),
        ("two\n lines", "two lines"),
        ("one two three", "one two…"),
        ("a" * 20, "a" * 11 + "…"),
        ("one two, three", "one two…"),
    ],
)
def test_labels_are_cut_between_words(text: str, short: str) -> None:
    assert shortened(text, 12) == short
