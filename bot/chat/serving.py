"""Starting, and stopping when asked: SIGTERM and SIGINT close the connection cleanly within two seconds."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from bot.operations import health
from bot.operations.logs import watch_loop

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    import discord

__all__ = ["pulse", "serve", "stop_signals"]

_log = logging.getLogger(__name__)

#: Seconds for saying goodbye to Discord.
GOODBYE = 1.5
SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def stop_signals() -> Generator[asyncio.Event]:
    """An event that is set when the process is asked to stop. Call it inside a running loop."""
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    for number in SIGNALS:
        with suppress(NotImplementedError):  # Windows: Ctrl+C raises KeyboardInterrupt there
            loop.add_signal_handler(number, stopping.set)
    try:
        yield stopping
    finally:
        for number in SIGNALS:
            with suppress(NotImplementedError):
                loop.remove_signal_handler(number)


async def pulse(bot: discord.AutoShardedClient, folder: Path) -> None:
    """Touches the heartbeat file in ``folder`` while every shard of this process is connected. Never ends."""
    while True:
        if bot.is_ready() and not any(shard.is_closed() for shard in bot.shards.values()):
            health.beat(folder)
        await asyncio.sleep(health.EVERY)


async def serve(bot: discord.AutoShardedClient, token: str, folder: Path) -> None:
    """Runs until the process is asked to stop, then closes. Raises what ``start`` raises.

    ``Client.run`` would die on SIGTERM without ``close()``, and Discord would show the bot as online for a while.
    """
    watch_loop(asyncio.get_running_loop())
    with stop_signals() as stopping:
        running, stopped = asyncio.create_task(bot.start(token)), asyncio.create_task(stopping.wait())
        beating = asyncio.create_task(pulse(bot, folder))
        try:
            await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
        finally:
            await _close(bot)
            for task in (running, stopped, beating):
                task.cancel()
            await asyncio.gather(running, stopped, beating, return_exceptions=True)


async def _close(bot: discord.Client) -> None:
    try:
        async with asyncio.timeout(GOODBYE):
            await bot.close()
    except TimeoutError:
        _log.warning("Discord did not answer the goodbye in time")
