"""The two tables. No column may hold anything about a person: a test keeps the list of columns."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, DateTime, MetaData, String, Table, UniqueConstraint
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

__all__ = ["Channels", "UtcTime", "metadata", "pins", "server_settings"]


class UtcTime(TypeDecorator[datetime]):
    """A time in UTC. SQLite keeps no zone with it, so that it is put back on when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To the database. Raises ValueError for a time without a zone: it could mean any moment of a day."""
        if value is not None and value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored.")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database; aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Channels(TypeDecorator[tuple[int, ...]]):
    """Channel ids, as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> list[int]:  # noqa: ARG002
        """To the database."""
        return list(value or ())

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[int, ...]:  # noqa: ARG002
        """From the database."""
        return tuple(value)


metadata = MetaData()

# The columns stand in the order of the fields of the records, which are built from rows by position.
server_settings = Table(
    "server_settings",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String),
    Column("answers", String, nullable=False),
    Column("public_channels", Channels, nullable=False),
    Column("country", String),
    Column("pin_updates", String, nullable=False),
    Column("words_menu", Boolean, nullable=False),
)

pins = Table(
    "pins",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("channel_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("entry_id", String, nullable=False),
    Column("section", String, nullable=False),
    Column("language", String, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("claimed_at", UtcTime, nullable=False),
    Column("pinned_at", UtcTime),
    Column("updated_at", UtcTime),
    Column("missing_at", UtcTime),
    Column("removing_at", UtcTime),
    Column("busy_until", UtcTime),
    UniqueConstraint("channel_id", "entry_id", "section", name="pins_one_card_in_a_channel"),
)
