"""The real bot on a page that looks like Discord, on this machine, without an account or a token.

simcord plays Discord; what answers is the bot that ``run`` starts. Changes in ``knowledge/`` show on the next command.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import discord

from bot.answers import Answers
from bot.answers.answer import Offer, Request, View
from bot.chat import replies
from bot.chat.client import Bot, create_bot
from bot.chat.serving import stop_signals
from bot.knowledge.load import KnowledgeError, default_folder, load
from bot.operations.logs import set_up

if TYPE_CHECKING:
    from types import ModuleType

    import simcord

    from bot.answers.answer import Answer
    from bot.settings import Settings

__all__ = ["PreviewError", "preview", "show"]

Say = Callable[[str], None]

MISSING = "The preview needs a few more packages. Install them with: pip install '.[preview]'"
TAKEN = "Port {port} is taken. Stop what runs there, or choose another one with --port."
READY = "The preview is at {url} (Ctrl+C stops it)."
RELOADED = "The knowledge was read again. The next command answers from it."
KEPT = "The knowledge has problems, so the bot goes on with the old one:\n{problems}"

NAME = "Immunotherapy explained"
#: A fixed address, so that a page that is open finds a preview that was started again.
CAPABILITY = "demo"
#: How often the simulated clock moves; the page shows it, and Discord's deadlines run by it.
TICK = 1.0


class PreviewError(Exception):
    """The preview cannot start. The text is one sentence for whoever started it."""


def preview(settings: Settings, port: int, ready: Callable[[str], None] | None = None, say: Say = print) -> int:
    """Runs the preview until Ctrl+C and returns the exit code. ``ready`` is called with the address.

    Raises KnowledgeError.
    """
    set_up("ERROR" if settings.log_level == "INFO" else settings.log_level)  # simcord's stand-ins cause warnings
    try:
        asyncio.run(_until_stopped(settings, port, ready or (lambda url: say(READY.format(url=url))), say))
    except PreviewError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:  # where signals cannot be handled by the loop
        return 0
    return 0


async def _until_stopped(settings: Settings, port: int, ready: Callable[[str], None], say: Say) -> None:
    with stop_signals() as stopping:
        async with show(settings, port, say) as url:
            ready(url)
            await stopping.wait()


@asynccontextmanager
async def show(settings: Settings, port: int, say: Say) -> AsyncGenerator[str]:
    """Serves the preview inside and gives its address. ``say`` gets a sentence at each reload.

    Raises PreviewError and KnowledgeError.
    """
    simcord = _simcord()
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        # a folder of its own: the commands are new to this Discord, whatever the real one was sent last
        alone = settings.model_copy(update={"data_dir": Path(folder), "shard_count": 1, "shard_ids": ()})
        bot = create_bot(alone)
        async with simcord.run(bot) as env:
            stage = await _furnish(env, bot)
            async with _page(env, stage, port) as page, _background(_clock(page), _reloads(bot, settings, say)):
                yield page.url


def _simcord() -> ModuleType:
    try:
        # late: an extra, and the bot itself runs without it
        import_module("watchfiles")
        return import_module("simcord")
    except ImportError as error:
        raise PreviewError(MISSING) from error


# -- the server that the page shows --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Stage:
    channel: simcord.ChannelHandle
    viewers: tuple[simcord.MemberActor, ...]


async def _furnish(env: simcord.Env, bot: Bot) -> _Stage:
    """A support channel with a welcome, a member, a moderator, and one message looked through for words."""
    env.backend.clock.advance((datetime.now(UTC) - env.now()).total_seconds())
    env.backend.edit_bot_profile(NAME)
    guild = env.create_guild("A support group")
    channel = guild.create_text_channel("support")
    member = guild.add_member(env.create_user("ana", global_name="Ana (member)"))
    rights = discord.Permissions(manage_messages=True, pin_messages=True, manage_guild=True)
    role = guild.create_role("Moderator", permissions=rights)
    moderator = guild.add_member(env.create_user("sam", global_name="Sam (moderator)"), roles=[role])
    say = bot.answers.say
    message = await moderator.send(channel, say("preview.words", "en"))
    await member.context_menu(channel, say("commands.words.name", "en"), message)
    await replies.post(cast("discord.TextChannel", bot.get_channel(channel.id)), bot.answers, _welcome(bot))
    return _Stage(channel, (member, moderator))


def _welcome(bot: Bot) -> Answer:
    """What to try, with buttons for those who want to press before they type."""
    offered = ((Offer.TOPICS, View.TOPICS), (Offer.URGENT, View.URGENT), (Offer.SUPPORT, View.SUPPORT))
    say = bot.answers.say
    offers = tuple((offer, say(f"buttons.{offer.value}", "en"), Request(view=view)) for offer, view in offered)
    return replace(bot.answers.notice("welcome", "en"), offers=offers)


# -- the page ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Page:
    env: simcord.Env
    preview: Any
    #: Held by whatever moves the simulation: the page's actions and the clock.
    lock: asyncio.Lock

    @property
    def url(self) -> str:
        return self.preview.url


@asynccontextmanager
async def _page(env: simcord.Env, stage: _Stage, port: int) -> AsyncGenerator[_Page]:
    from simcord.backend.errors import SetupError

    shown = env.preview(stage.channel, viewers=stage.viewers, layout="channel", port=port)
    shown.capability = CAPABILITY
    page = _Page(env, shown, asyncio.Lock())
    _share_lock(page)
    try:
        await shown.__aenter__()
    except SetupError as error:
        raise PreviewError(TAKEN.format(port=port) if "bind" in str(error) else MISSING) from error
    try:
        yield page
    finally:
        await shown.close()


def _share_lock(page: _Page) -> None:
    """Simcord refuses two operations at once, so the page's actions wait for the clock and the clock for them."""
    act = page.preview._action

    async def act_alone(context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with page.lock:
            return await act(context_id, body)

    page.preview._action = act_alone


async def _clock(page: _Page) -> None:
    """Moves the simulated clock with the real one, and shows the page anew if the bot did something meanwhile."""
    before = time.monotonic()
    while True:
        await asyncio.sleep(TICK)
        async with page.lock:
            now, requests = time.monotonic(), len(page.env.http_requests)
            await page.env.advance_time(now - before)
            before = now
            if len(page.env.http_requests) != requests:
                await page.preview.refresh()


# -- reload ----------------------------------------------------------------------------------------------------


async def _reloads(bot: Bot, settings: Settings, say: Say) -> None:
    """Reads the knowledge again whenever one of its files changes: all of it or nothing."""
    from watchfiles import awatch  # pyright: ignore[reportUnknownVariableType] - one of its parameters is untyped

    folders = (default_folder(), *settings.knowledge_dirs)
    changes: AsyncGenerator[object] = awatch(*folders)
    async for _ in changes:
        try:
            bot.swap(await asyncio.to_thread(_answers, folders))
        except KnowledgeError as error:
            say(KEPT.format(problems=error))
        else:
            say(RELOADED)


def _answers(folders: Iterable[Path]) -> Answers:
    return Answers(load(*folders))


@asynccontextmanager
async def _background(*work: Coroutine[Any, Any, None]) -> AsyncGenerator[None]:
    """Runs ``work`` beside what is inside, and ends it with it. A part that fails is logged, not silent."""
    tasks = [asyncio.create_task(each) for each in work]
    for task in tasks:
        task.add_done_callback(_complain)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _complain(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logging.getLogger(__name__).error("the preview lost a part of itself: %s", error)
