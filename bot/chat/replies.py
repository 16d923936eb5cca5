"""The one door out: every message the bot sends passes here, and no other module sends any.

What holds for all of them: built from an ``Answer``, so the safety note is there; mentions off; limits kept by
``cards``; private unless the caller says otherwise. A test fails if another module of ``bot`` calls a send method.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import discord

from bot.chat.cards import Labels, card

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from discord.app_commands import Choice

    from bot.answers import Answers
    from bot.answers.answer import Answer

__all__ = ["complete", "post", "reply", "respond", "turn"]

_log = logging.getLogger(__name__)

#: Nobody is ever pinged, whatever the client's default is.
QUIET = discord.AllowedMentions.none()
#: discord.py repeats requests that Discord failed with 500, 502, 504 or 524 by itself, but raises 503 at once.
UNAVAILABLE = 503
PAUSES = (0.3, 1.0)


async def respond(
    interaction: discord.Interaction[Any], answers: Answers, answer: Answer, *, public: bool = False
) -> None:
    """Answers an interaction with a message: the first one, or a further one if it was answered already."""
    view = card(answer, _labels(answers, answer), public=public)
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=not public, allowed_mentions=QUIET)
    else:
        await interaction.response.send_message(view=view, ephemeral=not public, allowed_mentions=QUIET)


async def turn(interaction: discord.Interaction[Any], answers: Answers, answer: Answer) -> None:
    """Answers a press by changing the card it was on: only for a card that its reader alone can see."""
    view = card(answer, _labels(answers, answer))
    await interaction.response.edit_message(view=view, allowed_mentions=QUIET)


async def reply(message: discord.Message, answers: Answers, answer: Answer) -> None:
    """Answers a message under it, publicly, without pinging its author."""
    view = card(answer, _labels(answers, answer), public=True)
    await _patiently(lambda: message.reply(view=view, allowed_mentions=QUIET, mention_author=False))


async def post(channel: discord.abc.Messageable, answers: Answers, answer: Answer) -> discord.Message:
    """Posts a card in a channel."""
    view = card(answer, _labels(answers, answer), public=True)
    return await _patiently(lambda: channel.send(view=view, allowed_mentions=QUIET))


async def complete(interaction: discord.Interaction[Any], choices: Sequence[Choice[str]]) -> None:
    """Shows at most 25 choices under an option that is being typed."""
    await interaction.response.autocomplete(choices[:25])


def _labels(answers: Answers, answer: Answer) -> Labels:
    return Labels.from_phrases(answers.say, answer.request.language)


async def _patiently(send: Callable[[], Awaitable[discord.Message]]) -> discord.Message:
    """Sends, and tries again for about a second while Discord says that it is unavailable."""
    for pause in PAUSES:
        try:
            return await send()
        except discord.DiscordServerError as error:
            if error.status != UNAVAILABLE:
                raise
            _log.info("discord unavailable; trying again")
            await asyncio.sleep(pause)
    return await send()
