"""``/support``: emergency, crisis and cancer lines of a country, the same for everyone."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat.commands._completing import matching, picked
from bot.chat.commands._spoken import Typed, spoken
from bot.chat.sharing import tell

if TYPE_CHECKING:
    from bot.chat.client import Bot


def command(bot: "Bot") -> app_commands.Command[Any, ..., None]:
    """The command of ``bot``."""

    async def support(
        interaction: discord.Interaction[Any], country: Typed | None = None, share: bool | None = None
    ) -> None:
        language = bot.answers.language_of(interaction.locale.value)
        answer = bot.answers.support(language, picked(country, bot.answers.countries(language)))
        await tell(bot, interaction, answer, shared=share)

    def listed(language: str) -> tuple[tuple[str, str], ...]:
        return bot.answers.countries(language)

    return spoken(bot, "support", support, complete={"country": matching(bot, listed)})
