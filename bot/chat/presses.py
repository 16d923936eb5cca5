"""What a press of a button or a choice in a menu does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.chat import pin_presses, replies
from bot.chat.custom_ids import Action, action_of, decode, decode_pin
from bot.chat.home import at_home
from bot.chat.sharing import share

if TYPE_CHECKING:
    import discord

    from bot.chat.client import Bot

__all__ = ["press"]


async def press(bot: Bot, interaction: discord.Interaction[Any], custom_id: str) -> None:
    """Opens or shares the card that ``custom_id`` stands for, or does what it asks about pins.

    A private card turns into the next one. A public card stays as it is for everybody, and the person who pressed
    gets the next one privately.
    """
    if pin := decode_pin(custom_id):
        await pin_presses.press(bot, interaction, *pin)
        return
    answers, request = bot.answers, decode(custom_id)
    if request is None:
        notice = answers.notice("old-button", answers.language_of(interaction.locale.value))
        await replies.respond(interaction, answers, notice)
        return
    answer = at_home(answers, answers.open(request), bot.servers.of(interaction.guild_id))
    if action_of(custom_id) is Action.SHARE:
        await share(bot, interaction, answer)
    elif interaction.message is not None and interaction.message.flags.ephemeral:
        await replies.turn(interaction, answers, answer)
    else:
        await replies.respond(interaction, answers, answer)
