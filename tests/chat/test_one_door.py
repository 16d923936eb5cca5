"""Only ``replies.py`` sends. Everything else hands it an answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot

ROOT = Path(bot.__file__).parent
DOOR = ROOT / "chat" / "replies.py"

#: What discord.py calls the ways of saying something.
SENDING = {
    "send",
    "send_message",
    "edit_message",
    "edit_original_response",
    "delete_original_response",
    "defer",
    "reply",
    "autocomplete",
    "send_modal",
    "create_thread",
    "publish",
}
#: Methods of these names that are not discord.py's: the door itself, a decorator, the preview's member who types.
OTHERS = {
    ("replies", "reply"),
    ("replies", "send"),
    ("app_commands", "autocomplete"),
    ("moderator", "send"),
}


def sending_calls(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of each call of a method that is named like one of discord.py's that send."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SENDING:
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else ""
            if (name, node.func.attr) not in OTHERS:
                yield node.lineno, node.func.attr


@pytest.mark.parametrize("module", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_replies_sends(module: Path) -> None:
    found = list(sending_calls(module.read_text(encoding="utf-8")))
    assert bool(found) == (module == DOOR)


def test_a_call_elsewhere_would_be_found() -> None:
    source = (
        "async def f(interaction):\n    await interaction.response.send_message('hi')\n    await replies.reply(1)\n"
    )
    assert list(sending_calls(source)) == [(2, "send_message")]


@pytest.mark.parametrize("module", sorted((ROOT / "chat").rglob("*.py")), ids=lambda path: path.name)
def test_nothing_stops_a_view(module: Path) -> None:
    """``stop()`` on a view takes the buttons of every card with it (see buttons.py)."""
    calls = [node for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    assert not [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "stop"]
