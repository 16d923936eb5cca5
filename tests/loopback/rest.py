"""What the loopback answers over HTTP: the bot itself, its commands, channels, messages, pins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.loopback import payloads
from tests.loopback.gateway import Gateway
from tests.loopback.world import BOT, SYSTEM_PIN, Channel, DiscordError, Message, World, no_channel, no_message

__all__ = ["Call", "Handler", "Rest"]

Json = dict[str, Any]

HISTORY, PIN_PAGE = 50, 50


@dataclass(frozen=True)
class Call:
    """One request, read."""

    args: dict[str, str]
    query: dict[str, str]
    body: Any

    def id(self, name: str) -> int:
        return int(self.args[name])


Handler = Callable[[Call], Any]


class Rest:
    """``routes``: from "METHOD /template" to what answers it. None becomes 204."""

    def __init__(self, world: World, gateway: Gateway, shards: int) -> None:
        self._world, self._gateway, self._shards = world, gateway, shards
        self._nonces: dict[tuple[int, str], Message] = {}
        here, message = "/channels/{channel}", "/channels/{channel}/messages/{message}"
        self.routes: dict[str, Handler] = {
            "GET /gateway/bot": self._gateway_bot,
            "GET /users/@me": lambda _: payloads.user(BOT),
            "GET /oauth2/applications/@me": lambda _: payloads.application(),
            "GET /applications/@me": lambda _: payloads.application(),
            "PUT /applications/{application}/commands": self._commands,
            "GET /guilds/{guild}": self._guild,
            "GET /guilds/{guild}/channels": lambda call: self._guild(call)["channels"],
            f"GET {here}": lambda call: payloads.channel(self._channel(call)),
            f"GET {here}/messages/pins": self._pins,
            f"PUT {here}/messages/pins/{{message}}": self._pin,
            f"DELETE {here}/messages/pins/{{message}}": self._unpin,
            f"PUT {here}/pins/{{message}}": self._pin,
            f"DELETE {here}/pins/{{message}}": self._unpin,
            f"GET {here}/messages": self._history,
            f"POST {here}/messages": self._post,
            f"GET {message}": lambda call: payloads.message(self._message(call, "read_message_history")),
            f"PATCH {message}": self._edit,
            f"DELETE {message}": self._delete,
        }

    # -- the bot -------------------------------------------------------------------------------------------------------

    def _gateway_bot(self, _: Call) -> Json:
        limit = {
            "total": 1000,
            "remaining": 1000 - len(self._gateway.identified),
            "reset_after": 1,
            "max_concurrency": 1,
        }
        return {"url": self._gateway.url, "shards": self._shards, "session_start_limit": limit}

    def _commands(self, call: Call) -> list[Json]:
        common = {"application_id": str(BOT), "version": "1", "description": "", "options": [], "nsfw": False}
        self._world.commands = [{**common, **each, "id": str(self._world.new_id())} for each in call.body]
        return self._world.commands

    # -- servers and channels ------------------------------------------------------------------------------------------

    def _guild(self, call: Call) -> Json:
        guild = self._world.guilds.get(call.id("guild"))
        if guild is None:
            raise DiscordError(404, 10004, "Unknown Guild")
        return payloads.guild(guild)

    def _channel(self, call: Call, *permissions: str) -> Channel:
        return self._world.allowed(call.id("channel"), *permissions)

    def _message(self, call: Call, *permissions: str) -> Message:
        return self._world.message(self._channel(call, *permissions), call.id("message"))

    # -- messages ------------------------------------------------------------------------------------------------------

    def _history(self, call: Call) -> list[Json]:
        channel, query = self._channel(call), call.query
        if not channel.guild.permissions.read_message_history:
            return []
        limit, found = int(query.get("limit", HISTORY)), channel.newest()
        if "before" in query:
            found = [each for each in found if each.id < int(query["before"])]
        elif "after" in query:
            found = [each for each in found if each.id > int(query["after"])][-limit:]
        elif "around" in query:
            middle = int(query["around"])
            found = [each for each in found if each.id > middle][-(limit // 2) :] + [
                each for each in found if each.id <= middle
            ]
        return [payloads.message(each) for each in found[:limit]]

    def _post(self, call: Call) -> Json:
        channel, body = self._channel(call, "send_messages"), dict(call.body)
        nonce = body.get("nonce")
        known = self._nonces.get((channel.id, str(nonce))) if body.get("enforce_nonce") else None
        if known is not None:
            return payloads.message(known)
        message = self._world.write(channel, body)
        if nonce is not None:
            self._nonces[channel.id, str(nonce)] = message
        self._tell(channel, "MESSAGE_CREATE", payloads.message(message))
        return payloads.message(message)

    def _edit(self, call: Call) -> Json:
        message = self._own(call)
        self._world.change(message, call.body)
        self._tell(message.channel, "MESSAGE_UPDATE", payloads.message(message))
        return payloads.message(message)

    def _own(self, call: Call) -> Message:
        message = self._message(call)
        if message.author != BOT:
            raise DiscordError(403, 50005, "Cannot edit a message authored by another user")
        return message

    def _delete(self, call: Call) -> None:
        message = self._message(call)
        if message.author != BOT:
            self._channel(call, "manage_messages")
        self.remove(message)

    def remove(self, message: Message) -> None:
        if message.channel.messages.pop(message.id, None) is None:
            raise no_message()
        self._tell(message.channel, "MESSAGE_DELETE", {"id": str(message.id), "channel_id": str(message.channel.id)})

    # -- pins ----------------------------------------------------------------------------------------------------------

    def _pins(self, call: Call) -> Json:
        channel, before = self._channel(call, "read_message_history"), call.query.get("before")
        found = channel.pins()
        if before is not None:
            moment = dt.datetime.fromisoformat(before)
            found = [each for each in found if each.pinned_at and each.pinned_at < moment]
        limit = int(call.query.get("limit", PIN_PAGE))
        return {"items": [payloads.pin(each) for each in found[:limit]], "has_more": len(found) > limit}

    def _pin(self, call: Call) -> None:
        message = self._message(call, "pin_messages")
        if message.pinned_at:
            return
        self._world.pin(message)
        # as a person sees it: "explainer pinned a message to this channel"
        told = self._world.write(message.channel, {}, kind=SYSTEM_PIN)
        self._tell(message.channel, "MESSAGE_CREATE", payloads.message(told))
        self._pins_changed(message)

    def _unpin(self, call: Call) -> None:
        self.unpin(self._message(call, "pin_messages"))

    def unpin(self, message: Message) -> None:
        message.pinned_at = None
        self._pins_changed(message)

    def _pins_changed(self, message: Message) -> None:
        channel = message.channel
        latest = channel.pins()[0].pinned_at if channel.pins() else None
        moment = latest.isoformat() if latest else None
        self._tell(channel, "CHANNEL_PINS_UPDATE", {"channel_id": str(channel.id), "last_pin_timestamp": moment})

    def _tell(self, channel: Channel, event: str, data: Json) -> None:
        if channel.guild.id not in self._world.guilds:
            raise no_channel()
        self._gateway.dispatch(channel.guild.id, event, {"guild_id": str(channel.guild.id), **data})
