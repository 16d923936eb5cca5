"""Moderators pin, look and take down, on a simulated Discord; reality gets in the way, and members may not."""

from __future__ import annotations

from typing import Any

import discord
import pytest
import simcord

from bot.answers import Answers
from bot.chat.client import Bot
from bot.storage.records import Pin
from tests.chat.conftest import Stage
from tests.chat.simcord_fixes import PIN_LIMIT, within
from tests.chat.wire import sent, text_of, walk
from tests.pins.conftest import changed_knowledge


@pytest.fixture
def moderator(stage: Stage) -> simcord.MemberActor:
    """Somebody who may pin."""
    rights = discord.Permissions(pin_messages=True, view_channel=True, send_messages=True)
    role = stage.guild.create_role("Moderator", permissions=rights)
    return stage.guild.add_member(stage.env.create_user("sam"), roles=[role])


def said(stage: Stage) -> str:
    return sent(stage.env)[-1].text


def messages(stage: Stage, channel: Any = None) -> list[Any]:
    found = stage.env.backend.messages[(channel or stage.channel).id].values()
    return [each for each in found if not each.is_ephemeral and each.components]


def pinned_card(stage: Stage) -> discord.Message:
    (message,) = [each for each in stage.channel.history() if each.pinned]
    return message


async def pins(stage: Stage) -> tuple[Pin, ...]:
    return await (await stage.bot.stored.get()).pins.of_guild(stage.guild.id)


async def learn(stage: Stage, seconds: float = 60) -> None:
    """The knowledge changes, and time passes."""
    stage.bot.swap(Answers(changed_knowledge()))
    await stage.env.advance_time(seconds)


async def add(stage: Stage, moderator: simcord.MemberActor, topic: str = "car-t", **options: Any) -> Any:
    return await moderator.slash(stage.channel, "pin add", topic=topic, **options)


def seen(result: Any) -> Any:
    """The message that a command was answered with."""
    assert result.response is not None
    return result.response


def labels(stage: Stage) -> list[str]:
    return [each["label"] for each in walk(sent(stage.env)[-1].body["components"]) if each["type"] == 2]


def forbid(stage: Stage, **denied: bool) -> Any:
    """A channel in which the bot lacks something."""
    bot = stage.bot.user
    assert bot
    return stage.guild.create_text_channel("strict", overwrites={bot: discord.PermissionOverwrite(**denied)})


# -- adding ----------------------------------------------------------------------------------------------------------


async def test_add_posts_and_pins(stage: Stage, moderator: simcord.MemberActor) -> None:
    result = await add(stage, moderator)
    assert result.ephemeral
    assert "Pinned: In short: CAR-T cell therapy" in said(stage)
    (message,) = messages(stage)
    assert message.pinned
    kinds = {each["type"] for each in walk(message.components)}
    assert {2, 3} <= kinds, "buttons and a menu, for those without slash commands"


async def test_again_posts_nothing(stage: Stage, moderator: simcord.MemberActor) -> None:
    await add(stage, moderator)
    await add(stage, moderator)
    assert "Already up to date" in said(stage)
    assert len(messages(stage)) == 1


async def test_a_section_another_channel_and_another_language(stage: Stage, moderator: simcord.MemberActor) -> None:
    other = stage.guild.create_text_channel("news")
    await add(stage, moderator, section="side-effects", channel=other, language="es")
    assert f"<#{other.id}>" in said(stage)
    (pin,) = await pins(stage)
    assert (pin.channel_id, pin.section, pin.language) == (other.id, "side-effects", "es")


async def test_pages_can_be_pinned(stage: Stage, moderator: simcord.MemberActor) -> None:
    await add(stage, moderator, "Warning signs and when to call")
    (message,) = messages(stage)
    assert "When to call for help" in text_of(message.components)


