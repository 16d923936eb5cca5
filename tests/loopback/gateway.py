"""The loopback's WebSocket: sessions, shards, heartbeats, events with their numbers, and replay after RESUME."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.loopback import payloads
from tests.loopback.world import BOT, World

__all__ = ["Gateway", "Session"]

Json = dict[str, Any]

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
#: Close codes with which a client gives its session up.
GOODBYE = (1000, 1001)


class Link:
    """One socket. What is put is sent in order, compressed as the client asked."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.socket, self._request = socket, request
        self._compress = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self._out: asyncio.Queue[str] = asyncio.Queue()
        self._task = asyncio.create_task(self._write())

    def put(self, payload: Json) -> None:
        self._out.put_nowait(json.dumps(payload))

    async def _write(self) -> None:
        while True:
            text = await self._out.get()
            try:
                if self._compress is None:
                    await self.socket.send_str(text)
                else:
                    data = self._compress.compress(text.encode()) + self._compress.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(data)
            except ConnectionError:
                return

    def cut(self) -> None:
        """The connection is gone without a word, as when a cable is pulled."""
        if self._request.transport is not None:
            self._request.transport.abort()

    def end(self) -> None:
        self._task.cancel()


@dataclass(eq=False)
class Session:
    """What RESUME comes back to. ``link`` is None while nobody is connected."""

    id: str
    shard: int
    shards: int
    link: Link | None
    events: list[Json] = field(default_factory=list[Json])
    number: int = 0

    def dispatch(self, event: str, data: Json) -> None:
        self.number += 1
        payload: Json = {"op": DISPATCH, "t": event, "s": self.number, "d": data}
        self.events.append(payload)
        if self.link:
            self.link.put(payload)

    def forget(self) -> None:
        """Long runs: what has been sent cannot be replayed any more."""
        self.events.clear()

    def owns(self, guild_id: int) -> bool:
        return (guild_id >> 22) % self.shards == self.shard


class Gateway:
    """All sessions. ``url`` is set once the server has its port."""

    def __init__(self, world: World, heartbeat: float, changed: Callable[[], None]) -> None:
        self.url = ""
        self.identified: list[tuple[int, int]] = []
        self.resumed: list[tuple[int, int]] = []
        self.heartbeats = 0
        #: Whether nobody gets in, as in an outage.
        self.refusing = False
        self._world, self._heartbeat, self._changed = world, heartbeat, changed
        self._sessions: dict[str, Session] = {}
        self._current: dict[int, Session] = {}
        self._links: set[Link] = set()

    # -- what tests do ---------------------------------------------------------------------------------------------

    def live(self) -> list[Session]:
        """Sessions with somebody connected to them."""
        return [each for each in self._current.values() if each.link]

    def dispatch(self, guild_id: int, event: str, data: Json) -> None:
        """Sends the event to the shard that owns the server; kept for RESUME while that one is away."""
        for session in self._current.values():
            if session.owns(guild_id):
                session.dispatch(event, data)

    def cut(self, code: int | None = None) -> None:
        """Drops every socket: without a word, or with a close code."""
        for link in list(self._links):
            if code is None:
                link.cut()
            else:
                asyncio.get_running_loop().create_task(link.socket.close(code=code))

    def ask_to_reconnect(self) -> None:
        for link in self._links:
            link.put({"op": RECONNECT, "d": None})

    def invalidate(self, *, resumable: bool) -> None:
        for session in self.live():
            if session.link:
                session.link.put({"op": INVALID, "d": resumable})
                session.link = None if not resumable else session.link
        if not resumable:
            self._sessions.clear()
            self._current.clear()

    # -- the protocol ------------------------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.refusing:
            return web.Response(status=503)
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        link = Link(request, socket)
        self._links.add(link)
        link.put({"op": HELLO, "d": {"heartbeat_interval": int(self._heartbeat * 1000)}})
        try:
            async for frame in socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    self._received(link, json.loads(frame.data))
        finally:
            self._left(link)
        return socket

    def _received(self, link: Link, payload: Json) -> None:
        match payload["op"]:
            case 1:
                self.heartbeats += 1
                link.put({"op": ACK})
            case 2:
                self._identify(link, payload["d"])
            case 6:
                self._resume(link, payload["d"])
            case _:
                pass
        self._changed()

    def _identify(self, link: Link, data: Json) -> None:
        shard, shards = data.get("shard", (0, 1))
        session = Session(f"session-{self._world.new_id()}", shard, shards, link)
        self._sessions[session.id] = self._current[shard] = session
        self.identified.append((shard, shards))
        guilds = [each for each in self._world.guilds.values() if session.owns(each.id)]
        ready: Json = {
            "v": 10,
            "user": payloads.user(BOT),
            "guilds": [{"id": str(each.id), "unavailable": True} for each in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": [shard, shards],
            "application": {"id": str(BOT), "flags": 0},
        }
        session.dispatch("READY", ready)
        for each in guilds:
            session.dispatch("GUILD_CREATE", payloads.guild(each))

    def _resume(self, link: Link, data: Json) -> None:
        session = self._sessions.get(data["session_id"])
        if session is None:
            link.put({"op": INVALID, "d": False})
            return
        self.resumed.append((session.shard, session.shards))
        session.link = link
        for payload in session.events:
            if payload["s"] > (data["seq"] or 0):
                link.put(payload)
        session.dispatch("RESUMED", {})

    def _left(self, link: Link) -> None:
        link.end()
        self._links.discard(link)
        for session in list(self._sessions.values()):
            if session.link is link:
                session.link = None
                if link.socket.close_code in GOODBYE:
                    del self._sessions[session.id]
        self._changed()
