"""``/settings``: what a server's moderators can choose, and what each choice does."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat import replies, rights
from bot.chat.commands._completing import matching, picked
from bot.chat.commands._spoken import Typed, moderators, spoken
from bot.chat.settings_card import settings_card
from bot.storage.records import ServerSettings

if TYPE_CHECKING:
    from bot.chat.client import Bot

#: Stands for "nothing chosen" where no value could: each reader's own language, no country.
OWN, NONE = "own", "none"
ON, OFF = "on", "off"


def command(bot: "Bot") -> app_commands.Group:
    """The group of ``bot``."""
    group = moderators(bot, "settings")
    group.add_command(_show(bot))
    group.add_command(_set(bot))
    return group


def _show(bot: "Bot") -> app_commands.Command[Any, ..., None]:
    async def show(interaction: discord.Interaction[Any]) -> None:
        guild_id = rights.require(interaction)
        language = bot.answers.language_of(interaction.locale.value)
        await replies.hold(interaction)
        await bot.stored.get()  # what was set must not be shown as "not set" while the database is away
        await replies.respond(interaction, bot.answers, settings_card(bot.answers, language, bot.servers.of(guild_id)))

    return spoken(bot, "settings.show", show)


def _set(bot: "Bot") -> app_commands.Command[Any, ..., None]:
    async def set_(  # noqa: PLR0913, PLR0917 - each is an option that people type
        interaction: discord.Interaction[Any],
        language: str | None = None,
        answers: str | None = None,
        country: Typed | None = None,
        pin_updates: str | None = None,
        words_menu: str | None = None,
        public_in: rights.Target | None = None,
        private_in: rights.Target | None = None,
        public_everywhere: bool | None = None,
    ) -> None:
        guild_id, own = rights.require(interaction), bot.answers.language_of(interaction.locale.value)
        chosen = _country(bot, own, country)
        if country and chosen is None:
            await replies.respond(interaction, bot.answers, bot.answers.notice("settings-no-country", own))
            return
        changes = _changes(
            language=language, answers=answers, pin_updates=pin_updates, country=chosen, words_menu=words_menu
        )
        if not changes and (public_in, private_in, public_everywhere) == (None, None, None):
            await replies.respond(interaction, bot.answers, bot.answers.notice("settings-nothing", own))
            return
        await replies.hold(interaction)

        def make(current: ServerSettings) -> dict[str, Any]:
            channels = _channels(current.public_channels, public_in, private_in, everywhere=bool(public_everywhere))
            return {**changes, "public_channels": channels}

        settings = await bot.servers.change(guild_id, make)
        bot.wake_rounds()  # pins may be waiting for "automatic"
        said = bot.answers.say("settings.saved", own)
        await replies.respond(interaction, bot.answers, settings_card(bot.answers, own, settings, said))

    def countries(language: str) -> tuple[tuple[str, str], ...]:
        return ((NONE, bot.answers.say("settings.no_country", language)), *bot.answers.countries(language))

    choices = {
        "language": (OWN, *bot.answers.languages),
        "answers": ("private", "public"),
        "pin_updates": ("automatic", "ask"),
        "words_menu": (ON, OFF),
    }
    return spoken(bot, "settings.set", set_, complete={"country": matching(bot, countries)}, choices=choices)


def _country(bot: "Bot", language: str, typed: str | None) -> str | None:
    """The ISO code that was picked or typed, ``none``, or None if it is no country we have lines for."""
    if typed is None:
        return None
    none = (NONE, bot.answers.say("settings.no_country", language))
    return picked(typed, (none, *bot.answers.countries(language))) or None


def _changes(**chosen: str | None) -> dict[str, Any]:
    """What was chosen, as the settings hold it; options that were left empty change nothing."""
    values: dict[str, Any] = {OWN: None, NONE: None, ON: True, OFF: False}
    return {key: values.get(value, value) for key, value in chosen.items() if value is not None}


def _channels(
    current: tuple[int, ...], add: rights.Target | None, remove: rights.Target | None, *, everywhere: bool
) -> tuple[int, ...]:
    kept = () if everywhere else current
    added = (*kept, add.id) if add else kept
    return tuple(dict.fromkeys(each for each in added if remove is None or each != remove.id))
