"""What stands in ``data`` of an interaction: commands, their options, what is being typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.loopback import payloads
from tests.loopback.world import Channel, Message, World

__all__ = ["as_options", "focused", "message_menu"]

Json = dict[str, Any]

SUBCOMMAND, TEXT, NUMBER, FLAG, CHANNEL = 1, 3, 4, 5, 7


def as_options(world: World, name: str, options: Mapping[str, Any]) -> Json:
    """A slash command as Discord sends it. Raises StopIteration if the bot has not registered it."""
    first, *inner = name.split()
    command = next(each for each in world.commands if each["name"] == first)
    values = [_option(key, value) for key, value in options.items()]
    for sub in reversed(inner):
        values = [{"name": sub, "type": SUBCOMMAND, "options": values}]
    channels = {str(each.id): _resolved(each) for each in options.values() if isinstance(each, Channel)}
    resolved = {"resolved": {"channels": channels}} if channels else {}
    return {"id": command["id"], "name": first, "type": 1, "options": values, **resolved}


def _option(name: str, value: Any) -> Json:
    if isinstance(value, Channel):
        return {"name": name, "type": CHANNEL, "value": str(value.id)}
    kind = FLAG if isinstance(value, bool) else NUMBER if isinstance(value, int) else TEXT
    return {"name": name, "type": kind, "value": value}


def _resolved(channel: Channel) -> Json:
    return {**payloads.channel(channel), "permissions": str(channel.guild.permissions.value)}


def focused(data: Json) -> Json:
    """The same, with the last option being typed."""
    options = data["options"]
    while options[-1]["type"] == SUBCOMMAND:
        options = options[-1]["options"]
    options[-1]["focused"] = True
    return data


def message_menu(world: World, name: str, message: Message) -> Json:
    """A command of a message's menu."""
    command = next(each for each in world.commands if each["name"] == name)
    target = str(message.id)
    resolved = {"messages": {target: payloads.message(message)}}
    return {"id": command["id"], "name": name, "type": 3, "target_id": target, "resolved": resolved}
