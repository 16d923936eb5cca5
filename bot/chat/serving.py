"""Starting, and stopping when asked: SIGTERM and SIGINT close the connection cleanly within two seconds."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from bot.operations.logs import watch_loop

if TYPE_CHECKING:
    from collections.abc import Iterator

    import discord

__all__ = ["serve", "stop_signals"]

_log = logging.getLogger(__name__)

#: Seconds for saying goodbye to Discord.
GOODBYE = 1.5
SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def stop_signals() -> Iterator[asyncio.Event]:
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


async def serve(bot: discord.Client, token: str) -> None:
    """Runs until the process is asked to stop, then closes. Raises what ``start`` raises.

    ``Client.run`` would die on SIGTERM without ``close()``, and Discord would show the bot as online for a while.
    """
    watch_loop(asyncio.get_running_loop())
    with stop_signals() as stopping:
        running, stopped = asyncio.create_task(bot.start(token)), asyncio.create_task(stopping.wait())
        try:
            await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
        finally:
            await _close(bot)
            running.cancel()
            stopped.cancel()
            await asyncio.gather(running, stopped, return_exceptions=True)


async def _close(bot: discord.Client) -> None:
    try:
        async with asyncio.timeout(GOODBYE):
            await bot.close()
    except TimeoutError:
        _log.warning("Discord did not answer the goodbye in time")
