"""Whether a person is a moderator here: Discord's Pin Messages, checked by the bot and not only by Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

if TYPE_CHECKING:
    from bot.chat.client import Bot

__all__ = ["NotModeratorError", "Target", "may_pin_in", "require", "target_of"]

#: What may be chosen as a place for a pin.
Target = app_commands.AppCommandChannel | app_commands.AppCommandThread

#: Since 23 February 2026 Manage Messages no longer lets anybody pin.
RIGHT = "pin_messages"


class NotModeratorError(app_commands.MissingPermissions):
    """The person lacks Pin Messages in the channel that it is about."""

    def __init__(self) -> None:
        super().__init__([RIGHT])


def require(interaction: discord.Interaction[Any]) -> int:
    """The server's id, if the person may pin in this channel. Raises NoPrivateMessage and NotModeratorError."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    if not interaction.permissions.pin_messages:
        raise NotModeratorError
    return interaction.guild_id


def target_of(interaction: discord.Interaction[Any], chosen: Target | None) -> int:
    """The id of the channel that was chosen, or of this one. Raises NotModeratorError."""
    if chosen is None:
        assert interaction.channel_id is not None
        return interaction.channel_id
    if not (chosen.permissions.view_channel and chosen.permissions.pin_messages):
        raise NotModeratorError
    return chosen.id


def may_pin_in(bot: Bot, interaction: discord.Interaction[Any], channel_id: int) -> bool:
    """Whether the person may pin in another channel of this server; in one that is gone, whether they may here."""
    guild = bot.get_guild(interaction.guild_id or 0)
    channel = guild.get_channel_or_thread(channel_id) if guild else None
    if channel is None or not isinstance(interaction.user, discord.Member):
        return interaction.permissions.pin_messages
    allowed = channel.permissions_for(interaction.user)
    return allowed.view_channel and allowed.pin_messages
