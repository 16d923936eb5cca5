"""The loopback's things as Discord writes them in JSON."""

from __future__ import annotations

from typing import Any

import discord

from tests.loopback.world import BOT, Channel, Guild, Message

__all__ = ["application", "channel", "guild", "member", "message", "pin", "user"]

Json = dict[str, Any]


def user(id_: int) -> Json:
    is_bot = id_ == BOT
    name = "explainer" if is_bot else f"person-{id_}"
    return {
        "id": str(id_),
        "username": name,
        "discriminator": "0",
        "global_name": name,
        "avatar": None,
        "bot": is_bot,
        "public_flags": 0,
    }


def application() -> Json:
    return {
        "id": str(BOT),
        "name": "explainer",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0",
        "flags": 0,
        "owner": user(1),
        "team": None,
    }


def member(id_: int, permissions: discord.Permissions | None = None) -> Json:
    """A member of a server; with ``permissions`` as in an interaction, where Discord has worked them out."""
    found: Json = {
        "user": user(id_),
        "nick": None,
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    return found if permissions is None else {**found, "permissions": str(permissions.value)}


def channel(it: Channel) -> Json:
    return {
        "id": str(it.id),
        "guild_id": str(it.guild.id),
        "name": it.name,
        "type": 0,
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "rate_limit_per_user": 0,
        "last_message_id": None,
    }


def role(it: Guild) -> Json:
    """The one role that everybody has: what it allows is what the bot may do."""
    return {
        "id": str(it.id),
        "name": "@everyone",
        "permissions": str(it.permissions.value),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def guild(it: Guild) -> Json:
    return {
        "id": str(it.id),
        "name": it.name,
        "owner_id": "1",
        "preferred_locale": it.locale,
        "features": [],
        "roles": [role(it)],
        "emojis": [],
        "stickers": [],
        "channels": [channel(each) for each in it.channels.values()],
        "threads": [],
        "members": [member(BOT)],
        "member_count": 2,
        "large": False,
        "unavailable": False,
        "voice_states": [],
        "presences": [],
    }


def message(it: Message) -> Json:
    body = it.body
    found: Json = {
        "id": str(it.id),
        "channel_id": str(it.channel.id),
        "type": it.kind,
        "author": user(it.author),
        "content": body.get("content") or "",
        "components": body.get("components") or [],
        "embeds": body.get("embeds") or [],
        "attachments": [],
        "flags": body.get("flags", 0),
        "timestamp": discord.utils.snowflake_time(it.id).isoformat(),
        "edited_timestamp": it.edited_at.isoformat() if it.edited_at else None,
        "pinned": it.pinned_at is not None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [user(id_) for id_ in body.get("mentioned", ())],
        "mention_roles": [],
    }
    return found if it.nonce is None else {**found, "nonce": it.nonce}


def pin(it: Message) -> Json:
    return {"message": message(it), "pinned_at": it.pinned_at.isoformat() if it.pinned_at else None}
