"""What runs in the child process: ``python -m bot`` and nothing else, with Discord's addresses turned to the loopback.

The product has no setting for this on purpose: nobody can be talked into sending a token somewhere else.
"""

from __future__ import annotations

import os

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.cli import main

if __name__ == "__main__":
    Route.BASE = os.environ["LOOPBACK_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["LOOPBACK_GATEWAY"])
    main()
