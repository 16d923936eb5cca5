"""What moderators set, and what each setting does."""

from __future__ import annotations

from typing import Any

import simcord

from bot.chat.client import Bot
from tests.chat.conftest import Stage
from tests.chat.simcord_fixes import within
from tests.chat.test_pins import add, messages, moderator, said, seen
from tests.chat.wire import sent

__all__ = ["moderator"]


async def change(stage: Stage, who: simcord.MemberActor, **options: Any) -> Any:
    return await who.slash(stage.channel, "settings set", **options)


async def test_show_says_what_each_does(stage: Stage, moderator: simcord.MemberActor) -> None:
    result = await moderator.slash(stage.channel, "settings show")
    assert result.ephemeral
    for line in (
        "### Language\n**Each reader’s own**",
        "### Answers\n**Private**",
        "### Channels for public answers\n**every channel**",
        "### Country for help lines\n**No country**",
        "### Pin updates\n**Automatic**",
        "### Explain words here\n**On**",
    ):
        assert line in said(stage)


async def test_nothing_chosen_and_no_such_country(stage: Stage, moderator: simcord.MemberActor) -> None:
    await change(stage, moderator)
    assert "Choose at least one option" in said(stage)
    await change(stage, moderator, country="Atlantis")
    assert "We have no checked numbers for that country" in said(stage)


async def test_settings_outlive_a_restart(stage: Stage, moderator: simcord.MemberActor, settings: Any) -> None:
    await change(stage, moderator, answers="public", words_menu="off")
    await stage.bot.stored.close()
    bot = Bot(settings, stage.bot.answers.knowledge)
    await stage.env.restart_bot(bot)
    await moderator.slash(stage.channel, "settings show")
    assert "### Answers\n**Public**" in said(stage)
    assert "### Explain words here\n**Off**" in said(stage)
    await bot.stored.close()


async def test_public_answers(stage: Stage, moderator: simcord.MemberActor) -> None:
    await change(stage, moderator, answers="public")
    assert not (await stage.member.slash(stage.channel, "explain", topic="car-t")).ephemeral
    assert (await stage.member.slash(stage.channel, "explain", topic="car-t", share=False)).ephemeral
    assert (await stage.member.slash(stage.channel, "explain", topic="examplimap")).ephemeral, "a guess stays private"
    assert (await stage.member.slash(stage.channel, "explain", topic="want to die")).ephemeral
    assert (await stage.member.slash(stage.channel, "support")).ephemeral, "who looks for help is not shown to others"
    assert not (await stage.member.slash(stage.channel, "support", share=True)).ephemeral
    await stage.member.slash(stage.channel, "explain", topic="examplimap")
    assert "Not shared yet" not in said(stage), "nobody asked for it to be shared"


async def test_public_channels(stage: Stage, moderator: simcord.MemberActor) -> None:
    here = stage.guild.create_text_channel("questions")
    await change(stage, moderator, answers="public", public_in=here)
    assert f"**<#{here.id}>**" in said(stage)
    assert (await stage.member.slash(stage.channel, "explain", topic="car-t")).ephemeral
    assert not (await stage.member.slash(here, "explain", topic="car-t")).ephemeral
    result = await stage.member.slash(stage.channel, "explain", topic="car-t", share=True)
    assert result.ephemeral
    assert f"The moderators of this server allow them in: <#{here.id}>" in said(stage)
    thread = stage.env.backend.create_thread(here.id, "thread", stage.member.id)
    inside = next(each for each in here.threads if each.id == thread.id)
    assert not (await stage.member.slash(inside, "explain", topic="car-t")).ephemeral
    await change(stage, moderator, private_in=here)
    assert not (await stage.member.slash(stage.channel, "explain", topic="car-t")).ephemeral


async def test_mentions_go_where_public_answers_are_welcome(stage: Stage, moderator: simcord.MemberActor) -> None:
    here = stage.guild.create_text_channel("questions")
    await change(stage, moderator, public_in=here)
    assert stage.bot.user
    await stage.member.send(stage.channel, f"{stage.bot.user.mention} CAR-T")
    assert f"<#{here.id}>" in sent(stage.env)[-1].text
    assert "is explained here" not in sent(stage.env)[-1].text
    for words, title in (("I want to die", "Help lines"), ("cannot breathe", "When to call for help")):
        await stage.member.send(stage.channel, f"{stage.bot.user.mention} {words}")
        assert title in sent(stage.env)[-1].text, "help is never sent elsewhere"
    await stage.member.send(here, f"{stage.bot.user.mention} CAR-T")
    assert "is explained here" in sent(stage.env)[-1].text
    await change(stage, moderator, public_everywhere=True)
    await stage.member.send(stage.channel, f"{stage.bot.user.mention} CAR-T")
    assert "is explained here" in sent(stage.env)[-1].text


async def test_the_country(stage: Stage, moderator: simcord.MemberActor) -> None:
    await change(stage, moderator, country="Britain")
    await stage.member.slash(stage.channel, "support")
    assert "Help lines in Britain" in said(stage)
    assert "Yours is another? Choose it in the menu." in said(stage)
    await stage.member.slash(stage.channel, "support", country="Antarctica")
    assert "Help lines in Antarctica" in said(stage)
    await stage.member.slash(stage.channel, "explain", topic="want to die")
    assert "Help lines in Britain" in said(stage)
    assert "That sounds very hard" in said(stage), "what the person must know first stays"
    result = await stage.member.slash(stage.channel, "urgent")
    await stage.member.click(seen(result), label="Help lines")
    assert "Help lines in Britain" in said(stage)
    await change(stage, moderator, country="none")
    await stage.member.slash(stage.channel, "support")
    assert "Help lines by country" in said(stage)


async def test_the_language_of_what_everybody_sees(stage: Stage, moderator: simcord.MemberActor) -> None:
    await change(stage, moderator, language="es")
    await stage.member.slash(stage.channel, "help")
    assert "How to ask" in said(stage), "private answers follow the reader"
    await stage.member.slash(stage.channel, "help", share=True)
    assert "How to ask" not in said(stage)
    await add(stage, moderator)
    assert "En resumen" in str(messages(stage)[-1].components) or "Nota de seguridad" in str(
        messages(stage)[-1].components
    )
    await change(stage, moderator, language="own")
    with within(locale="es-ES"):
        await stage.member.slash(stage.channel, "help", share=True)
    assert "How to ask" not in said(stage)


async def test_the_words_menu(stage: Stage, moderator: simcord.MemberActor) -> None:
    message = await stage.member.send(stage.channel, "CAR-T next week")
    await change(stage, moderator, words_menu="off")
    await stage.member.context_menu(stage.channel, "Explain words here", message)
    assert "This is switched off here" in said(stage)
    await change(stage, moderator, words_menu="on")
    await stage.member.context_menu(stage.channel, "Explain words here", message)
    assert "Words from this message" in said(stage)


async def test_a_servers_settings_are_its_own(stage: Stage, moderator: simcord.MemberActor) -> None:
    await change(stage, moderator, answers="public")
    other = stage.env.create_guild("Another group")
    channel = other.create_text_channel("here")
    reader = other.add_member(stage.env.create_user("bo"))
    assert (await reader.slash(channel, "explain", topic="car-t")).ephemeral
