"""Start and memory beside the bare bot."""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path

from benchmarks.driving import FIXED, player
from benchmarks.section import table
from tests.loopback.loopback import ANA

STARTS = 5
OURS, BARE = ("tests.loopback.child", "run"), ("benchmarks.bare_bot",)
BATCH, BATCHES = 2000, 5
MEGABYTES = 80
TEXT = """\
**Start and memory.** Ready (wanted: ≤ 2 times) holds the two seconds that discord.py waits for servers, in both bots; the first
answer does not."""


async def started(module: tuple[str, ...], folder: Path, card: Path) -> tuple[float, float, float]:
    """Seconds from the start of the process to its first answer and to discord.py's "ready"; then megabytes."""
    (folder / "log").unlink(missing_ok=True)  # an earlier start says "ready" in it too
    (folder / "commands.sha256").unlink(missing_ok=True)  # both send their commands, to a Discord that knows none yet
    began = time.monotonic()
    async with player(module, folder, CARD=str(card)) as bot:
        await bot.loopback.interact_command(bot.guild, bot.guild.channel, ANA, "explain", {"topic": "car-t"})
        answered = time.monotonic() - began
        while "ready in" not in bot.process.log:  # noqa: ASYNC110 - a file has no event
            await asyncio.sleep(0.005)
        return answered, time.monotonic() - began, bot.memory()


async def grown(folder: Path) -> list[float]:
    """Megabytes at first, then after each batch of answers."""
    async with player(OURS, folder, LOG_LEVEL="WARNING") as bot:
        await bot.play([FIXED] * 500, 20)
        found = [bot.memory()]
        for _ in range(BATCHES):
            await bot.play([FIXED] * BATCH, 20)
            found.append(bot.memory())
        return found


async def measured(folder: Path, card: Path) -> str:
    """The tables about start and memory."""
    found: dict[str, list[tuple[float, float, float]]] = {"ours": [], "bare": []}
    for turn in range(STARTS + 1):
        for name, module in (("ours", OURS), ("bare", BARE)):
            figures = await started(module, folder / name, card)
            if turn:  # the first start compiles and sends the commands
                found[name].append(figures)
    ours, bare = ([statistics.median(column) for column in zip(*found[name], strict=True)] for name in ("ours", "bare"))
    names = ("seconds to the first answer", "seconds to discord.py's ready", "megabytes in memory when ready")
    rows = [[name, f"{a:.2f}", f"{b:.2f}", f"{a / b:.2f}"] for name, a, b in zip(names, ours, bare, strict=True)]
    rows.append([f"megabytes more (wanted: ≤ {MEGABYTES})", f"{ours[2] - bare[2]:.1f}", "–", "–"])
    memory = await grown(folder / "grown")
    flat = ", ".join(f"{each:.1f}" for each in memory)
    return "\n\n".join(
        [
            TEXT,
            table(["", "ours", "bare", "ratio"], rows),
            f"Megabytes after 500 answers and then after each {BATCH:,} of {BATCH * BATCHES:,} more: {flat}.",
        ]
    )
