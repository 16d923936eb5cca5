"""Imported words as the files of a knowledge folder: tried out beside it, then put into it whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bot.knowledge._folders import read_folder
from bot.knowledge._slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.knowledge._imported import Words

__all__ = ["Files", "files_of", "occupied", "put", "staged"]


@dataclass(frozen=True, slots=True)
class Files:
    """The texts by path inside the folder, and the line in which each word of the terms file begins, in order."""

    terms: str
    texts: Mapping[str, str]
    starts: tuple[int, ...]


def files_of(words: Words, list_name: str, stem: str) -> Files:
    """The three files of a list: its words, its sources, their publishers."""
    head = (
        f"# Made by `python -m bot import` from {json.dumps(list_name)}. Do not edit: change the list, import again.\n"
    )
    items = [_dumped([{name: value for name, value in word.data.items() if value}]) for word in words.made]
    starts, line = list[int](), head.count("\n") + 2
    for item in items:
        starts.append(line)
        line += item.count("\n")
    terms = f"terms/{slug(stem)}.yaml"
    texts = {
        "publishers.yaml": head + _dumped({"publishers": [*words.origins.publishers.values()]}),
        "sources.yaml": head + _dumped({"sources": [*words.origins.sources.values()]}),
        terms: f"{head}terms:\n{''.join(items)}",
    }
    return Files(terms, texts, tuple(starts))


def _dumped(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=120)


def occupied(folder: Path) -> tuple[str, ...]:
    """What lies in a folder and is no knowledge: such a folder is somebody's for other things."""
    held = folder.is_dir() and any(not item.name.startswith(".") for item in folder.iterdir())
    return tuple(problem.path for problem in read_folder(folder, required=False)[1]) if held else ()


@contextmanager
def staged(folder: Path, texts: Mapping[str, str]) -> Iterator[Path]:
    """A copy of ``folder`` with ``texts`` in it, under the same name and on the same disk; gone afterwards."""
    nearest = next(parent for parent in folder.parents if parent.is_dir())
    with tempfile.TemporaryDirectory(prefix=".import-", dir=nearest) as made:
        copy = Path(made) / folder.name
        if folder.is_dir():
            shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"))
        for name, text in texts.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text(text, encoding="utf-8", newline="\n")
        yield copy


def put(copy: Path, folder: Path, names: Iterable[str]) -> None:
    """Moves the files from the copy into the folder. If one cannot be moved, the old ones are put back."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        copy.rename(folder)
        return
    before = {name: (folder / name).read_bytes() if (folder / name).exists() else None for name in names}
    try:
        for name in before:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(copy / name, folder / name)  # noqa: PTH105
    except OSError:
        for name, old in before.items():
            if old is None:
                (folder / name).unlink(missing_ok=True)
            else:
                (folder / name).write_bytes(old)
        raise
