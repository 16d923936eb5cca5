"""What is offered while an option is being typed.

discord.py only logs what fails in here, with the user's id in the line. So these callbacks answer by themselves,
inside our own handler, and discord.py finds the interaction answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.chat import failures, replies
from bot.chat.buttons import shortened

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    import discord

    from bot.chat.client import Bot
    from bot.knowledge.model import Kind

    Complete = Callable[[discord.Interaction[Any], str], Awaitable[list[app_commands.Choice[str]]]]

__all__ = ["entries", "matching", "picked", "sections"]

#: Discord's limits for the name and the value of a choice.
CHOICE = 100


def entries(bot: Bot, kind: Kind | None = None) -> Complete:
    """Titles with their gists; the value is the entry's id."""

    def choices(interaction: discord.Interaction[Any], typed: str) -> Iterable[app_commands.Choice[str]]:
        found = bot.answers.complete(typed, bot.answers.language_of(interaction.locale.value), kind)
        return (_choice(f"{each.title}: {each.gist}" if each.gist else each.title, each.id) for each in found)

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


def picked(typed: str | None, pairs: Iterable[tuple[str, str]]) -> str:
    """The id that was picked, or whose title was typed; "" for neither: options take any text."""
    wanted = (typed or "").strip().casefold()
    return next((id_ for id_, title in pairs if wanted and wanted in (id_.casefold(), title.casefold())), "")


def _choice(name: str, value: str) -> app_commands.Choice[str]:
    return app_commands.Choice(name=shortened(name, CHOICE), value=value)


def _answering(
    choices: Callable[[discord.Interaction[Any], str], Iterable[app_commands.Choice[str]]],
) -> Complete:
    async def complete(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        found: list[app_commands.Choice[str]] = []
        async with failures.caught_quietly("autocomplete"):
            found = list(choices(interaction, typed))
        async with failures.caught_quietly("autocomplete"):
            await replies.complete(interaction, found)
        return []

    return complete
