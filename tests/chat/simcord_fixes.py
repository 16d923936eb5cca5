"""Where simcord 3.2.1 differs from Discord, corrected in one place.

Each correction names what is wrong; ``test_simcord_fixes.py`` shows each fault on plain simcord and fails when upstream
mends it, so that the correction here can go. The version is pinned in pyproject.toml.

1. Pinning is checked as Manage Messages; since 23 February 2026 Discord asks for Pin Messages.
2. There is no limit of 250 pins (error 30003), pins come oldest first and in one page.
3. ``interaction.locale`` is always en-US.
4. There is no interaction from a user-installed app, and none in a private channel.
5. Bad autocomplete answers and invalid command definitions are accepted.
6. An injected 5xx is a plain HTTPException, raised at once; discord.py repeats and raises DiscordServerError.

Settling takes 51 ms an interaction because simcord waits for 50 ms of quiet; this bot has no work of its own between
interactions, so 1 ms is enough (``settled_quickly``).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Generator, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import discord
import pytest
from simcord import interactions
from simcord.backend import errors
from simcord.backend.errors import BackendError
from simcord.backend.models.interaction import Interaction
from simcord.backend.ops.commands import CommandsMixin
from simcord.env import Env
from simcord.http import client, router
from simcord.http._helpers import message_response

__all__ = ["PIN_LIMIT", "Setting", "corrected", "within"]

PIN_LIMIT = 250
PIN_PAGE = 50
NAME = re.compile(r"[-_'\w]{1,32}")
#: How often discord.py tries in all before it gives up on a 5xx.
ATTEMPTS = 5


@dataclass(frozen=True)
class Setting:
    """Where an interaction comes from: the person's language, the context, and for whom the app is installed."""

    locale: str = "en-US"
    context: int | None = None
    user_install: bool = False


_USUAL = Setting()
_SETTING: ContextVar[Setting] = ContextVar("setting", default=_USUAL)


@contextlib.contextmanager
def within(**changes: Any) -> Generator[None]:
    """Interactions made inside come from this setting: ``with within(locale="es-ES"): …``."""
    token = _SETTING.set(Setting(**changes))
    try:
        yield
    finally:
        _SETTING.reset(token)


def corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Applies every correction for the time of a test."""
    monkeypatch.setattr(interactions, "base_payload", _in_its_setting(interactions.base_payload))
    monkeypatch.setattr(Interaction, "complete_autocomplete", _checked_choices(Interaction.complete_autocomplete))
    monkeypatch.setattr(CommandsMixin, "register_commands", _checked_commands(CommandsMixin.register_commands))
    monkeypatch.setattr(
        client.FakeHTTPClient, "request", _repeated(client.FakeHTTPClient.request, {500, 502, 504, 524})
    )
    every_5xx = set(range(500, 600))
    monkeypatch.setattr(client.FakeWebhookAdapter, "request", _repeated(client.FakeWebhookAdapter.request, every_5xx))
    _correct_pins(monkeypatch)
    settled_quickly(monkeypatch)


def settled_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits 1 ms for quiet instead of 50."""
    defaults = Env._settle_internal.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "idle", 0.001)


# -- 1 and 2: pins ---------------------------------------------------------------------------------------------


def _correct_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    path = ["channels", "{channel_id}", "messages", "pins"]
    for method, template, handler in (
        ("PUT", [*path, "{message_id}"], _pin),
        ("DELETE", [*path, "{message_id}"], _unpin),
        ("GET", path, _pins),
    ):
        kept = [(each, known) for each, known in router._ROUTES[method] if each != template]
        monkeypatch.setitem(router._ROUTES, method, [*kept, (template, handler)])


def _pin(ctx: router.RequestContext) -> None:
    channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"), "view_channel", "pin_messages")
    message = ctx.require_message(channel.id, ctx.int_arg("message_id"))
    pinned = _pinned(ctx.backend, channel.id)
    if message.pinned:
        return
    if len(pinned) >= PIN_LIMIT:
        raise BackendError(400, 30003, "Maximum number of pins reached for the channel (250)")
    # the clock stands still between two steps of a test, so that equal moments are told apart by a microsecond
    now = dt.datetime.fromisoformat(ctx.backend.now_iso())
    latest = _pinned_at(pinned[0]) if pinned else now
    message.pinned_at = max(now, latest + dt.timedelta(microseconds=1))  # pyright: ignore[reportAttributeAccessIssue]
    ctx.backend.set_pinned(channel.id, message.id, True)


def _unpin(ctx: router.RequestContext) -> None:
    channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"), "view_channel", "pin_messages")
    message = ctx.require_message(channel.id, ctx.int_arg("message_id"))
    ctx.backend.set_pinned(channel.id, message.id, False)


