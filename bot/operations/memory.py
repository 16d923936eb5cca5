"""Memory: what a start leaves behind, and when Python looks for garbage."""

from __future__ import annotations

import asyncio
import ctypes
import gc
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["keep_tidy", "settle"]

#: Seconds.
QUIET = 1.0
#: How much is new before Python looks at it, at what survived that, and at everything: its own numbers are 700, 10 and
#: 10. Half as much of the second keeps a look under 3 ms. One at everything takes up to 45 ms on a busy evening: it is
#: left to quiet moments (``keep_tidy``), else comes every 10,000 answers. Until then some ten megabytes pile up.
THRESHOLDS = 700, 5, 200


def settle() -> None:
    """After a start: what is there now lives as long as the process.

    It is not looked through for garbage any more, which took 90 ms each time. The second look is what counts it as
    nothing: Python looks at everything again once a quarter as much is new, and else would let garbage pile up first.
    What the C library keeps of the memory that reading took is given back, where it can be asked to.
    """
    gc.collect()
    gc.freeze()
    gc.collect()
    gc.set_threshold(*THRESHOLDS)
    with suppress(OSError, AttributeError, TypeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)


async def keep_tidy(asked: Callable[[], int]) -> None:
    """Looks for garbage after each second in which nobody asked; ``asked`` counts questions so far. Never ends.

    It takes some ms, in which nothing else happens: here they delay nobody.
    """
    tidied = seen = 0
    while True:
        await asyncio.sleep(QUIET)
        if asked() == seen != tidied:
            tidied = seen
            gc.collect()
        seen = asked()
