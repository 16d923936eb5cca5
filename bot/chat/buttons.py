"""Buttons and menus. Their state is in the custom id, so they work after a restart and after any reload.

discord.py 2.7.1 has two bugs to design around (``ui/view.py``, ``ViewStore``): a view that mixes a ``DynamicItem`` with
ordinary items unregisters the class when it times out or is stopped, so that every such button in every server dies;
and a view without timeout that holds an ordinary item is kept in memory for ever. Hence: every button and menu here is
a ``DynamicItem``, every view has ``timeout=None``, and nothing calls ``stop()``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol, Self, cast

import discord
from discord import ui

from bot.chat.custom_ids import OTHERS, PINS, Action, PinAction, encode, encode_pin

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from bot.answers.answer import Choice, Request

__all__ = ["ITEMS", "Card", "KeptCard", "Menu", "Outdated", "PinPress", "Press", "Presses", "shortened"]

#: Discord's limits for what stands on a button and in a menu.
BUTTON_LABEL = 80
PLACEHOLDER = 150
OPTION = 100
OPTIONS = 25


class Card(ui.LayoutView):
    """A card that discord.py sends and then forgets.

    It would keep each one that it sent privately for 15 minutes, with a timer: 16 MB for a thousand answers. It keeps
    none that says it is finished, and needs none, as all items are dynamic.
    """

    def is_finished(self) -> bool:
        """Always: nothing waits for this very card."""
        return True


class KeptCard(Card):
    """A card that was laid out before, from its JSON.

    To keep, text takes a tenth of the memory of a view with its items, and gives the garbage collector nothing to do.
    """

    def __init__(self, text: str) -> None:
        super().__init__(timeout=None)
        self._text = text

    def to_components(self) -> list[dict[str, Any]]:
        """The card as Discord's JSON."""
        return json.loads(self._text)

    def has_components_v2(self) -> bool:
        """Always: cards are."""
        return True


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


class PinPress(Press, template=PINS):
    """A button about pins."""

    @classmethod
    def about(cls, action: PinAction, target: str, label: str, *, primary: bool = False) -> Self:
        """A button labelled ``label`` that asks for ``action``; ``PinAction`` says what its target is."""
        style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary
        return cls(ui.Button(style=style, label=shortened(label, BUTTON_LABEL), custom_id=encode_pin(action, target)))


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
    """Any button or menu that this version did not make: it is answered, never left to "interaction failed"."""

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
ITEMS = (Press, PinPress, Menu, Outdated)


def shortened(text: str, limit: int) -> str:
    """``text`` on one line, cut between words so that it has at most ``limit`` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    words = line[: limit - 1].rsplit(" ", 1)[0]
    return f"{words.rstrip(' ,;:.')}…"
