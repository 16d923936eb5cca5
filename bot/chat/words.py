"""Names and descriptions of commands, from ``knowledge/phrases``, in every language Discord shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

if TYPE_CHECKING:
    import discord
    from discord.app_commands import TranslationContextTypes

    from bot.chat.client import Bot

__all__ = ["PhraseTranslator", "phrase"]

ENGLISH = "en"


def phrase(bot: Bot, key: str) -> app_commands.locale_str:
    """The English phrase of ``key``, which the translator finds again in the other languages."""
    return app_commands.locale_str(bot.answers.say(key, ENGLISH), key=key)


class PhraseTranslator(app_commands.Translator):
    """Gives Discord the translations. What a language lacks stays English."""

    def __init__(self, bot: Bot) -> None:
        super().__init__()
        self._bot = bot

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: TranslationContextTypes,  # noqa: ARG002
    ) -> str | None:
        """The phrase in the language of ``locale``; None where it would be the English one."""
        key = string.extras.get("key")
        language = self._bot.answers.language_of(locale.value)
        if key is None or language == ENGLISH:
            return None
        text = self._bot.answers.say(key, language)
        return None if text == string.message else text
