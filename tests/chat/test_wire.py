"""Every command, outcome and entry, looked at on the wire: the note is there, mentions are off, limits are kept."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import simcord

from bot.answers import Answers
from bot.answers.answer import Request, View
from bot.chat.cards import Labels, card
from bot.chat.client import Bot, create_bot
from bot.chat.limiter import Limiter
from bot.knowledge.load import Knowledge
from bot.knowledge.model import WORDS, Kind
from bot.settings import Settings
from tests.chat.conftest import Stage
from tests.chat.simcord_fixes import within
from tests.chat.wire import COMPONENTS_V2, Sent, problems, sent, text_of, walk

QUERIES = ("examplimap", "CDC", "qzxv", "", "cannot breathe", "want to die", "what is car-t?", "*" * 100, "@everyone")


def notes_of(knowledge: Knowledge) -> list[str]:
    """Every safety note there is, in every language."""
    return [text for note in knowledge.safety.values() for text in (note.note, *note.note_in.values())]


def wrong(env: simcord.Env, knowledge: Knowledge) -> list[tuple[str, list[str]]]:
    notes = notes_of(knowledge)
    return [(message.text[:60], found) for message in sent(env) if (found := problems(message, notes))]


async def ask_everything(stage: Stage, queries: list[str]) -> None:
    """Every command with every query, privately and shared."""
    stage.bot.limiter = Limiter(10**9, 1.0)
    for share in (False, True):
        for query in queries:
            for name, option in (("explain", "topic"), ("glossary", "term"), ("summary", "topic")):
                await stage.member.slash(stage.channel, name, **{option: query, "share": share})
            await stage.member.slash(stage.channel, "explain", topic=query, detail="full", share=share)
        for name in ("urgent", "support", "topics", "help", "about", "privacy"):
            await stage.member.slash(stage.channel, name, share=share)


@pytest.mark.parametrize("locale", ["en-US", "es-ES"])
async def test_every_command_and_outcome(stage: Stage, knowledge: Knowledge, locale: str) -> None:
    queries = [query or "?" for query in QUERIES] + [*knowledge.entries]
    with within(locale=locale):
        await ask_everything(stage, queries)
    assert len(sent(stage.env)) == 2 * (4 * len(queries) + 6)
    assert wrong(stage.env, knowledge) == []


async def test_every_press_on_every_card(stage: Stage, knowledge: Knowledge) -> None:
    """Whatever a card offers is pressed, privately and on a shared card."""
    stage.bot.limiter = Limiter(10**9, 1.0)
    for entry in knowledge.entries:
        for share in (False, True):
            response = (await stage.member.slash(stage.channel, "explain", topic=entry, share=share)).response
            assert response is not None
            for custom_id, value in offered(response.components):
                response = (await stage.member.slash(stage.channel, "explain", topic=entry, share=share)).response
                assert response is not None
                if value is None:
                    await stage.member.click(response, custom_id=custom_id)
                else:
                    await stage.member.select(response, [value], custom_id=custom_id)
    assert wrong(stage.env, knowledge) == []


def offered(components: list[dict[str, Any]]) -> Iterator[tuple[str, str | None]]:
    for each in walk(components):
        if each["type"] == 2:
            yield each["custom_id"], None
        elif each["type"] == 3:
            yield from ((each["custom_id"], option["value"]) for option in each["options"])


@pytest.mark.usefixtures("expected_errors")
async def test_failures_carry_the_note_too(stage: Stage, knowledge: Knowledge) -> None:
    stage.env.inject_error("POST", "/interactions/*/callback", status=403, code=50013, times=1)
    await stage.member.slash(stage.channel, "help")
    for _ in range(20):
        await stage.member.slash(stage.channel, "help")
    stage.bot.tree.remove_command("help")
    await stage.env.create_user("bea").send_dm("CAR-T")
    assert stage.bot.user
    other = stage.guild.add_member(stage.env.create_user("bo"))
    await other.send(stage.channel, f"{stage.bot.user.mention} CAR-T")
    assert len(sent(stage.env)) == 24
    assert wrong(stage.env, knowledge) == []


# -- the shipped knowledge -------------------------------------------------------------------------------------------


async def test_every_shipped_entry_on_the_wire(settings: Settings, shipped: Knowledge) -> None:
    """Every entry, asked for and shared."""
    async with simcord.run(create_bot(settings, shipped), shard_count=1, settle_timeout=60) as env:
        stage = await _shipped_stage(env)
        for entry in shipped.entries.values():
            await stage.member.slash(stage.channel, "explain", topic=entry.id, share=True)
        assert len(sent(env)) == len(shipped.entries)
        assert wrong(env, shipped) == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_shipped_card_in_every_view(shipped: Knowledge, shipped_answers: Answers, language: str) -> None:
    """Every view and page that readers can reach by pressing, as ``replies`` lays it out.

    In Spanish every fifth: most texts are the same as in English.
    """
    answers, notes = shipped_answers, notes_of(shipped)
    labels = Labels.from_phrases(answers.say, language)
    for request in islice(requests_of(shipped), 0, None, 1 if language == "en" else 5):
        view = card(answers.open(replace(request, language=language)), labels)
        body = {"components": view.to_components(), "allowed_mentions": {"parse": []}, "flags": COMPONENTS_V2}
        assert problems(Sent(body, "respond"), notes) == [], request


async def _shipped_stage(env: simcord.Env) -> Stage:
    guild = env.create_guild("Support group")
    channel = guild.create_text_channel("support")
    assert isinstance(env.bot, Bot)
    stage = Stage(env, env.bot, guild, channel, guild.add_member(env.create_user("ana")))
    stage.bot.limiter = Limiter(10**9, 1.0)
    return stage


def requests_of(knowledge: Knowledge) -> Iterator[Request]:
    for entry in knowledge.entries.values():
        for view in (View.FULL, View.SOURCES, View.SUMMARY if entry.kind is Kind.TOPIC else View.GLOSSARY):
            yield Request(view=view, id=entry.id)
            yield Request(view=view, id=entry.id, page=1)
        for section in (*(section.id for section in entry.sections), WORDS):
            yield Request(view=View.SECTION, id=entry.id, section=section)
    for country in knowledge.countries:
        yield Request(view=View.SUPPORT, id=country)
    for family in knowledge.safety:
        yield Request(view=View.URGENT, id=family.value)


# -- Discord's published schema ----------------------------------------------------------------------------------------

#: Not part of this repository (it is Discord's); where it is at hand, messages are held against it too.
SCHEMA = Path(os.environ.get("DISCORD_OPENAPI", "openapi.json.gz"))


@pytest.mark.skipif(not SCHEMA.exists(), reason="Discord's OpenAPI file is not at hand (DISCORD_OPENAPI)")
async def test_messages_and_commands_are_valid_by_discords_schema(stage: Stage, knowledge: Knowledge) -> None:
    published = json.loads(gzip.decompress(SCHEMA.read_bytes()))
    await ask_everything(stage, ["car-t", "examplimab", "inflamed-lungs", "CDC", "qzxv"])
    for entry in stage.env.http_requests:
        if entry.path.endswith("/callback"):
            _conforms(published, "CreateMessageInteractionCallbackRequest", entry.json)
        elif entry.path.endswith("/commands"):
            for command in entry.json or ():
                _conforms(published, "ApplicationCommandUpdateRequest", command)


def _conforms(published: dict[str, Any], name: str, instance: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": published["components"]}
    jsonschema.Draft202012Validator(schema).validate(instance)


def test_the_checks_find_what_is_wrong() -> None:
    """A check that never fails shows nothing: each fault here is found."""
    bad: dict[str, Any] = {
        "content": "hi",
        "allowed_mentions": {"parse": ["everyone"]},
        "components": [
            {"type": 10, "content": "x" * 4001},
            {"type": 10, "content": " "},
            {"type": 1, "components": [{"type": 2, "label": "", "custom_id": "a" * 101}] * 6},
            {
                "type": 1,
                "components": [
                    {
                        "type": 3,
                        "custom_id": "m",
                        "placeholder": "p" * 151,
                        "options": [{"label": "", "value": "v"}] * 26,
                    }
                ],
            },
            {"type": 99},
            *[{"type": 14}] * 40,
        ],
    }
    found = problems(Sent(bad, "respond"), ["The note."])
    assert len(set(found)) == 16, found
    assert text_of(bad["components"]).startswith("xxx")
