"""Garbage is looked for in quiet moments, and what a start leaves is not looked through again."""

import asyncio
import gc
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from bot.operations import memory

ROOT = Path(__file__).parent.parent.parent


class Circle:
    def __init__(self) -> None:
        self.itself = self


async def test_a_quiet_moment_after_questions_clears_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "QUIET", 0.01)
    asked = 0
    gc.disable()
    try:
        tidying = asyncio.create_task(memory.keep_tidy(lambda: asked))
        await asyncio.sleep(0.05)
        left = weakref.ref(Circle())
        await asyncio.sleep(0.05)
        assert left() is not None  # nobody has asked anything: there is nothing to look for
        asked = 1
        while left() is not None:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        tidying.cancel()
    finally:
        gc.enable()


def test_what_a_start_leaves_is_set_aside() -> None:
    program = (
        "import gc; from bot.operations.memory import THRESHOLDS, settle\n"
        "settle()\n"
        "assert gc.get_freeze_count() > len(gc.get_objects())\n"
        "assert gc.get_threshold() == THRESHOLDS"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
