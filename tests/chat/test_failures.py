"""Every failure speaks once, privately, kindly, and shows no class name; logs hold no person and no words."""

from __future__ import annotations

import logging
import re
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.chat import replies
from bot.chat.failures import failed_quietly, understood
from bot.chat.limiter import Verdict
from tests.chat.conftest import SECRET, Broken, Stage
from tests.chat.wire import Sent, sent

CALLBACK = "/interactions/*/callback"


def only(stage: Stage) -> Sent:
    [message] = sent(stage.env)
    return message


@pytest.mark.usefixtures("expected_errors")
async def test_a_failed_command_says_one_private_sentence_with_a_reference(
    broken: Stage, logged: pytest.LogCaptureFixture
) -> None:
    await broken.member.slash(broken.channel, "explain", topic=SECRET)
    message = only(broken)
    assert message.private
    assert "Error" not in message.text
    assert "Traceback" not in message.text
    found = re.search(r"\b[0-9a-f]{8}\b", message.text)
    assert found
    assert f"command {found[0]}: ValueError at conftest.py" in logged.text
    assert str(broken.member.id) not in logged.text
    assert "ana" not in logged.text


async def test_a_failed_press_says_one_private_sentence(stage: Stage, logged: pytest.LogCaptureFixture) -> None:
    response = (await stage.member.slash(stage.channel, "explain", topic="car-t")).response
    assert response
    stage.bot.answers = Broken(stage.bot.answers)
    await stage.member.click(response, label="Side effects")
    assert sent(stage.env)[-1].private
    assert "Something went wrong" in sent(stage.env)[-1].text
    assert "press" in logged.text


async def test_a_failed_autocomplete_offers_nothing_and_names_nobody(
    broken: Stage, logged: pytest.LogCaptureFixture
) -> None:
    assert await broken.member.autocomplete(broken.channel, "explain", "topic", SECRET) == []
    assert "autocomplete" in logged.text
    assert str(broken.member.id) not in logged.text


