"""What a press of a button or a choice in a menu does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.chat import replies
from bot.chat.custom_ids import Action, action_of, decode
from bot.chat.sharing import share

if TYPE_CHECKING:
    import discord

    from bot.answers import Answers

__all__ = ["press"]


async def press(interaction: discord.Interaction[Any], answers: Answers, custom_id: str) -> None:
    """Opens or shares the card that ``custom_id`` stands for.

    A private card turns into the next one. A public card stays as it is for everybody, and the person who pressed
    gets the next one privately.
    """
    request = decode(custom_id)
    if request is None:
        notice = answers.notice("old-button", answers.language_of(interaction.locale.value))
        await replies.respond(interaction, answers, notice)
        return
    answer = answers.open(request)
    if action_of(custom_id) is Action.SHARE:
        await share(interaction, answers, answer)
    elif interaction.message is not None and interaction.message.flags.ephemeral:
        await replies.turn(interaction, answers, answer)
    else:
        await replies.respond(interaction, answers, answer)
