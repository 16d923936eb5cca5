"""What may be seen by everybody, and where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord

from bot.answers.answer import Notice
from bot.chat import replies

if TYPE_CHECKING:
    from bot.answers import Answers
    from bot.answers.answer import Answer

__all__ = ["may_speak", "share", "tell"]


async def tell(interaction: discord.Interaction[Any], answers: Answers, answer: Answer, *, shared: bool) -> None:
    """Answers a command: privately, unless the person asked to share it and it is certain what was meant.

    A guess is shown to the person alone first: its *Share* button is one press away.
    """
    if not shared:
        await replies.respond(interaction, answers, answer)
    elif answer.shareable and _certain(answer):
        await share(interaction, answers, answer)
    else:
        unshared = Notice(answers.say("card.not_shared", answer.request.language))
        await replies.respond(interaction, answers, replace(answer, notices=(unshared, *answer.notices)))


async def share(interaction: discord.Interaction[Any], answers: Answers, answer: Answer) -> None:
    """Shows the card to everybody in the channel, if the person may write there and the card is meant for that."""
    if answer.shareable and may_speak(interaction):
        await replies.respond(interaction, answers, answer, public=True)
    else:
        await replies.respond(interaction, answers, answers.notice("cannot-share", answer.request.language))


def may_speak(interaction: discord.Interaction[Any]) -> bool:
    """Whether the person could write in this channel without the bot: it is no way around a mute."""
    if interaction.guild_id is None:
        return True
    permissions = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    return permissions.send_messages_in_threads if in_thread else permissions.send_messages


def _certain(answer: Answer) -> bool:
    return answer.found is None or answer.found.outcome == "exact"