@pytest.mark.parametrize("typed", ["examplimap", "qzxv", "cdc"])
async def test_nothing_is_pinned_on_a_guess(stage: Stage, moderator: simcord.MemberActor, typed: str) -> None:
    await add(stage, moderator, typed)
    assert "It is not certain which topic you mean" in said(stage)
    assert not messages(stage)


async def test_an_unknown_part_is_refused(stage: Stage, moderator: simcord.MemberActor) -> None:
    await add(stage, moderator, section="recipes")
    assert "has no part of that name" in said(stage)


async def test_everybody_can_read_on_from_a_pin(stage: Stage, moderator: simcord.MemberActor) -> None:
    await add(stage, moderator)
    card = pinned_card(stage)
    assert (await stage.member.click(card, label="Side effects")).ephemeral
    assert (await stage.member.click(card, label="About this pin")).ephemeral
    assert "About this pin: In short: CAR-T" in said(stage)
    assert "Unpin" not in labels(stage)
    await moderator.click(card, label="About this pin")
    assert {"Update", "Unpin"} <= set(labels(stage))


async def test_preview_pins_nothing(stage: Stage, moderator: simcord.MemberActor) -> None:
    result = await moderator.slash(stage.channel, "pin preview", topic="car-t")
    assert result.ephemeral
    assert "This is how it would look" in said(stage)
    assert "In short: CAR-T" in said(stage)
    assert not await pins(stage)


async def test_the_starter_set_is_shown_then_pinned_in_order(stage: Stage, moderator: simcord.MemberActor) -> None:
    result = await moderator.slash(stage.channel, "pin starter")
    assert "1. When to call for help" in said(stage), "what this little knowledge lacks is left out"
    assert not messages(stage)
    await moderator.click(seen(result), label="Pin these")
    assert "The first set is pinned" in said(stage)
    assert [pin.entry_id for pin in sorted(await pins(stage), key=lambda pin: pin.message_id or 0)] == [
        "@urgent",
        "@help",
    ]
    assert all(message.pinned for message in messages(stage))


async def test_a_starter_set_that_stops_halfway_says_so(stage: Stage, moderator: simcord.MemberActor) -> None:
    for _ in range(PIN_LIMIT - 1):
        message = stage.env.backend.create_message(stage.channel.id, stage.member.id, content="old")
        stage.env.backend.set_pinned(stage.channel.id, message.id, True)
    result = await moderator.slash(stage.channel, "pin starter")
    await moderator.click(seen(result), label="Pin these")
    assert "The first set is only partly pinned" in said(stage)
    assert "- How to ask: That channel has 250 pins already" in said(stage)
    assert len(messages(stage)) == len(await pins(stage)) == 1


# -- looking, updating, removing -----------------------------------------------------------------------------------


async def test_the_list_updates_and_unpins(stage: Stage, moderator: simcord.MemberActor) -> None:
    await moderator.slash(stage.channel, "settings set", pin_updates="ask")
    await add(stage, moderator)
    await learn(stage)
    result = await moderator.slash(stage.channel, "pin list")
    assert "update waiting" in said(stage)
    assert "How it works" in said(stage)
    assert "New: “It works in another way than we wrote.”" in said(stage)
    assert f"https://discord.com/channels/{stage.guild.id}/{stage.channel.id}/" in said(stage)
    await moderator.click(seen(result), label="Update 1")
    assert "Updated: In short" in said(stage)
    assert ": up to date" in said(stage)
    await moderator.click(seen(result), label="Unpin 1")
    assert "Nothing is pinned yet" in said(stage)
    assert not messages(stage)


async def test_a_long_list_has_pages(stage: Stage, moderator: simcord.MemberActor) -> None:
    for section in ("", "what", "how-it-works", "how-given", "may-help", "may-not-help", "side-effects"):
        await add(stage, moderator, **({"section": section} if section else {}))
    result = await moderator.slash(stage.channel, "pin list")
    assert "**6. " in said(stage)
    assert "**7. " not in said(stage)
    await moderator.click(seen(result), label="More")
    assert "**7. " in said(stage)
    await moderator.click(seen(result), label="Back")
    assert "**1. " in said(stage)


