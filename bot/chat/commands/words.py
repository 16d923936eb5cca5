"""«Explain words here»: the known words of a message, from its context menu, for the reader alone.

The text of the message arrives with the interaction; no privileged intent is needed. It is looked through and
forgotten.
"""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat import replies
from bot.chat.words import phrase

if TYPE_CHECKING:
    from bot.chat.client import Bot


def command(bot: "Bot") -> app_commands.ContextMenu:
    """The command of ``bot``."""

    async def explain_words(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        language = bot.answers.language_of(interaction.locale.value)
        if not bot.servers.of(interaction.guild_id).words_menu:
            await replies.respond(interaction, bot.answers, bot.answers.notice("words-off", language))
            return
        await replies.respond(interaction, bot.answers, bot.answers.scan(text_of(message), language))

    return app_commands.ContextMenu(name=phrase(bot, "commands.words.name"), callback=explain_words)


def text_of(message: discord.Message) -> str:
    """What is written in a message, in what it forwards and in its embeds."""
    forwarded = (snapshot.content for snapshot in message.message_snapshots)
    embedded = (text for embed in message.embeds for text in (embed.title, embed.description) if text)
    return "\n".join((message.content, *forwarded, *embedded))
