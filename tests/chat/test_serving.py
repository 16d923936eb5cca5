"""Starting and stopping: the connection is closed cleanly within two seconds of SIGTERM or Ctrl+C."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import discord
import pytest
from pydantic import SecretStr

import bot
from bot.chat import client, serving
from bot.chat.client import run
from bot.knowledge.load import Knowledge
from bot.operations import health
from bot.settings import Settings

ROOT = Path(bot.__file__).parent.parent

#: A bot whose connection needs as long to close as the argument says, in a process of its own.
SCRIPT = textwrap.dedent(
    """
    import asyncio, sys
    from pathlib import Path
    import discord
    from bot.chat.serving import serve

    class Slow(discord.AutoShardedClient):
        async def start(self, token, *, reconnect=True):
            print("started", flush=True)
            await asyncio.Event().wait()

        async def close(self):
            await asyncio.sleep(float(sys.argv[1]))
            print("closed", flush=True)

    asyncio.run(serve(Slow(intents=discord.Intents.none()), "token", Path(sys.argv[2])))
    """
)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize(("seconds", "said"), [("0.1", "closed"), ("60", "")])
def test_a_signal_closes_within_two_seconds(number: signal.Signals, seconds: str, said: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT, seconds, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        assert process.stdout.readline() == "started\n"
        began = time.monotonic()
        process.send_signal(number)
        rest, _ = process.communicate(timeout=10)
        assert time.monotonic() - began < 2.5
        assert process.returncode == 0
        assert rest.strip() == said


class Fails(discord.AutoShardedClient):
    """A client that cannot start."""

    def __init__(self, error: Exception) -> None:
        super().__init__(intents=discord.Intents.none())
        self.error = error

    async def start(self, token: str, *, reconnect: bool = True) -> None:
        await self._async_setup_hook()  # as far as discord.py comes before it asks Discord anything
        raise self.error


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (discord.LoginFailure("no"), 2, "refused the token"),
        (OSError("no network"), 1, "could not be reached (OSError)"),
        (discord.GatewayNotFound(), 1, "could not be reached (GatewayNotFound)"),
    ],
)
def test_a_start_that_fails_ends_in_one_sentence(
    error: Exception,
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(client, "create_bot", lambda settings: Fails(error))
    assert run(Settings(discord_token=SecretStr("secret-token"), data_dir=tmp_path)) == code
    shown = capsys.readouterr().err
    assert said in shown
    assert "secret-token" not in shown
    assert "Traceback" not in shown


def test_without_a_token_there_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Settings(discord_token=None, data_dir=tmp_path)) == 2
    assert "Set DISCORD_TOKEN" in capsys.readouterr().err


def test_the_bot_is_a_public_seam(settings: Settings, knowledge: Knowledge) -> None:
    made = bot.create_bot(settings, knowledge)
    assert made.answers.knowledge is knowledge


class Shard:
    def __init__(self, closed: bool) -> None:
        self.closed = closed

    def is_closed(self) -> bool:
        return self.closed


@pytest.mark.parametrize(
    ("ready", "closed", "beats"), [(True, (False, False), True), (True, (False, True), False), (False, (False,), False)]
)
async def test_the_heart_beats_while_every_shard_is_connected(
    ready: bool, closed: tuple[bool, ...], beats: bool, tmp_path: Path
) -> None:
    class Connected(discord.AutoShardedClient):
        def is_ready(self) -> bool:
            return ready

        @property
        def shards(self) -> dict[int, Shard]:  # pyright: ignore[reportIncompatibleMethodOverride]
            return {number: Shard(each) for number, each in enumerate(closed)}

    beating = asyncio.create_task(serving.pulse(Connected(intents=discord.Intents.none()), tmp_path))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    beating.cancel()
    assert health.is_healthy(tmp_path, time.time()) is beats
