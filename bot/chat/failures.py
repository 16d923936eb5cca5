"""What happens when something goes wrong: one private, kind sentence with the note, and one line in the log.

The same for commands, buttons, menus, autocomplete and messages. Log lines hold the event, a random reference that
the person also sees, and where in the code it happened; never a person, a query, a message or an exception's text,
which may quote one.
"""

from __future__ import annotations

import logging
import secrets
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import app_commands

from bot.chat import replies
from bot.operations.logs import trace
from bot.pins.board import PIN_LIMIT, PinRefused
from bot.storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from bot.answers import Answers

__all__ = [
    "REFUSALS",
    "Failure",
    "caught",
    "caught_message",
    "caught_quietly",
    "failed",
    "failed_quietly",
    "silence_names",
    "understood",
]

_log = logging.getLogger(__name__)

#: Discord's codes, https://discord.com/developers/docs/topics/opcodes-and-status-codes
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060
#: An interaction's answer is repeated by discord.py after a 5xx; the first one may have arrived after all, or the
#: three seconds are over. Either way nothing can or need be said.
HARMLESS = frozenset({UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED})


#: What is refused on purpose: nobody's mistake.
REFUSALS = (PinRefused, StorageError, app_commands.MissingPermissions, app_commands.NoPrivateMessage)


@dataclass(frozen=True, slots=True)
class Failure:
    """What to say: the key of a notice. ``expected`` failures are not ours, and are logged without a trace."""

    notice: str
    expected: bool = True


#: Which failure an exception is; the first that fits. Everything else is our own mistake.
_KINDS: tuple[tuple[tuple[type[BaseException], ...], Failure], ...] = (
    ((app_commands.CommandNotFound, app_commands.CommandSignatureMismatch), Failure("outdated")),
    ((app_commands.MissingPermissions,), Failure("no-permission")),
    ((app_commands.NoPrivateMessage,), Failure("not-here")),
    ((StorageError,), Failure("database-down")),
    ((app_commands.BotMissingPermissions, discord.Forbidden), Failure("bot-no-permission")),
    ((discord.DiscordServerError, TimeoutError, OSError, aiohttp.ClientError), Failure("discord-down")),
)


@asynccontextmanager
async def caught(interaction: discord.Interaction[Any], answers: Answers, event: str) -> AsyncGenerator[None]:
    """Whatever fails inside is said to the person who pressed or typed."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the one place: nothing may end in "This interaction failed"
        await failed(interaction, answers, error, event)


@asynccontextmanager
async def caught_message(message: discord.Message, answers: Answers) -> AsyncGenerator[None]:
    """Whatever fails inside is said under the message that mentioned the bot."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - as above
        await _failed_message(message, answers, error)


@asynccontextmanager
async def caught_quietly(event: str) -> AsyncGenerator[None]:
    """Whatever fails inside is only logged."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - as above
        failed_quietly(error, event)


def understood(error: BaseException) -> Failure:
    """Which failure this is."""
    cause = _cause(error)
    if isinstance(cause, PinRefused):
        return Failure(f"pin-{cause.reason.value}")
    return next((failure for types, failure in _KINDS if isinstance(cause, types)), Failure("failed", expected=False))


def _reference() -> str:
    """Eight characters that stand for this one failure, in the log and on the card."""
    return secrets.token_hex(4)


async def failed(interaction: discord.Interaction[Any], answers: Answers, error: BaseException, event: str) -> None:
    """Logs, and says one sentence to the person. Never raises: there is nobody left to tell."""
    cause, ticket = _cause(error), _reference()
    if _harmless(cause):
        _log.info("%s: the interaction was over before it was answered", event)
        return
    failure = understood(cause)
    _record(event, ticket, cause, failure)
    language = answers.language_of(interaction.locale.value)
    try:
        await replies.respond(
            interaction, answers, answers.notice(failure.notice, language, **_facts(answers, language, cause, ticket))
        )
    except (discord.HTTPException, OSError, aiohttp.ClientError) as second:
        _log.warning("%s %s: could not be told: %s", event, ticket, type(second).__name__)


async def _failed_message(message: discord.Message, answers: Answers, error: BaseException) -> None:
    """As ``failed``, for a message that mentioned the bot. What Discord refused us is not said again there."""
    cause, ticket = _cause(error), _reference()
    failure = understood(cause)
    _record("mention", ticket, cause, failure)
    if isinstance(cause, discord.HTTPException):
        return
    language = answers.language_of(str(message.guild.preferred_locale.value) if message.guild else None)
    try:
        await replies.reply(
            message, answers, answers.notice(failure.notice, language, **_facts(answers, language, cause, ticket))
        )
    except (discord.HTTPException, OSError, aiohttp.ClientError) as second:
        _log.warning("mention %s: could not be told: %s", ticket, type(second).__name__)


def failed_quietly(error: BaseException, event: str) -> None:
    """Only logs: for autocomplete, where nothing can be said, and for what nobody asked for."""
    cause = _cause(error)
    if not _harmless(cause):
        _record(event, _reference(), cause, understood(cause))


def silence_names() -> None:
    """Takes the user's id out of discord.py's own line about failed autocompletes (``app_commands/tree.py``)."""
    _TREE_LOG.addFilter(_without_name)


_TREE_LOG = logging.getLogger("discord.app_commands.tree")


def _without_name(record: logging.LogRecord) -> bool:
    if "User: %s" in str(record.msg):
        record.msg, record.args = "Ignoring exception in autocomplete", ()
    return True


def _cause(error: BaseException) -> BaseException:
    return error.original if isinstance(error, app_commands.CommandInvokeError) else error


def _harmless(error: BaseException) -> bool:
    return isinstance(error, discord.HTTPException) and error.code in HARMLESS


def _facts(answers: Answers, language: str, cause: BaseException, ticket: str) -> Mapping[str, object]:
    missing = cause.missing if isinstance(cause, PinRefused) else ()
    names = ", ".join(answers.say(f"permissions.{name}", language) for name in missing)
    return {"reference": ticket, "limit": PIN_LIMIT, "permissions": names or answers.say("permissions.some", language)}


def _record(event: str, ticket: str, cause: BaseException, failure: Failure) -> None:
    if failure.expected:
        _log.warning("%s %s: %s", event, ticket, failure.notice)
    else:
        _log.error("%s %s: %s", event, ticket, trace(cause))
