"""The steps of the schema, run with Alembic: only ``migrate`` comes here, and only if one is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.storage.errors import StorageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["alembic_config", "upgrade"]

_STEPS = Path(__file__).parent / "migrations"


def alembic_config(connection: Connection) -> Config:
    """What Alembic's commands need, for a connection with an open transaction."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    return config


def upgrade(connection: Connection) -> None:
    """Runs the missing steps. Raises StorageError for a database of a newer program."""
    config = alembic_config(connection)
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if not set(MigrationContext.configure(connection).get_current_heads()) <= known:
        raise StorageError("The database was made by a newer version of this program. Update the program.")
    command.upgrade(config, "head")
