"""Look-ups without slash commands: a message that mentions the bot, or a direct message to it.

Members who use Discord's "legacy chat input" accessibility setting cannot use slash commands. The content of such
messages reaches the bot without any privileged intent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat import replies
from bot.chat.home import at_home
from bot.chat.sharing import allowed

if TYPE_CHECKING:
    import discord

    from bot.chat.client import Bot

__all__ = ["answer_message", "words_for"]

#: Longer than any name; the rest of a long message is not looked up.
QUERY = 100


def words_for(message: discord.Message, bot_id: int) -> str | None:
    """What the message asks the bot; None if it is not for the bot.

    A reply to one of the bot's messages counts as a mention for Discord, not for us: people answer each other there.
    """
    if message.author.bot:
        return None
    tags = (f"<@{bot_id}>", f"<@!{bot_id}>")
    if message.guild is not None and not any(tag in message.content for tag in tags):
        return None
    words = message.content
    for tag in tags:
        words = words.replace(tag, " ")
    return " ".join(words.split())


async def answer_message(bot: Bot, message: discord.Message, words: str) -> None:
    """Replies with the card for the words, with the known words in a longer text, or with how to ask.

    The language is the server's: a message, unlike a command, does not say which language its author reads. Where the
    moderators do not want public answers, the reply says where they are welcome, and how to ask privately; but a
    warning sign or a crisis is answered everywhere.
    """
    answers, language = bot.answers, bot.language_for_all(message.guild)
    settings = bot.servers.of(message.guild.id if message.guild else None)
    if not allowed(settings, message.channel) and not answers.finder.alarm(words):
        channels = " ".join(f"<#{each}>" for each in settings.public_channels)
        answer = answers.notice("not-public-here", language, channels=channels)
    elif not words:
        answer = answers.help(language)
    elif len(words) <= QUERY:
        answer = answers.explain(words, language)
    else:
        answer = answers.scan(words, language)
    await replies.reply(message, answers, at_home(answers, answer, settings))
