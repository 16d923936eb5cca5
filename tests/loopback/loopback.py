"""Discord on 127.0.0.1: a real HTTP server and a real gateway, with hands for tests to move it.

async with Loopback() as discord, BotProcess(discord, folder):
    guild = discord.add_guild()
    reply = await discord.interact_command(guild, guild.channel, ANA, "explain", {"topic": "car-t"})
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self, TypeVar

import discord
from aiohttp import web

from tests.loopback import payloads
from tests.loopback.asked import COMMAND, COMPLETION, COMPONENT, Asked, Person
from tests.loopback.faults import Fault, Hold
from tests.loopback.gateway import Gateway, Session
from tests.loopback.options import as_options, focused, message_menu
from tests.loopback.replying import Replying
from tests.loopback.rest import Rest
from tests.loopback.server import BASE, Request, Server
from tests.loopback.world import SYSTEM_PIN, Channel, Guild, Message, World

__all__ = ["ANA", "BEN", "CALLBACK", "Loopback"]

ANA, BEN = Person(501), Person(502)
CALLBACK = "POST /interactions/{interaction}/{token}/callback"
#: Seconds until a test that waits for something gives up.
PATIENCE = 15.0

T = TypeVar("T")


class Loopback:
    """``shards``: what ``GET /gateway/bot`` advises. ``deadline``: seconds after which a first reply is refused."""

    def __init__(self, *, shards: int = 1, heartbeat: float = 41.25, deadline: float | None = None) -> None:
        self.world = World()
        self.gateway = Gateway(self.world, heartbeat, self._happened)
        self.rest = Rest(self.world, self.gateway, shards)
        self.replying = Replying(self.world, self.gateway, deadline)
        self.server = Server({**self.rest.routes, **self.replying.routes}, self._happened)
        self.url = ""
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=32 * 1024**2)
        app.router.add_get("/gateway/", self.gateway.handle)
        self.server.add_to(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=2048)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url, self.gateway.url = f"http://127.0.0.1:{port}{BASE}", f"ws://127.0.0.1:{port}/gateway/"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.server.faults.release_all()
        self.gateway.cut()
        if self._runner is not None:
            await self._runner.cleanup()

    # -- what is there -----------------------------------------------------------------------------------------------

    def add_guild(
        self,
        id: int | None = None,  # noqa: A002 - as Discord calls it
        channels: Sequence[str | int] = ("support",),
        permissions: discord.Permissions | None = None,
        locale: str = "en-US",
    ) -> Guild:
        """A server the bot is in. Its shard is ``(id >> 22) % shards``. Channels: names, or ids."""
        guild = self.world.add_guild(id, list(channels), permissions, locale)
        self.gateway.dispatch(guild.id, "GUILD_CREATE", payloads.guild(guild))
        return guild

    def permit(self, guild: Guild, permissions: discord.Permissions, *, tell: bool = True) -> None:
        """What the bot may do from now on. Without ``tell`` it learns so only by being refused."""
        guild.permissions = permissions
        if tell:
            role = {"guild_id": str(guild.id), "role": payloads.role(guild)}
            self.gateway.dispatch(guild.id, "GUILD_ROLE_UPDATE", role)

    def remove_guild(self, guild: Guild, *, outage: bool = False) -> None:
        """The bot was taken out of the server; or, in an ``outage``, Discord cannot reach it."""
        data = {"id": str(guild.id), **({"unavailable": True} if outage else {})}
        self.gateway.dispatch(guild.id, "GUILD_DELETE", data)
        if not outage:
            del self.world.guilds[guild.id]

    def remove_channel(self, channel: Channel) -> None:
        """A moderator deletes the channel."""
        del channel.guild.channels[channel.id]
        self.gateway.dispatch(channel.guild.id, "CHANNEL_DELETE", payloads.channel(channel))

    def remove_message(self, message: Message) -> None:
        """A moderator deletes the message."""
        self.rest.remove(message)

    def unpin(self, message: Message) -> None:
        """A moderator unpins the message."""
        self.rest.unpin(message)

    def messages(self, channel: Channel) -> list[Message]:
        """What everybody sees there, oldest first, without Discord's own "pinned a message"."""
        return [each for each in channel.messages.values() if each.kind != SYSTEM_PIN]

    def pins(self, channel: Channel) -> list[Message]:
        """Newest pin first."""
        return channel.pins()

    # -- what people do ------------------------------------------------------------------------------------------------

    def interact_command(
        self, guild: Guild, channel: Channel, user: Person, name: str, options: Mapping[str, Any] | None = None
    ) -> Asked:
        """A slash command; "pin add" is the subcommand. Options: str, int, bool or a Channel. Await it for the reply."""
        return self._ask(guild, COMMAND, channel, user, as_options(self.world, name, options or {}))

    def interact_message(self, message: Message, user: Person, name: str) -> Asked:
        """A command of a message's menu."""
        data = message_menu(self.world, name, message)
        return self._ask(message.channel.guild, COMMAND, message.channel, user, data)

    def interact_press(
        self, message: Message, custom_id: str, user: Person = ANA, values: Sequence[str] | None = None
    ) -> Asked:
        """A press of a button, or with ``values`` a choice in a menu."""
        data: dict[str, Any] = {"component_type": 2, "custom_id": custom_id, "id": 1}
        if values is not None:
            data |= {"component_type": 3, "values": list(values)}
        return self._ask(message.channel.guild, COMPONENT, message.channel, user, data, message)

    def interact_autocomplete(
        self, guild: Guild, channel: Channel, user: Person, name: str, options: Mapping[str, Any]
    ) -> Asked:
        """Somebody types the last one of ``options``."""
        data = focused(as_options(self.world, name, options))
        return self._ask(guild, COMPLETION, channel, user, data)

    def write(self, channel: Channel, text: str, user: Person = ANA, mentioned: Sequence[int] = ()) -> Message:
        """Somebody writes in the channel."""
        message = self.world.write(channel, {"content": text, "mentioned": list(mentioned)}, user.id)
        member = {key: value for key, value in payloads.member(user.id).items() if key != "user"}
        data = {"guild_id": str(channel.guild.id), "member": member, **payloads.message(message)}
        self.gateway.dispatch(channel.guild.id, "MESSAGE_CREATE", data)
        return message

    def _ask(
        self,
        guild: Guild,
        kind: int,
        channel: Channel,
        user: Person,
        data: dict[str, Any],
        source: Message | None = None,
    ) -> Asked:
        asked = Asked(self.world.new_id(), kind, channel, user, data, source)
        self.replying.asked[asked.token] = asked
        self.gateway.dispatch(guild.id, "INTERACTION_CREATE", asked.payload())
        return asked

    # -- what goes wrong -------------------------------------------------------------------------------------------------

    def fail(self, route: str, times: int = 1, status: int = 503, **more: Any) -> Fault:
        """The next ``times`` requests of ``route`` fail; ``more``: see ``Fault``."""
        fault = Fault(status=status, times=times, **more)
        self.server.faults.add(self._known(route), fault)
        return fault

    def hold(self, route: str, *, late: bool = False) -> Hold:
        """Requests of ``route`` wait until released; ``late``: after the work is done, before the answer."""
        return self.server.faults.hold(self._known(route), Hold(late))

    def limit(self, route: str, times: int, seconds: float) -> None:
        """A rate limit as Discord's: the request too many gets 429."""
        self.server.buckets.limit(self._known(route), times, seconds)

    def _known(self, route: str) -> str:
        assert route in self.server.routes, f"{route} is none of {sorted(self.server.routes)}"
        return route

    def drop_sockets(self, code: int | None = None) -> None:
        """Every gateway connection breaks: without a word, or with a close code."""
        self.gateway.cut(code)

    def refuse_sockets(self, *, refuse: bool = True) -> None:
        """Whether nobody can connect to the gateway from now on; those who are connected stay."""
        self.gateway.refusing = refuse

    def ask_to_reconnect(self) -> None:
        """Op 7."""
        self.gateway.ask_to_reconnect()

    def invalidate_sessions(self, *, resumable: bool = False) -> None:
        """Op 9."""
        self.gateway.invalidate(resumable=resumable)

    # -- what was seen ---------------------------------------------------------------------------------------------------

    @property
    def requests(self) -> list[Request]:
        """Every request, oldest first."""
        return self.server.log

    def sent(self, route: str) -> list[Request]:
        """The requests of one route."""
        return [each for each in self.requests if each.route == self._known(route)]

    async def connected(self, sessions: int = 1) -> list[Session]:
        """Waits until that many shards are connected and have been told of their servers."""
        return await self.until(lambda: found if len(found := self.gateway.live()) >= sessions else None)

    async def until(self, true: Callable[[], T | None], seconds: float = PATIENCE) -> T:
        """Waits until ``true`` gives something; looks again whenever something happened here."""
        async with asyncio.timeout(seconds):
            while not (found := true()):
                await self._changed.wait()
        return found

    def _happened(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
