"""The preview without a browser: what stands in the channel, reloads, and what is said when it cannot start."""

from __future__ import annotations

import asyncio
import logging
import shutil
import socket
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import aiohttp
import pytest

from bot import preview as module
from bot.chat.client import Bot
from bot.knowledge.problems import Problem
from bot.preview import MISSING, PreviewError, preview, show
from bot.settings import Settings
from tests.chat.small_knowledge import small_knowledge


@pytest.fixture(autouse=True)
def quiet_afterwards() -> Iterator[None]:
    """``preview`` sets up logging for the whole process; a test gives it back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def bots(monkeypatch: pytest.MonkeyPatch) -> list[Bot]:
    """The preview answers from the little knowledge; here is each bot that it makes."""
    made: list[Bot] = []
    create = module.create_bot

    def create_small(settings: Settings) -> Bot:
        made.append(create(settings, small_knowledge()))
        return made[-1]

    monkeypatch.setattr(module, "create_bot", create_small)
    return made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", discord_token=None, shard_count=None)


def channel_of(bot: Bot) -> str:
    """All that the simulated Discord was sent."""
    http = bot.http
    return str([entry.json for entry in http.backend.http_requests])  # pyright: ignore[reportAttributeAccessIssue]


async def test_the_channel_says_what_to_try(bots: list[Bot], settings: Settings) -> None:
    async with show(settings, 0, print) as url:
        assert url.startswith("http://127.0.0.1:")
        assert url.endswith("#demo")
        said = channel_of(bots[0])
        assert "Words from this message" in said
        assert "Welcome" in said
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            assert response.status == 200
    assert not settings.data_dir.exists(), "the preview keeps nothing in the bot's own folder"


async def test_the_clock_runs_and_new_messages_show(
    bots: list[Bot], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TICK", 0.05)
    async with show(settings, 0, print):
        [bot] = bots
        backend = bot.http.backend  # pyright: ignore[reportAttributeAccessIssue]
        before, requests = backend.clock.elapsed, len(backend.http_requests)
        channel = next(iter(bot.get_all_channels()))
        await module.replies.post(channel, bot.answers, bot.answers.help("en"))  # pyright: ignore[reportArgumentType]
        await asyncio.sleep(0.3)
        assert backend.clock.elapsed > before
        assert len(backend.http_requests) == requests + 1


def test_a_taken_port_is_one_sentence(bots: list[Bot], settings: Settings) -> None:
    said: list[str] = []
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert preview(settings, port, say=said.append) == 2
    assert said == [f"Port {port} is taken. Stop what runs there, or choose another one with --port."]


@pytest.mark.parametrize("package", ["simcord", "watchfiles"])
def test_a_missing_extra_is_one_sentence(settings: Settings, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def import_module(name: str) -> object:
        if name == package:
            raise ModuleNotFoundError(name)
        return object()

    monkeypatch.setattr(module, "import_module", import_module)
    said: list[str] = []
    assert preview(settings, 0, say=said.append) == 2
    assert said == [MISSING]


async def test_a_half_missing_extra_is_one_sentence(
    bots: list[Bot], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simcord import preview as simcord_preview
    from simcord.backend.errors import SetupError

    def missing() -> None:
        raise SetupError("Preview requires markdown_it")

    monkeypatch.setattr(simcord_preview, "_require_preview_runtime", missing)
    with pytest.raises(PreviewError, match="a few more packages"):
        async with show(settings, 0, print):
            pass


def test_the_address_is_said_and_ctrl_c_ends_it(
    bots: list[Bot], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def stop(url: str) -> None:
        said.append(url)
        import os
        import signal

        os.kill(os.getpid(), signal.SIGTERM)

    assert preview(settings, 0, ready=stop) == 0
    assert said[0].endswith("#demo")

    @asynccontextmanager
    async def interrupted(*_: object) -> AsyncGenerator[str]:
        raise KeyboardInterrupt
        yield ""

    monkeypatch.setattr(module, "show", interrupted)
    assert preview(settings, 0, say=said.append) == 0


# -- reload -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A knowledge folder that may be changed; loading it gives the little knowledge, or fails if it holds "bad"."""
    made = tmp_path / "knowledge"
    made.mkdir()
    monkeypatch.setattr(module, "default_folder", lambda: made)
    return made


async def until(said: Callable[[], bool], nudge: Callable[[], object] = lambda: None) -> None:
    """Waits for a file watcher, which sets no event. ``nudge`` comes again and again: it may not be watching yet."""
    async with asyncio.timeout(30):
        nudge()
        for tick in count(1):
            if said():
                return
            await asyncio.sleep(0.02)
            if tick % 100 == 0:
                nudge()


async def test_a_change_shows_on_the_next_command_and_a_mistake_does_not(
    bots: list[Bot], settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    fresh = small_knowledge()

    def load(*folders: Path) -> object:
        if (folder / "bad.yaml").exists():
            raise module.KnowledgeError([module_problem()])
        return fresh

    monkeypatch.setattr(module, "load", load)
    async with show(settings, 0, said.append):
        await until(lambda: bool(said), lambda: (folder / "bad.yaml").write_text("x: ["))
        assert said[0].startswith("The knowledge has problems")
        assert "bad.yaml:1" in said[0]
        assert bots[0].answers.knowledge is not fresh
        (folder / "bad.yaml").unlink()
        await until(lambda: said[-1] == module.RELOADED)
        assert bots[0].answers.knowledge is fresh


def module_problem() -> Problem:
    return Problem("bad.yaml", 1, "This is not YAML.")


async def test_a_watcher_that_fails_is_logged(
    bots: list[Bot], settings: Settings, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(folder)
    async with show(settings, 0, print):
        await until(lambda: "lost a part of itself" in caplog.text)
