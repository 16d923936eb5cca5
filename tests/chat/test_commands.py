"""What each command answers, where, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
import pytest

from bot.chat.client import Bot
from tests.chat.conftest import Stage
from tests.chat.simcord_fixes import within
from tests.chat.wire import sent

#: Every command with what it may be asked, and words of the card that comes.
ASKED: list[tuple[str, Mapping[str, Any], str]] = [
    ("explain", {"topic": "car-t"}, "## CAR-T cell therapy"),
    ("explain", {"topic": "CAR T"}, "## CAR-T cell therapy"),
    ("explain", {"topic": "examplimab", "detail": "full"}, "### Side effects"),
    ("explain", {"topic": "CDC"}, "more than one meaning"),
    ("explain", {"topic": "qzxv"}, "We do not know this one"),
    ("explain", {"topic": "I cannot breathe"}, "When to call for help"),
    ("glossary", {"term": "adcc"}, "antibody-dependent"),
    ("summary", {"topic": "car-t"}, "In short: CAR-T"),
    ("summary", {"topic": "car-t", "section": "side-effects"}, "What there is to say about side-effects"),
    ("summary", {"topic": "car-t", "section": "Side effects"}, "What there is to say about side-effects"),
    ("summary", {"topic": "car-t", "section": "no such part"}, "In short: CAR-T"),
    ("urgent", {}, "When to call for help"),
    ("urgent", {"therapy": "cell-therapy"}, "CAR-T and other cell therapy"),
    ("urgent", {"therapy": "no such thing"}, "Any immunotherapy"),
    ("support", {}, "Help lines by country"),
    ("support", {"country": "GB"}, "999"),
    ("support", {"country": "antarctica"}, "no checked emergency number"),
    ("topics", {}, "What you can ask about"),
    ("help", {}, "How to ask"),
    ("about", {}, "About this bot"),
    ("privacy", {}, "Your privacy"),
]


@pytest.mark.parametrize(("name", "options", "said"), ASKED)
async def test_every_command_answers_privately(stage: Stage, name: str, options: Mapping[str, Any], said: str) -> None:
    result = await stage.member.slash(stage.channel, name, **options)
    assert result.ephemeral
    assert said in sent(stage.env)[-1].text


def test_every_command_is_asked_here(stage: Stage) -> None:
    assert {name for name, _, _ in ASKED} == {*stage.member.available_commands(stage.channel)}


@pytest.mark.parametrize("options", [{"topic": "car-t"}, {"topic": "car-t", "detail": "full"}])
async def test_share_shows_the_card_to_everybody(stage: Stage, options: Mapping[str, Any]) -> None:
    result = await stage.member.slash(stage.channel, "explain", **options, share=True)
    assert not result.ephemeral
    assert "Share to channel" not in str(sent(stage.env)[-1].body)


@pytest.mark.parametrize("topic", ["qzxv", "CDC", "cannot breathe", "examplimap"])
async def test_what_is_not_certain_is_shown_to_the_person_first(stage: Stage, topic: str) -> None:
    result = await stage.member.slash(stage.channel, "explain", topic=topic, share=True)
    assert result.ephemeral
    assert "Not shared yet" in sent(stage.env)[-1].text


async def test_a_muted_member_cannot_speak_through_the_bot(stage: Stage) -> None:
    quiet = stage.guild.create_text_channel(
        "rules", overwrites={stage.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    result = await stage.member.slash(quiet, "explain", topic="car-t", share=True)
    assert result.ephemeral
    assert "cannot be shared here" in sent(stage.env)[-1].text


async def test_a_slip_of_the_pen_is_said_and_escaped(stage: Stage) -> None:
    await stage.member.slash(stage.channel, "explain", topic="examplimap")
    text = sent(stage.env)[-1].text
    assert "## examplimab" in text
    assert "“examplimap”" in text


async def test_the_words_of_a_message_are_explained_to_the_reader_alone(stage: Stage) -> None:
    message = await stage.member.send(stage.channel, "They spoke of CAR-T and of ADCC. My name is Ana.")
    result = await stage.member.context_menu(stage.channel, "Explain words here", message)
    assert result.ephemeral
    text = sent(stage.env)[-1].text
    assert "CAR-T cell therapy" in text
    assert "ADCC" in text
    assert "Ana" not in text


async def test_a_message_without_known_words(stage: Stage) -> None:
    message = await stage.member.send(stage.channel, "Good morning.")
    await stage.member.context_menu(stage.channel, "Explain words here", message)
    assert "No words found" in sent(stage.env)[-1].text


async def test_answers_are_in_the_language_of_the_client(stage: Stage) -> None:
    with within(locale="es-419"):
        await stage.member.slash(stage.channel, "help")
    spanish = sent(stage.env)[-1].text
    with within(locale="he"):  # discord.py does not know this code
        await stage.member.slash(stage.channel, "help")
    assert "How to ask" in sent(stage.env)[-1].text
    assert "How to ask" not in spanish


async def test_a_spanish_reader_gets_the_warning_signs_in_spanish(stage: Stage) -> None:
    with within(locale="es-419"):
        await stage.member.slash(stage.channel, "urgent", therapy="cell-therapy")
    text = sent(stage.env)[-1].text
    assert "- Una señal: emergency" in text
    assert "A sign" not in text
    assert "solo está en inglés" not in text


async def test_commands_work_in_direct_messages_and_as_a_users_own_app(stage: Stage) -> None:
    user = stage.env.create_user("bea")
    await user.send_dm("help")
    result = await user.slash("explain", topic="car-t", share=True)
    assert result.acknowledged
    assert "## CAR-T cell therapy" in sent(stage.env)[-1].text
    with within(context=2, user_install=True):
        result = await user.slash("explain", topic="car-t")
    assert result.acknowledged
    with within(context=0, user_install=True):
        result = await stage.member.slash(stage.channel, "urgent")
    assert result.ephemeral


# -- what is offered while typing --------------------------------------------------------------------------------


async def test_an_empty_box_offers_something_to_start_with(stage: Stage) -> None:
    assert await stage.member.autocomplete(stage.channel, "explain", "topic", "")


async def test_titles_come_with_their_gist_and_carry_the_id(stage: Stage) -> None:
    choices = await stage.member.autocomplete(stage.channel, "explain", "topic", "car")
    assert choices[0] == {"name": "CAR-T cell therapy: About CAR-T cell therapy", "value": "car-t"}


async def test_glossary_offers_words_first(stage: Stage, bot: Bot) -> None:
    choices = await stage.member.autocomplete(stage.channel, "glossary", "term", "")
    terms = set(bot.answers.knowledge.terms)
    assert {choice["value"] for choice in choices[: len(terms)]} == terms


async def test_sections_are_those_of_the_topic_that_was_chosen(stage: Stage) -> None:
    choices = await stage.member.autocomplete(stage.channel, "summary", "section", "side", topic="car-t")
    assert choices == [{"name": "Side effects", "value": "side-effects"}]
    assert await stage.member.autocomplete(stage.channel, "summary", "section", "") == []


@pytest.mark.parametrize(
    ("command", "option", "typed", "value"),
    [("urgent", "therapy", "car", "cell-therapy"), ("support", "country", "brit", "GB")],
)
async def test_lists_are_narrowed_by_what_is_typed(
    stage: Stage, command: str, option: str, typed: str, value: str
) -> None:
    choices = await stage.member.autocomplete(stage.channel, command, option, typed)
    assert [choice["value"] for choice in choices] == [value]
    assert await stage.member.autocomplete(stage.channel, command, option, "zzz") == []
