"""Many people at once on a loopback Discord: the same steps for every bot, each timed from the event to its answer."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import queries
from tests.loopback.asked import Asked, Person
from tests.loopback.launch import BotProcess
from tests.loopback.loopback import Loopback

if TYPE_CHECKING:
    from bot.knowledge.load import Knowledge
    from tests.loopback.world import Guild, Message

#: Discord's own: a first answer after that is refused.
DEADLINE = 3.0
TICKS = os.sysconf("SC_CLK_TCK")

_people = itertools.count(10_000)


@dataclass(frozen=True)
class Step:
    """What one person does: ``kind`` is command, typing or press."""

    kind: str
    command: str = "explain"
    option: str = "topic"
    text: str = ""


FIXED = Step("command", text="car-t")


def mixed(knowledge: Knowledge, count: int, seed: int = 1) -> list[Step]:
    """As in a busy evening: 4 names, 2 abbreviations, 2 slips, 1 description, 8 keystrokes and 3 presses in 20."""
    rng = random.Random(seed)
    asked = queries.names(knowledge)
    slips = [each.text for each in asked if each.kind.startswith("slip")]
    acronyms = [each.text for each in asked if each.kind == "acronym"]
    told = [each.text for each in queries.descriptions(knowledge)]
    titles = [entry.title for entry in knowledge.entries.values()]
    makers: list[tuple[int, Callable[[], Step]]] = [
        (4, lambda: Step("command", text=rng.choice(titles)[:100])),
        (2, lambda: Step("command", "glossary", "term", rng.choice(acronyms))),
        (2, lambda: Step("command", text=rng.choice(slips))),
        (1, lambda: Step("command", text=rng.choice(told)[:100])),
        (8, lambda: Step("typing", text=_beginning(rng, titles))),
        (3, lambda: Step("press")),
    ]
    weights, made = [weight for weight, _ in makers], [make for _, make in makers]
    return [make() for make in rng.choices(made, weights, k=count)]


def _beginning(rng: random.Random, titles: Sequence[str]) -> str:
    title = rng.choice(titles)[:60]
    return title[: rng.randint(1, len(title))].lower()


class Player:
    """One bot on a Discord of its own, and the people who use it."""

    def __init__(self, loopback: Loopback, process: BotProcess, guild: Guild) -> None:
        self.loopback, self.process, self.guild = loopback, process, guild
        self._cards: deque[Message] = deque(maxlen=500)

    def begin(self, step: Step) -> Asked:
        """Nobody meets the limiter: everybody asks once."""
        person, channel = Person(next(_people)), self.guild.channel
        if step.kind == "typing":
            options = {step.option: step.text}
            return self.loopback.interact_autocomplete(self.guild, channel, person, step.command, options)
        if step.kind == "press" and self._cards:
            card = self._cards.popleft()
            press = next((each for each in card.components if each["type"] == 2), None)
            if press:
                return self.loopback.interact_press(card, press["custom_id"], person)
        text = step.text or "car-t"
        return self.loopback.interact_command(self.guild, channel, person, step.command, {step.option: text})

    async def play(self, steps: Sequence[Step], at_once: int) -> list[float]:
        """Seconds of each answer, with ``at_once`` people always waiting for one."""
        waiting: Iterator[Step] = iter(steps)
        times: list[float] = []

        async def person() -> None:
            for step in waiting:
                asked = self.begin(step)
                reply = await asyncio.wait_for(asked.first, 30)
                times.append(asked.took or 0.0)
                if reply.message and step.kind == "command":
                    self._cards.append(reply.message)
                self.forget(asked)

        await asyncio.gather(*(person() for _ in range(at_once)))
        return times

    def forget(self, asked: Asked) -> None:
        """Keeps the loopback from growing while the bot's memory is looked at, and slow."""
        self.loopback.replying.asked.pop(asked.token, None)
        self.loopback.world.private.clear()
        self.loopback.requests.clear()
        for session in self.loopback.gateway.live():
            session.forget()

    async def burst(self, steps: Sequence[Step]) -> tuple[int, float]:
        """All at once: how many were answered exactly once and in time, and the seconds until the last was."""
        asked = [self.begin(step) for step in steps]
        started = time.monotonic()
        await asyncio.wait([each.first for each in asked], timeout=DEADLINE + 1)
        took = time.monotonic() - started
        await asyncio.sleep(0.5)  # whatever is answered twice is answered by now
        return sum(each.acknowledged == 1 and len(each.replies) == 1 for each in asked), took

    def processor(self) -> float:
        """Seconds of processor time that the bot's process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Megabytes of the bot's process that are in memory."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@asynccontextmanager
async def player(module: tuple[str, ...], folder: Path, **settings: str) -> AsyncIterator[Player]:
    """A bot as a process on a Discord of its own, connected."""
    async with Loopback(deadline=DEADLINE) as loopback:
        guild, process = loopback.add_guild(), BotProcess(loopback, folder, **settings)
        await process.start(*module)
        try:
            await loopback.connected()
            yield Player(loopback, process, guild)
        finally:
            await process.kill()


def quantile(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
