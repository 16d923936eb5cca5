"""Each fault of simcord 3.2.1, shown on the plain library, and that the kit corrects it.

A test here that fails because plain simcord now does as Discord does means: take the correction out.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import discord
import pytest
import pytest_asyncio
import simcord
from discord import app_commands

from tests.chat.simcord_fixes import PIN_LIMIT, settled_quickly, within

#: Run once on plain simcord and once corrected.
BOTH = pytest.mark.parametrize("plain", [True, False], ids=["plain", "corrected"])


@pytest.fixture(autouse=True)
def as_discord_does(plain: bool, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Takes the place of the room's fixture: plain simcord in half of the tests."""
    if plain:
        settled_quickly(monkeypatch)
    else:
        from tests.chat.simcord_fixes import corrected

        corrected(monkeypatch)


class Little(discord.Client):
    """A bot with one command, for looking at the simulation only."""

    def __init__(self, description: str = "A command") -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        self.seen: list[discord.Interaction] = []
        self.offer: list[app_commands.Choice[str]] = []
        self.caught: list[BaseException] = []
        self.tree.add_command(self._command(description))

    def _command(self, description: str) -> app_commands.Command[Any, ..., None]:
        async def look(interaction: discord.Interaction, word: str = "") -> None:
            self.seen.append(interaction)
            await self._try(interaction.response.send_message("seen"))

        async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            await self._try(interaction.response.autocomplete(self.offer))
            return []

        app_commands.autocomplete(word=complete)(look)
        return app_commands.Command(name="look", description=description, callback=look)

    async def _try(self, call: Awaitable[object]) -> None:
        try:
            await call
        except discord.HTTPException as error:
            self.caught.append(error)

    async def setup_hook(self) -> None:
        await self._try(self.tree.sync())


@pytest_asyncio.fixture
async def start() -> AsyncIterator[Callable[..., Awaitable[tuple[simcord.Env, Little]]]]:
    """Starts a simulation around a ``Little``."""
    running: list[simcord.Env] = []

    async def begin(**options: Any) -> tuple[simcord.Env, Little]:
        bot = Little(**options)
        env = simcord.Env(bot)
        running.append(env)
        await env.start()
        return env, bot

    yield begin
    for env in running:
        await env.shutdown()


def place(env: simcord.Env) -> tuple[simcord.GuildHandle, simcord.ChannelHandle, simcord.MemberActor]:
    guild = env.create_guild("a server")
    channel = guild.create_text_channel("a-channel")
    return guild, channel, guild.add_member(env.create_user("ana"))


async def pin_all(env: simcord.Env, bot: Little, channel: simcord.ChannelHandle, count: int) -> list[int]:
    """Has the bot post and pin messages; gives their ids, oldest first."""
    target = bot.get_partial_messageable(channel.id)
    ids: list[int] = []
    for number in range(count):
        message = await target.send(str(number))
        await message.pin()
        ids.append(message.id)
    return ids


@BOTH
@pytest.mark.parametrize("permission", ["manage_messages", "pin_messages"])
async def test_1_which_permission_pins(plain: bool, permission: str, start: Any) -> None:
    env, bot = await start()
    guild, channel, _ = place(env)
    role = guild.default_role
    everything = discord.Permissions.none()
    everything.update(view_channel=True, send_messages=True, read_message_history=True, **{permission: True})
    env.backend.get_guild(guild.id).roles[role.id].permissions = everything.value
    for other in env.backend.get_guild(guild.id).roles.values():
        other.permissions = everything.value
    message = await bot.get_partial_messageable(channel.id).send("hello")
    grants = "manage_messages" if plain else "pin_messages"
    if permission == grants:
        await message.pin()
    else:
        with pytest.raises(discord.Forbidden):
            await message.pin()


@BOTH
async def test_2_pins_have_a_limit(plain: bool, start: Any) -> None:
    env, bot = await start()
    _, channel, _ = place(env)
    await pin_all(env, bot, channel, PIN_LIMIT)
    one_more = await bot.get_partial_messageable(channel.id).send("one more")
    if plain:
        await one_more.pin()
    else:
        with pytest.raises(discord.HTTPException) as refused:
            await one_more.pin()
        assert refused.value.code == 30003