def _pins(ctx: router.RequestContext) -> dict[str, Any]:
    channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"), "view_channel", "read_message_history")
    limit, before = int(ctx.params.get("limit") or PIN_PAGE), ctx.params.get("before")
    newest_first = _pinned(ctx.backend, channel.id)
    found = [each for each in newest_first if before is None or _pinned_at(each) < dt.datetime.fromisoformat(before)]
    page = found[:limit]
    items = [{"message": message_response(ctx, each), "pinned_at": _pinned_at(each).isoformat()} for each in page]
    return {"items": items, "has_more": len(found) > limit}


def _pinned(backend: Any, channel_id: int) -> list[Any]:
    found = [each for each in backend.messages[channel_id].values() if each.pinned and not each.is_ephemeral]
    return sorted(found, key=_pinned_at, reverse=True)


def _pinned_at(message: Any) -> dt.datetime:
    return getattr(message, "pinned_at", dt.datetime.min.replace(tzinfo=dt.UTC))


# -- 3 and 4: where an interaction comes from --------------------------------------------------------------------


def _in_its_setting(original: Any) -> Any:
    def base_payload(backend: Any, **kwargs: Any) -> tuple[Any, dict[str, Any]]:
        record, payload = original(backend, **kwargs)
        setting = _SETTING.get()
        payload["locale"] = setting.locale
        if setting.context is not None:
            payload["context"] = setting.context
        owner = {"1": str(kwargs["user_id"])} if setting.user_install else {"0": str(kwargs["guild_id"] or 0)}
        payload["authorizing_integration_owners"] = owner
        if setting.user_install:  # the bot is not a member: Discord sends next to nothing about the server
            payload.pop("guild_locale", None)
        return record, payload

    return base_payload


# -- 5: what Discord refuses ---------------------------------------------------------------------------------------


def _checked_choices(original: Any) -> Any:
    def complete_autocomplete(self: Interaction, choices: list[dict[str, Any]]) -> None:
        named = all(1 <= len(each["name"]) <= 100 for each in choices)
        fits = len(choices) <= 25 and named and all(1 <= len(str(each["value"])) <= 100 for each in choices)
        if not fits:
            raise errors.invalid_form_body("choices: at most 25, names and values of 1 to 100 characters")
        original(self, choices)

    return complete_autocomplete


def _checked_commands(original: Any) -> Any:
    def register_commands(self: Any, guild_id: int | None, payloads: list[dict[str, Any]]) -> Any:
        if problems := [problem for payload in payloads for problem in _command_problems(payload)]:
            raise errors.invalid_form_body("; ".join(problems))
        return original(self, guild_id, payloads)

    return register_commands


def _command_problems(payload: dict[str, Any]) -> Iterator[str]:
    options = payload.get("options") or []
    chat_input = payload.get("type", 1) == 1
    if len(options) > 25:
        yield f"{payload['name']}: more than 25 options"
    seen_optional = False
    for node in (payload, *options):
        yield from _naming_problems(node, strict=chat_input)
        if len(node.get("choices") or []) > 25:
            yield f"{node['name']}: more than 25 choices"
    for option in options:
        if option.get("required") and seen_optional:
            yield f"{option['name']}: required options come first"
        seen_optional = seen_optional or not option.get("required")
    if _longest(payload) > 8000:
        yield f"{payload['name']}: more than 8000 characters"


def _naming_problems(node: dict[str, Any], *, strict: bool) -> Iterator[str]:
    for name in (node["name"], *(node.get("name_localizations") or {}).values()):
        if strict and (not NAME.fullmatch(name) or name != name.lower()):
            yield f"{name!r} is no name of a command or an option"
        if not strict and not 1 <= len(name) <= 32:
            yield f"{name!r} has not 1 to 32 characters"
    if strict:
        for text in (node.get("description", ""), *(node.get("description_localizations") or {}).values()):
            if not 1 <= len(text) <= 100:
                yield f"{node['name']}: a description has not 1 to 100 characters"


def _longest(payload: dict[str, Any]) -> int:
    """Characters of a command, each text in its longest localisation."""

    def longest(node: dict[str, Any], key: str) -> int:
        return max(len(text) for text in (node.get(key) or "", *(node.get(f"{key}_localizations") or {}).values()))

    total = longest(payload, "name") + longest(payload, "description")
    return total + sum(_longest(option) for option in payload.get("options") or [])


# -- 6: 5xx as discord.py treats them ---------------------------------------------------------------------------------


def _repeated(original: Any, statuses: set[int]) -> Any:
    async def request(self: Any, *args: Any, **kwargs: Any) -> Any:
        for attempt in range(ATTEMPTS):
            try:
                return await original(self, *args, **kwargs)
            except discord.HTTPException as error:
                if error.status < 500:
                    raise
                if error.status not in statuses or attempt == ATTEMPTS - 1:
                    raise discord.DiscordServerError(
                        error.response, {"code": error.code, "message": error.text}
                    ) from None
        raise AssertionError

    return request
