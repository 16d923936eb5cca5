"""The files of a knowledge folder, turned into records: one mapping for each entry, source, note and so on.

Which file holds what is decided here and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.knowledge._near import did_you_mean
from bot.knowledge._nodes import Place, Tree, read
from bot.knowledge.problems import KnowledgeError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["ENTRY_FOLDERS", "LISTS", "Record", "read_folder"]

#: Folders with one entry a file (terms: a list a file).
ENTRY_FOLDERS = ("topics", "terms", "drugs", "side_effects")
#: Files with one list, whose only field is named as the file is.
LISTS = ("publishers", "sources", "safety", "alarms", "helplines", "homonyms", "jargon")
#: What a terms file may set once for its whole list.
DEFAULTS = ("reviewed", "review_by", "checked_by", "clinician", "family")
#: What a folder cannot do without.
REQUIRED = ("publishers.yaml", "sources.yaml", "safety.yaml", "phrases/en.yaml")

_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class Record:
    """One mapping as it was written, and where. ``kind`` is a folder or file name of the knowledge."""

    kind: str
    data: Mapping[str, Any]
    path: str
    lines: Mapping[Place, int] = field(default_factory=dict[Place, int], repr=False)
    place: Place = ()
    language: str = ""
    stem: str = ""
    root: Path | None = None

    def line(self, *place: str | int) -> int | None:
        """The line of a value inside the record, or of the nearest thing around it."""
        full = (*self.place, *place)
        while full and full not in self.lines:
            full = full[:-1]
        return self.lines.get(full, 1 if self.lines else None)

    def problem(self, message: str, *place: str | int) -> Problem:
        """A problem with the value at ``place`` inside the record."""
        return Problem(self.path, self.line(*place), message)


class _Folder:
    """Gathers the records and problems of one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.records: list[Record] = []
        self.problems: list[Problem] = []

    def gather(self) -> None:
        for item in _visible(self.root):
            if item.is_dir():
                self._directory(item)
            elif _is_yaml(item):
                self._list_file(item)

    def _shown(self, file: Path) -> str:
        return file.relative_to(self.root.parent).as_posix()

    def _tree(self, file: Path) -> Tree | None:
        if file.suffix != ".yaml":
            self.problems.append(Problem(self._shown(file), None, "The file's name must end in .yaml."))
            return None
        try:
            return read(file, self._shown(file))
        except KnowledgeError as error:
            self.problems.extend(error.problems)
            return None

    def _directory(self, folder: Path) -> None:
        if folder.name in ENTRY_FOLDERS:
            self._entry_folder(folder, folder.name)
        elif folder.name == "phrases":
            for file in _yaml_files(folder):
                if not _LANGUAGE.fullmatch(file.stem):
                    self.problems.append(Problem(self._shown(file), None, "The file's name must be a language code."))
                elif tree := self._tree(file):
                    self._add("phrases", tree, tree.value, (), language=file.stem)
        elif _LANGUAGE.fullmatch(folder.name):
            for kind in ENTRY_FOLDERS:
                if (folder / kind).is_dir():
                    self._entry_folder(folder / kind, kind, folder.name)
        elif folder.name != "schema":
            self._strange(folder, (*ENTRY_FOLDERS, "phrases"), "folder")

    def _entry_folder(self, folder: Path, kind: str, language: str = "") -> None:
        for file in _yaml_files(folder):
            tree = self._tree(file)
            if tree is None:
                continue
            if kind == "terms":
                self._terms(tree, language)
            else:
                self._add(kind, tree, tree.value, (), language=language, stem=file.stem)

    def _terms(self, tree: Tree, language: str) -> None:
        defaults = tree.value.get("defaults") or {}
        if not isinstance(defaults, dict):
            self._problem(tree, '"defaults" must be a list of fields («name: value»).', "defaults")
            defaults = {}
        for name in defaults:
            if name not in DEFAULTS:
                self._problem(
                    tree, f'"defaults" cannot set "{name}"; it may set {", ".join(DEFAULTS)}.', "defaults", name
                )
        defaults = {name: value for name, value in defaults.items() if name in DEFAULTS}
        for place, item in self._items(tree, "terms", also=("defaults",)):
            self._add("terms", tree, {**defaults, **item}, place, language=language)

    def _list_file(self, file: Path) -> None:
        if file.stem not in LISTS:
            self._strange(file, tuple(f"{name}.yaml" for name in LISTS), "file")
        elif tree := self._tree(file):
            for place, item in self._items(tree, file.stem):
                self._add(file.stem, tree, item, place)

    def _items(self, tree: Tree, name: str, also: tuple[str, ...] = ()) -> list[tuple[Place, dict[str, Any]]]:
        """The mappings of the list ``name``, which must be all that the file holds."""
        for key in tree.value:
            if key != name and key not in also:
                self._problem(tree, f'"{key}" is not a known field here; the list is named "{name}".', key)
        if name not in tree.value:
            self._problem(tree, f'The list "{name}" is missing.')
            return []
        listed = tree.value[name]
        if not isinstance(listed, list):
            self._problem(tree, f'"{name}" must be a list (lines that start with "- ").', name)
            return []
        found: list[tuple[Place, dict[str, Any]]] = []
        for position, item in enumerate(listed):
            if isinstance(item, dict):
                found.append(((name, position), item))
            else:
                self._problem(tree, f'Each item of "{name}" must be a list of fields («name: value»).', name, position)
        return found

    def _add(
        self, kind: str, tree: Tree, data: Mapping[str, Any], place: Place, *, language: str = "", stem: str = ""
    ) -> None:
        self.records.append(Record(kind, data, tree.path, tree.lines, place, language, stem, self.root))

    def _problem(self, tree: Tree, message: str, *place: str | int) -> None:
        self.problems.append(Problem(tree.path, tree.lines.get(place, 1), message))

    def _strange(self, item: Path, known: tuple[str, ...], what: str) -> None:
        hint = did_you_mean(item.name, known)
        self.problems.append(Problem(self._shown(item), None, f"The bot knows no {what} of that name{hint}"))


def read_folder(root: Path, *, required: bool = True) -> tuple[list[Record], list[Problem]]:
    """Every record of a knowledge folder in the order of its file names, and what could not be read.

    With ``required``, a folder without the files that the bot cannot do without is a problem.
    """
    name = root.name or str(root)
    if not root.is_dir():
        return [], [Problem(name, None, f"There is no folder {root}.")]
    folder = _Folder(root)
    try:
        folder.gather()
    except OSError as error:
        folder.problems.append(Problem(name, None, f"The folder cannot be read ({error.strerror})."))
    if not folder.records and not folder.problems:
        return [], [Problem(name, None, f"The folder {root} holds no knowledge.")]
    if required:
        missing = [file for file in REQUIRED if not (root / file).is_file()]
        folder.problems.extend(Problem(f"{name}/{file}", None, "The file is missing.") for file in missing)
    return folder.records, folder.problems


def _visible(folder: Path) -> list[Path]:
    """What lies in a folder, by name, without hidden files."""
    return sorted(item for item in folder.iterdir() if not item.name.startswith("."))


def _yaml_files(folder: Path) -> list[Path]:
    return [item for item in _visible(folder) if _is_yaml(item) and not item.is_dir()]


def _is_yaml(file: Path) -> bool:
    return file.suffix.lower() in {".yaml", ".yml"}
