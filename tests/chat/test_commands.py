"""What each command answers."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Stage
from tests.chat.simcord_fixes import within
from tests.chat.wire import sent


async def test_explain_answers_privately_with_the_card(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "explain", topic="car-t")
    assert result.ephemeral
    text = sent(stage.env)[-1].text
    assert "## CAR-T cell therapy" in text
    assert "Safety note" in text
