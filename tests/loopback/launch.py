"""Two ways to bring a bot to the loopback: in a process of its own, or in this one."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Self

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

import bot
from tests.loopback.loopback import Loopback

__all__ = ["ROOT", "TOKEN", "BotProcess", "connected", "redirected"]

ROOT = Path(bot.__file__).parent.parent
TOKEN = "not-a-token"
#: Seconds until a test that waits for the process gives up.
PATIENCE = 15.0


class BotProcess:
    """``python -m bot run`` in a process of its own, which keeps its files in ``folder``. Killed at the end."""

    def __init__(self, loopback: Loopback, folder: Path, **settings: str) -> None:
        self.folder = folder
        self._settings = settings
        self._loopback = loopback
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process and self._process.returncode is None:
            await self.kill()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self, *module: str) -> None:
        """Starts it; again after it has ended. ``module``: another one than the bot's, with its arguments."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = module or ("tests.loopback.child", "run")
        with (self.folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *command, cwd=self.folder, env=self._environment(), stdout=log, stderr=log
            )

    def _environment(self) -> dict[str, str]:
        """Only what is needed: no setting of whoever runs the tests reaches the bot."""
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG", "SYSTEMROOT") if key in os.environ}
        return {
            **kept,
            "PYTHONPATH": str(ROOT),
            "DISCORD_TOKEN": TOKEN,
            "DATA_DIR": str(self.folder),
            "LOOPBACK_URL": self._loopback.url,
            "LOOPBACK_GATEWAY": self._loopback.gateway.url,
            **self._settings,
        }

    async def kill(self) -> None:
        """SIGKILL: it cannot say goodbye."""
        self.signal(signal.SIGKILL)
        await self.ended()

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.send_signal(number)

    async def ended(self, seconds: float = PATIENCE) -> int:
        """Waits until it is gone; gives its exit code."""
        assert self._process is not None
        async with asyncio.timeout(seconds):
            return await self._process.wait()

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")


@contextmanager
def redirected(loopback: Loopback) -> Iterator[None]:
    """Bots of this process meet the loopback instead of Discord."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = loopback.url, yarl.URL(loopback.gateway.url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@asynccontextmanager
async def connected(loopback: Loopback, client: discord.AutoShardedClient) -> AsyncIterator[None]:
    """The bot, running in this process and connected; closed at the end."""
    with redirected(loopback):
        running = asyncio.create_task(client.start(TOKEN))
        waiting = asyncio.create_task(loopback.connected())
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            waiting.cancel()
            running.result()
        try:
            yield
        finally:
            await client.close()
            running.cancel()  # it may be counting seconds until it tries to reconnect
            await asyncio.gather(running, return_exceptions=True)
