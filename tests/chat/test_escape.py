"""What somebody typed is shown as typed, and means nothing to Discord."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.escape import escape


@pytest.mark.parametrize(
    "typed",
    [
        "**bold**",
        "@everyone",
        "<@123>",
        "<#1>",
        "[a](http://b.example)",
        "# big",
        "> quote",
        "`code`",
        "||spoiler||",
        "-# s",
    ],
)
def test_markdown_and_mentions_are_escaped(typed: str) -> None:
    shown = escape(typed)
    assert re.sub(r"\\(.)", "", shown) == re.sub(r"[!-/:-@\[-`{-~]", "", typed)


def test_lines_and_reversed_writing_are_flattened() -> None:
    assert escape("a\nb\u202ec\tdé") == "a b c dé"


def test_long_input_is_cut() -> None:
    assert escape("x" * 500) == "x" * 100 + "…"


@given(st.text())
def test_every_punctuation_mark_has_a_backslash(typed: str) -> None:
    assert re.fullmatch(r"(?:\\[!-/:-@\[-`{-~]|[^!-/:-@\[-`{-~])*", escape(typed))
