"""All rows in one file, to keep, or to carry from one kind of database to the other."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import delete, func, insert, select

from bot.storage.errors import StorageError
from bot.storage.tables import pins, server_settings

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from pydantic_core import ErrorDetails
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.database import Storage

__all__ = ["Contents", "backup", "restore"]

_FORMAT = 1


def _storable(text: str) -> str:
    if "\0" in text:  # PostgreSQL refuses it
        raise ValueError("holds a null character")
    return text


Id = Annotated[int, Field(ge=0, lt=2**63)]
Text = Annotated[str, AfterValidator(_storable)]


class _Row(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Pin(_Row):
    id: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    guild_id: Id
    channel_id: Id
    message_id: Id | None
    entry_id: Text
    section: Text
    language: Text
    content_hash: Text
    claimed_at: AwareDatetime
    pinned_at: AwareDatetime | None
    updated_at: AwareDatetime | None
    missing_at: AwareDatetime | None
    removing_at: AwareDatetime | None
    busy_until: AwareDatetime | None


class _Server(_Row):
    guild_id: Id
    language: Text | None
    answers: Literal["private", "public"]
    public_channels: tuple[Id, ...]
    country: Text | None
    pin_updates: Literal["automatic", "ask"]
    words_menu: bool


class Contents(_Row):
    """A backup: the version of its format, and the rows of both tables."""

    format: Literal[1] = _FORMAT
    server_settings: tuple[_Server, ...]
    pins: tuple[_Pin, ...]


async def backup(storage: Storage, path: Path) -> Contents:
    """Writes all rows, as of one moment, to a file that only its owner may read. Gives what was written.

    The file is whole or not there; an older one stays until then. Raises StorageError.
    """
    contents = await storage.calls.read(_rows)
    try:
        await asyncio.to_thread(_write, path, contents.model_dump_json(indent=1))
    except OSError as error:
        raise StorageError(f"The backup cannot be written to {path}: {error.strerror}.") from None
    return contents


async def restore(storage: Storage, path: Path, *, replace: bool = False) -> Contents:
    """Puts the rows of a backup into the database: all of them, or none. Gives what was read.

    Raises StorageError if the file is not a whole backup, and if the database holds rows, unless ``replace``.
    """
    contents = await asyncio.to_thread(_read, path)

    async def work(connection: AsyncConnection) -> None:
        if replace:
            await connection.execute(delete(pins))
            await connection.execute(delete(server_settings))
        for table, rows in ((server_settings, contents.server_settings), (pins, contents.pins)):
            if await connection.scalar(select(func.count()).select_from(table)):
                raise StorageError("The database is not empty. Use --replace to lose what it holds now.")
            if rows:
                await connection.execute(insert(table), [row.model_dump() for row in rows])

    await storage.calls.write(work)
    return contents


async def _rows(connection: AsyncConnection) -> Contents:
    settings = await connection.execute(select(server_settings).order_by(server_settings.c.guild_id))
    kept = await connection.execute(select(pins).order_by(pins.c.guild_id, pins.c.claimed_at, pins.c.id))
    return Contents(
        server_settings=tuple(_Server(**row) for row in settings.mappings()),
        pins=tuple(_Pin(**row) for row in kept.mappings()),
    )


def _write(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")  # made with mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise


def _read(path: Path) -> Contents:
    try:
        contents = Contents.model_validate_json(path.read_bytes())
    except OSError as error:
        raise StorageError(f"The backup {path} cannot be read: {error.strerror}.") from None
    except ValidationError as error:
        raise StorageError(f"{path} is not a whole backup. {_sentence(error.errors()[0])}") from None
    _unique(path, "pins", "id", (pin.id for pin in contents.pins))
    key = ((pin.channel_id, pin.entry_id, pin.section) for pin in contents.pins)
    _unique(path, "pins", "channel, entry and section", key)
    _unique(path, "server_settings", "guild_id", (server.guild_id for server in contents.server_settings))
    return contents


def _unique(path: Path, table: str, what: str, keys: Iterable[Hashable]) -> None:
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise StorageError(f"{path} is not a whole backup. In {table}, two rows have the same {what}: {twice[0]}.")


def _sentence(error: ErrorDetails) -> str:
    match error["loc"]:
        case (str(table), int(row), str(column), *_):
            return f"In {table}, row {row + 1}, {column}: {error['msg']}."
        case (str(name), *_):
            return f"{name}: {error['msg']}."
        case _:
            return f"{error['msg']}."
