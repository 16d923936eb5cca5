"""The room's kit: a keeper on a board in memory, over a real database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from bot.answers import Answers
from bot.knowledge.load import Knowledge
from bot.pins.keeper import Keeper, Place
from bot.pins.rounds import RETRY, Rounds
from bot.storage.database import Storage
from bot.storage.records import Pin
from tests.chat.small_knowledge import small_knowledge, topic
from tests.pins.fake_board import FakeBoard, rendered

GUILD, CHANNEL, OTHER = 7, 70, 71


@dataclass
class Clock:
    """A clock that a test moves."""

    at: dt.datetime = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += dt.timedelta(**by)


@dataclass
class World:
    """Everything a keeper works with."""

    storage: Storage
    board: FakeBoard
    answers: Answers
    clock: Clock

    def __post_init__(self) -> None:
        self.slept: list[float] = []
        self.automatic = True
        self.start()

    def start(self, storage: object = None, board: object = None) -> None:
        """Another process, over the same board and database."""
        self.keeper = Keeper(lambda: storage or self.storage, board or self.board, lambda: self.answers, now=self.clock)  # pyright: ignore[reportArgumentType]

        async def get() -> Storage:
            return self.storage

        self.rounds = Rounds(self.keeper, get, lambda _: self.automatic, between=lambda low, high: (low + high) / 2)

    async def round(self) -> float:
        """A whole round; gives the pause after it. The pauses within are in ``slept``."""
        self.rounds.wake()
        while (pause := await self.rounds.step()) < RETRY:
            self.slept.append(pause)
        return pause

    async def add(self, entry: str = "car-t", section: str = "", channel: int = CHANNEL, language: str = "en") -> Pin:
        return (await self.keeper.add(Place(GUILD, channel), entry, section, language)).pin

    async def pins(self) -> tuple[Pin, ...]:
        return await self.storage.pins.of_guild(GUILD)

    def learn(self, knowledge: Knowledge) -> None:
        """The knowledge changes, as after a reload."""
        self.answers = Answers(knowledge, clock=lambda: self.clock().date())

    def text(self, pin: Pin) -> str:
        assert pin.message_id is not None
        return self.board.messages[pin.message_id].text


def changed_knowledge() -> Knowledge:
    """The little knowledge with another text in one section of ``car-t``."""
    sections = {
        "what": "What there is to say about what. And one more sentence.",
        "how-it-works": "It works in another way than we wrote. So we say it anew.",
        "side-effects": "What there is to say about side-effects. And one more sentence.",
    }
    return small_knowledge(topics=[topic("car-t", "CAR-T cell therapy", sections, family="cell-therapy")])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(storage: Storage, clock: Clock) -> World:
    board = FakeBoard({GUILD: {CHANNEL, OTHER}}, clock)
    return World(storage, board, Answers(small_knowledge(), clock=lambda: clock().date()), clock)


__all__ = ["CHANNEL", "GUILD", "OTHER", "Clock", "World", "changed_knowledge", "rendered"]
