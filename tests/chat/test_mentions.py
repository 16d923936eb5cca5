"""Look-ups by mention and in direct messages: the door for those who cannot use slash commands."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Stage
from tests.chat.wire import sent


def me(stage: Stage) -> str:
    assert stage.bot.user
    return stage.bot.user.mention


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("CAR-T", "## CAR-T cell therapy"),
        ("what is ADCC?", "antibody-dependent"),
        ("", "How to ask"),
        ("qzxv", "We do not know this one"),
        ("I cannot breathe", "When to call for help"),
        ("my aunt wrote a long message about many things and " * 3 + "CAR-T", "Words from this message"),
    ],
)
async def test_a_mention_is_answered_under_the_message(stage: Stage, words: str, said: str) -> None:
    message = await stage.member.send(stage.channel, f"{me(stage)} {words}")
    answer = sent(stage.env)[-1]
    assert said in answer.text
    assert answer.body["message_reference"]["message_id"] == message.id
    assert not answer.body["allowed_mentions"]["replied_user"]


async def test_a_public_reply_repeats_nothing_that_was_typed(stage: Stage) -> None:
    await stage.member.send(stage.channel, f"{me(stage)} examplimap")
    assert "what you typed" in sent(stage.env)[-1].text
    assert "examplimap" not in sent(stage.env)[-1].text


async def test_messages_that_are_not_for_the_bot_are_left_alone(stage: Stage) -> None:
    await stage.member.send(stage.channel, "I start CAR-T tomorrow")
    assert sent(stage.env) == []


async def test_bots_are_not_answered(stage: Stage) -> None:
    robot = stage.guild.add_member(stage.env.create_user("robot", bot=True))
    await robot.send(stage.channel, f"{me(stage)} CAR-T")
    assert sent(stage.env) == []


async def test_a_direct_message_needs_no_mention(stage: Stage) -> None:
    await stage.env.create_user("bea").send_dm("CAR-T")
    assert "## CAR-T cell therapy" in sent(stage.env)[-1].text


async def test_too_many_mentions_are_told_once(stage: Stage) -> None:
    for _ in range(25):
        await stage.member.send(stage.channel, f"{me(stage)} CAR-T")
    told = [message for message in sent(stage.env) if "One moment, please" in message.text]
    assert len(told) == 1
    assert len(sent(stage.env)) == 21
