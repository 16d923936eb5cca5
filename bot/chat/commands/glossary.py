"""``/glossary``: what a word or an abbreviation means."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat.commands._completing import entries
from bot.chat.commands._spoken import Typed, spoken
from bot.chat.sharing import tell
from bot.knowledge.model import Kind

if TYPE_CHECKING:
    from bot.chat.client import Bot


def command(bot: "Bot") -> app_commands.Command[Any, ..., None]:
    """The command of ``bot``."""

    async def glossary(interaction: discord.Interaction[Any], term: Typed, share: bool | None = None) -> None:
        answer = bot.answers.glossary(term, bot.answers.language_of(interaction.locale.value))
        await tell(bot, interaction, answer, shared=share)

    return spoken(bot, "glossary", glossary, complete={"term": entries(bot, Kind.TERM)})
