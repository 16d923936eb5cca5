"""pydantic's errors, said so that somebody who edits a YAML file knows what to do."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, cast

from bot.knowledge._near import did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

__all__ = ["sentences"]

_DATES = ("date_from_datetime_parsing", "date_parsing", "date_type", "date_from_datetime_inexact")
_WHOLE_NUMBERS = ("int_parsing", "int_type", "int_from_float", "int_parsing_size")


def sentences(error: ValidationError, model: type[BaseModel]) -> list[tuple[tuple[str | int, ...], str]]:
    """For each single error: the place it is at, and a sentence that names the field."""
    return [(detail["loc"], _sentence(detail, model)) for detail in error.errors(include_url=False)]


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    place = detail["loc"]
    name = _named(place)
    if detail["type"] == "missing":
        return f"{name} is missing."
    if detail["type"] == "extra_forbidden":
        fields = _fields(model, place[:-1])
        hint = did_you_mean(str(place[-1]), fields, f"; known are {', '.join(fields)}.")
        return f"{name} is not a known field{hint}"
    return f"{name} {_demand(detail)}."


def _demand(detail: ErrorDetails) -> str:
    """What the value must be, from the kind of error."""
    kind, facts = detail["type"], detail.get("ctx", {})
    given = detail["input"]
    if given is None and kind != "none_required":
        return "is empty; write a value or leave the field out"
    plain = {
        "literal_error": f"must be {facts.get('expected')}, not {_quoted(given)}",
        "enum": f"must be {facts.get('expected')}, not {_quoted(given)}",
        "string_type": "must be text",
        "string_too_long": f"is too long: {len(str(given))} characters, at most {facts.get('max_length')}",
        "string_too_short": "is empty",
        "string_pattern_mismatch": _pattern(str(facts.get("pattern")), given),
        "too_short": f"needs at least {facts.get('min_length')} item{'' if facts.get('min_length') == 1 else 's'}",
        "tuple_type": 'must be a list (lines that start with "- ", or [a, b])',
        "model_type": "must be a list of fields («name: value»)",
        "dict_type": "must be a list of fields («name: value»)",
        "bool_parsing": "must be true or false",
        "bool_type": "must be true or false",
        "greater_than_equal": f"must be at least {facts.get('ge')}",
        "less_than_equal": f"must be at most {facts.get('le')}",
        "url_parsing": f"must be a web address (https://…), not {_quoted(given)}",
        "url_scheme": f"must be a web address (https://…), not {_quoted(given)}",
        **dict.fromkeys(_DATES, f"must be a date like 2026-11-24, not {_quoted(given)}"),
        **dict.fromkeys(_WHOLE_NUMBERS, f"must be a whole number, not {_quoted(given)}"),
    }
    return plain.get(kind, f"is not right ({detail['msg'].rstrip('.')})")


def _pattern(pattern: str, given: object) -> str:
    if r"\n" in pattern:
        return "must be a single line"
    if "A-Z" in pattern:
        return f"must be two capital letters, not {_quoted(given)}"
    if "0-9a-f]{12}" in pattern:
        return "must be the 12 characters that check prints"
    return f"must be a short id (lower-case letters, digits, hyphens), not {_quoted(given)}"


def _quoted(given: object) -> str:
    return f'"{textwrap.shorten(str(given), 40, placeholder="…")}"'


def _named(place: tuple[str | int, ...]) -> str:
    """A place in words: ``("sections", 1, "text")`` is «"text" in item 2 of "sections"»."""
    keys = [part for part in place if part != "[key]"]
    words: list[str] = []
    for position in range(len(keys) - 1, -1, -1):
        part = keys[position]
        words.append(f"item {part + 1} of" if isinstance(part, int) else f'"{part}" in')
    said = " ".join(words).removesuffix(" in").removesuffix(" of")
    return said[0].upper() + said[1:] if said else "This"


def _fields(model: type[BaseModel], place: tuple[str | int, ...]) -> list[str]:
    """The fields that the model has at ``place``, which names a model inside it."""
    inner: type[BaseModel] | None = model
    for part in place:
        if isinstance(part, str) and inner is not None and part in inner.model_fields:
            inner = _model_in(inner.model_fields[part].annotation)
    return list(inner.model_fields) if inner is not None else []


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The model inside ``tuple[Model, ...]``, ``Model | None`` or ``Model``."""
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return cast("type[BaseModel]", annotation)
    found = (_model_in(argument) for argument in getattr(annotation, "__args__", ()))
    return next((inner for inner in found if inner is not None), None)
