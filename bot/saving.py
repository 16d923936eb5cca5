"""Where the database is, and backups as the terminal asks for them: those functions give the sentence to print."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.storage.backup import Contents, backup, restore
from bot.storage.database import Storage, default_url, normalised

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.settings import Settings

__all__ = ["address_of", "put_back", "save"]

_TIMEOUT = 60.0  # seconds; nobody in a chat waits for this


def address_of(settings: Settings) -> str:
    """The address of the database: what was set, else a file in the bot's own folder. Raises StorageError."""
    chosen = settings.database_url
    return normalised(chosen.get_secret_value() if chosen else default_url(settings.data_dir))


def save(settings: Settings, file: Path) -> str:
    """Writes what the database holds to a file. Raises StorageError."""
    return f"Saved {_counted(_done(settings, lambda storage: backup(storage, file)))} to {file}."


def put_back(settings: Settings, file: Path, *, replace: bool) -> str:
    """Puts a backup into the database. Raises StorageError."""
    contents = _done(settings, lambda storage: restore(storage, file, replace=replace))
    return f"Restored {_counted(contents)} from {file}."


def _done(settings: Settings, work: Callable[[Storage], Awaitable[Contents]]) -> Contents:
    url = address_of(settings)

    async def run() -> Contents:
        storage = await Storage.open(url, timeout=_TIMEOUT)
        try:
            return await work(storage)
        finally:
            await storage.close()

    return asyncio.run(run())


def _counted(contents: Contents) -> str:
    pins, servers = len(contents.pins), len(contents.server_settings)
    return f"{pins} pin{'s' * (pins != 1)} and the settings of {servers} server{'s' * (servers != 1)}"
