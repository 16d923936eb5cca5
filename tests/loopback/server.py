"""The HTTP side: reads a request, lets it fail as scripted, keeps the rate limits, answers as Discord does."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.loopback.faults import Buckets, Fault, Faults
from tests.loopback.rest import Call, Handler
from tests.loopback.world import DiscordError

__all__ = ["BASE", "Request", "Server"]

BASE = "/api/v10"


@dataclass
class Request:
    """One line of the log. ``status`` is what was answered: 0 while it is under way or if the answer was lost."""

    route: str
    path: str
    query: dict[str, str]
    body: Any
    at: float = field(default_factory=time.monotonic)
    status: int = 0


class Server:
    """Every route of ``routes`` under ``BASE``."""

    def __init__(self, routes: dict[str, Handler], changed: Callable[[], None]) -> None:
        self.routes, self.faults, self.buckets = routes, Faults(), Buckets()
        self.log: list[Request] = []
        self._changed = changed

    def add_to(self, app: web.Application) -> None:
        for route in self.routes:
            method, template = route.split(" ", 1)
            app.router.add_route(method, BASE + template, self._on(route))
        app.router.add_route("*", "/{anything:.*}", self._unknown)

    def _on(self, route: str) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            logged = Request(route, request.path.removeprefix(BASE), dict(request.query), await _body(request))
            self.log.append(logged)
            response = await self._answer(route, request, logged)
            logged.status = response.status
            self._changed()
            return response

        return handle

    async def _unknown(self, request: web.Request) -> web.Response:
        """A route that Discord may have and the loopback has not: seen at once in the log and in the failure."""
        self.log.append(Request(f"{request.method} ?", request.path, dict(request.query), None, status=404))
        return _json(404, {"code": 0, "message": f"loopback: no route {request.method} {request.path}"}, {})

    async def _answer(self, route: str, request: web.Request, logged: Request) -> web.StreamResponse:
        await self.faults.held(route, late=False)
        if fault := self.faults.next(route, late=False):
            return _failed(fault, request)
        args = dict(request.match_info)
        major = "/".join(
            args[each] for each in ("channel", "guild", "application", "interaction", "token") if each in args
        )
        headers, wait = self.buckets.use(route, major)
        if wait:
            limited = Fault(429, message="You are being rate limited.", retry_after=round(wait, 3))
            return _json(429, limited.body(), {**headers, "Retry-After": str(wait)})
        try:
            found = self.routes[route](Call(args, logged.query, logged.body))
        except DiscordError as error:
            return _json(error.status, error.body(), headers)
        self._changed()
        await self.faults.held(route, late=True)
        if fault := self.faults.next(route, late=True):
            return _failed(fault, request)
        return web.Response(status=204, headers=headers) if found is None else _json(200, found, headers)


async def _body(request: web.Request) -> Any:
    """The JSON; of a form with files, its ``payload_json``."""
    if request.content_type == "multipart/form-data":
        return json.loads(str((await request.post())["payload_json"]))
    raw = await request.read()
    return json.loads(raw) if raw else None


def _failed(fault: Fault, request: web.Request) -> web.Response:
    if fault.drop:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=599)
    return _json(fault.status, fault.body(), fault.headers())


def _json(status: int, body: Any, headers: dict[str, str]) -> web.Response:
    """discord.py decodes JSON only if the content type is exactly this, and obeys a 429 only if ``Via`` is there."""
    sent = {"Content-Type": "application/json", "Via": "1.1 loopback", **headers}
    return web.Response(status=status, body=json.dumps(body).encode(), headers=sent)
