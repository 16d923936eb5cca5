"""What newcomers need first, in the order in which it is pinned."""

from __future__ import annotations

__all__ = ["STARTER"]

#: What immunotherapy is, side effects and when to call, the warning signs, how to ask the bot.
STARTER = ("immunotherapy", "immune-related-side-effects", "@urgent", "@help")