async def test_discord_pys_own_autocomplete_line_names_nobody(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    line = "Ignoring exception in autocomplete for %r (Guild: %s, User: %s)"
    logging.getLogger("discord.app_commands.tree").error(line, "explain", 1, 4242)
    assert "4242" not in caplog.text
    assert "Ignoring exception in autocomplete" in caplog.text


@pytest.mark.usefixtures("expected_errors")
@pytest.mark.parametrize(("status", "code"), [(404, 10062), (400, 40060)])
async def test_an_interaction_that_is_over_is_left_alone(
    stage: Stage, status: int, code: int, logged: pytest.LogCaptureFixture
) -> None:
    stage.env.inject_error("POST", CALLBACK, status=status, code=code, times=1)
    await stage.member.slash(stage.channel, "explain", topic="car-t")
    assert len(sent(stage.env)) == 1
    assert not [record for record in logged.records if record.levelno > logging.INFO]


@pytest.mark.usefixtures("expected_errors")
async def test_an_answer_that_discord_refuses_is_explained(stage: Stage, logged: pytest.LogCaptureFixture) -> None:
    stage.env.inject_error("POST", CALLBACK, status=403, code=50013, times=1)
    await stage.member.slash(stage.channel, "explain", topic="car-t")
    assert "not allowed to do this here" in sent(stage.env)[-1].text


async def test_a_short_fault_of_discord_is_not_noticed(stage: Stage) -> None:
    stage.env.inject_error("POST", CALLBACK, status=502, code=0, times=2)
    result = await stage.member.slash(stage.channel, "explain", topic="car-t")
    assert result.response is not None
    assert "## CAR-T" in sent(stage.env)[-1].text


@pytest.mark.usefixtures("expected_errors")
async def test_a_longer_fault_of_discord_is_said(stage: Stage) -> None:
    stage.env.inject_error("POST", CALLBACK, status=502, code=0, times=5)
    await stage.member.slash(stage.channel, "explain", topic="car-t")
    assert "Discord is having trouble" in sent(stage.env)[-1].text


@pytest.mark.usefixtures("expected_errors")
async def test_discord_down_for_good_is_only_logged(stage: Stage, logged: pytest.LogCaptureFixture) -> None:
    stage.env.inject_error("POST", CALLBACK, status=502, code=0, times=None)
    await stage.member.slash(stage.channel, "explain", topic="car-t")
    assert "could not be told" in logged.text


@pytest.mark.usefixtures("expected_errors")
async def test_a_command_that_this_version_does_not_know(stage: Stage) -> None:
    stage.bot.tree.remove_command("explain")
    await stage.member.slash(stage.channel, "explain", topic="car-t")
    assert "This command has changed" in only(stage).text


@pytest.mark.usefixtures("expected_errors")
async def test_an_autocomplete_of_a_command_that_this_version_does_not_know(
    stage: Stage, logged: pytest.LogCaptureFixture
) -> None:
    stage.bot.tree.remove_command("explain")
    assert await stage.member.autocomplete(stage.channel, "explain", "topic", SECRET) == []
    assert sent(stage.env) == []


async def test_too_many_questions_get_a_kind_sentence(stage: Stage) -> None:
    for _ in range(21):
        await stage.member.slash(stage.channel, "help")
    assert "One moment, please" in sent(stage.env)[-1].text
    other = stage.guild.add_member(stage.env.create_user("bo"))
    await other.slash(stage.channel, "help")
    assert "How to ask" in sent(stage.env)[-1].text


def test_every_kind_of_failure_has_its_sentence(stage: Stage) -> None:
    errors: list[BaseException] = [
        app_commands.CommandNotFound("x", []),
        app_commands.MissingPermissions(["manage_messages"]),
        app_commands.BotMissingPermissions(["send_messages"]),
        app_commands.NoPrivateMessage(),
        TimeoutError(),
        ValueError(),
    ]
    said = [understood(error).notice for error in errors]
    assert said == ["outdated", "no-permission", "bot-no-permission", "not-here", "discord-down", "failed"]
    for key in said:
        assert stage.bot.answers.notice(key, "en", reference="12345678").lead


async def test_an_event_that_fails_is_logged_without_its_text(stage: Stage, logged: pytest.LogCaptureFixture) -> None:
    try:
        int(SECRET)
    except ValueError:
        await type(stage.bot).on_error(stage.bot, "on_ready")
    assert "on_ready" in logged.text
    await type(stage.bot).on_error(stage.bot, "on_ready")
    assert logged.text.count("on_ready") == logged.text.count("on_ready ")


def test_what_is_harmless_is_not_logged(logged: pytest.LogCaptureFixture) -> None:
    class Answered:
        status, reason = 404, "Not Found"

    error = discord.NotFound(Answered(), {"code": 10062, "message": "Unknown interaction"})  # pyright: ignore[reportArgumentType]
    failed_quietly(error, "autocomplete")
    assert logged.text == ""


async def test_a_failure_after_the_answer_is_said_in_a_further_message(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    respond = replies.respond

    async def respond_and_fail(*args: Any, **kwargs: Any) -> None:
        monkeypatch.setattr(replies, "respond", respond)
        await respond(*args, **kwargs)
        raise ValueError(SECRET)

    response = (await stage.member.slash(stage.channel, "explain", topic="car-t", share=True)).response
    assert response
    monkeypatch.setattr(replies, "respond", respond_and_fail)
    result = await stage.member.click(response, label="Side effects")
    [told] = result.followups
    assert told.ephemeral
    assert "Something went wrong" in sent(stage.env)[-1].text


async def test_a_limiter_that_fails_stops_the_question_and_says_so(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def use(_: int) -> Verdict:
        raise ValueError(SECRET)

    monkeypatch.setattr(stage.bot.limiter, "use", use)
    await stage.member.slash(stage.channel, "explain", topic="car-t")
    assert "Something went wrong" in only(stage).text
