"""What to say, as plain values."""

from bot.answers.answers import Answers

__all__ = ["Answers"]
