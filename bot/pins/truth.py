"""What should stand on a pin, beside what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.pins.cards import card_of, fingerprint
from bot.pins.difference import Difference, difference

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from bot.answers import Answers
    from bot.pins.board import Board
    from bot.storage.records import Pin

__all__ = ["Truth"]


class Truth:
    """Compares pins with the knowledge of the moment, which ``answers`` gives."""

    def __init__(self, answers: Callable[[], Answers], board: Board) -> None:
        self._answers, self._board = answers, board
        self._version: tuple[Answers, dt.date] | None = None
        self._fingerprints: dict[tuple[str, str, str], str] = {}

    def outdated(self, pin: Pin) -> bool:
        """Whether what stands there differs from what should."""
        return pin.content_hash != self._fingerprint(pin)

    def _fingerprint(self, pin: Pin) -> str:
        """That of the card as it should be: one is worked out for all pins of a topic, anew each day and reload."""
        answers = self._answers()
        version = (answers, answers.desk.today)
        if self._version != version:
            self._version, self._fingerprints = version, {}
        key = (pin.entry_id, pin.section, pin.language)
        if key not in self._fingerprints:
            self._fingerprints[key] = fingerprint(card_of(answers, pin)[0])
        return self._fingerprints[key]

    async def changes(self, pin: Pin) -> Difference:
        """What an update would change."""
        answer = card_of(self._answers(), pin)[0]
        if pin.message_id is None:
            return difference("", self._board.rendered(answer))
        shown = await self._board.shown(pin.guild_id, pin.channel_id, pin.message_id)
        return difference(shown, self._board.rendered(answer))
