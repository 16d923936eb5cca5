"""The bot with a watch on its event loop: ``python -m benchmarks.loop_probe run`` writes the file ``PROBE`` as it ends.

Every callback of the loop is timed, by the wall clock and by the thread's own processor time: the second leaves out the
moments in which the machine gave the processor to somebody else. Everything before the first interaction counts as start.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

#: Seconds from which on a callback is written down.
LONG = 0.002


@dataclass
class Watch:
    count: int = 0
    serving: bool = False
    long: list[dict[str, Any]] = field(default_factory=list)
    collecting: float = 0.0
    _began: float = 0.0

    def ran(self, wall: float, cpu: float, who: str) -> None:
        self.count += 1
        if wall > LONG:
            self.long.append({"at": self.count, "serving": self.serving, "wall": wall, "cpu": cpu, "who": who})

    def collected(self, phase: str, _info: dict[str, Any]) -> None:
        """The longest collection of garbage, which may lie inside any callback."""
        if phase == "start":
            self._began = time.thread_time()
        elif self.serving:
            self.collecting = max(self.collecting, time.thread_time() - self._began)


def name_of(handle: asyncio.Handle) -> str:
    """The coroutines that this callback runs into, outermost first; or the function."""
    task = getattr(handle._callback, "__self__", None)
    if not isinstance(task, asyncio.Task):
        return getattr(handle._callback, "__qualname__", repr(handle._callback))
    names, coroutine = [], task.get_coro()
    while coroutine is not None and hasattr(coroutine, "cr_frame"):
        names.append(coroutine.__qualname__)
        coroutine = coroutine.cr_await
    return " > ".join(names[:6])


def watch(target: Path) -> None:
    """From now on, and until the process ends."""
    found, original = Watch(), asyncio.events.Handle._run

    def run(self: asyncio.Handle) -> None:
        who = name_of(self)
        found.serving = found.serving or ("_call" in who and "CommandTree" in who)
        wall, cpu = time.perf_counter(), time.thread_time()
        original(self)
        found.ran(time.perf_counter() - wall, time.thread_time() - cpu, who)

    asyncio.events.Handle._run = run
    gc.callbacks.append(found.collected)
    atexit.register(lambda: target.write_text(json.dumps(vars(found)), encoding="utf-8"))


if __name__ == "__main__":
    from bot.cli import main

    Route.BASE = os.environ["LOOPBACK_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["LOOPBACK_GATEWAY"])
    watch(Path(os.environ["PROBE"]))
    main()
