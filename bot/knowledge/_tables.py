"""Word lists as other programs export them: a CSV or JSON file, turned into rows of plain text."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from bot.knowledge.problems import KnowledgeError, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

__all__ = ["Cell", "Row", "Table", "read_table"]

#: One value: a text, or several where the file itself lists them (JSON).
Cell: TypeAlias = "str | tuple[str, ...]"

#: Far more words than a glossary has; what is larger is some other file.
MOST_BYTES = 20_000_000
DELIMITERS = (",", ";", "\t", "|")

_SAVE_AS = 'save it as "CSV UTF-8" (Excel: File, Save As, CSV UTF-8)'


@dataclass(frozen=True, slots=True)
class Row:
    """One row by column. ``label`` says where it stands as the spreadsheet counts, the header being row 1."""

    label: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that are not empty, the columns in order, and sentences about rows that cannot be read."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    wrong: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


def read_table(file: Path, wanted: Collection[str]) -> Table:
    """The rows of a CSV or JSON file; ``wanted`` are columns that its header should have.

    Raises KnowledgeError with one sentence if it is no such file.
    """
    try:
        raw = file.read_bytes() if file.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        raise _refused(file, f"The file cannot be read ({error.strerror}).") from error
    if raw is None:
        raise _refused(file, f"The file is larger than {MOST_BYTES // 1_000_000} MB; give a list of words.")
    text = _decoded(file, raw)
    if not text.strip():
        raise _refused(file, "The file is empty.")
    return _json_table(file, text) if file.suffix.lower() == ".json" else _csv_table(file, text, wanted)


def _refused(file: Path, message: str) -> KnowledgeError:
    return KnowledgeError([Problem(file.name, None, message)])


def _decoded(file: Path, raw: bytes) -> str:
    if raw.startswith(b"PK"):
        raise _refused(file, f"This is an Excel workbook and no plain list; {_SAVE_AS}.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(file, f"The file is UTF-16 text, not UTF-8; {_SAVE_AS}.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refused(file, f"The file is not UTF-8 text (line {line}); {_SAVE_AS}.") from error


# -- CSV --------------------------------------------------------------------------------------------------------------


def _csv_table(file: Path, text: str, wanted: Collection[str]) -> Table:
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):  # a line for Excel alone, which does not show or count it
        text = rest
    lines = _records(file, text, _delimiter(text, wanted))
    header = [" ".join(name.split()) for name in lines[0]] if lines else []
    columns = tuple(name for name in header if name)
    twice = [name for name, count in Counter(columns).items() if count > 1 and name in wanted]
    wrong = [f'Two columns are named "{name}"; rename one.' for name in twice]
    rows, empty = list[Row](), list[str]()
    for number, cells in enumerate(lines[1:], start=2):
        label = f"Row {number}"
        if not any(cell.strip() for cell in cells):
            empty.append(label)
        elif any(cell.strip() for cell in cells[len(header) :]):
            wrong.append(f"{label}: It has {len(cells)} cells and the header {len(header)}; look at its quotes.")
        else:
            rows.append(Row(label, {name: cell for name, cell in zip(header, cells, strict=False) if name}))
    return Table(columns, tuple(rows), tuple(wrong), tuple(empty))


def _delimiter(text: str, wanted: Collection[str]) -> str:
    """What parts the cells: the sign that gives most of the wanted columns, then the most columns.

    Python's own sniffer takes letters for delimiters where definitions are long.
    """

    def gives(delimiter: str) -> tuple[int, int]:
        try:
            header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), list[str]())
        except csv.Error:
            return 0, 0
        return len({" ".join(name.split()) for name in header} & set(wanted)), len(header)

    return max(DELIMITERS, key=gives)


def _records(file: Path, text: str, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        found.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        message = f'Row {len(found) + 1} cannot be read ({error}); look for a quotation mark (") that is not closed.'
        raise _refused(file, message) from error
    return found


# -- JSON -------------------------------------------------------------------------------------------------------------


def _json_table(file: Path, text: str) -> Table:
    items = _items(file, text)
    columns: dict[str, None] = {}
    rows, wrong, empty = list[Row](), list[str](), list[str]()
    for number, item in enumerate(items, start=1):
        label = f"Item {number}"
        if not isinstance(item, dict):
            wrong.append(f'{label}: It must be an object ({{"name": "value"}}).')
            continue
        values = {" ".join(key.split()): value for key, value in cast("dict[str, Any]", item).items()}
        columns |= dict.fromkeys(values)
        nested = [key for key, value in values.items() if not _is_plain(value)]
        cells = {key: _cell(value) for key, value in values.items() if key not in nested}
        wrong += [f'{label}: "{key}" must be a text or a list of texts.' for key in nested]
        if any(cells.values()):
            rows.append(Row(label, cells))
        elif not nested:
            empty.append(label)
    return Table(tuple(columns), tuple(rows), tuple(wrong), tuple(empty))


def _items(file: Path, text: str) -> list[Any]:
    """The one list of the file: at its top, or inside its top object."""
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise _refused(file, "The file holds half of a character (\\ud800 and the like); export it again.") from error
    except (ValueError, RecursionError) as error:
        at = f" (line {error.lineno}: {error.msg})" if isinstance(error, json.JSONDecodeError) else ""
        raise _refused(file, f"This is not valid JSON{at}.") from error
    inner: list[Any] = list(cast("dict[str, Any]", value).values()) if isinstance(value, dict) else [value]
    lists = [cast("list[Any]", each) for each in inner if isinstance(each, list)]
    if len(lists) != 1:
        raise _refused(file, "The file must be a list of objects, or an object with one list of them.")
    return lists[0]


def _is_plain(value: Any) -> bool:
    parts = cast("list[Any]", value) if isinstance(value, list) else [value]
    return not any(isinstance(part, dict | list) for part in parts)


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return tuple(filter(None, (_plain(part) for part in cast("list[Any]", value))))
    return _plain(value)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
