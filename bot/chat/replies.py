"""The one door out: every message the bot sends passes here, and no other module sends any.

What holds for all of them: built from an ``Answer``, so the safety note is there; mentions off; limits kept by
``cards``; private unless the caller says otherwise. A test fails if another module of ``bot`` calls a send method.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import discord

from bot.chat.buttons import KeptCard
from bot.chat.cards import Labels, card, text_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from discord.app_commands import Choice

    from bot.answers import Answers
    from bot.answers.answer import Answer
    from bot.chat.buttons import Card, Press

__all__ = ["complete", "edit", "hold", "post", "reply", "respond", "text", "turn"]

_log = logging.getLogger(__name__)

#: Nobody is ever pinged, whatever the client's default is.
QUIET = discord.AllowedMentions.none()
#: discord.py repeats requests that Discord failed with 500, 502, 504 or 524 by itself, but raises 503 at once.
UNAVAILABLE = 503
PAUSES = (0.3, 1.0)
#: Cards that are kept laid out, as JSON of about 4 KB, the last ones used last: laying one out takes half as long as
#: all else about an answer. As many as ``Answers`` keeps.
CARDS = 512
_kept: OrderedDict[tuple[int, bool], tuple[Answer, str]] = OrderedDict()


async def respond(
    interaction: discord.Interaction[Any],
    answers: Answers,
    answer: Answer,
    *,
    public: bool = False,
    controls: Sequence[Press] = (),
) -> None:
    """Answers an interaction with a message: the first one, or a further one if it was answered already."""
    view = _card(answers, answer, public=public, controls=controls)
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=not public, allowed_mentions=QUIET)
    else:
        await interaction.response.send_message(view=view, ephemeral=not public, allowed_mentions=QUIET)


async def hold(interaction: discord.Interaction[Any], *, turning: bool = False) -> None:
    """Tells Discord within its three seconds that a private answer will come; ``turning``: by changing the card."""
    await interaction.response.defer(ephemeral=True, thinking=not turning)


async def turn(
    interaction: discord.Interaction[Any], answers: Answers, answer: Answer, *, controls: Sequence[Press] = ()
) -> None:
    """Answers a press by changing the card it was on: only for a card that its reader alone can see."""
    view = _card(answers, answer, controls=controls)
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view, allowed_mentions=QUIET)
    else:
        await interaction.response.edit_message(view=view, allowed_mentions=QUIET)


async def reply(message: discord.Message, answers: Answers, answer: Answer) -> None:
    """Answers a message under it, publicly, without pinging its author."""
    view = _card(answers, answer, public=True)
    await _patiently(lambda: message.reply(view=view, allowed_mentions=QUIET, mention_author=False))


async def post(
    channel: discord.abc.Messageable,
    answers: Answers,
    answer: Answer,
    *,
    controls: Sequence[Press] = (),
    nonce: str | None = None,
) -> discord.Message:
    """Posts a card in a channel. The same ``nonce`` (at most 25 characters) again within minutes posts it once."""
    view = _card(answers, answer, public=True, controls=controls)
    if nonce is None:
        return await _patiently(lambda: channel.send(view=view, allowed_mentions=QUIET))
    return await _patiently(lambda: channel.send(view=view, allowed_mentions=QUIET, nonce=nonce))


async def edit(
    message: discord.PartialMessage, answers: Answers, answer: Answer, *, controls: Sequence[Press] = ()
) -> None:
    """Changes a card that everybody sees."""
    view = _card(answers, answer, public=True, controls=controls)
    await _patiently(lambda: message.edit(view=view, allowed_mentions=QUIET))


def text(answers: Answers, answer: Answer) -> str:
    """What ``post`` and ``edit`` would show, as text."""
    return text_of(_laid_out(answers, answer, public=True))


async def complete(interaction: discord.Interaction[Any], choices: Sequence[Choice[str]]) -> None:
    """Shows at most 25 choices under an option that is being typed."""
    await interaction.response.autocomplete(choices[:25])


def _card(answers: Answers, answer: Answer, *, public: bool = False, controls: Sequence[Press] = ()) -> Card:
    """The card. An exact answer, which ``Answers`` keeps, is laid out once; a guess quotes what was typed."""
    if controls or answer.found is None or answer.found.outcome != "exact":
        return _laid_out(answers, answer, public=public, controls=controls)
    kept = _kept.pop((id(answer), public), None)
    if kept is None or kept[0] is not answer:
        kept = (answer, json.dumps(_laid_out(answers, answer, public=public).to_components()))
    _kept[id(answer), public] = kept
    if len(_kept) > CARDS:
        _kept.popitem(last=False)
    return KeptCard(kept[1])


def _laid_out(answers: Answers, answer: Answer, *, public: bool, controls: Sequence[Press] = ()) -> Card:
    return card(answer, Labels.from_phrases(answers.say, answer.request.language), public=public, controls=controls)


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
