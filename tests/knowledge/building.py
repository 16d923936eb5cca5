"""The smallest knowledge that loads and that an editor has nothing to say about, to be changed by each test."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import yaml

from bot.knowledge.check import Finding, check
from bot.knowledge.load import Knowledge
from bot.knowledge.model import Family
from bot.knowledge.rules import shape

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 11, 24)
DATES = {"reviewed": "2026-11-01", "review_by": "2027-11-01"}

Lists = dict[str, Any]


def section(section_id: str, text: str = "It is a short text.", **more: Any) -> dict[str, Any]:
    return {"id": section_id, "short": "It is short.", "text": text, "sources": ["one", "two"], **more}


def entry(entry_id: str, **more: Any) -> dict[str, Any]:
    """What every kind needs."""
    return {
        "id": entry_id,
        "title": f"The {entry_id}",
        "gist": "A short line.",
        "lead": "This is a short lead. It has two lines.",
        "everyday": ["the thing", "that thing", "some thing"],
        "sources": ["one", "two"],
        **DATES,
        "checked_by": "not yet re-read",
        **more,
    }


def topic(entry_id: str, **more: Any) -> dict[str, Any]:
    sections = [section(name) for name in shape.THERAPY]
    return {**entry(entry_id), "type": "therapy", "sections": sections, **more}


def term(entry_id: str, **more: Any) -> dict[str, Any]:
    return {**entry(entry_id), **more}


def drug(entry_id: str, **more: Any) -> dict[str, Any]:
    return {
        **entry(entry_id),
        "drug_class": "A kind of medicine",
        "given": "A drip into a vein.",
        "status": "approved",
        "first_us_approval": {"year": 2014, "sources": ["one"]},
        "sections": [section(name) for name in shape.DRUG],
        **more,
    }


def side_effect(entry_id: str, **more: Any) -> dict[str, Any]:
    sections = [section(name) for name in shape.SIDE_EFFECT]
    sections[2]["text"] = (
        "- **Emergency**: hard to breathe.\n- **Call today**: a cough.\n- **Tell your team**: the rest."
    )
    return {
        **entry(entry_id),
        "medical_name": f"Medical {entry_id}",
        "organ": "lungs",
        "seen_with": ["general"],
        "action": "call-today",
        "sections": sections,
        **more,
    }


def source(source_id: str, **more: Any) -> dict[str, Any]:
    return {
        "id": source_id,
        "title": f"The page {source_id}",
        "publisher": f"house-{source_id}",
        "url": f"https://example.org/{source_id}",
        "read": "page",
        "read_on": "2026-11-01",
        **more,
    }


def publisher(publisher_id: str) -> dict[str, Any]:
    return {"id": publisher_id, "name": f"The {publisher_id}", "reason": "a public body"}


def note(family: str, **more: Any) -> dict[str, Any]:
    sign = {"text": "Hard to breathe", "sources": ["one"]}
    return {
        "family": family,
        "title": "Warning signs",
        "note": "Call your team for a fever. Hard to breathe? Call for help now.",
        "sources": ["one"],
        "warning_signs": {"emergency": [sign], "call_today": [sign], "tell_team": [sign]},
        **DATES,
        **more,
    }


def country(iso: str, **more: Any) -> dict[str, Any]:
    number = {"number": "112", "purpose": "ambulance", "sources": ["one"]}
    line = {"name": "A line", "phone": "0800 111", "sources": ["two"]}
    return {
        "iso": iso,
        "name": f"Land {iso}",
        "name_es": f"País {iso}",
        "emergency": [number],
        "crisis": [line],
        "cancer": [line],
        **DATES,
        **more,
    }


def lists(**more: list[dict[str, Any]]) -> Lists:
    """One of each kind; ``more`` replaces whole lists."""
    return {
        "publishers": [publisher("house-one"), publisher("house-two")],
        "sources": [source("one"), source("two")],
        "safety": [note(family.value) for family in Family],
        "topics": [topic("vaccines")],
        "terms": [term("cell")],
        "drugs": [drug("bestimab")],
        "side_effects": [side_effect("cough")],
        "helplines": [country("IE")],
        **more,
    }


def knowledge(phrases: dict[str, Any] | None = None, translations: Any = None, **more: Any) -> Knowledge:
    """The smallest knowledge, with ``more`` in place of its lists."""
    return Knowledge.from_mappings(phrases=phrases, translations=translations, **lists(**more))


def findings(today: dt.date = TODAY, **more: Any) -> list[Finding]:
    """What an editor says about the smallest knowledge with ``more`` in place of its lists."""
    return check(knowledge(**more), today)


def said(rule: str, **more: Any) -> list[str]:
    """The sentences that one rule says."""
    return [finding.message for finding in findings(**more) if finding.rule == rule]


def write(root: Path, **more: Any) -> Path:
    """The smallest knowledge as files in ``root``/knowledge, laid out as the shipped one."""
    folder = root / "knowledge"
    content = lists(**more)
    for kind in ("topics", "drugs", "side_effects"):
        for one in content.pop(kind):
            save(folder / kind / f"{one['id']}.yaml", one)
    save(folder / "terms" / "cells.yaml", {"terms": content.pop("terms")})
    for name, items in content.items():
        save(folder / f"{name}.yaml", {name: items})
    save(folder / "phrases" / "en.yaml", {"card": {"sources": "Sources"}})
    return folder


def save(file: Path, value: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # by way of JSON, so that no part is shared: PyYAML would write shared parts as anchors, which the loader refuses
    text = (
        value
        if isinstance(value, str)
        else yaml.safe_dump(json.loads(json.dumps(value)), allow_unicode=True, sort_keys=False)
    )
    file.write_text(text, encoding="utf-8")