async def test_remove_by_topic(stage: Stage, moderator: simcord.MemberActor) -> None:
    await add(stage, moderator)
    await moderator.slash(stage.channel, "pin remove", topic="car-t")
    assert "Removed: In short: CAR-T" in said(stage)
    assert not messages(stage)
    await moderator.slash(stage.channel, "pin remove", topic="car-t")
    assert "There is no such pin" in said(stage)


async def test_remove_asks_which_if_there_are_several(stage: Stage, moderator: simcord.MemberActor) -> None:
    first, second = (stage.guild.create_text_channel(name) for name in ("one", "two"))
    for channel in (first, second):
        await add(stage, moderator, channel=channel)
    await moderator.slash(stage.channel, "pin remove", topic="car-t")
    assert "pinned more than once" in said(stage)
    assert len(await pins(stage)) == 2
    choices = await moderator.autocomplete(stage.channel, "pin remove", "topic", "two")
    assert [choice["name"] for choice in choices] == ["In short: CAR-T cell therapy (#two)"]
    await moderator.slash(stage.channel, "pin remove", topic=choices[0]["value"])
    assert [pin.channel_id for pin in await pins(stage)] == [first.id]


async def test_update_all_says_what_it_did(stage: Stage, moderator: simcord.MemberActor) -> None:
    await moderator.slash(stage.channel, "settings set", pin_updates="ask")
    await moderator.slash(stage.channel, "pin update")
    assert "All pins are up to date" in said(stage)
    await add(stage, moderator)
    await learn(stage)
    await moderator.slash(stage.channel, "pin update", topic="all")
    assert "Pins looked after: 1" in said(stage)
    assert "another way" in str(messages(stage)[0].components)
    await moderator.slash(stage.channel, "pin update", topic="car-t")
    assert "Already up to date" in said(stage)


# -- keeping true -----------------------------------------------------------------------------------------------------


async def test_a_reload_updates_in_place_and_says_so(stage: Stage, moderator: simcord.MemberActor) -> None:
    await add(stage, moderator)
    (before,) = messages(stage)
    await learn(stage)
    (after,) = messages(stage)
    assert after.id == before.id
    assert "Changed: How it works" in str(after.components)
    assert after.pinned


async def test_a_restart_with_new_knowledge_updates(
    stage: Stage, moderator: simcord.MemberActor, settings: Any
) -> None:
    await add(stage, moderator)
    await stage.bot.stored.close()
    bot = Bot(settings, changed_knowledge())
    await stage.env.restart_bot(bot)
    await stage.env.advance_time(60)
    assert "Changed: How it works" in str(messages(stage)[0].components)
    result = await stage.member.click(pinned_card(stage), label="Side effects")
    assert result.ephemeral, "buttons outlive restarts"
    await bot.stored.close()


async def test_many_updates_are_no_burst(stage: Stage, moderator: simcord.MemberActor) -> None:
    for name in "abcd":
        await add(stage, moderator, channel=stage.guild.create_text_channel(name))
    stage.bot.swap(Answers(changed_knowledge()))
    await stage.env.settle()
    assert edits(stage) == 1
    await stage.env.advance_time(5)
    assert edits(stage) <= 2
    await stage.env.advance_time(60)
    assert edits(stage) == 4


def edits(stage: Stage) -> int:
    return sum(entry.method == "PATCH" and "/messages/" in entry.path for entry in stage.env.http_requests)


# -- reality wins ---------------------------------------------------------------------------------------------------


async def test_a_deleted_message_is_missing_until_it_is_put_back(stage: Stage, moderator: simcord.MemberActor) -> None:
    await add(stage, moderator)
    await moderator.slash(stage.channel, "help")
    stage.env.backend.delete_message(stage.channel.id, pinned_card(stage).id)
    await stage.env.settle()
    await learn(stage)
    assert not messages(stage)
    result = await moderator.slash(stage.channel, "pin list")
    assert "missing, the message was deleted" in said(stage)
    await moderator.click(seen(result), label="Update 1")
    assert ": up to date" in said(stage)
    assert len(messages(stage)) == 1


