"""Writes ``docs/benchmarks.md`` and its picture from what was measured."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt

from benchmarks.queries import BLIND

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from benchmarks.quality import Tally
    from benchmarks.speed import Row

STRANGERS = ("chat", "nonsense", "other medicine", "unknown code")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def share(part: float, whole: float, digits: int = 3) -> str:
    return f"{part / whole:.{digits}f}" if whole else "–"


def names_table(tallies: dict[str, dict[str, Tally]]) -> str:
    kinds = names_of(tallies["ours"])
    rows = []
    for kind in kinds:
        cells = [share(found[kind].first, found[kind].asked) for found in tallies.values()]
        rows.append([f"{kind} ({tallies['ours'][kind].asked})", *cells])
    rows.append(["**wrong answers shown, of all**", *(_wrong(found, kinds) for found in tallies.values())])
    return table(["right first", *tallies], rows)


def names_of(kinds: Iterable[str]) -> list[str]:
    """The kinds of question that ask for a name, by name."""
    return [kind for kind in sorted(kinds) if kind not in (*STRANGERS, "description") and not kind.startswith(BLIND)]


def blind_table(tallies: dict[str, dict[str, Tally]]) -> str:
    rows = []
    for kind in sorted(kind for kind in tallies["ours"] if kind.startswith(BLIND)):
        asked, outside = tallies["ours"][kind].asked, kind.startswith(f"{BLIND}outside")
        cells = (_percent(t[kind].wrong, asked) if outside else _first_and_three(t[kind]) for t in tallies.values())
        rows.append([f"{kind.removeprefix(BLIND)} ({asked})", *cells])
    return table(["first / in three; outside: answered", *tallies], rows)


def _first_and_three(one: Tally) -> str:
    return f"{share(one.first, one.asked)} / {share(one.among_three, one.asked)}"


def _wrong(found: dict[str, Tally], kinds: Sequence[str]) -> str:
    return _percent(sum(found[kind].wrong for kind in kinds), sum(found[kind].asked for kind in kinds))


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def strangers_table(tallies: dict[str, dict[str, Tally]], confused: dict[str, int]) -> str:
    rows = [
        [f"{kind} ({tallies['ours'][kind].asked})", *(_percent(t[kind].wrong, t[kind].asked) for t in tallies.values())]
        for kind in STRANGERS
    ]
    rows.append(["look-alikes answered with the other, of all names", *(confused[peer] for peer in tallies)])
    return table(["answered, though nothing should be", *tallies], rows)


def descriptions_table(tallies: dict[str, dict[str, Tally]], held_out: Tally) -> str:
    rows = []
    for peer, found in tallies.items():
        one = found["description"]
        three, wrong = share(one.among_three, one.asked), _percent(one.wrong, one.asked)
        rows.append([peer, share(one.first, one.asked), three, wrong])
    three = share(held_out.among_three, held_out.asked)
    rows.append([f"ours, everyday phrases held out ({held_out.asked})", share(held_out.first, held_out.asked), three,
                 _percent(held_out.wrong, held_out.asked)])  # fmt: skip
    count = tallies["ours"]["description"].asked
    return table([f"{count} written descriptions", "right one first", "in the first three", "wrong answers"], rows)


def speed_table(rows: Sequence[Row]) -> str:
    cells = [
        [f"{row.size:,}", row.peer, f"{row.first:.3f}", f"{row.p50:.3f}", f"{row.p99:.3f}", f"{row.build:.2f}"]
        for row in rows
    ]
    return table(["names", "peer", "right first", "p50 ms", "p99 ms", "build s"], cells)


def machine() -> str:
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"


def draw(rows: Sequence[Row], target: Path) -> None:
    """p50 by number of names, a line for each peer, both axes logarithmic."""
    figure, axes = plt.subplots(figsize=(8, 4.5))
    for place, peer in enumerate(dict.fromkeys(row.peer for row in rows)):
        points = [(row.size, row.p50) for row in rows if row.peer == peer]
        style = {"linewidth": 3.0} if peer == "ours" else {"linewidth": 1.2, "linestyle": ("-", "--", ":")[place % 3]}
        axes.plot(*zip(*points, strict=True), marker="osd^v*xP"[place % 8], label=peer, **style)
    axes.set(xscale="log", yscale="log", xlabel="names in the list", ylabel="milliseconds a lookup (p50)")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(fontsize=8, frameon=False)
    figure.tight_layout()
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, metadata={"Date": None})
    plt.close(figure)
