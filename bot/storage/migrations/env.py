"""What Alembic runs: the steps, on the connection and in the transaction that ``migrate`` hands over."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import metadata

# SQLite's schema changes can be rolled back too, which Alembic does not assume by itself.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