async def test_unpinned_by_hand(stage: Stage, moderator: simcord.MemberActor) -> None:
    await add(stage, moderator)
    stage.env.backend.set_pinned(stage.channel.id, messages(stage)[0].id, False)
    await stage.env.settle()
    await moderator.slash(stage.channel, "pin list")
    assert "missing, somebody unpinned it" in said(stage)
    await add(stage, moderator)
    assert messages(stage)[0].pinned
    assert len(messages(stage)) == 1


async def test_a_channel_that_is_gone(stage: Stage, moderator: simcord.MemberActor) -> None:
    gone = stage.guild.create_text_channel("gone")
    await add(stage, moderator, channel=gone)
    stage.env.backend.delete_channel(gone.id)
    await stage.env.settle()
    assert not await pins(stage)
    await moderator.slash(stage.channel, "pin list")
    assert "Nothing is pinned yet" in said(stage)


async def test_a_bot_that_is_sent_away_forgets(stage: Stage, moderator: simcord.MemberActor) -> None:
    await add(stage, moderator)
    await moderator.slash(stage.channel, "settings set", country="GB")
    stage.env.backend.remove_guild(stage.guild.id)
    await stage.env.settle()
    assert await (await stage.bot.stored.get()).guild_ids() == frozenset()


async def test_two_hundred_and_fifty_pins(stage: Stage, moderator: simcord.MemberActor) -> None:
    for _ in range(PIN_LIMIT):
        message = stage.env.backend.create_message(stage.channel.id, stage.member.id, content="old")
        stage.env.backend.set_pinned(stage.channel.id, message.id, True)
    await add(stage, moderator)
    assert "That channel has 250 pins already" in said(stage)
    assert not messages(stage)
    assert not await pins(stage)


@pytest.mark.parametrize(
    ("denied", "sentence"),
    [
        ({"pin_messages": False}, "Give its role in that channel: Pin Messages"),
        ({"send_messages": False}, "Send Messages"),
        ({"read_message_history": False}, "Read Message History"),
        ({"view_channel": False}, "The bot cannot see that channel"),
    ],
)
async def test_the_bots_own_missing_permission_is_named(
    stage: Stage, moderator: simcord.MemberActor, denied: dict[str, bool], sentence: str
) -> None:
    channel = forbid(stage, **denied)
    await add(stage, moderator, channel=channel)
    assert sentence in said(stage)
    assert not messages(stage, channel)
    assert not await pins(stage)


async def test_a_forum_holds_no_messages(stage: Stage, moderator: simcord.MemberActor) -> None:
    await add(stage, moderator, channel=stage.guild.create_forum_channel("forum"))
    assert "Nothing can be pinned there" in said(stage)


async def test_a_thread_that_is_closed(stage: Stage, moderator: simcord.MemberActor) -> None:
    thread = stage.env.backend.create_thread(stage.channel.id, "old", stage.member.id)
    await add(stage, moderator, channel=handle_of(stage, thread))
    assert "Pinned:" in said(stage)
    stage.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    # simcord edits there all the same
    stage.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=50083, times=1)
    await learn(stage)
    await moderator.slash(stage.channel, "pin update", topic="car-t")
    assert "That thread is closed" in said(stage)
    stage.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": False})
    await stage.env.settle()
    await moderator.slash(stage.channel, "pin update", topic="car-t")
    assert "Updated:" in said(stage)


def handle_of(stage: Stage, thread: Any) -> Any:
    return next(each for each in stage.channel.threads if each.id == thread.id)


