"""Log lines hold no exception's text: it may quote what somebody typed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest

from bot.operations.logs import SafeFormatter, set_up, trace, watch_loop

SECRET = "my lump hurts"


def failing() -> ValueError:
    try:
        int(SECRET)
    except ValueError as error:
        return error
    raise AssertionError("int() took words for a number")


@pytest.fixture(autouse=True)
def given_back() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def test_a_trace_says_what_and_where_innermost_first() -> None:
    assert trace(failing()).startswith("ValueError at test_logs.py:")
    assert trace(failing()).endswith(" in failing")
    assert trace(ValueError(SECRET)) == "ValueError at an unknown place"


def test_every_logger_writes_traces_only(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("INFO")
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("some.library").exception("it failed")
    shown = capsys.readouterr().err
    assert "it failed" in shown
    assert "ValueError at test_logs.py" in shown
    assert SECRET not in shown


def test_no_exception_gives_no_trace() -> None:
    assert SafeFormatter().formatException((None, None, None)) == ""


@pytest.mark.parametrize(("level", "discord"), [("DEBUG", logging.INFO), ("WARNING", logging.WARNING)])
def test_discord_pys_debug_lines_hold_messages_and_are_never_shown(level: str, discord: int) -> None:
    set_up(level)
    assert logging.getLogger("discord").level == discord


async def test_a_failed_task_is_reported_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    loop = asyncio.get_running_loop()
    watch_loop(loop)
    loop.call_exception_handler({"message": SECRET, "exception": failing()})
    loop.call_exception_handler({"message": SECRET})
    loop.set_exception_handler(None)
    assert "a task failed: ValueError at test_logs.py" in caplog.text
    assert "a task failed: no exception" in caplog.text
    assert SECRET not in caplog.text
