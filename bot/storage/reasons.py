"""From what a driver raises to one of our errors: the only place that knows the drivers' codes."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.storage.errors import DuplicateError, StorageError, StorageUnavailable

__all__ = ["DRIVER_ERRORS", "is_locked", "storage_error"]

# values that SQLite's driver refuses before it asks the database
_WRONG_VALUES = (OverflowError, UnicodeEncodeError)
# SQLAlchemy wraps what drivers raise in a statement; what the system raises comes as it is: refused, lost, too slow
DRIVER_ERRORS = (
    StatementError,
    sqlite3.Error,
    PoolTimeoutError,
    OSError,
    EOFError,
    *_WRONG_VALUES,
)

_NOT_OURS = "The database is not as this program left it: a table is missing, or somebody else's is in the way."
_SQLITE = {
    sqlite3.SQLITE_ERROR: _NOT_OURS,
    sqlite3.SQLITE_BUSY: "Another program holds the database file locked.",
    sqlite3.SQLITE_LOCKED: "Another program holds the database file locked.",
    sqlite3.SQLITE_CANTOPEN: "The database file cannot be opened.",
    sqlite3.SQLITE_READONLY: "The database file cannot be written.",
    sqlite3.SQLITE_FULL: "The disk with the database file is full.",
    sqlite3.SQLITE_IOERR: "The disk with the database file does not work.",
    sqlite3.SQLITE_NOTADB: "The file is not a SQLite database.",
    sqlite3.SQLITE_CORRUPT: "The database file is damaged. Restore a backup.",
}
# by PostgreSQL's classes of error codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "28": "The database refused the user name or the password.",
    "3D": "There is no database of that name on the server.",
    "42501": "The user of the database lacks a right that the bot needs.",
    "42": _NOT_OURS,
    "53300": "The database has no connection left.",
}


def storage_error(error: BaseException) -> StorageError:
    """Ours, for an error of a driver or of SQLAlchemy. Holds no address, no statement and no value."""
    if isinstance(error, IntegrityError):
        return DuplicateError()
    if isinstance(error, TimeoutError | PoolTimeoutError):
        return StorageUnavailable("The database did not answer in time.")
    if _is_wrong_value(error):
        return StorageError("The database cannot hold that value.")
    original: Any = error.orig if isinstance(error, DBAPIError) else error
    sentence = _SQLITE.get(_sqlite_code(original)) or _postgresql_sentence(original)
    return StorageUnavailable(sentence) if sentence else StorageUnavailable()


def is_locked(error: BaseException) -> bool:
    """Whether another connection holds the SQLite file, so that a moment later it may work."""
    original: Any = error.orig if isinstance(error, DBAPIError) else error
    return _sqlite_code(original) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _is_wrong_value(error: BaseException) -> bool:
    if not isinstance(error, StatementError) or error.statement is None:  # none: while it connected
        return isinstance(error, _WRONG_VALUES)
    refused_by_us = not isinstance(error, DBAPIError)
    refused_by_asyncpg = isinstance(getattr(error.orig, "__cause__", None), ValueError)
    refused_by_postgresql = _state(error.orig).startswith("22")
    return refused_by_us or refused_by_asyncpg or refused_by_postgresql


def _sqlite_code(original: Any) -> int:
    return getattr(original, "sqlite_errorcode", 0) & 0xFF  # the higher bits only say more of the same


def _postgresql_sentence(original: Any) -> str | None:
    state = _state(original)
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])


def _state(original: Any) -> str:
    return getattr(original, "sqlstate", None) or ""