async def test_discord_down_is_finished_later(stage: Stage, moderator: simcord.MemberActor) -> None:
    stage.env.inject_error("PUT", "/channels/*/messages/pins/*", status=503, code=0, times=1)
    await add(stage, moderator)
    assert "The bot tries again by itself" in said(stage)
    await stage.env.advance_time(700)
    assert messages(stage)[0].pinned
    assert len(messages(stage)) == 1


# -- who may ----------------------------------------------------------------------------------------------------------


async def test_members_are_refused_kindly(stage: Stage, moderator: simcord.MemberActor) -> None:
    """Administrators can show commands to everybody: Pin Messages is checked again."""
    for command in await stage.bot.tree.fetch_commands():
        stage.guild.set_command_permissions(command, {stage.member: True})
    result = await add(stage, moderator)
    listed = await moderator.slash(stage.channel, "pin list")
    (pin,) = await pins(stage)
    asked: dict[str, dict[str, Any]] = {
        "pin add": {"topic": "car-t"},
        "pin list": {},
        "pin remove": {"topic": pin.id},
        "pin update": {},
        "pin preview": {"topic": "car-t"},
        "pin starter": {},
        "settings show": {},
        "settings set": {"answers": "public"},
    }
    for command, options in asked.items():
        await stage.member.slash(stage.channel, command, **options)
        assert "This is for moderators" in said(stage), command
    assert await stage.member.autocomplete(stage.channel, "pin remove", "topic", "") == []
    assert len(await pins(stage)) == 1
    assert result.ephemeral
    assert listed.ephemeral


async def test_a_moderator_of_one_channel_is_none_of_another(stage: Stage, moderator: simcord.MemberActor) -> None:
    overwrites: Any = {moderator: discord.PermissionOverwrite(pin_messages=False)}
    strict = stage.guild.create_text_channel("strict", overwrites=overwrites)
    await add(stage, moderator, channel=strict)
    assert "This is for moderators" in said(stage)
    assert not await pins(stage)


async def test_only_in_servers(stage: Stage, moderator: simcord.MemberActor) -> None:
    await add(stage, moderator)
    (pin,) = await pins(stage)
    other = stage.env.create_guild("Another group")
    channel = other.create_text_channel("here")
    stranger = other.add_member(
        stage.env.create_user("bo"), roles=[other.create_role("m", permissions=discord.Permissions(pin_messages=True))]
    )
    await stranger.slash(channel, "pin remove", topic=pin.id)
    assert "There is no such pin" in said(stage)
    assert len(await pins(stage)) == 1


# -- the database -----------------------------------------------------------------------------------------------------


async def test_without_the_database_answers_go_on(stage: Stage, moderator: simcord.MemberActor, tmp_path: Any) -> None:
    await stage.bot.stored.close()
    (tmp_path / "data" / "bot.db").unlink()
    (tmp_path / "data" / "bot.db").mkdir()
    for command, options in {
        "pin add": {"topic": "car-t"},
        "pin list": {},
        "settings set": {"answers": "public"},
    }.items():
        await moderator.slash(stage.channel, command, **options)
        assert "Pins and settings are not available right now" in said(stage), command
    for command, options in {
        "explain": {"topic": "car-t"},
        "glossary": {"term": "adcc"},
        "urgent": {},
        "support": {},
    }.items():
        result = await stage.member.slash(stage.channel, command, **options)
        assert result.ephemeral
        assert "not available" not in said(stage)


async def test_spanish_moderators_read_spanish(stage: Stage, moderator: simcord.MemberActor) -> None:
    with within(locale="es-ES"):
        await add(stage, moderator)
    assert "Fijado:" in said(stage)


async def test_no_user_is_written_down(stage: Stage, moderator: simcord.MemberActor, tmp_path: Any) -> None:
    await add(stage, moderator)
    await stage.bot.stored.close()
    written = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("bot.db*"))
    assert str(stage.guild.id).encode() in written or stage.guild.id.to_bytes(8, "big") in written
    assert moderator.id.to_bytes(8, "big") not in written
    assert str(moderator.id).encode() not in written
