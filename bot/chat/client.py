"""The bot: wiring, start, stop. ``create_bot`` is the public seam that tests, the preview and ``run`` share."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING, Any, cast

import discord
from discord.ext import tasks

from bot.answers import Answers
from bot.chat import buttons, commands, failures, mentions, presses, replies
from bot.chat.board import DiscordBoard
from bot.chat.limiter import Limiter, Verdict
from bot.chat.servers import Servers
from bot.chat.serving import serve
from bot.chat.stored import Stored
from bot.chat.tree import Tree, sync_if_changed
from bot.chat.words import PhraseTranslator
from bot.knowledge.load import default_folder, load
from bot.operations import memory
from bot.operations.logs import set_up
from bot.pins.keeper import Keeper
from bot.pins.rounds import EVERY, Rounds
from bot.saving import address_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.knowledge.load import Knowledge
    from bot.settings import Settings
    from bot.storage.database import Storage

__all__ = ["Bot", "create_bot", "run"]

_log = logging.getLogger(__name__)

#: Discord's voice is never used, so that discord.py need not warn that its packages are missing.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

#: How often one person may ask: generous for a reader, tight for a script.
USES, SECONDS = 20, 30.0


def create_bot(settings: Settings, knowledge: Knowledge | None = None) -> Bot:
    """The bot, not yet connected. Without ``knowledge`` it is read from the folders of the settings.

    Raises KnowledgeError, and StorageError if the address of the database cannot be used.
    """
    return Bot(settings, knowledge or load(default_folder(), *settings.knowledge_dirs).without_lines())


class Bot(discord.AutoShardedClient):
    """Answers commands, presses and mentions. Keeps nothing about people: no member or message cache either."""

    def __init__(self, settings: Settings, knowledge: Knowledge) -> None:
        super().__init__(
            intents=_intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=settings.shard_count,
            shard_ids=cast("list[int]", list(settings.shard_ids) or None),  # None is fine, only not typed
        )
        self.settings = settings
        self.answers = Answers(knowledge)
        self.limiter = Limiter(USES, SECONDS)
        self.stored = Stored(address_of(settings), self._opened)
        self.servers = Servers(self.stored.get)
        self.board = DiscordBoard(self)
        self.keeper = Keeper(self.stored.now, self.board, lambda: self.answers)
        self.rounds = Rounds(self.keeper, self.stored.get, self._updates_by_itself)
        self._pin_loop = tasks.loop(seconds=EVERY)(self._look_after_pins)
        self._looking_after_pins = False
        #: Commands, presses and keystrokes so far.
        self.asked = 0
        self._preparing = tasks.loop(count=1)(self._prepare)
        self.tree = Tree(self)
        for command in commands.every(self):
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        """Runs once, after login and before the gateway."""
        failures.silence_names()
        self.add_dynamic_items(*buttons.ITEMS)
        await self.tree.set_translator(PhraseTranslator(self))
        if self._syncs():
            async with failures.caught_quietly("sync"):
                await sync_if_changed(self.tree, self.settings.data_dir / "commands.sha256")
        async with failures.caught_quietly("database"):  # answers need none; pins and settings say so
            await self.stored.get()
        self._pin_loop.start()
        self._preparing.start()  # it is done before discord.py, which waits two seconds for servers, is ready

    async def close(self) -> None:
        """Ends the rounds, then the connection to Discord, then the database."""
        self._pin_loop.cancel()
        self._preparing.cancel()
        await super().close()
        await self.stored.close()
        self._pin_loop.cancel()  # a restart that was under way began it anew

    async def _opened(self, storage: Storage) -> None:
        await self.servers.load(storage)
        self.wake_rounds()

    async def _look_after_pins(self) -> None:
        self._looking_after_pins = True
        try:
            pause = await self.rounds.step()
        finally:
            self._looking_after_pins = False
        self._pin_loop.change_interval(seconds=pause)

    async def _prepare(self) -> None:
        for _ in self.answers.prepare():
            await asyncio.sleep(0)

    def wake_rounds(self) -> None:
        """Has the pins looked after soon: after a start, a reload, a change of settings."""
        self.rounds.wake()
        if self._pin_loop.is_running() and not self._looking_after_pins:
            self._pin_loop.restart()

    def _updates_by_itself(self, guild_id: int) -> bool:
        return self.servers.of(guild_id).pin_updates == "automatic"

    def language_for_all(self, guild: discord.Guild | None) -> str:
        """The language of what everybody in a server sees: what its moderators set, else Discord's for the server."""
        chosen = self.servers.of(guild.id).language if guild else None
        return chosen or self.answers.language_of(guild.preferred_locale.value if guild else None)

    def _syncs(self) -> bool:
        """Of several processes only the one with shard 0 tells Discord about the commands."""
        return self.shard_ids is None or 0 in self.shard_ids

    def swap(self, answers: Answers) -> None:
        """Answers with these from now on; questions under way finish with the old ones.

        Making them takes half a second, so whoever reloads does that in a thread.
        """
        self.answers = answers
        self.wake_rounds()

    async def may_ask(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether the person may go on; if not, says so."""
        if self.limiter.use(interaction.user.id) is Verdict.ALLOWED:
            return True
        notice = self.answers.notice("limited", self.answers.language_of(interaction.locale.value))
        await replies.respond(interaction, self.answers, notice)
        return False

    async def pressed(self, interaction: discord.Interaction[Any], custom_id: str) -> None:
        """A button or a menu was used."""
        self.asked += 1
        async with failures.caught(interaction, self.answers, "press"):
            if await self.may_ask(interaction):
                await presses.press(self, interaction, custom_id)

    async def on_message(self, message: discord.Message) -> None:
        """A message in a channel or to the bot; only those meant for the bot are answered."""
        words = mentions.words_for(message, self.user.id) if self.user else None
        if words is None:
            return
        async with failures.caught_message(message, self.answers):
            match self.limiter.use(message.author.id):
                case Verdict.ALLOWED:
                    await mentions.answer_message(self, message, words)
                case Verdict.LIMITED:
                    language = self.answers.language_of(None)
                    await replies.reply(message, self.answers, self.answers.notice("limited", language))
                case Verdict.TOLD:
                    pass

    async def on_ready(self) -> None:
        """Connected. Discord may say so again after a reconnect."""
        _log.info("ready in %d servers", len(self.guilds))
        self.wake_rounds()

    # -- what happens to pins -------------------------------------------------------------------------------------

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A message was deleted, perhaps one of ours."""
        await self._deleted(payload.channel_id, {payload.message_id})

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Many messages were deleted at once."""
        await self._deleted(payload.channel_id, payload.message_ids)

    async def _deleted(self, channel_id: int, message_ids: set[int]) -> None:
        async with failures.caught_quietly("message deleted"):
            await self.keeper.messages_deleted(channel_id, message_ids)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone."""
        async with failures.caught_quietly("channel deleted"):
            await self.keeper.channel_deleted(channel.id)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread is gone."""
        async with failures.caught_quietly("thread deleted"):
            await self.keeper.channel_deleted(payload.thread_id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot is no longer in that server: nothing about it is kept. If the database is down, a round does it."""
        self.servers.forget(guild.id)
        async with failures.caught_quietly("server left"):
            await (await self.stored.get()).erase(guild.id)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:  # noqa: ARG002
        """Instead of discord.py's traceback, which would quote."""
        error = sys.exc_info()[1]
        if error is not None:
            failures.failed_quietly(error, event_method)


def _intents() -> discord.Intents:
    """None of them privileged. Guild and direct messages: only for those that mention the bot or are sent to it."""
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = intents.dm_messages = True
    return intents


async def _serve(bot: Bot, token: str, folder: Path) -> None:
    tidying = asyncio.create_task(memory.keep_tidy(lambda: bot.asked))
    try:
        await serve(bot, token, folder)
    finally:
        tidying.cancel()


def run(settings: Settings) -> int:
    """Connects and answers until the process is asked to stop; gives the exit code. Raises KnowledgeError."""
    set_up(settings.log_level)
    token = settings.token()
    if token is None:
        _log.error("There is no token. Set DISCORD_TOKEN or DISCORD_TOKEN_FILE.")
        return 2
    try:
        bot = create_bot(settings)
        memory.settle()
        asyncio.run(_serve(bot, token, settings.data_dir))
    except discord.LoginFailure:
        _log.error("Discord refused the token. Copy it again from https://discord.com/developers/applications.")
        return 2
    except (OSError, discord.HTTPException, discord.GatewayNotFound, discord.ConnectionClosed) as error:
        _log.error("Discord could not be reached (%s). Start the bot again later.", type(error).__name__)
        return 1
    return 0
