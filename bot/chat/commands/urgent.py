"""``/urgent``: the warning signs of a therapy family, the same for everyone."""

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

    async def urgent(
        interaction: discord.Interaction[Any], therapy: Typed | None = None, share: bool | None = None
    ) -> None:
        language = bot.answers.language_of(interaction.locale.value)
        answer = bot.answers.urgent(language, picked(therapy, bot.answers.families(language)))
        await tell(bot, interaction, answer, shared=share)

    def listed(language: str) -> tuple[tuple[str, str], ...]:
        return bot.answers.families(language)

    return spoken(bot, "urgent", urgent, complete={"therapy": matching(bot, listed)})
