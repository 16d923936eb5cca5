"""Look-ups by mention and in direct messages: the door for those who cannot use slash commands."""

from __future__ import annotations

import pytest

from tests.chat.conftest import SECRET, Stage, shown
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


# -- when it fails -------------------------------------------------------------------------------------------------


async def test_a_failed_mention_says_one_sentence(broken: Stage, logged: pytest.LogCaptureFixture) -> None:
    assert broken.bot.user
    await broken.member.send(broken.channel, f"{broken.bot.user.mention} {SECRET}")
    assert "Something went wrong" in sent(broken.env)[-1].text


async def test_a_mention_is_sent_again_while_discord_is_unavailable(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.replies.PAUSES", (0.0, 0.0))
    stage.env.inject_error("POST", "/channels/*/messages", status=503, code=0, times=2)
    assert stage.bot.user
    await stage.member.send(stage.channel, f"{stage.bot.user.mention} CAR-T")
    assert "## CAR-T" in shown(stage)


@pytest.mark.parametrize(("status", "code"), [(403, 50013), (500, 0), (503, 0)])
async def test_a_channel_where_the_bot_may_not_write_is_not_written_to(
    stage: Stage, status: int, code: int, logged: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.replies.PAUSES", (0.0, 0.0))
    stage.env.inject_error("POST", "/channels/*/messages", status=status, code=code, times=None)
    assert stage.bot.user
    await stage.member.send(stage.channel, f"{stage.bot.user.mention} {SECRET}")
    assert "mention" in logged.text
    assert len(stage.channel.history()) == 1


async def test_a_failed_mention_where_nothing_can_be_said_is_only_logged(
    broken: Stage, logged: pytest.LogCaptureFixture
) -> None:
    broken.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    assert broken.bot.user
    await broken.member.send(broken.channel, f"{broken.bot.user.mention} {SECRET}")
    assert "could not be told: Forbidden" in logged.text
