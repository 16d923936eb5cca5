"""The command tree: one limiter, one failure handler, and commands that are sent to Discord only when they changed."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat import failures
from bot.chat.words import PhraseTranslator

if TYPE_CHECKING:
    from pathlib import Path

    from bot.chat.client import Bot

__all__ = ["Tree", "sync_if_changed"]

_log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree["Bot"]):
    """Subclassed rather than patched: simcord, like any wrapper, sees the errors that a subclass handles."""

    def __init__(self, client: Bot) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def interaction_check(self, interaction: discord.Interaction[Bot], /) -> bool:
        """The limiter. What is typed under an option is not counted: it costs nothing, and nobody can be told."""
        self.client.asked += 1
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        async with failures.caught(interaction, self.client.answers, "limiter"):
            return await self.client.may_ask(interaction)
        return False

    async def on_error(self, interaction: discord.Interaction[Bot], error: app_commands.AppCommandError, /) -> None:
        """Every failed command ends here."""
        if interaction.type is discord.InteractionType.autocomplete:
            failures.failed_quietly(error, "autocomplete")
        else:
            await failures.failed(interaction, self.client.answers, error, "command")


async def sync_if_changed(tree: Tree, remembered: Path) -> bool:
    """Sends the commands to Discord unless exactly these were sent last time; gives whether it did.

    ``tree.sync()`` always overwrites all commands. The hash of what was sent stands in the file ``remembered``;
    where that cannot be read or written the commands are sent every time.
    """
    current = await _digest(tree)
    if _read(remembered) == current:
        return False
    await tree.sync()
    _write(remembered, current)
    return True


async def _digest(tree: Tree) -> str:
    """Changes with anything Discord shows: names, descriptions, options, translations, contexts, the application."""
    translator = tree.translator or PhraseTranslator(tree.client)
    payload: list[dict[str, Any]] = [
        await command.get_translated_payload(tree, translator) for command in tree.get_commands()
    ]
    text = json.dumps([tree.client.application_id, payload], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _read(remembered: Path) -> str | None:
    try:
        return remembered.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None


def _write(remembered: Path, current: str) -> None:
    try:
        remembered.parent.mkdir(parents=True, exist_ok=True)
        remembered.write_text(current, encoding="ascii")
    except OSError:
        _log.warning("the hash of the commands could not be kept; they are sent again at the next start")
