"""What a press about pins does. *About* is for everybody, the others are for moderators."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.answers.answer import Part
from bot.chat import pin_cards, pinning, replies, rights
from bot.chat.custom_ids import PinAction
from bot.pins.board import PinRefused, Reason
from bot.pins.cards import request_of
from bot.pins.keeper import Place

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import discord

    from bot.chat.client import Bot
    from bot.pins.steps import Kept
    from bot.storage.records import Pin

__all__ = ["press"]


async def press(bot: Bot, interaction: discord.Interaction[Any], action: PinAction, target: str) -> None:
    """Does what ``action`` asks for with ``target``; ``PinAction`` says what that is."""
    match action:
        case PinAction.ABOUT:
            await _about(bot, interaction, target)
        case PinAction.UPDATE:
            await _step(bot, interaction, target, bot.keeper.update)
        case PinAction.UNPIN:
            await _step(bot, interaction, target, bot.keeper.remove)
        case PinAction.LIST:
            guild_id = rights.require(interaction)
            await replies.hold(interaction, turning=True)
            page = int(target) if target.isdecimal() else 0
            made = await pinning.list_of(bot, interaction, guild_id, page)
            await replies.turn(interaction, bot.answers, made.answer, controls=made.controls)
        case PinAction.STARTER:
            await _starter(bot, interaction, target)


async def _about(bot: Bot, interaction: discord.Interaction[Any], pin_id: str) -> None:
    await replies.hold(interaction)
    pin = await (await bot.stored.get()).pins.get(pin_id)
    language = pinning.language_of(bot, interaction)
    moderator = pin is not None and rights.may_pin_in(bot, interaction, pin.channel_id)
    made = pin_cards.about_card(bot.answers, language, pin, moderator=moderator)
    await replies.respond(interaction, bot.answers, made.answer, controls=made.controls)


async def _step(
    bot: Bot, interaction: discord.Interaction[Any], pin_id: str, step: Callable[[str], Awaitable[Kept]]
) -> None:
    """Updates or removes one pin. A press on the private list shows the list again, with what was done above it."""
    guild_id = rights.require(interaction)
    on_list = interaction.message is not None and interaction.message.flags.ephemeral
    await replies.hold(interaction, turning=on_list)
    pin = await _own(bot, interaction, pin_id, guild_id)
    kept = await step(pin.id)
    done = pinning.done_card(bot, kept, pinning.language_of(bot, interaction))
    if not on_list:
        await replies.respond(interaction, bot.answers, done)
        return
    made = await pinning.list_of(bot, interaction, guild_id, said=done.title)
    await replies.turn(interaction, bot.answers, made.answer, controls=made.controls)


async def _own(bot: Bot, interaction: discord.Interaction[Any], pin_id: str, guild_id: int) -> Pin:
    """The pin, if it is of this server and the person may pin in its channel."""
    pin = await (await bot.stored.get()).pins.get(pin_id)
    if pin is None or pin.guild_id != guild_id:
        raise PinRefused(Reason.UNKNOWN)
    if not rights.may_pin_in(bot, interaction, pin.channel_id):
        raise rights.NotModeratorError
    return pin


async def _starter(bot: Bot, interaction: discord.Interaction[Any], target: str) -> None:
    guild_id = rights.require(interaction)
    channel, _, pinned_in = target.partition(".")
    channel_id = int(channel) if channel.isdecimal() else 0
    if not rights.may_pin_in(bot, interaction, channel_id):
        raise rights.NotModeratorError
    await replies.hold(interaction, turning=True)
    await bot.stored.get()
    language, place = pinning.language_of(bot, interaction), Place(guild_id, channel_id)
    lines, refused = await _pinned(bot, place, pinned_in, language)
    key = "pin-starter-part" if refused else "pin-starter-done"
    answer = bot.answers.notice(key, language, channel=f"<#{channel_id}>")
    await replies.turn(interaction, bot.answers, replace(answer, parts=(Part(None, "\n".join(lines)),)))


async def _pinned(bot: Bot, place: Place, pinned_in: str, language: str) -> tuple[list[str], bool]:
    """A line for each card of the set, and whether one was refused. What refuses the first one refuses all."""
    lines: list[str] = []
    for entry_id in pin_cards.starters(bot.answers):
        try:
            kept = await bot.keeper.add(place, entry_id, "", pinned_in)
        except PinRefused as refused:
            if not lines:
                raise
            title = bot.answers.open(request_of(entry_id, "", pinned_in)).title
            return [*lines, f"- {title}: {pinning.why(bot, refused, language)}"], True
        done = bot.answers.say(f"pins.done.{kept.done.value}", language)
        lines.append(f"- {pin_cards.title_of(bot.answers, kept.pin)}: {done}")
    return lines, False
