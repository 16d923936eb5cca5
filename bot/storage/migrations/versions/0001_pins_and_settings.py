"""Pins, and the settings of servers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes both tables."""
    _server_settings()
    _pins()


def downgrade() -> None:
    """Drops both tables with all that they hold."""
    op.drop_table("pins")
    op.drop_table("server_settings")


def _server_settings() -> None:
    op.create_table(
        "server_settings",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("language", sa.String),
        sa.Column("answers", sa.String, nullable=False),
        sa.Column("public_channels", sa.JSON, nullable=False),
        sa.Column("country", sa.String),
        sa.Column("pin_updates", sa.String, nullable=False),
        sa.Column("words_menu", sa.Boolean, nullable=False),
    )


def _pins() -> None:
    time = sa.DateTime(timezone=True)
    op.create_table(
        "pins",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("entry_id", sa.String, nullable=False),
        sa.Column("section", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("content_hash", sa.String, nullable=False),
        sa.Column("claimed_at", time, nullable=False),
        sa.Column("pinned_at", time),
        sa.Column("updated_at", time),
        sa.Column("missing_at", time),
        sa.Column("removing_at", time),
        sa.Column("busy_until", time),
        sa.UniqueConstraint("channel_id", "entry_id", "section", name="pins_one_card_in_a_channel"),
    )
    op.create_index("ix_pins_guild_id", "pins", ["guild_id"])
