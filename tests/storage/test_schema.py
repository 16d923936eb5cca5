"""The schema: nothing about people, the same in code and in the database, forwards and back."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.pool import NullPool

from bot.storage.calls import engine_for
from bot.storage.database import Storage
from bot.storage.errors import StorageError
from bot.storage.migrate import HEAD
from bot.storage.steps import alembic_config
from bot.storage.tables import metadata
from bot.storage.urls import normalised
from tests.storage.rows import PIN

ROOT = Path(__file__).parent.parent.parent
COLUMNS = {
    "pins.busy_until",
    "pins.channel_id",
    "pins.claimed_at",
    "pins.content_hash",
    "pins.entry_id",
    "pins.guild_id",
    "pins.id",
    "pins.language",
    "pins.message_id",
    "pins.missing_at",
    "pins.pinned_at",
    "pins.removing_at",
    "pins.section",
    "pins.updated_at",
    "server_settings.answers",
    "server_settings.country",
    "server_settings.guild_id",
    "server_settings.language",
    "server_settings.pin_updates",
    "server_settings.public_channels",
    "server_settings.words_menu",
}


async def on(url: str, work: Callable[[Connection], object]) -> None:
    engine = engine_for(normalised(url), 60, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.execution_options(writes=True)
            await connection.run_sync(work)
    finally:
        await engine.dispose()


def columns(connection: Connection) -> set[str]:
    inspector = inspect(connection)
    return {
        f"{table}.{column['name']}" for table in inspector.get_table_names() for column in inspector.get_columns(table)
    }


def test_the_tables_have_only_columns_that_tell_nothing_about_people() -> None:
    assert {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns} == COLUMNS


@pytest.mark.usefixtures("storage")
async def test_the_database_has_only_those_columns(database_url: str) -> None:
    def check(connection: Connection) -> None:
        assert columns(connection) == COLUMNS | {"alembic_version.version_num"}

    await on(database_url, check)


@pytest.mark.usefixtures("storage")
async def test_the_steps_make_exactly_the_tables_of_the_code(database_url: str) -> None:
    def check(connection: Connection) -> None:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []

    await on(database_url, check)


@pytest.mark.usefixtures("storage")
async def test_the_newest_step_is_known_without_alembic(database_url: str) -> None:
    def check(connection: Connection) -> None:
        assert ScriptDirectory.from_config(alembic_config(connection)).get_heads() == [HEAD]

    await on(database_url, check)


async def test_where_no_step_is_missing_alembic_is_not_loaded(database_url: str) -> None:
    await (await Storage.open(database_url, timeout=60)).close()
    program = (
        "import asyncio, sys; from bot.storage.database import Storage\n"
        "async def main(): await (await Storage.open(sys.argv[1], timeout=60)).close()\n"
        "asyncio.run(main())\n"
        "loaded = {name.split('.')[0] for name in sys.modules} & {'alembic', 'asyncpg'}\n"
        "assert loaded == ({'asyncpg'} if sys.argv[1].startswith('postgresql') else set()), loaded"
    )
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", program, database_url], cwd=ROOT, check=True)


async def test_up_down_and_up_again(empty_url: str) -> None:
    await (await Storage.open(empty_url, timeout=60)).close()

    def down(connection: Connection) -> None:
        command.downgrade(alembic_config(connection), "base")
        assert columns(connection) == {"alembic_version.version_num"}

    await on(empty_url, down)
    storage = await Storage.open(empty_url, timeout=60)
    assert await storage.pins.claim(PIN) == (PIN, True)
    await storage.close()


async def test_a_step_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    await (await Storage.open(empty_url, timeout=60)).close()
    await on(empty_url, lambda connection: command.downgrade(alembic_config(connection), "base"))
    await on(empty_url, lambda connection: connection.execute(text("CREATE TABLE pins (somebody_elses INTEGER)")))
    with pytest.raises(StorageError, match="somebody else's is in the way"):
        await Storage.open(empty_url, timeout=60)

    def check(connection: Connection) -> None:
        assert columns(connection) == {"alembic_version.version_num", "pins.somebody_elses"}

    await on(empty_url, check)


async def test_a_database_of_a_newer_program_is_left_alone(database_url: str) -> None:
    await (await Storage.open(database_url, timeout=60)).close()
    await on(
        database_url, lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    )
    with pytest.raises(StorageError, match="newer version of this program"):
        await Storage.open(database_url, timeout=60)


async def test_many_may_open_a_new_database_at_once(empty_url: str) -> None:
    opened = await asyncio.gather(*(Storage.open(empty_url, timeout=60) for _ in range(4)))
    assert [await each.guild_ids() for each in opened] == [frozenset()] * 4
    await asyncio.gather(*(each.close() for each in opened))


def test_processes_may_open_a_new_database_at_once(empty_url: str) -> None:
    program = (
        "import asyncio, sys; from bot.storage.database import Storage\n"
        "sys.stdin.readline()\n"  # they have imported everything, and start together
        "async def main(): await (await Storage.open(sys.argv[1], timeout=60)).close()\n"
        "asyncio.run(main())"
    )
    command_line = [sys.executable, "-c", program, empty_url]
    pipe = subprocess.PIPE
    started = [subprocess.Popen(command_line, cwd=ROOT, stdin=pipe, stderr=pipe, text=True) for _ in range(4)]
    ended = [process.communicate("go\n", timeout=120)[1] for process in started]
    assert [process.returncode for process in started] == [0] * 4, ended
