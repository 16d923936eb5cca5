"""Discord on a bad day: scripted failures, requests that are held, and rate limits."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Buckets", "Fault", "Faults", "Hold"]


@dataclass
class Fault:
    """How a route fails. ``drop`` closes the connection instead; ``late`` does the work first and then loses the answer."""

    status: int = 503
    code: int = 0
    message: str = "scripted"
    retry_after: float = 0.05
    everywhere: bool = False
    drop: bool = False
    late: bool = False
    times: int = 1

    def body(self) -> dict[str, Any]:
        if self.status == 429:
            return {"message": self.message, "retry_after": self.retry_after, "global": self.everywhere}
        return {"message": self.message, "code": self.code}

    def headers(self) -> dict[str, str]:
        if self.status != 429:
            return {}
        scope = "global" if self.everywhere else "user"
        return {"Retry-After": str(self.retry_after), "X-RateLimit-Scope": scope, "X-RateLimit-Global": "true"}


@dataclass
class Hold:
    """Requests of one route that wait: ``await hold.reached.wait()``, look around, ``hold.release()``."""

    late: bool = False
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        self._released.set()

    async def wait(self) -> None:
        self.reached.set()
        await self._released.wait()


class Faults:
    """What was scripted, by route."""

    def __init__(self) -> None:
        self._faults: defaultdict[str, list[Fault]] = defaultdict(list)
        self._holds: dict[str, Hold] = {}

    def add(self, route: str, fault: Fault) -> None:
        self._faults[route].append(fault)

    def hold(self, route: str, hold: Hold) -> Hold:
        self._holds[route] = hold
        return hold

    def release_all(self) -> None:
        for hold in self._holds.values():
            hold.release()

    async def held(self, route: str, *, late: bool) -> None:
        hold = self._holds.get(route)
        if hold and hold.late is late:
            await hold.wait()

    def next(self, route: str, *, late: bool) -> Fault | None:
        """The fault that this request meets; it is used up by it."""
        for fault in self._faults[route]:
            if fault.times > 0 and fault.late is late:
                fault.times -= 1
                return fault
        return None


@dataclass
class _Bucket:
    limit: int
    seconds: float
    left: int = 0
    ends: float = 0.0


class Buckets:
    """Rate limits, one for each route and major parameter. Generous unless a test sets them."""

    USUAL = (10_000, 1.0)

    def __init__(self) -> None:
        self._limits: dict[str, tuple[int, float]] = {}
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def limit(self, route: str, times: int, seconds: float) -> None:
        self._limits[route] = (times, seconds)

    def use(self, route: str, major: str) -> tuple[dict[str, str], float]:
        """The headers, and the seconds to wait if this request is one too many."""
        now, (limit, seconds) = time.monotonic(), self._limits.get(route, self.USUAL)
        bucket = self._buckets.setdefault((route, major), _Bucket(limit, seconds))
        if now >= bucket.ends:
            bucket.left, bucket.ends = limit, now + seconds
        wait = 0.0 if bucket.left else bucket.ends - now
        bucket.left = max(0, bucket.left - 1)
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(bucket.left),
            "X-RateLimit-Reset": f"{time.time() + bucket.ends - now:.3f}",
            "X-RateLimit-Reset-After": f"{bucket.ends - now:.3f}",
            "X-RateLimit-Bucket": route.replace("/", "").replace(" ", "").lower(),
        }
        return headers, wait
