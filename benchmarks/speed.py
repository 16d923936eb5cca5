"""How long, how large, how right, as the list of names grows. All peers in one process, turn by turn."""

from __future__ import annotations

import gc
import statistics
import time
import tracemalloc
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks import registries
from benchmarks.peers import PEERS, Ours
from bot.lookup.keys import Typed
from bot.lookup.prefixes import Prefixes

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 5
QUERIES = 300
#: Brute force over a long list takes a third of a second a query, and so gets fewer of them.
QUERIES_SLOW = 30


@dataclass(frozen=True)
class Row:
    """One peer at one size. Times in milliseconds, build in seconds."""

    peer: str
    size: int
    first: float
    p50: float
    p99: float
    build: float


def quantile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def timed(action: Callable[[], object]) -> float:
    """Milliseconds by the wall clock."""
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def growth(size: int) -> list[Row]:
    """Each peer at one size. A query's time is the median of its repeats, which are taken in turn with the others."""
    rows = registries.names(size)
    questions = registries.misspelled(rows, QUERIES)
    built, peers = {}, {}
    for name, make in PEERS.items():
        gc.collect()
        start = time.perf_counter()
        peers[name] = make(rows)
        built[name] = time.perf_counter() - start
    asked = {name: QUERIES_SLOW if size > 20_000 and "rapidfuzz" in name else QUERIES for name in peers}
    times: dict[str, list[list[float]]] = {name: [[] for _ in range(asked[name])] for name in peers}
    right: dict[str, list[bool]] = {}
    for _ in range(REPEATS):
        for name, peer in peers.items():
            right[name] = []
            for place, (query, entry) in enumerate(questions[: asked[name]]):
                start = time.perf_counter()
                found = peer.search(query)
                times[name][place].append(1000 * (time.perf_counter() - start))
                right[name].append(bool(found) and found[0][0] == entry)
    return [
        Row(
            name,
            size,
            statistics.mean(right[name]),
            quantile(each := [statistics.median(taken) for taken in times[name]], 0.5),
            quantile(each, 0.99),
            built[name],
        )
        for name in peers
    ]


def memory(size: int) -> float:
    """Bytes that our index keeps for each name, the names themselves not counted."""
    rows = registries.names(size)
    gc.collect()
    tracemalloc.start()
    index = Ours(rows)
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del index
    return kept / size


def autocomplete(size: int) -> tuple[float, float]:
    """p50 and p99 of one keystroke in milliseconds: every beginning of 100 names, then a slip in each."""
    rows = registries.names(size)
    prefixes = Prefixes((name, entry, -float(len(name))) for name, entry in rows)
    ours = Ours(rows)

    def keystroke(text: str) -> None:
        key = Typed.of(text).key
        if len(prefixes.starting(key, 25)) + len(prefixes.with_word(key, 25)) < 25 and len(key) > 2:
            ours.search(text)

    typed = [name[:end] for name, _ in rows[:100] for end in range(1, len(name))]
    typed += [slip for slip, _ in registries.misspelled(rows, 100)]
    times = [statistics.median(timed(lambda text=text: keystroke(text)) for _ in range(3)) for text in typed]
    return quantile(times, 0.5), quantile(times, 0.99)
