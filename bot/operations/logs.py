"""Log lines without people in them.

An exception's text may quote what somebody typed, so it is never written: a trace says what kind of exception it was
and where it came from. That holds for every logger in the process, discord.py's and asyncio's included.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from types import TracebackType

__all__ = ["SafeFormatter", "set_up", "trace", "watch_loop"]

_LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def trace(error: BaseException) -> str:
    """``ValueError at explain.py:31 in answer < desk.py:40 in title``: innermost first, without the error's text."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = (f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} in {frame.name}" for frame in reversed(frames))
    return f"{type(error).__name__} at {' < '.join(places) or 'an unknown place'}"


class SafeFormatter(logging.Formatter):
    """Writes a trace where Python would write the exception's text and the source lines."""

    def formatException(  # noqa: N802 - logging's own name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """The trace of the exception being logged."""
        return trace(ei[1]) if ei[1] else ""


def set_up(level: str) -> None:
    """One handler on standard error for the whole process. discord.py stays at INFO: its DEBUG lines hold messages."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SafeFormatter(_LINE))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("discord", "asyncio", "aiohttp", "websockets"):
        logging.getLogger(name).setLevel(max(logging.INFO, root.level))


def watch_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Replaces asyncio's own report of a failed task, which prints the exception's text."""
    loop.set_exception_handler(_report)


def _report(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    what = trace(error) if isinstance(error, BaseException) else "no exception"
    logging.getLogger("asyncio").error("a task failed: %s", what)
