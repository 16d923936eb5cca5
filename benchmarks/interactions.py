"""A whole interaction over real HTTP beside the bare bot: ``python -m benchmarks.interactions`` writes its own section.

Both bots run in processes of their own, each on its own loopback Discord, whose server runs in this process. They take
turns; each figure is the median of its rounds.
"""

from __future__ import annotations

import asyncio
import json
import signal
import statistics
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import starting
from benchmarks.driving import DEADLINE, FIXED, Player, Step, mixed, player, quantile
from benchmarks.section import table, write
from benchmarks.starting import Started
from bot.knowledge.load import load
from tests.loopback.loopback import ANA

ROUNDS, ANSWERS, AT_ONCE, BURST = 5, 1000, 50, 1000
OURS, BARE, WATCHED = ("tests.loopback.child", "run"), ("benchmarks.bare_bot",), ("benchmarks.loop_probe", "run")
#: Seconds that nothing may hold the loop.
LONG = 0.005
#: Ours by the bare bot: answers a second at least, the slowest hundredth at most, start to ready at most.
RATE, P99, READY = 0.8, 1.3, 2.0


@dataclass(frozen=True)
class Round:
    """Answers a second, milliseconds of the middle and the slowest hundredth, processor milliseconds an answer."""

    rate: float
    p50: float
    p99: float
    processor: float


async def played(bot: Player, steps: list[Step]) -> Round:
    before, started = bot.processor(), asyncio.get_running_loop().time()
    times = await bot.play(steps, AT_ONCE)
    took = asyncio.get_running_loop().time() - started
    spent = (bot.processor() - before) / len(times)
    return Round(len(times) / took, 1000 * quantile(times, 0.5), 1000 * quantile(times, 0.99), 1000 * spent)


async def compared(bots: dict[str, Player], evenings: list[list[Step]]) -> dict[str, Round]:
    """Medians of a round for each of ``evenings``; the first warms up and is not counted."""
    rounds: dict[str, list[Round]] = {name: [] for name in bots}
    for turn, steps in enumerate(evenings):
        for name, bot in bots.items():
            found = await played(bot, steps)
            if turn:
                rounds[name].append(found)
    fields = Round.__dataclass_fields__
    return {
        name: Round(*(statistics.median(getattr(each, field) for each in found) for field in fields))
        for name, found in rounds.items()
    }


def comparison(found: dict[str, Round]) -> str:
    ours = found["ours"]
    names = {"rate": "answers a second", "p50": "p50 ms", "p99": "p99 ms", "processor": "processor ms an answer"}
    wanted = {"rate": f"≥ {RATE}", "p99": f"≤ {P99}"}
    rows: list[list[str]] = []
    for field, name in names.items():
        values = [getattr(each, field) for each in found.values()]
        ratios = [f"{values[0] / theirs:.2f}" for theirs in values[1:]]
        rows.append([name, *(f"{value:.2f}" for value in values), *ratios, wanted.get(field, "–")])
    peers = [name for name in found if found[name] is not ours]
    head = [f"{AT_ONCE} waiting at any time", *found, *(f"ours by {name}" for name in peers), "wanted"]
    return table(head, rows)


async def watched(folder: Path, steps: list[Step]) -> dict[str, Any]:
    """What held the loop while the mix was answered, with ten people waiting."""
    async with player(WATCHED, folder, PROBE=str(folder / "probe"), LOG_LEVEL="WARNING") as bot:
        await bot.play(steps, 10)
        bot.process.signal(signal.SIGTERM)
        await bot.process.ended()
    return json.loads((folder / "probe").read_text(encoding="utf-8"))


def held(found: dict[str, Any]) -> str:
    serving = [each for each in found["long"] if each["serving"]]
    longest = max((each["cpu"] for each in serving), default=0.0)
    rows = [
        ["callbacks of the loop", f"{found['count']:,}"],
        ["over 5 ms by the clock (the machine was shared)", str(sum(each["wall"] > LONG for each in serving))],
        ["over 5 ms of own processor time", str(sum(each["cpu"] > LONG for each in serving))],
        ["longest, ms of own processor time", f"{1000 * longest:.1f}"],
        ["longest collection of garbage, ms", f"{1000 * found['collecting']:.1f}"],
    ]
    return table(["what held the loop while serving (wanted: nothing over 5 ms)", ""], rows)


