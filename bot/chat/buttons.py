"""Buttons and menus. Their state is in the custom id, so they work after a restart and after any reload.

discord.py 2.7.1 has two bugs to design around (``ui/view.py``, ``ViewStore``): a view that mixes a ``DynamicItem`` with
ordinary items unregisters the class when it times out or is stopped, so that every such button in every server dies;
and a view without timeout that holds an ordinary item is kept in memory for ever. Hence: every button and menu here is
a ``DynamicItem``, every view has ``timeout=None``, and nothing calls ``stop()``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self, cast

import discord
from discord import ui

from bot.chat.custom_ids import OTHERS, Action, encode

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from bot.answers.answer import Choice, Request

__all__ = ["ITEMS", "Card", "Menu", "Outdated", "Press", "Presses", "shortened"]

#: Discord's limits for what stands on a button and in a menu.
BUTTON_LABEL = 80
PLACEHOLDER = 150
OPTION = 100
OPTIONS = 25

Card = ui.LayoutView


class Presses(Protocol):
    """What the bot does with a press: the one method that a press needs of its client."""

    async def pressed(self, interaction: discord.Interaction, custom_id: str) -> None:
        """Answers the press; ``custom_id`` is the button's own, or the value that was chosen in a menu."""
        ...


async def _hand_over(interaction: discord.Interaction, custom_id: str) -> None:
    await cast("Presses", interaction.client).pressed(interaction, custom_id)


class Press(ui.DynamicItem[ui.Button[Any]], template=r"i1:[os]:.*"):
    """A button that opens or shares a card."""

    @classmethod
    def to(cls, action: Action, request: Request, label: str, *, primary: bool = False) -> Self:
        """A button labelled ``label``. Raises TooLongError."""
        style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary
        text = shortened(label, BUTTON_LABEL)
        return cls(ui.Button(style=style, label=text, custom_id=encode(action, request)))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """The button that was pressed; its state is read from its id later, where failures are caught."""
        return cls(cast("ui.Button[Any]", item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """The press."""
        await _hand_over(interaction, self.custom_id)


class Menu(ui.DynamicItem[ui.Select[Any]], template=r"i1:m:.*"):
    """A menu whose options carry the request that each opens."""

    @classmethod
    def of(cls, card: Request, choices: Iterable[Choice], placeholder: str) -> Self:
        """The menu of a card. ``choices`` are of different requests, all of which fit, and at most 25."""
        options = [
            discord.SelectOption(
                label=shortened(choice.title, OPTION),
                description=shortened(choice.gist, OPTION) or None,
                value=encode(Action.OPEN, choice.request),
            )
            for choice in choices
        ]
        text = shortened(placeholder, PLACEHOLDER) or None
        return cls(ui.Select(custom_id=encode(Action.MENU, card), placeholder=text, options=options))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """The menu that was used."""
        return cls(cast("ui.Select[Any]", item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """The choice that was made in it."""
        await _hand_over(interaction, self.item.values[0])


class Outdated(ui.DynamicItem[ui.Item[Any]], template=OTHERS):
    """Any button or menu that this version did not make: it is answered, never left to "interaction failed".

    Rooms that bring buttons of their own (pins) narrow ``custom_ids.OTHERS``.
    """

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Whatever was pressed."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """The press: its custom id cannot be read, so it is answered with a notice."""
        await _hand_over(interaction, self.custom_id)


#: What the bot registers when it starts.
ITEMS = (Press, Menu, Outdated)


def shortened(text: str, limit: int) -> str:
    """``text`` on one line, cut between words so that it has at most ``limit`` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    words = line[: limit - 1].rsplit(" ", 1)[0]
    return f"{words.rstrip(' ,;:.')}…"
