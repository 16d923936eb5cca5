"""Database addresses: what people write, and what the drivers want. No sentence repeats one: it may hold a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.storage.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["default_url", "normalised"]

_ALLOWED = "Write sqlite:///path/to/file.db, or postgresql://user:password@host/name."
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_OPTIONS = {"sslmode": "ssl", "ssl": "ssl", "host": "host", "port": "port"}


def default_url(data_dir: Path) -> str:
    """The address of the SQLite file in the bot's own folder."""
    return f"sqlite:///{data_dir.absolute() / 'bot.db'}"


def normalised(url: str) -> str:
    """The address with the driver that the bot uses. Raises StorageError that says what is allowed."""
    try:
        parsed = make_url(url.strip())
    except (ArgumentError, ValueError):
        raise StorageError(f"The address of the database cannot be read. {_ALLOWED}") from None
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise StorageError(f"The bot keeps its data in SQLite or PostgreSQL. {_ALLOWED}")
    parsed = parsed.set(drivername=driver)
    parsed = _sqlite(parsed) if driver.startswith("sqlite") else _postgresql(parsed)
    return parsed.render_as_string(hide_password=False)


def _sqlite(url: URL) -> URL:
    if not url.database or url.database == ":memory:" or url.query or url.host:
        raise StorageError(f"The address of a SQLite database names a file, and nothing else. {_ALLOWED}")
    return url


def _postgresql(url: URL) -> URL:
    if not url.database:
        raise StorageError(f"The address names no database. {_ALLOWED}")
    unknown = sorted(set(url.query) - set(_OPTIONS))
    if unknown:
        known = ", ".join(sorted(_OPTIONS))
        raise StorageError(f"The address of the database has the option {unknown[0]}; the bot knows {known}.")
    # hosts write the option as libpq calls it, and asyncpg calls it ssl
    return url.set(query={_OPTIONS[name]: value for name, value in url.query.items()})
