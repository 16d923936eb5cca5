"""Databases for tests: a SQLite file, and a real PostgreSQL server of this machine, each test with an empty one."""

import asyncio
import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import pytest_asyncio

from bot.storage.database import Storage
from bot.storage.migrate import migrate
from bot.storage.urls import normalised

_TEMPLATE = "migrated"
_NAMES = itertools.count()
_PATIENCE = 60.0  # seconds, for a machine that is busy


class Postgres:
    """One server on a loopback port. Tests may pause it, kill it and start it again."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._ours = _ordinary_user(folder)
        self._server: subprocess.Popen[bytes] | None = None
        self._call(
            "initdb", "--auth=trust", "--username=bot", "--no-sync", "--encoding=UTF8", f"--pgdata={folder}/data"
        )
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]

    def url(self, name: str) -> str:
        return f"postgresql://bot:of-no-use@127.0.0.1:{self.port}/{name}"

    def sql(self, statement: str, *, database: str = "postgres") -> str:
        where = ["--host=127.0.0.1", f"--port={self.port}", "--username=bot", f"--dbname={database}"]
        return self._call("psql", *where, "--no-psqlrc", "--tuples-only", "--quiet", f"--command={statement}")

    def new_database(self, template: str = "template0") -> str:
        name = f"test_{next(_NAMES)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def start(self) -> None:
        values = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "port": self.port,
            "fsync": "off",
            "full_page_writes": "off",
        }
        options = [f"-c{name}={value}" for name, value in values.items()]
        with (self._folder / "log").open("ab") as log:
            command = [*self._ours, str(self._programs / "postgres"), f"-D{self._folder}/data", *options]
            self._server = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)
        self._wait()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT says goodbye to who is connected, SIGQUIT does not."""
        if self._server is not None:
            self._server.send_signal(how)
            self._server.wait(timeout=_PATIENCE)
            self._server = None

    def pause(self) -> None:
        self._signal_all(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal_all(signal.SIGCONT)

    def ensure_running(self) -> None:
        """After a test that paused or stopped it."""
        if self._server is None:
            self.start()
        self.resume()

    def _signal_all(self, what: signal.Signals) -> None:
        assert self._server is not None
        own = self._server.pid
        # each process of PostgreSQL leads a group of its own
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        for pid in [own, *map(int, children)]:
            with contextlib.suppress(ProcessLookupError):  # who served a connection that was closed just now
                os.kill(pid, what)

    def _wait(self) -> None:
        end = time.monotonic() + _PATIENCE
        ready = [str(self._programs / "pg_isready"), "--host=127.0.0.1", f"--port={self.port}", "--quiet"]
        while subprocess.run(ready, check=False).returncode:
            assert self._server is not None
            if self._server.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self._folder / "log").read_text())
            time.sleep(0.05)

    def _call(self, program: str, *arguments: str) -> str:
        command = [*self._ours, str(self._programs / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self._folder, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()


def _ordinary_user(folder: Path) -> list[str]:
    """What to put before a command: PostgreSQL refuses root, and should not outlive a test run that was killed."""
    if shutil.which("setpriv") is None:
        return []
    with_us = ["setpriv", "--pdeathsig=INT"]
    if os.geteuid() != 0:
        return with_us
    shutil.chown(folder, "nobody", "nogroup")
    return [*with_us, "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def _programs() -> Path | None:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return debian[-1] if debian else Path(found).resolve().parent if found else None


@pytest.fixture(scope="session")
def postgres_of_worker() -> Iterator[Postgres]:
    programs = _programs()
    if programs is None:
        missing = "PostgreSQL is not installed: apt install postgresql"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    folder = Path(tempfile.mkdtemp(prefix="bot-postgres-"))
    try:
        server = Postgres(programs, folder)
        server.start()
        try:
            server.sql(f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0")
            with ThreadPoolExecutor(1) as elsewhere:  # the test that asks first may have a loop running here
                elsewhere.submit(migrate, normalised(server.url(_TEMPLATE)), _PATIENCE).result()
            yield server
        finally:
            server.stop(signal.SIGQUIT)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def empty_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path}/empty/bot.db"
    return request.getfixturevalue("postgres_of_worker").new_database()


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with the schema of today and no row."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path}/data/bot.db"
    return request.getfixturevalue("postgres_of_worker").new_database(_TEMPLATE)


@pytest_asyncio.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(database_url, timeout=_PATIENCE)
    try:
        yield opened
    finally:
        async with asyncio.timeout(_PATIENCE):
            await opened.close()
