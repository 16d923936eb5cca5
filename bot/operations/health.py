"""Whether the bot still hears from Discord: a file that is touched while it does, and a look at the file's age.

``python -m bot.operations.health`` is the container's health check: exit code 0 while the gateway answers.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from bot.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["EVERY", "FILE", "STALE", "beat", "is_healthy", "main"]

FILE = "heartbeat"
#: Seconds between two touches, and after which silence counts as lost.
EVERY, STALE = 15.0, 90.0


def beat(folder: Path) -> None:
    """Says that the gateway answered just now. A folder that cannot be written is left alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).touch()
    except OSError:
        return


def is_healthy(folder: Path, now: float) -> bool:
    """Whether the last beat is less than ``STALE`` seconds old; ``now`` is in seconds since 1970."""
    try:
        return now - (folder / FILE).stat().st_mtime < STALE
    except OSError:
        return False


def main() -> int:
    """The exit code of the health check."""
    return 0 if is_healthy(read_settings().data_dir, time.time()) else 1


if __name__ == "__main__":
    sys.exit(main())
