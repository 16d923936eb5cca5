"""Rows for the tests of this folder."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.storage.database import Storage
from bot.storage.records import Pin, ServerSettings, new_pin_id

T = TypeVar("T")

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
PIN = Pin(
    id="0123456789abcdef",
    guild_id=1,
    channel_id=2,
    message_id=None,
    entry_id="car-t",
    section="",
    language="en",
    content_hash="",
    claimed_at=NOW,
    pinned_at=None,
    updated_at=None,
    missing_at=None,
    removing_at=None,
    busy_until=None,
)


def fresh(**changes: object) -> Pin:
    return replace(PIN, id=new_pin_id(), **changes)  # pyright: ignore[reportArgumentType]


snowflakes = st.integers(0, 2**63 - 1)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
# an imaginary time, skipped by a clock put forward, is another one after a turn through UTC
times = st.datetimes(
    NOW.replace(year=1, tzinfo=None),
    NOW.replace(year=9998, tzinfo=None),
    timezones=st.timezones() | st.just(dt.UTC),
    allow_imaginary=False,
    # Python finds an hour that a clock put back shows twice unequal to any time of another zone (PEP 495)
).filter(lambda time: time.utcoffset() == time.replace(fold=1 - time.fold).utcoffset())
a_pin = st.builds(
    Pin,
    id=st.uuids().map(lambda made: made.hex[:16]),
    guild_id=snowflakes,
    channel_id=snowflakes,
    message_id=st.none() | snowflakes,
    entry_id=texts,
    section=texts,
    language=texts,
    content_hash=texts,
    claimed_at=times,
    pinned_at=st.none() | times,
    updated_at=st.none() | times,
    missing_at=st.none() | times,
    removing_at=st.none() | times,
    busy_until=st.none() | times,
)
some_settings = st.builds(
    ServerSettings,
    guild_id=snowflakes,
    language=st.none() | texts,
    answers=st.sampled_from(["private", "public"]),
    public_channels=st.lists(snowflakes, max_size=4).map(tuple),
    country=st.none() | texts,
    pin_updates=st.sampled_from(["automatic", "ask"]),
    words_menu=st.booleans(),
)


def hold_for_all(
    url: str, values: st.SearchStrategy[T], check: Callable[[Storage, T], Awaitable[None]], examples: int = 50
) -> None:
    """Runs the check with many values, on one database that is opened once."""
    with asyncio.Runner() as runner:
        storage = runner.run(Storage.open(url, timeout=60))

        @settings(max_examples=examples, deadline=None, database=None)
        @given(values)
        def each(value: T) -> None:
            async def run() -> None:
                await check(storage, value)

            runner.run(run())

        try:
            each()
        finally:
            runner.run(storage.close())
