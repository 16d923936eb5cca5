"""JSON Schemas for the files of ``knowledge/``, so that editors complete fields and mark slips while typing.

They are made from the models, so they can be stricter than nobody and laxer than nobody; a test keeps the written
ones current.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.knowledge._folders import DEFAULTS
from bot.knowledge.model import (
    AlarmPhrases,
    Country,
    Drug,
    Homonym,
    JargonWord,
    Publisher,
    SafetyNote,
    SideEffect,
    Source,
    Term,
    Topic,
    Translation,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel

__all__ = ["schemas", "write_schemas"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SINGLE: dict[str, type[BaseModel]] = {
    "topic": Topic,
    "drug": Drug,
    "side-effect": SideEffect,
    "translation": Translation,
}
_LISTS: dict[str, type[BaseModel]] = {
    "publishers": Publisher,
    "sources": Source,
    "safety": SafetyNote,
    "alarms": AlarmPhrases,
    "helplines": Country,
    "homonyms": Homonym,
    "jargon": JargonWord,
}


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by the name of its file, without ``.json``."""
    made = {name: _object(model) for name, model in _SINGLE.items()}
    made |= {name: _list(name, model) for name, model in _LISTS.items()}
    made["terms"] = _terms(Term, DEFAULTS)
    made["translated-terms"] = _terms(Translation, ("checked_by",))
    made["phrases"] = _phrases()
    return {name: {"$schema": _DIALECT, **made[name]} for name in sorted(made)}


def write_schemas(folder: Path) -> None:
    """Writes each schema to ``folder``, which is made if it is missing. Raises OSError if that cannot be done."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / f"{name}.json").write_text(as_text(schema), encoding="utf-8")


def as_text(schema: dict[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _object(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _list(name: str, model: type[BaseModel]) -> dict[str, Any]:
    """A file whose only field is a list of ``model``."""
    item = _object(model)
    definitions = item.pop("$defs", {})
    return {
        "$defs": {**definitions, model.__name__: item},
        "type": "object",
        "properties": {name: {"type": "array", "items": {"$ref": f"#/$defs/{model.__name__}"}}},
        "required": [name],
        "additionalProperties": False,
    }


def _terms(model: type[BaseModel], defaults: tuple[str, ...]) -> dict[str, Any]:
    """A list of terms, where ``defaults`` may stand in for some of their fields."""
    schema = _list("terms", model)
    term = schema["$defs"][model.__name__]
    term["required"] = [field for field in term["required"] if field not in defaults]
    schema["properties"]["defaults"] = {
        "type": "object",
        "properties": {field: term["properties"][field] for field in defaults},
        "additionalProperties": False,
    }
    return schema


def _phrases() -> dict[str, Any]:
    """A tree whose leaves are texts."""
    branch = {"anyOf": [{"type": "string", "minLength": 1}, {"$ref": "#/$defs/Branch"}]}
    return {
        "$defs": {"Branch": {"type": "object", "additionalProperties": branch, "minProperties": 1}},
        "$ref": "#/$defs/Branch",
    }
