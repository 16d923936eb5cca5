"""What the commands about pins do: look up, act through the keeper, say what was done.

Each of these holds the answer first (Discord waits three seconds for it), then works; the database has two seconds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.answers.answer import Notice, Part
from bot.chat import pin_cards, replies, rights
from bot.pins.board import PIN_LIMIT, PinRefused, Reason
from bot.pins.cards import request_of
from bot.pins.keeper import Keeper, Place
from bot.pins.states import State, listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.answers.answer import Answer
    from bot.chat.client import Bot
    from bot.chat.pin_cards import Controlled
    from bot.pins.difference import Difference
    from bot.pins.states import Listed
    from bot.pins.steps import Kept
    from bot.storage.records import Pin

__all__ = [
    "add",
    "done_card",
    "language_of",
    "list_of",
    "offer_starter",
    "preview",
    "remove",
    "show_list",
    "update",
    "update_all",
    "why",
]


def language_of(bot: Bot, interaction: discord.Interaction[Any]) -> str:
    """The language that the moderator reads."""
    return bot.answers.language_of(interaction.locale.value)


async def add(bot: Bot, interaction: discord.Interaction[Any], channel_id: int, request: tuple[str, str, str]) -> None:
    """``/pin add``: ``request`` is entry, section and language."""
    guild_id = rights.require(interaction)
    await replies.hold(interaction)
    await bot.stored.get()
    kept = await bot.keeper.add(Place(guild_id, channel_id), *request)
    await replies.respond(interaction, bot.answers, done_card(bot, kept, language_of(bot, interaction)))


def done_card(bot: Bot, kept: Kept, language: str) -> Answer:
    """The confirmation of a step."""
    pin = kept.pin
    title, channel = pin_cards.title_of(bot.answers, pin), f"<#{pin.channel_id}>"
    return bot.answers.notice(f"pin-{kept.done.value}", language, title=title, channel=channel)


async def preview(bot: Bot, interaction: discord.Interaction[Any], request: tuple[str, str, str]) -> None:
    """``/pin preview``: the card as it would be pinned, for the moderator alone."""
    rights.require(interaction)
    answer = bot.answers.open(request_of(*request))
    said = Notice(bot.answers.say("pins.preview", language_of(bot, interaction)))
    await replies.respond(interaction, bot.answers, replace(answer, notices=(said, *answer.notices), shareable=False))


async def show_list(bot: Bot, interaction: discord.Interaction[Any]) -> None:
    """``/pin list``."""
    guild_id = rights.require(interaction)
    await replies.hold(interaction)
    made = await list_of(bot, interaction, guild_id)
    await replies.respond(interaction, bot.answers, made.answer, controls=made.controls)


async def list_of(
    bot: Bot, interaction: discord.Interaction[Any], guild_id: int, page: int = 0, said: str = ""
) -> Controlled:
    """A page of the list, with ``said`` above it."""
    storage = await bot.stored.get()
    listed = await listing(bot.keeper, await storage.pins.of_guild(guild_id), bot.answers)
    changes = await _changes(bot.keeper, pin_cards.page_of(listed, page)[1])
    return pin_cards.list_card(bot.answers, language_of(bot, interaction), listed, page, changes, said)


async def _changes(keeper: Keeper, listed: Sequence[Listed]) -> dict[str, Difference]:
    return {each.pin.id: await keeper.truth.changes(each.pin) for each in listed if each.state is State.WAITING}


async def remove(bot: Bot, interaction: discord.Interaction[Any], typed: str) -> None:
    """``/pin remove``: the pin that was chosen. Where several fit, the list shows them to choose from."""
    guild_id = rights.require(interaction)
    await replies.hold(interaction)
    found = await _fitting(bot, interaction, guild_id, typed)
    language = language_of(bot, interaction)
    if len(found) > 1:
        made = await list_of(bot, interaction, guild_id, said=bot.answers.say("pins.several", language))
        await replies.respond(interaction, bot.answers, made.answer, controls=made.controls)
        return
    kept = await bot.keeper.remove(found[0].id)
    await replies.respond(interaction, bot.answers, done_card(bot, kept, language))


async def update(bot: Bot, interaction: discord.Interaction[Any], typed: str) -> None:
    """``/pin update`` with a topic: every pin of it that the person may change, in whatever channel."""
    guild_id = rights.require(interaction)
    await replies.hold(interaction)
    found = await _fitting(bot, interaction, guild_id, typed)
    if len(found) == 1:
        kept = await bot.keeper.update(found[0].id)
        await replies.respond(interaction, bot.answers, done_card(bot, kept, language_of(bot, interaction)))
    else:
        await _update_each(bot, interaction, found)


async def update_all(bot: Bot, interaction: discord.Interaction[Any]) -> None:
    """``/pin update``: all that need it."""
    guild_id = rights.require(interaction)
    await replies.hold(interaction)
    storage = await bot.stored.get()
    listed = await listing(bot.keeper, await storage.pins.of_guild(guild_id), bot.answers)
    mine = [each.pin for each in listed if each.state in _FOR_ALL]
    await _update_each(bot, interaction, [pin for pin in mine if rights.may_pin_in(bot, interaction, pin.channel_id)])


#: What "update all" does by itself; what somebody took down by hand is put back one at a time, on purpose.
_FOR_ALL = frozenset({State.WAITING, State.UNFINISHED})


async def _update_each(bot: Bot, interaction: discord.Interaction[Any], pins: Sequence[Pin]) -> None:
    language = language_of(bot, interaction)
    lines = [await _tried(bot, pin, language) for pin in pins]
    answer = bot.answers.notice("pin-all-updated" if lines else "pin-all-current", language, count=len(lines))
    await replies.respond(interaction, bot.answers, replace(answer, parts=(Part(None, "\n".join(lines)),)))


async def _fitting(bot: Bot, interaction: discord.Interaction[Any], guild_id: int, typed: str) -> Sequence[Pin]:
    """The pins that ``typed`` may mean: by id, else by topic, those of this channel first if there are any.

    Raises PinRefused (unknown) and NotModeratorError.
    """
    known = await (await bot.stored.get()).pins.of_guild(guild_id)
    found = [pin for pin in known if pin.id == typed] or _of_topic(bot, known, typed, language_of(bot, interaction))
    if not found:
        raise PinRefused(Reason.UNKNOWN)
    mine = [pin for pin in found if rights.may_pin_in(bot, interaction, pin.channel_id)]
    if not mine:
        raise rights.NotModeratorError
    return [pin for pin in mine if pin.channel_id == interaction.channel_id] or mine


def _of_topic(bot: Bot, pins: Sequence[Pin], typed: str, language: str) -> list[Pin]:
    answers = bot.answers
    titles = ((pin, pin_cards.title_of(answers, pin).casefold()) for pin in pins)
    if named := [pin for pin, title in titles if typed.strip().casefold() in (pin.entry_id, title)]:
        return named
    answer = answers.summary(typed, language)
    exact = answer.found is not None and answer.found.outcome == "exact"
    return [pin for pin in pins if exact and pin.entry_id == answer.request.id]


async def _tried(bot: Bot, pin: Pin, language: str) -> str:
    """A line about one of several: what was done, or why not. Discord being down ends the whole."""
    title = pin_cards.title_of(bot.answers, pin)
    try:
        kept = await bot.keeper.update(pin.id)
    except PinRefused as refused:
        if refused.reason is Reason.UNAVAILABLE:
            raise
        return f"- {title}: {why(bot, refused, language)}"
    return f"- {title}: {bot.answers.say(f'pins.done.{kept.done.value}', language)}"


def why(bot: Bot, refused: PinRefused, language: str) -> str:
    """A refusal in a few words, for a line of several."""
    return bot.answers.say(f"notices.pin-{refused.reason.value}.title", language, limit=PIN_LIMIT)


async def offer_starter(bot: Bot, interaction: discord.Interaction[Any], channel_id: int, pinned_in: str) -> None:
    """``/pin starter``: shows what it would pin, and a button that does it."""
    rights.require(interaction)
    made = pin_cards.starter_card(bot.answers, language_of(bot, interaction), channel_id, pinned_in)
    await replies.respond(interaction, bot.answers, made.answer, controls=made.controls)