@BOTH
async def test_2_pins_come_newest_first_and_in_pages(plain: bool, start: Any) -> None:
    env, bot = await start()
    _, channel, _ = place(env)
    ids = await pin_all(env, bot, channel, 60)
    target = bot.get_channel(channel.id)
    assert isinstance(target, discord.TextChannel)
    found = [message.id async for message in target.pins(limit=None)]
    calls = [entry for entry in env.http_requests if entry.method == "GET" and entry.path.endswith("/pins")]
    assert (found, len(calls)) == ((ids, 1) if plain else (ids[::-1], 2))
    await (await target.fetch_message(ids[0])).unpin()
    assert ids[0] not in [message.id async for message in target.pins(limit=None)]


@BOTH
async def test_3_the_language_of_an_interaction(plain: bool, start: Any) -> None:
    env, bot = await start()
    _, channel, member = place(env)
    with within(locale="es-419"):
        await member.slash(channel, "look")
    assert bot.seen[-1].locale.value == ("en-US" if plain else "es-419")


@BOTH
async def test_4_a_users_own_app_and_a_private_channel(plain: bool, start: Any) -> None:
    env, bot = await start()
    _, channel, member = place(env)
    with within(context=2, user_install=True):
        await member.slash(channel, "look")
    interaction = bot.seen[-1]
    assert interaction.context.private_channel is not plain
    assert interaction.is_user_integration() is not plain


@BOTH
@pytest.mark.parametrize(
    "offer",
    [
        [app_commands.Choice(name=str(number), value=str(number)) for number in range(26)],
        [app_commands.Choice(name="x" * 101, value="x")],
        [app_commands.Choice(name="x", value="x" * 101)],
        [app_commands.Choice(name="", value="x")],
    ],
    ids=["too many", "long name", "long value", "no name"],
)
async def test_5_bad_autocomplete_answers(plain: bool, offer: list[Any], start: Any) -> None:
    env, bot = await start()
    _, channel, member = place(env)
    bot.offer = offer
    await member.autocomplete(channel, "look", "word", "")
    assert bool(bot.caught) is not plain


@BOTH
async def test_5_good_autocomplete_answers(plain: bool, start: Any) -> None:
    env, bot = await start()
    _, channel, member = place(env)
    bot.offer = [app_commands.Choice(name="a", value="b")]
    assert await member.autocomplete(channel, "look", "word", "") == [{"name": "a", "value": "b"}]


BAD_COMMANDS: dict[str, dict[str, Any]] = {
    "upper case": {"name": "Look", "description": "d"},
    "a space": {"name": "look here", "description": "d"},
    "long name": {"name": "x" * 33, "description": "d"},
    "no description": {"name": "look", "description": ""},
    "long description": {"name": "look", "description": "x" * 101},
    "bad translation": {"name": "look", "description": "d", "name_localizations": {"es-ES": "Mirar"}},
    "long translation": {"name": "look", "description": "d", "description_localizations": {"es-ES": "x" * 101}},
    "26 options": {
        "name": "look",
        "description": "d",
        "options": [{"name": f"o{n}", "description": "d"} for n in range(26)],
    },
    "26 choices": {
        "name": "look",
        "description": "d",
        "options": [{"name": "o", "description": "d", "choices": [{"name": "c", "value": "c"}] * 26}],
    },
    "required last": {
        "name": "look",
        "description": "d",
        "options": [{"name": "a", "description": "d"}, {"name": "b", "description": "d", "required": True}],
    },
    "a long menu name": {"name": "x" * 33, "type": 3},
}


@BOTH
@pytest.mark.parametrize("payload", BAD_COMMANDS.values(), ids=BAD_COMMANDS)
async def test_5_invalid_command_definitions(plain: bool, payload: dict[str, Any], start: Any) -> None:
    _, bot = await start()
    await bot._try(bot.http.bulk_upsert_global_commands(bot.application_id, [payload]))
    assert bool(bot.caught) is not plain


@BOTH
async def test_5_a_good_definition(plain: bool, start: Any) -> None:
    _, bot = await start()
    assert bot.caught == []


@BOTH
@pytest.mark.parametrize(("status", "tries"), [(502, 5), (503, 1)])
async def test_6_faults_are_repeated_as_discord_py_does(plain: bool, status: int, tries: int, start: Any) -> None:
    env, bot = await start()
    _, channel, _ = place(env)
    env.inject_error("POST", "/channels/*/messages", status=status, code=0, times=None)
    with pytest.raises(discord.HTTPException) as failed:
        await bot.get_partial_messageable(channel.id).send("hello")
    calls = [entry for entry in env.http_requests if entry.path.endswith("/messages")]
    assert isinstance(failed.value, discord.DiscordServerError) is not plain
    assert len(calls) == (1 if plain else tries)
