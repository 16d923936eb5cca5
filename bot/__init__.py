"""A Discord bot that explains cancer immunotherapy in plain, sourced, dated words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.chat.client import Bot
    from bot.knowledge.load import Knowledge
    from bot.settings import Settings

__all__ = ["create_bot"]


def create_bot(settings: Settings, knowledge: Knowledge | None = None) -> Bot:
    """The bot, not yet connected: the seam that tests, the preview and ``run`` share.

    Without ``knowledge`` the folders of the settings are loaded; raises KnowledgeError if they cannot be.
    """
    # Late, so that the terminal commands start without discord.py.
    from bot.chat.client import create_bot as create

    return create(settings, knowledge)
