"""A command with its words from the phrases.

The keys: ``commands.<name>.name`` and ``.description``; for each option ``commands.<name>.<option>.name`` and
``.description``; for each fixed choice ``commands.<name>.<option>.<choice>``. The ``<name>`` of a command in a group is
``<group>.<command>``.
"""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat import failures
from bot.chat.words import phrase

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.chat.client import Bot

__all__ = ["Typed", "moderators", "spoken"]

#: What may be typed into an option: longer than any name, and short enough for Discord's choice values.
Typed = app_commands.Range[str, 1, 100]


def spoken(
    bot: Bot,
    name: str,
    callback: Callable[..., Awaitable[None]],
    *,
    complete: Mapping[str, Callable[..., Any]] | None = None,
    choices: Mapping[str, Sequence[str]] | None = None,
) -> app_commands.Command[Any, ..., None]:
    """The command ``name``. ``complete`` has the autocompletes by option, ``choices`` the fixed choices."""
    options = list(inspect.signature(callback).parameters)[1:]
    app_commands.describe(**{each: phrase(bot, f"commands.{name}.{each}.description") for each in options})(callback)
    app_commands.rename(**{each: phrase(bot, f"commands.{name}.{each}.name") for each in options})(callback)
    app_commands.choices(**{option: _choices(bot, name, option, ids) for option, ids in (choices or {}).items()})(
        callback
    )
    app_commands.autocomplete(**(complete or {}))(callback)
    return app_commands.Command[Any, Any, None](
        name=phrase(bot, f"commands.{name}.name"),
        description=phrase(bot, f"commands.{name}.description"),
        callback=_refusing_kindly(bot, callback),  # pyright: ignore[reportArgumentType] - its options are only known at run time
    )


def _refusing_kindly(bot: Bot, callback: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Says what a command refuses. A mistake of ours goes on to the tree, which says it and logs it."""

    @wraps(callback)
    async def refusing(interaction: discord.Interaction[Any], *args: Any, **kwargs: Any) -> None:
        try:
            await callback(interaction, *args, **kwargs)
        except failures.REFUSALS as refusal:
            await failures.failed(interaction, bot.answers, refusal, "command")

    return refusing


def moderators(bot: Bot, name: str) -> app_commands.Group:
    """The group of commands ``name``, shown to members who may pin messages; only in servers.

    Discord lets a server's administrators change who sees it, so that each command checks the permission again.
    """
    return app_commands.Group(
        name=phrase(bot, f"commands.{name}.name"),
        description=phrase(bot, f"commands.{name}.description"),
        default_permissions=discord.Permissions(pin_messages=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )


def _choices(bot: Bot, name: str, option: str, ids: Sequence[str]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=phrase(bot, f"commands.{name}.{option}.{id_}"), value=id_) for id_ in ids]
