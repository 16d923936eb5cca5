"""``/explain``: a therapy, an idea, a drug, a side effect or a word, in short or in full."""

# No `from __future__ import annotations` in these modules: discord.py reads the annotations of a command.
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat.commands._completing import entries
from bot.chat.commands._spoken import Typed, spoken
from bot.chat.sharing import tell

if TYPE_CHECKING:
    from bot.chat.client import Bot

FULL = "full"


def command(bot: "Bot") -> app_commands.Command[Any, ..., None]:
    """The command of ``bot``."""

    async def explain(
        interaction: discord.Interaction[Any], topic: Typed, detail: str = "short", share: bool | None = None
    ) -> None:
        language = bot.answers.language_of(interaction.locale.value)
        answer = bot.answers.explain(topic, language, full=detail == FULL)
        await tell(bot, interaction, answer, shared=share)

    return spoken(bot, "explain", explain, complete={"topic": entries(bot)}, choices={"detail": ("short", FULL)})
