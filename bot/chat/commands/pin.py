"""``/pin``: moderators pin topic summaries that keep themselves true."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat import pin_cards, pinning, replies, rights
from bot.chat.commands._completing import picked, pinnable, pins, sections
from bot.chat.commands._spoken import Typed, moderators, spoken
from bot.pins.cards import PAGES

if TYPE_CHECKING:
    from bot.chat.client import Bot

#: ``/pin update`` and its autocomplete: every pin of the server.
ALL = "all"


def command(bot: "Bot") -> app_commands.Group:
    """The group of ``bot``."""
    group = moderators(bot, "pin")
    for each in (_add, _list, _remove, _update, _preview, _starter):
        group.add_command(each(bot))
    return group


def _languages(bot: "Bot") -> dict[str, tuple[str, ...]]:
    return {"language": bot.answers.languages}


def _language(bot: "Bot", interaction: discord.Interaction[Any], chosen: str | None) -> str:
    """The language that was chosen, else the server's own."""
    return chosen or bot.language_for_all(interaction.guild)


async def _request(
    bot: "Bot", interaction: discord.Interaction[Any], topic: str, section: str | None, language: str
) -> tuple[str, str, str] | None:
    """Entry, section and language of the card to pin; None after saying why it is not certain which."""
    own, answers = bot.answers.language_of(interaction.locale.value), bot.answers
    page = picked(topic, ((id_, answers.say(f"pins.pages.{id_[1:]}", own)) for id_ in PAGES))
    if page:
        return page, "", language
    answer = answers.summary(topic, own)
    if answer.found is None or answer.found.outcome != "exact" or answer.found.id is None:
        await replies.respond(interaction, answers, pin_cards.unclear_card(answers, answer, own))
        return None
    entry_id = answer.found.id
    chosen = picked(section, answers.sections(entry_id, own))
    if section and not chosen:
        await replies.respond(interaction, answers, answers.notice("pin-no-section", own, title=answer.title))
        return None
    return entry_id, chosen, language


def _add(bot: "Bot") -> app_commands.Command[Any, ..., None]:
    async def add(
        interaction: discord.Interaction[Any],
        topic: Typed,
        section: Typed | None = None,
        channel: rights.Target | None = None,
        language: str | None = None,
    ) -> None:
        rights.require(interaction)
        channel_id = rights.target_of(interaction, channel)
        request = await _request(bot, interaction, topic, section, _language(bot, interaction, language))
        if request:
            await pinning.add(bot, interaction, channel_id, request)

    complete = {"topic": pinnable(bot), "section": sections(bot, "topic")}
    return spoken(bot, "pin.add", add, complete=complete, choices=_languages(bot))


def _list(bot: "Bot") -> app_commands.Command[Any, ..., None]:
    async def list_(interaction: discord.Interaction[Any]) -> None:
        await pinning.show_list(bot, interaction)

    return spoken(bot, "pin.list", list_)


def _remove(bot: "Bot") -> app_commands.Command[Any, ..., None]:
    async def remove(interaction: discord.Interaction[Any], topic: Typed) -> None:
        await pinning.remove(bot, interaction, topic)

    return spoken(bot, "pin.remove", remove, complete={"topic": pins(bot)})


def _update(bot: "Bot") -> app_commands.Command[Any, ..., None]:
    async def update(interaction: discord.Interaction[Any], topic: Typed | None = None) -> None:
        if topic is None or topic.casefold() == ALL:
            await pinning.update_all(bot, interaction)
        else:
            await pinning.update(bot, interaction, topic)

    return spoken(bot, "pin.update", update, complete={"topic": pins(bot, ALL)})


def _preview(bot: "Bot") -> app_commands.Command[Any, ..., None]:
    async def preview(
        interaction: discord.Interaction[Any], topic: Typed, section: Typed | None = None, language: str | None = None
    ) -> None:
        rights.require(interaction)
        request = await _request(bot, interaction, topic, section, _language(bot, interaction, language))
        if request:
            await pinning.preview(bot, interaction, request)

    complete = {"topic": pinnable(bot), "section": sections(bot, "topic")}
    return spoken(bot, "pin.preview", preview, complete=complete, choices=_languages(bot))


def _starter(bot: "Bot") -> app_commands.Command[Any, ..., None]:
    async def starter(
        interaction: discord.Interaction[Any], channel: rights.Target | None = None, language: str | None = None
    ) -> None:
        rights.require(interaction)
        channel_id = rights.target_of(interaction, channel)
        await pinning.offer_starter(bot, interaction, channel_id, _language(bot, interaction, language))

    return spoken(bot, "pin.starter", starter, choices=_languages(bot))
