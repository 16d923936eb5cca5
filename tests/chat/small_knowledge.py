"""A little knowledge of invented entries, and the shipped phrases: enough for every kind of card."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import yaml

from bot.knowledge.load import Knowledge, default_folder
from bot.knowledge.model import Family

__all__ = ["NOTE", "small_knowledge", "with_topics"]

NOTE = "Call your team's line for fever. Hard to breathe? Call the emergency number now. ({family})"

_SOURCES = ("one", "two")
_DATES = {"reviewed": "2026-01-02", "review_by": "2036-01-02", "checked_by": "a second reader"}


def small_knowledge(**changes: list[dict[str, Any]]) -> Knowledge:
    """The little knowledge; ``changes`` replace whole kinds (topics, terms, drugs …)."""
    lists: dict[str, list[dict[str, Any]]] = {
        "publishers": [{"id": "institute", "name": "An Institute", "reason": "invented"}],
        "sources": [_source(id_) for id_ in _SOURCES],
        "safety": [_safety(family) for family in Family],
        "topics": _topics(),
        "terms": _terms(),
        "drugs": [_drug()],
        "side_effects": [_side_effect()],
        "alarms": _alarms(),
        "helplines": _helplines(),
        "homonyms": [{"name": "CDC", "entries": ["cdc-mechanism", "cdc-agency"]}],
    }
    return Knowledge.from_mappings(phrases=_phrases(), **cast("Any", {**lists, **changes}))


def with_topics(*topics: dict[str, Any]) -> Knowledge:
    """The little knowledge with other topics."""
    return small_knowledge(topics=list(topics))


def entry(id_: str, title: str, **more: Any) -> dict[str, Any]:
    """What every entry has."""
    lead = f"{title} is explained here in a plain sentence. A second one follows."
    return {
        "id": id_,
        "title": title,
        "gist": f"About {title}",
        "lead": lead,
        "sources": list(_SOURCES),
        **_DATES,
        **more,
    }


def topic(id_: str, title: str, sections: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """A therapy topic with the usual sections."""
    texts = sections or {each: f"What there is to say about {each}. And one more sentence." for each in _SECTIONS}
    parts = [{"id": each, "text": text, "sources": list(_SOURCES)} for each, text in texts.items()]
    return entry(id_, title, type="therapy", sections=parts, **more)


_SECTIONS = ("what", "how-it-works", "how-given", "may-help", "may-not-help", "side-effects", "not-known", "ask")


def _topics() -> list[dict[str, Any]]:
    long = "\n\n".join(f"Paragraph {number}. " + "Words that fill a page go on here. " * 12 for number in range(6))
    return [
        topic(
            "car-t", "CAR-T cell therapy", family="cell-therapy", names={"abbreviations": ["CAR-T"]}, related=["adcc"]
        ),
        topic("long-read", "A long read", sections={"what": long, "how-it-works": long, "side-effects": long}),
    ]


def _terms() -> list[dict[str, Any]]:
    return [
        entry("adcc", "ADCC", family="antibody", expansion="antibody-dependent cell-mediated cytotoxicity"),
        entry("cdc-mechanism", "Complement killing", names={"abbreviations": ["CDC"]}),
        entry("cdc-agency", "The health agency", names={"also": ["CDC"]}),
    ]


def _drug() -> dict[str, Any]:
    risk = {"name": "inflamed lungs", "boxed": True, "sources": list(_SOURCES)}
    return entry(
        "examplimab",
        "examplimab",
        family="checkpoint",
        drug_class="Checkpoint inhibitor",
        given="A drip into a vein.",
        status="approved",
        serious_risks=[risk],
        names={"brands": ["Exampla"]},
        sections=[{"id": "side-effects", "text": "It can cause a rash.", "sources": list(_SOURCES)}],
    )


def _side_effect() -> dict[str, Any]:
    facts = {"medical_name": "pneumonitis", "organ": "lungs", "seen_with": ["checkpoint"], "action": "emergency"}
    return entry("inflamed-lungs", "Inflamed lungs", family="checkpoint", **facts)


def _source(id_: str) -> dict[str, Any]:
    url = f"https://example.org/{id_}"
    return {"id": id_, "title": f"Page {id_}", "publisher": "institute", "url": url, "year": 2025, "read": "page"}


def _safety(family: Family) -> dict[str, Any]:
    signs = {
        level: [{"text": f"A sign: {level}", "text_in": {"es": f"Una señal: {level}"}, "sources": list(_SOURCES)}]
        for level in ("emergency", "call_today", "tell_team")
    }
    return {
        "family": family.value,
        "title": f"Warning signs: {family.value}",
        "note": NOTE.format(family=family.value),
        "sources": list(_SOURCES),
        "warning_signs": signs,
        "reviewed": "2026-01-02",
        "review_by": "2036-01-02",
    }


def _alarms() -> list[dict[str, Any]]:
    urgent = {"en": ["cannot breathe"], "es": ["no puedo respirar"]}
    support = {"en": ["want to die"], "es": ["quiero morir"]}
    return [
        {"id": "breath", "leads_to": "urgent", "phrases": urgent},
        {"id": "crisis", "leads_to": "support", "phrases": support},
    ]


def _helplines() -> list[dict[str, Any]]:
    line = {"name": "A crisis line", "phone": "111", "hours": "24/7", "sources": list(_SOURCES)}
    number = {"number": "999", "purpose": "ambulance", "sources": list(_SOURCES)}
    here = {"iso": "GB", "name": "Britain", "name_es": "Gran Bretaña", "emergency": [number], "crisis": [line]}
    nothing = {"iso": "AQ", "name": "Antarctica", "name_es": "Antártida"}
    return [{**each, "reviewed": "2026-01-02", "review_by": "2036-01-02"} for each in (here, nothing)]


@cache
def _phrases() -> dict[str, Any]:
    folder = default_folder() / "phrases"
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in folder.glob("*.yaml")}
