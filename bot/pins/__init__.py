"""Pinned summaries: what is pinned where, and keeping it true. Knows no Discord: it acts through a ``Board``."""

from bot.pins.board import Board, PinRefused, Reason
from bot.pins.keeper import Keeper
from bot.pins.rounds import Rounds
from bot.pins.states import Listed, State

__all__ = ["Board", "Keeper", "Listed", "PinRefused", "Reason", "Rounds", "State"]
