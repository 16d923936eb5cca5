"""Interactions over HTTP: the callback, and the webhook that belongs to its token."""

from __future__ import annotations

import time
from typing import Any

from tests.loopback import payloads
from tests.loopback.asked import Asked, Reply
from tests.loopback.gateway import Gateway
from tests.loopback.rest import Call, Handler
from tests.loopback.world import BOT, EPHEMERAL, DiscordError, Message, World, no_message

__all__ = ["Replying"]

Json = dict[str, Any]

MESSAGE, THINKING, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9


class Replying:
    """Holds every interaction that is under way. With ``deadline`` seconds, a later callback is refused as Discord does."""

    def __init__(self, world: World, gateway: Gateway, deadline: float | None) -> None:
        self._world, self._gateway, self._deadline = world, gateway, deadline
        self.asked: dict[str, Asked] = {}
        hook, original = "/webhooks/{application}/{token}", "/webhooks/{application}/{token}/messages/@original"
        other = f"{hook}/messages/{{message}}"
        self.routes: dict[str, Handler] = {
            "POST /interactions/{interaction}/{token}/callback": self._callback,
            f"POST {hook}": self._follow_up,
            f"GET {original}": lambda call: payloads.message(self._original(call)),
            f"PATCH {original}": lambda call: self._change(self._asked(call), self._original(call), call.body),
            f"DELETE {original}": lambda call: self._remove(self._original(call)),
            f"GET {other}": lambda call: payloads.message(self._further(call)),
            f"PATCH {other}": lambda call: self._change(self._asked(call), self._further(call), call.body),
            f"DELETE {other}": lambda call: self._remove(self._further(call)),
        }

    # -- the callback ----------------------------------------------------------------------------------------------

    def _callback(self, call: Call) -> Json | None:
        asked = self.asked.get(call.args["token"])
        if asked is None or self._late(asked):
            if asked is not None:
                asked.refused += 1
            raise DiscordError(404, 10062, "Unknown interaction")
        if asked.acknowledged:
            asked.refused += 1
            raise DiscordError(400, 40060, "Interaction has already been acknowledged.")
        asked.acknowledged += 1
        kind, data = call.body["type"], call.body.get("data") or {}
        message = self._acknowledge(asked, kind, data)
        return self._response(asked, kind, message) if call.query.get("with_response") in ("1", "true") else None

    def _late(self, asked: Asked) -> bool:
        return self._deadline is not None and time.monotonic() - asked.started > self._deadline

    def _acknowledge(self, asked: Asked, kind: int, data: Json) -> Message | None:
        match kind:
            case 4:
                asked.original = self._write(asked, data)
                asked.add(Reply("message", asked.original, data=data))
            case 5 | 6:
                asked.deferred = data.get("flags", 0)
                asked.original = None if kind == THINKING else asked.source
            case 7:
                self._update(asked, data)
            case 8:
                asked.add(Reply("choices", choices=tuple(data["choices"]), data=data))
            case _:
                asked.add(Reply("modal", data=data))
        return asked.original

    def _update(self, asked: Asked, data: Json) -> None:
        message = asked.source
        if message is None:
            raise DiscordError(400, 50035, "Invalid Form Body")
        self._world.change(message, data)
        asked.add(Reply("update", message, data=data))

    def _response(self, asked: Asked, kind: int, message: Message | None) -> Json:
        interaction: Json = {"id": str(asked.id), "type": asked.kind}
        found: Json = {"interaction": interaction, "resource": {"type": kind}}
        if message is not None and kind in (MESSAGE, UPDATE):
            interaction |= {"response_message_id": str(message.id), "response_message_ephemeral": message.private}
            found["resource"]["message"] = payloads.message(message)
        return found

    # -- the webhook -----------------------------------------------------------------------------------------------

    def _asked(self, call: Call) -> Asked:
        asked = self.asked.get(call.args["token"])
        if asked is None or not asked.acknowledged:
            raise DiscordError(404, 10015, "Unknown Webhook")
        return asked

    def _follow_up(self, call: Call) -> Json:
        asked, data = self._asked(call), dict(call.body)
        thinking = asked.deferred is not None and asked.original is None
        if thinking:  # the first follow-up is the reply, as private as was said when it was deferred
            data["flags"] = (data.get("flags", 0) & ~EPHEMERAL) | ((asked.deferred or 0) & EPHEMERAL)
        message = self._write(asked, data)
        if thinking:
            asked.original = message
        asked.add(Reply("follow-up", message, data=data))
        return payloads.message(message)

    def _original(self, call: Call) -> Message:
        asked = self._asked(call)
        if asked.original is None and asked.deferred is not None and call.body:
            asked.original = self._write(asked, {"flags": asked.deferred})
        if asked.original is None:
            raise no_message()
        return asked.original

    def _further(self, call: Call) -> Message:
        asked, id_ = self._asked(call), call.id("message")
        found = asked.channel.messages.get(id_) or self._world.private.get(id_)
        if found is None:
            raise no_message()
        return found

    def _change(self, asked: Asked, message: Message, data: Json) -> Json:
        self._world.change(message, {**data, "flags": message.body.get("flags", 0) | data.get("flags", 0)})
        asked.add(Reply("edit", message, data=data))
        return payloads.message(message)

    def _remove(self, message: Message) -> None:
        message.channel.messages.pop(message.id, None)
        self._world.private.pop(message.id, None)

    def _write(self, asked: Asked, data: Json) -> Message:
        public = not data.get("flags", 0) & EPHEMERAL
        message = self._world.write(asked.channel, data, BOT, public=public)
        if public:
            guild = asked.channel.guild.id
            self._gateway.dispatch(guild, "MESSAGE_CREATE", {"guild_id": str(guild), **payloads.message(message)})
        return message
