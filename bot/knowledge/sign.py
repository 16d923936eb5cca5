"""A clinician's signature, put into the entry's YAML file without touching the rest of it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bot.knowledge._near import did_you_mean
from bot.knowledge._nodes import parse, read
from bot.knowledge._sentences import sentences
from bot.knowledge.load import KnowledgeError, Problem, survey
from bot.knowledge.model import Clinician

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from bot.knowledge._nodes import Place, Tree, Value

__all__ = ["sign"]


def sign(folder: Path, entry_id: str, *, name: str, role: str, date: dt.date) -> Path:
    """Fills in ``clinician`` of an entry, over an older signature too, and gives the file that was changed.

    Raises KnowledgeError with a sentence if there is no such entry, the name or role is no single line of text, or
    the file would not be right afterwards; then nothing is changed.
    """
    folder = folder.resolve()
    clinician = _clinician(name, role, date)
    knowledge, _ = survey(folder)
    if entry_id not in knowledge.entries:
        raise _refusal(folder.name, f'There is no entry "{entry_id}"{did_you_mean(entry_id, knowledge.entries)}')
    shown, _ = knowledge.where("entry", entry_id)
    file = folder.parent / shown
    tree = read(file, shown)
    text = file.read_bytes().decode("utf-8")
    place = _place_of(tree, entry_id)
    signed = _signed(text, tree, place, clinician)
    _prove(signed, tree, place, clinician)
    _replace(file, signed)
    return file


def _clinician(name: str, role: str, date: dt.date) -> Clinician:
    try:
        return Clinician(name=name, role=role, date=date)
    except ValidationError as error:
        found = [Problem("sign", None, said) for _, said in sentences(error, Clinician)]
        raise KnowledgeError(found) from error


def _refusal(where: str, message: str) -> KnowledgeError:
    return KnowledgeError([Problem(where, None, message)])


def _place_of(tree: Tree, entry_id: str) -> Place:
    """Where the entry's fields stand: at the top of its own file, or in a list of terms."""
    terms = tree.value.get("terms")
    listed = terms if isinstance(terms, list) else []
    positions = (at for at, term in enumerate(listed) if isinstance(term, dict) and term.get("id") == entry_id)
    position = next(positions, None)
    return () if position is None else ("terms", position)


def _signed(text: str, tree: Tree, place: Place, clinician: Clinician) -> str:
    """The file's text with the signature: in the place of the old one, or after the entry's last line."""
    lines = text.splitlines(keepends=True)
    ending = "\r\n" if "\r\n" in text else "\n"
    fields = {key[-1]: line - 1 for key, line in tree.lines.items() if key[:-1] == place}
    value = ", ".join(f"{field}: {json.dumps(str(said), ensure_ascii=False)}" for field, said in clinician)
    new = f"clinician: {{{value}}}{ending}"
    indent = len(_margin(lines[fields["id"]]))
    if (start := fields.get("clinician")) is not None:
        return "".join([*lines[:start], _margin(lines[start]) + new, *lines[_end(lines, start, indent) :]])
    last = max(line for key, line in tree.lines.items() if key[: len(place)] == place) - 1
    end = _end(lines, last, indent)
    if not lines[end - 1].endswith(("\n", "\r")):
        lines[end - 1] += ending
    return "".join([*lines[:end], " " * indent + new, *lines[end:]])


def _margin(line: str) -> str:
    """What stands before the first word of a line, the dash of a list item included."""
    return line[: len(line) - len(line.lstrip(" -\ufeff"))]


def _end(lines: list[str], start: int, indent: int) -> int:
    """The line after the value that starts in line ``start``: what is indented deeper belongs to it."""
    end = start + 1
    for position in range(start + 1, len(lines)):
        line = lines[position]
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        if line.strip():
            end = position + 1
    return end


def _prove(signed: str, before: Tree, place: Place, clinician: Clinician) -> None:
    """The new text must read as the old file with this one field changed, and nothing else."""
    refusal = _refusal(before.path, "The signature cannot be put in by program; write «clinician:» by hand.")
    try:
        after = parse(signed.encode(), before.path)
    except KnowledgeError as error:
        raise refusal from error
    fields = _fields(after, place)
    given = {key: str(said) for key, said in clinician}
    if fields.pop("clinician", None) != given or _without_clinician(before, place) != after.value:
        raise refusal


def _without_clinician(tree: Tree, place: Place) -> dict[str, Value]:
    _fields(tree, place).pop("clinician", None)
    return tree.value


def _fields(tree: Tree, place: Place) -> dict[str, Value]:
    """The fields of the entry at ``place``, ready to be changed."""
    found: Any = tree.value
    for step in place:
        found = found[step]
    return found


def _replace(file: Path, text: str) -> None:
    """Writes the whole file or nothing: a half-written entry would keep the bot from loading."""
    new = file.with_name(f".{file.name}.new")
    new.write_bytes(text.encode("utf-8"))
    os.replace(new, file)  # noqa: PTH105
