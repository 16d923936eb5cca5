"""The card that shows a server's settings, each with what it does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.answer import Notice, Part

if TYPE_CHECKING:
    from bot.answers import Answers
    from bot.answers.answer import Answer
    from bot.storage.records import ServerSettings

__all__ = ["settings_card"]


def settings_card(answers: Answers, language: str, settings: ServerSettings, said: str = "") -> Answer:
    """Every setting: its value in bold, then what it does. ``said`` goes above."""

    def say(key: str, **facts: object) -> str:
        return answers.say(f"settings.{key}", language, **facts)

    countries = dict(answers.countries(language))
    values = {
        "language": say(f"languages.{settings.language or 'own'}"),
        "answers": say(f"answers.{settings.answers}"),
        "public_channels": _channels(settings) or say("everywhere"),
        "country": countries.get(settings.country or "", "") or say("no_country"),
        "pin_updates": say(f"pin_updates.{settings.pin_updates}"),
        "words_menu": say("on" if settings.words_menu else "off"),
    }
    parts = tuple(
        Part(say(f"titles.{key}"), f"**{value}**\n{say(f'explained.{key}')}", key) for key, value in values.items()
    )
    answer = replace(answers.notice("settings", language), parts=parts)
    return replace(answer, notices=(Notice(said),)) if said else answer


def _channels(settings: ServerSettings) -> str:
    return " ".join(f"<#{channel}>" for channel in settings.public_channels)
