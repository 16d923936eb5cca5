"""``/summary``: a topic in one or two sentences a section, or one of its sections."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat.commands._completing import entries, picked, sections
from bot.chat.commands._spoken import Typed, spoken
from bot.chat.sharing import tell
from bot.knowledge.model import Kind

if TYPE_CHECKING:
    from bot.chat.client import Bot


def command(bot: "Bot") -> app_commands.Command[Any, ..., None]:
    """The command of ``bot``."""

    async def summary(
        interaction: discord.Interaction[Any], topic: Typed, section: Typed | None = None, share: bool | None = None
    ) -> None:
        language = bot.answers.language_of(interaction.locale.value)
        chosen = picked(section, bot.answers.sections(topic, language))
        answer = bot.answers.summary(topic, language, chosen)
        await tell(bot, interaction, answer, shared=share)

    complete = {"topic": entries(bot, Kind.TOPIC), "section": sections(bot, "topic")}
    return spoken(bot, "summary", summary, complete=complete)
