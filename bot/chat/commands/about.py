"""``/about``: who wrote this, from what, and what it is not."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat.commands._spoken import spoken
from bot.chat.sharing import tell

if TYPE_CHECKING:
    from bot.chat.client import Bot


def command(bot: "Bot") -> app_commands.Command[Any, ..., None]:
    """The command of ``bot``."""

    async def about(interaction: discord.Interaction[Any], share: bool | None = None) -> None:
        answer = bot.answers.about(bot.answers.language_of(interaction.locale.value))
        await tell(bot, interaction, answer, shared=share)

    return spoken(bot, "about", about)
