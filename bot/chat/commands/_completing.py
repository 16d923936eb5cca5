"""What is offered while an option is being typed.

discord.py only logs what fails in here, with the user's id in the line. So these callbacks answer by themselves,
inside our own handler, and discord.py finds the interaction answered.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.chat import failures, replies
from bot.chat.buttons import shortened
from bot.chat.pin_cards import title_of
from bot.pins.cards import PAGES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    import discord

    from bot.chat.client import Bot
    from bot.knowledge.model import Kind
    from bot.lookup.find import Completion
    from bot.storage.records import Pin

    Complete = Callable[[discord.Interaction[Any], str], Awaitable[list[app_commands.Choice[str]]]]
    Choices = Iterable[app_commands.Choice[str]]

__all__ = ["entries", "matching", "picked", "pinnable", "pins", "sections"]

#: Discord's limits for the name and the value of a choice.
CHOICE = 100
#: Entries kept as choices, in all languages together; 300 bytes each.
LINES = 2048


def entries(bot: Bot, kind: Kind | None = None) -> Complete:
    """Titles with their gists; the value is the entry's id."""

    def choices(interaction: discord.Interaction[Any], typed: str) -> Iterable[app_commands.Choice[str]]:
        found = bot.answers.complete(typed, bot.answers.language_of(interaction.locale.value), kind)
        return map(_line, found)

    return _answering(choices)


def matching(bot: Bot, listed: Callable[[str], Iterable[tuple[str, str]]]) -> Complete:
    """Of the pairs of id and title that ``listed`` gives for a language, those whose title has what was typed."""

    def choices(interaction: discord.Interaction[Any], typed: str) -> Iterable[app_commands.Choice[str]]:
        pairs = listed(bot.answers.language_of(interaction.locale.value))
        wanted = typed.strip().casefold()
        return [_choice(title, id_) for id_, title in pairs if wanted in title.casefold()]

    return _answering(choices)


def sections(bot: Bot, of: str) -> Complete:
    """The sections of the entry that stands in the option ``of`` already."""

    def choices(interaction: discord.Interaction[Any], typed: str) -> Iterable[app_commands.Choice[str]]:
        query = str(getattr(interaction.namespace, of, None) or "")
        pairs = bot.answers.sections(query, bot.answers.language_of(interaction.locale.value))
        wanted = typed.strip().casefold()
        return [_choice(title, id_) for id_, title in pairs if wanted in title.casefold()]

    return _answering(choices)


def pinnable(bot: Bot) -> Complete:
    """What can be pinned: the warning signs, help lines and help, then entries."""

    def choices(interaction: discord.Interaction[Any], typed: str) -> Iterable[app_commands.Choice[str]]:
        language, wanted = bot.answers.language_of(interaction.locale.value), typed.strip().casefold()
        titles = {id_: bot.answers.say(f"pins.pages.{id_[1:]}", language) for id_ in PAGES}
        pages = [_choice(title, id_) for id_, title in titles.items() if wanted in title.casefold()]
        found = bot.answers.complete(typed, language)
        return [*pages, *map(_line, found)]

    return _answering(choices)


def pins(bot: Bot, every: str = "") -> Complete:
    """The server's pins, by title and channel; the value is the pin's id. ``every`` is the value for all of them."""

    async def choices(interaction: discord.Interaction[Any], typed: str) -> Iterable[app_commands.Choice[str]]:
        if interaction.guild is None or not interaction.permissions.pin_messages:
            return []
        language, wanted = bot.answers.language_of(interaction.locale.value), typed.strip().casefold()
        known = await (await bot.stored.get()).pins.of_guild(interaction.guild.id)
        pairs = [(pin.id, _place(bot, interaction.guild, pin)) for pin in known]
        first = [(every, bot.answers.say("pins.all", language))] if every else []
        return [_choice(title, id_) for id_, title in (*first, *pairs) if wanted in title.casefold()]

    return _answering_later(choices)


def _place(bot: Bot, guild: discord.Guild, pin: Pin) -> str:
    channel = guild.get_channel_or_thread(pin.channel_id)
    title = title_of(bot.answers, pin)
    return f"{title} (#{channel.name})" if channel else title


def picked(typed: str | None, pairs: Iterable[tuple[str, str]]) -> str:
    """The id that was picked, or whose title was typed; "" for neither: options take any text."""
    wanted = (typed or "").strip().casefold()
    return next((id_ for id_, title in pairs if wanted and wanted in (id_.casefold(), title.casefold())), "")


@lru_cache(maxsize=LINES)
def _line(found: Completion) -> app_commands.Choice[str]:
    """An entry as a choice: the same ones are shown again and again, 25 on each key."""
    return _choice(f"{found.title}: {found.gist}" if found.gist else found.title, found.id)


def _choice(name: str, value: str) -> app_commands.Choice[str]:
    return app_commands.Choice(name=shortened(name, CHOICE), value=value)


def _answering(choices: Callable[[discord.Interaction[Any], str], Choices]) -> Complete:
    async def later(interaction: discord.Interaction[Any], typed: str) -> Choices:
        return choices(interaction, typed)

    return _answering_later(later)


def _answering_later(choices: Callable[[discord.Interaction[Any], str], Awaitable[Choices]]) -> Complete:
    async def complete(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        found: list[app_commands.Choice[str]] = []
        async with failures.caught_quietly("autocomplete"):
            found = list(await choices(interaction, typed))
        async with failures.caught_quietly("autocomplete"):
            await replies.complete(interaction, found)
        return []

    return complete
