"""The least bot that answers the same card: what discord.py itself costs. ``python -m benchmarks.bare_bot``.

It looks nothing up and checks nothing: every command and press gets one fixed card, every keystroke one fixed list.
The card's components come as Discord's JSON in the file ``CARD``, so that both bots send the same bytes. A view is made
for each answer, as discord.py's own examples do; with ``KEEP`` set, one view is made and sent again and again.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any

import discord
import yarl
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route

CHOICES = [app_commands.Choice(name=f"Choice {number}: one line about it", value=f"c{number}") for number in range(25)]


class Press(ui.DynamicItem[ui.Button[Any]], template=r"i1:[os]:.*"):
    @classmethod
    async def from_custom_id(cls, _interaction: discord.Interaction, item: Any, _match: object, /) -> Press:
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Bare]) -> None:
        await interaction.response.edit_message(view=interaction.client.card())


class Menu(ui.DynamicItem[ui.Select[Any]], template=r"i1:m:.*"):
    @classmethod
    async def from_custom_id(cls, _interaction: discord.Interaction, item: Any, _match: object, /) -> Menu:
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Bare]) -> None:
        await interaction.response.edit_message(view=interaction.client.card())


class Bare(discord.AutoShardedClient):
    def __init__(self, components: list[dict[str, Any]]) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(
            intents=intents,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.components = components
        self.kept: ui.LayoutView | None = None
        self.tree = app_commands.CommandTree(self)
        for name, option in (("explain", "topic"), ("glossary", "term"), ("summary", "topic")):
            self.tree.add_command(command(name, option))

    def card(self) -> ui.LayoutView:
        if self.kept is not None:
            return self.kept
        view = ui.LayoutView(timeout=None)
        for component in self.components:
            view.add_item(item(component))
        if os.environ.get("KEEP"):
            self.kept = view
        return view

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Press, Menu)
        await self.tree.sync()

    async def on_ready(self) -> None:
        logging.getLogger("bare").info("ready in %d servers", len(self.guilds))


def command(name: str, option: str) -> app_commands.Command[Any, ..., None]:
    async def answer(interaction: discord.Interaction[Bare], query: str) -> None:  # noqa: ARG001
        await interaction.response.send_message(view=interaction.client.card(), ephemeral=True)

    async def complete(_interaction: discord.Interaction, _typed: str) -> list[app_commands.Choice[str]]:
        return CHOICES

    app_commands.rename(query=option)(answer)
    app_commands.autocomplete(query=complete)(answer)
    return app_commands.Command(name=name, description="Answers a card", callback=answer)


def item(payload: dict[str, Any]) -> ui.Item[Any]:
    """A component of our card as discord.py's own."""
    inner = [item(each) for each in payload.get("components", ())]
    match payload["type"]:
        case 1:
            return ui.ActionRow(*inner)
        case 2:
            style = discord.ButtonStyle(payload["style"])
            return Press(ui.Button(style=style, label=payload["label"], custom_id=payload["custom_id"]))
        case 3:
            options = [discord.SelectOption.from_dict(each) for each in payload["options"]]
            return Menu(ui.Select(custom_id=payload["custom_id"], placeholder=payload["placeholder"], options=options))
        case 10:
            return ui.TextDisplay(payload["content"])
        case 14:
            return ui.Separator()
        case _:
            return ui.Container(*inner, accent_colour=payload["accent_color"])


async def main(bot: Bare) -> None:
    running = asyncio.create_task(bot.start(os.environ["DISCORD_TOKEN"]))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    await asyncio.gather(running, return_exceptions=True)
    await bot.close()


if __name__ == "__main__":
    Route.BASE = os.environ["LOOPBACK_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["LOOPBACK_GATEWAY"])
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    asyncio.run(main(Bare(json.loads(Path(os.environ["CARD"]).read_text(encoding="utf-8")))))
