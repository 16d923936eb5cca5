"""Commands, presses and suggestions over real HTTP, each answered once, on good days and bad ones."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.client import Bot
from tests.loopback.asked import Person
from tests.loopback.loopback import ANA, CALLBACK, Loopback
from tests.loopback.world import BOT, Guild

pytestmark = pytest.mark.usefixtures("bot")

MANY = 1000


async def test_a_command_is_answered_privately_with_its_note(loopback: Loopback, guild: Guild) -> None:
    reply = await loopback.interact_command(guild, guild.channel, ANA, "explain", {"topic": "car t"})
    assert reply.private
    assert "CAR-T cell therapy" in reply.text
    assert "Safety note" in reply.text
    assert reply.data["allowed_mentions"]["parse"] == []


async def test_a_command_speaks_the_language_of_the_person(loopback: Loopback, guild: Guild) -> None:
    reply = await loopback.interact_command(guild, guild.channel, Person(9, "es-ES"), "help")
    assert "Safety note" not in reply.text


async def test_a_press_turns_the_private_card(loopback: Loopback, guild: Guild) -> None:
    first = await loopback.interact_command(guild, guild.channel, ANA, "explain", {"topic": "adcc"})
    button = next(
        each["custom_id"] for each in first.card.components if each["type"] == 2 and ":o:" in each["custom_id"]
    )
    before = first.text
    turned = await loopback.interact_press(first.card, button)
    assert turned.how == "update"
    assert turned.card is first.card
    assert turned.text != before
    assert loopback.messages(guild.channel) == []


async def test_a_shared_card_is_seen_by_everybody(loopback: Loopback, guild: Guild) -> None:
    await loopback.interact_command(guild, guild.channel, ANA, "explain", {"topic": "car t", "share": True})
    [message] = loopback.messages(guild.channel)
    assert "CAR-T" in message.text


async def test_suggestions_come_while_typing(loopback: Loopback, guild: Guild) -> None:
    reply = await loopback.interact_autocomplete(guild, guild.channel, ANA, "explain", {"topic": "car"})
    assert reply.how == "choices"
    assert any("CAR-T" in each["name"] for each in reply.choices)


async def test_the_menu_of_a_message_finds_its_words(loopback: Loopback, guild: Guild) -> None:
    message = loopback.write(guild.channel, "They spoke of ADCC today")
    name = next(each["name"] for each in loopback.world.commands if each.get("type") == 3)
    reply = await loopback.interact_message(message, ANA, name)
    assert "ADCC" in reply.text


async def test_a_mention_is_answered_under_it(loopback: Loopback, guild: Guild) -> None:
    loopback.write(guild.channel, f"<@{BOT}> adcc", mentioned=[BOT])
    answer = await loopback.until(lambda: [each for each in loopback.messages(guild.channel) if each.author == BOT])
    assert "ADCC" in answer[0].text


async def test_a_thousand_at_once_are_answered_once_each(loopback: Loopback, guild: Guild) -> None:
    people = [Person(10_000 + number) for number in range(MANY)]
    asked = [loopback.interact_command(guild, guild.channel, who, "explain", {"topic": "car t"}) for who in people]
    async with asyncio.timeout(20):
        replies = await asyncio.gather(*(each.first for each in asked))
    assert all("CAR-T" in reply.text for reply in replies)
    assert {(each.acknowledged, each.refused, len(each.replies)) for each in asked} == {(1, 0, 1)}
    assert len(loopback.sent(CALLBACK)) == MANY


async def test_a_rate_limit_is_obeyed_and_the_answer_delivered(loopback: Loopback, guild: Guild) -> None:
    loopback.fail(CALLBACK, status=429, retry_after=0.2)
    asked = loopback.interact_command(guild, guild.channel, ANA, "help")
    await asked
    first, second = loopback.sent(CALLBACK)
    assert (first.status, second.status) == (429, 200)
    assert second.at - first.at >= 0.2
    assert asked.acknowledged == 1


async def test_a_failure_of_discord_is_tried_again(loopback: Loopback, guild: Guild) -> None:
    loopback.fail(CALLBACK, status=502)
    asked = loopback.interact_command(guild, guild.channel, ANA, "help")
    await asked
    assert [each.status for each in loopback.sent(CALLBACK)] == [502, 200]


async def test_an_answer_that_arrived_though_discord_failed_is_not_said_again(loopback: Loopback, guild: Guild) -> None:
    loopback.fail(CALLBACK, status=502, late=True)
    asked = loopback.interact_command(guild, guild.channel, ANA, "help")
    await loopback.until(lambda: len(loopback.sent(CALLBACK)) == 2)
    # another one goes all the way, so that whatever the bot had still to say about the first has been said
    await loopback.interact_command(guild, guild.channel, ANA, "about")
    assert (asked.acknowledged, len(asked.replies)) == (1, 1)


async def test_a_lost_connection_leaves_the_bot_serving(loopback: Loopback, guild: Guild) -> None:
    loopback.fail(CALLBACK, drop=True)
    loopback.interact_command(guild, guild.channel, ANA, "help")
    await loopback.until(lambda: loopback.sent(CALLBACK))
    await loopback.interact_command(guild, guild.channel, ANA, "about")


async def test_the_bot_is_the_only_author_of_what_it_keeps(loopback: Loopback, guild: Guild, bot: Bot) -> None:
    await loopback.interact_command(guild, guild.channel, ANA, "explain", {"topic": "car t", "share": True})
    assert bot.user
    assert {each.author for each in loopback.messages(guild.channel)} == {bot.user.id}
