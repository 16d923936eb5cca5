"""Start and memory beside the bare bot."""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.driving import FIXED, Step, mixed, player
from benchmarks.section import table
from tests.loopback.loopback import ANA

if TYPE_CHECKING:
    from bot.knowledge.load import Knowledge

STARTS = 5
OURS, BARE = ("tests.loopback.child", "run"), ("benchmarks.bare_bot",)
WARM, BATCH, BATCHES = 500, 2000, 5
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


async def grown(folder: Path, batches: list[list[Step]]) -> list[float]:
    """Megabytes at first, then after each batch of answers."""
    async with player(OURS, folder, LOG_LEVEL="WARNING") as bot:
        await bot.play(batches[0][:WARM], 20)
        found = [bot.memory()]
        for batch in batches:
            await bot.play(batch, 20)
            found.append(bot.memory())
        return found


@dataclass(frozen=True)
class Started:
    """Megabytes more than the bare bot, how many times as long to ready and to the first answer, megabytes over time."""

    more: float
    ready: float
    first: float
    same: list[float]
    different: list[float]

    def table(self) -> str:
        lines = ", ".join(f"{each:.1f}" for each in self.same), ", ".join(f"{each:.1f}" for each in self.different)
        return (
            f"Megabytes after {WARM} answers and then after each {BATCH:,} of {BATCH * BATCHES:,} more: {lines[0]} (the same card); "
            f"{lines[1]} (busy evenings, each {BATCH:,} with other names, keystrokes and presses)."
        )


async def measured(folder: Path, card: Path, knowledge: Knowledge) -> tuple[str, Started]:
    """The tables about start and memory, and what they come to."""
    found: dict[str, list[tuple[float, float, float]]] = {"ours": [], "bare": []}
    for turn in range(STARTS + 1):
        for name, module in (("ours", OURS), ("bare", BARE)):
            figures = await started(module, folder / name, card)
            if turn:  # the first start compiles, makes the database and sends the commands
                found[name].append(figures)
    ours, bare = ([statistics.median(column) for column in zip(*found[name], strict=True)] for name in ("ours", "bare"))
    names = ("seconds to the first answer", "seconds to discord.py's ready", "megabytes in memory when ready")
    rows = [[name, f"{a:.2f}", f"{b:.2f}", f"{a / b:.2f}"] for name, a, b in zip(names, ours, bare, strict=True)]
    rows.append([f"megabytes more (wanted: ≤ {MEGABYTES})", f"{ours[2] - bare[2]:.1f}", "–", "–"])
    same = await grown(folder / "same", [[FIXED] * BATCH] * BATCHES)
    evenings = [mixed(knowledge, BATCH, seed=100 + number) for number in range(BATCHES)]
    different = await grown(folder / "different", evenings)
    result = Started(ours[2] - bare[2], ours[1] / bare[1], ours[0] / bare[0], same, different)
    return "\n\n".join([TEXT, table(["", "ours", "bare", "ratio"], rows), result.table()]), result