async def measured() -> str:
    """The whole section."""
    knowledge, folder = load(), Path(tempfile.mkdtemp())
    mix = mixed(knowledge, ANSWERS)
    async with AsyncExitStack() as stack:
        ours = await stack.enter_async_context(player(OURS, folder / "ours", LOG_LEVEL="WARNING"))
        card = await ours.loopback.interact_command(ours.guild, ours.guild.channel, ANA, "explain", {"topic": "car-t"})
        (folder / "card").write_text(json.dumps(card.data["components"]), encoding="utf-8")
        bare = await stack.enter_async_context(player(BARE, folder / "bare", CARD=str(folder / "card")))
        keeping = await stack.enter_async_context(player(BARE, folder / "keeping", CARD=str(folder / "card"), KEEP="1"))
        bots = {"ours": ours, "bare": bare, "bare, one view kept": keeping}
        fixed = await compared(bots, [[FIXED] * ANSWERS] * (ROUNDS + 1))
        varied = await compared(bots, [mix] * (ROUNDS + 1))
        others = await compared(bots, [mixed(knowledge, ANSWERS, seed=20 + turn) for turn in range(ROUNDS + 1)])
        bursts = {name: await bot.burst([FIXED] * BURST) for name, bot in bots.items()}
    watch = await watched(folder / "watched", mixed(knowledge, 3000, seed=2))
    text, start = await starting.measured(folder / "starting", folder / "card", knowledge)
    met = {SAME: fixed, EVENING: varied, OTHERS: others}
    burst = [[name, f"{answered} of {BURST}", f"{took:.2f}"] for name, (answered, took) in bursts.items()]
    return "\n\n".join(
        [
            TEXT,
            f"**{SAME}**",
            comparison(fixed),
            f"**{EVENING}**: names, abbreviations, slips, descriptions, keystrokes, presses; the same {ANSWERS:,} in each round. {NOTHING}",
            comparison(varied),
            f"**{OTHERS}**: as before, but drawn anew for each round, from all {len(knowledge.entries)} entries alike. {HARDER}",
            comparison(others),
            f"**{BURST} at once**, each to be answered exactly once within Discord's {DEADLINE:.0f} seconds",
            table(["bot", "answered once and in time", "seconds until the last"], burst),
            held(watch),
            text,
            "\n".join(misses(met, watch, start)),
        ]
    )


TEXT = """\
## The bot on a Discord of its own

Made by `python -m benchmarks.interactions`. The bots talk over real HTTP and a real gateway to a loopback Discord in another
process (`tests/loopback`); the bare one is `benchmarks/bare_bot.py`, which answers one fixed card with as little as discord.py
allows: as in discord.py's own examples it makes a view for each answer, or (harder to beat, as ours keeps the cards it laid out) it
sends one view again and again. Rounds are taken in turn, figures are medians."""

NOTHING = "The bare bot looks nothing up."
HARDER = "Harder than real evenings, on which most people ask about the same few things."
SAME, EVENING, OTHERS = "The same card every time", "A busy evening", "Another evening each round"


def misses(met: dict[str, dict[str, Round]], watch: dict[str, Any], start: Started) -> list[str]:
    """A sentence for each mark of this run that was missed, and one that says so if none was."""
    found: list[str] = []
    for what, rounds in met.items():
        for peer in [name for name in rounds if name != "ours"]:
            ours, theirs = rounds["ours"], rounds[peer]
            if (rate := ours.rate / theirs.rate) < RATE:
                found.append(f"{what}: {rate:.2f} of the answers a second of “{peer}”, wanted {RATE}.")
            if (slowest := ours.p99 / theirs.p99) > P99:
                found.append(f"{what}: its p99 is {slowest:.2f} times that of “{peer}”, wanted {P99}.")
    long = [each["cpu"] for each in watch["long"] if each["serving"] and each["cpu"] > LONG]
    if long:
        longest, most = f"{1000 * max(long):.1f} ms", f"{1000 * watch['collecting']:.1f} ms"
        found.append(
            f"The loop: {len(long)} of {watch['count']:,} callbacks held it, for up to {longest} (garbage: up to {most})."
        )
    if start.more > starting.MEGABYTES:
        found.append(f"Memory: {start.more:.1f} MB more than the bare bot, wanted {starting.MEGABYTES}.")
    if start.ready > READY:
        found.append(f"Start: {start.ready:.2f} times as long until it is ready, wanted {READY}.")
    said = (
        ["**Missed in this run**", "", *(f"- {each}" for each in found)]
        if found
        else ["Nothing was missed in this run."]
    )
    first = f"The first answer after a start takes {start.first:.1f} times as long as the bare bot's: the knowledge is read and indexed first."
    return [*said, "", first]


if __name__ == "__main__":
    text = asyncio.run(measured())
    write(text)
    sys.stdout.write(text + "\n")
