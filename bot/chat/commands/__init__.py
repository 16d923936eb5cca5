"""The commands, one module each: look up, render, send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.chat.commands import about, explain, glossary, pin, privacy, settings, summary, support, topics, urgent, words
from bot.chat.commands import help as help_

if TYPE_CHECKING:
    from discord import app_commands

    from bot.chat.client import Bot

__all__ = ["every"]


def every(bot: Bot) -> list[app_commands.Command[Any, ..., None] | app_commands.Group | app_commands.ContextMenu]:
    """All commands of ``bot``, in the order of the help page."""
    return [
        explain.command(bot),
        glossary.command(bot),
        summary.command(bot),
        urgent.command(bot),
        support.command(bot),
        topics.command(bot),
        help_.command(bot),
        about.command(bot),
        privacy.command(bot),
        pin.command(bot),
        settings.command(bot),
        words.command(bot),
    ]
