"""What may be seen by everybody, and where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord

from bot.answers.answer import Notice, View
from bot.chat import replies
from bot.chat.home import at_home

if TYPE_CHECKING:
    from bot.answers.answer import Answer
    from bot.chat.client import Bot
    from bot.storage.records import ServerSettings

__all__ = ["allowed", "may_be_public", "may_speak", "share", "tell"]


async def tell(bot: Bot, interaction: discord.Interaction[Any], answer: Answer, *, shared: bool | None) -> None:
    """Answers a command: privately, unless it is to be shared and it is certain what was meant.

    ``shared`` None is whatever the server's moderators have set, where answers may be public at all. A guess is shown
    to the person alone first: its *Share* button is one press away.
    """
    answers, settings = bot.answers, bot.servers.of(interaction.guild_id)
    answer, usual = at_home(answers, answer, settings), shared is None
    if usual:
        # who looks for a help line is shown to nobody unless they choose so themselves
        personal = answer.request.view is View.SUPPORT
        shared = settings.answers == "public" and not personal and may_be_public(bot, interaction)
    if not shared:
        await replies.respond(interaction, answers, answer)
    elif answer.shareable and _certain(answer):
        await share(bot, interaction, answer)
    elif usual:
        await replies.respond(interaction, answers, answer)
    else:
        unshared = Notice(answers.say("card.not_shared", answer.request.language))
        await replies.respond(interaction, answers, replace(answer, notices=(unshared, *answer.notices)))


async def share(bot: Bot, interaction: discord.Interaction[Any], answer: Answer) -> None:
    """Shows the card to everybody in the channel, if the person may write there and the card is meant for that.

    It is in the server's language, if its moderators have set one.
    """
    answers, language = bot.answers, answer.request.language
    if not (answer.shareable and may_speak(interaction)):
        await replies.respond(interaction, answers, answers.notice("cannot-share", language))
    elif not may_be_public(bot, interaction):
        channels = " ".join(f"<#{each}>" for each in bot.servers.of(interaction.guild_id).public_channels)
        await replies.respond(interaction, answers, answers.notice("not-public-here", language, channels=channels))
    else:
        shown = bot.servers.of(interaction.guild_id).language or language
        if shown != language:
            answer = answers.open(replace(answer.request, language=shown))
        await replies.respond(interaction, answers, answer, public=True)


def may_be_public(bot: Bot, interaction: discord.Interaction[Any]) -> bool:
    """Whether the server's moderators allow public answers in this channel; a thread goes with its channel."""
    return allowed(bot.servers.of(interaction.guild_id), interaction.channel)


def allowed(settings: ServerSettings, channel: object) -> bool:
    """Whether a channel, or the one its thread belongs to, is among those for public answers. None set: all are."""
    ids = {getattr(channel, "id", None), getattr(channel, "parent_id", None)}
    return not settings.public_channels or bool(ids & set(settings.public_channels))


def may_speak(interaction: discord.Interaction[Any]) -> bool:
    """Whether the person could write in this channel without the bot: it is no way around a mute."""
    if interaction.guild_id is None:
        return True
    permissions = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    return permissions.send_messages_in_threads if in_thread else permissions.send_messages


def _certain(answer: Answer) -> bool:
    return answer.found is None or answer.found.outcome == "exact"
