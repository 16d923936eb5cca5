"""A plain list of words, such as a hospital's own glossary, made into a knowledge folder to lay over the shipped one.

Everything is tried out before anything is written: the folder is loaded over the knowledge it is meant for, and every
row that does not fit is named, all at once.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.knowledge._imported import FIELDS, MANY, Word, Words
from bot.knowledge._near import did_you_mean
from bot.knowledge._origins import Origins
from bot.knowledge._tables import Table, read_table
from bot.knowledge._written import Files, files_of, occupied, put, staged
from bot.knowledge.load import Knowledge, survey
from bot.knowledge.model import Family
from bot.knowledge.names import compact, typed_names
from bot.knowledge.problems import KnowledgeError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Imported", "Order", "import_words"]


@dataclass(frozen=True, slots=True)
class Order:
    """What to import and where to. ``columns`` are ``field=column``; ``given`` are fields the same for every row."""

    file: Path
    into: Path
    columns: Sequence[str]
    given: Mapping[str, str]
    replace: bool = False
    skip_known: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written, and sentences about what was left out."""

    folder: Path
    files: tuple[str, ...]
    count: int
    notes: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """What to tell whoever asked for it, the next step last."""
        words = "1 word" if self.count == 1 else f"{self.count} words"
        done = f"Imported {words} into {self.folder}: {', '.join(self.files)}."
        return (*self.notes, done, f"Run the bot with KNOWLEDGE_DIRS={self.folder} and it explains them too.")


def import_words(order: Order, shipped: Path, *further: Path) -> Imported:
    """Makes the folder ``order.into`` of the list, to be laid over the folder ``shipped`` and ``further`` ones.

    Raises KnowledgeError with every problem, and has then written nothing.
    """
    order = replace(order, into=order.into.resolve())
    base = (shipped, *(folder for folder in further if folder.resolve() != order.into))
    columns = _columns(order)
    _free(order, base)
    table = read_table(order.file, [column for named in columns.values() for column in named])
    columns = _in_table(order, columns, table)
    knowledge, problems = survey(*base)
    if problems:
        raise KnowledgeError(problems)
    words = _words(order, table, columns, knowledge)
    notes = [f"{', '.join(table.empty)}: empty, and left out."] if table.empty else []
    notes += _clashes(words, knowledge, skip=order.skip_known)
    if words.wrong or not words.made:
        raise _refusal(order, *(words.wrong or ["There is no word left to import."]))
    files = files_of(words, order.file.name, order.file.stem)
    _write(order, files, words, base)
    return Imported(order.into, tuple(files.texts), len(words.made), tuple(notes))


def _refusal(order: Order, *sentences: str) -> KnowledgeError:
    return KnowledgeError(Problem(order.file.name, None, sentence) for sentence in sentences)


# -- before the list is read ------------------------------------------------------------------------------------------


def _columns(order: Order) -> dict[str, tuple[str, ...]]:
    """The columns of each field, from ``title=Term``; several for one field only where it holds a list of names."""
    found: dict[str, tuple[str, ...]] = {}
    wrong: list[str] = []
    for said in order.columns:
        name, equals, column = (part.strip() for part in said.partition("="))
        column = " ".join(column.split())
        if name not in FIELDS or not equals or not column:
            hint = did_you_mean(name, FIELDS, f"; known are {', '.join(FIELDS)}.")
            wrong.append(f'--map "{said}" must be FIELD=COLUMN with a known field{hint}')
        elif name in found and name not in MANY:
            wrong.append(f'--map names two columns for "{name}", which takes one.')
        else:
            found[name] = (*found.get(name, ()), column)
    wrong += [f"--map {name}=COLUMN is missing." for name in ("title", "lead") if name not in found and not wrong]
    if wrong:
        raise _refusal(order, *wrong)
    return found


def _free(order: Order, base: Sequence[Path]) -> None:
    """Refuses a folder that is not ours to write to."""
    into, folders = order.into, [folder.resolve() for folder in base]
    if any(into == folder or folder in into.parents for folder in folders):
        raise _refusal(
            order, f"{into} belongs to the knowledge that the words are laid over; name a folder of your own."
        )
    if not into.name or into.name in {folder.name for folder in folders}:
        message = f'The folder needs a name of its own, not "{into.name}": cards show it as where they come from.'
        raise _refusal(order, message)
    if into.exists() and not into.is_dir():
        raise _refusal(order, f"{into} is a file; name a folder.")
    if others := occupied(into):
        raise _refusal(order, f"{into} holds other things, such as {others[0]}; name a folder for these words alone.")


def _in_table(order: Order, columns: Mapping[str, tuple[str, ...]], table: Table) -> dict[str, tuple[str, ...]]:
    """The columns as the table writes them; upper and lower case do not matter."""
    written = {name.casefold(): name for name in reversed(table.columns)}
    written |= {name: name for name in table.columns}
    wanted = [column for named in columns.values() for column in named]
    lost = [column for column in wanted if column not in written and column.casefold() not in written]
    if lost:
        known = f"; it has {', '.join(table.columns) or 'none'}."
        raise _refusal(
            order, *(f'The list has no column "{each}"{did_you_mean(each, table.columns, known)}' for each in lost)
        )
    return {
        name: tuple(written.get(column) or written[column.casefold()] for column in named)
        for name, named in columns.items()
    }


# -- rows -------------------------------------------------------------------------------------------------------------


def _words(order: Order, table: Table, columns: Mapping[str, tuple[str, ...]], knowledge: Knowledge) -> Words:
    origins = Origins(knowledge.publishers, frozenset(knowledge.sources))
    given = {"family": Family.GENERAL.value, **{name: " ".join(text.split()) for name, text in order.given.items()}}
    words = Words(given, columns, origins, frozenset(knowledge.entries), wrong=list(table.wrong))
    for row in table.rows:
        words.add(row)
    return words


def _clashes(words: Words, knowledge: Knowledge, *, skip: bool) -> list[str]:
    """Adds a sentence to ``words.wrong`` for every name that means something already, with both places.

    With ``skip`` such words and names are left out instead; the sentences given back say which.
    """
    shipped = {compact(name): entry.id for entry in knowledge.entries.values() for _, name in typed_names(entry)}
    alarms = {compact(each) for alarm in knowledge.alarms for listed in alarm.phrases.values() for each in listed}
    seen: dict[str, Word] = {}
    kept, left_out = list[Word](), list[str]()
    for word in words.made:
        known = [name for name in word.names if compact(name) in shipped]
        if skip and known:
            left_out.append(f"{word}: {_all_known(known)}")
            if compact(word.data["title"]) in shipped:
                continue
            _without(word, set(known))
        else:
            words.wrong += [f"{word}: {_taken(name, shipped[compact(name)], knowledge)}" for name in known]
        words.wrong += [f"{word}: {each}" for each in _own_clashes(word, seen, alarms - shipped.keys())]
        kept.append(word)
    words.made[:] = kept
    return left_out


def _all_known(names: Sequence[str]) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    return f"The bot explains {listed} already; left out."


def _without(word: Word, names: set[str]) -> None:
    """Takes names other than the title from a word."""
    word.data["names"] = {
        key: left
        for key, listed in word.data["names"].items()
        if (left := [each for each in listed if each not in names])
    }
    if word.data.get("expansion") in names:
        del word.data["expansion"]


def _taken(name: str, entry_id: str, knowledge: Knowledge) -> str:
    path, line = knowledge.where("entry", entry_id)
    return (
        f'The name "{name}" also belongs to "{entry_id}" ({path}:{line}); change it, or leave it out with --skip-known.'
    )


def _own_clashes(word: Word, seen: dict[str, Word], alarms: set[str]) -> Iterator[str]:
    for name in word.names:
        key = compact(name)
        first = seen.setdefault(key, word)
        if first is not word:
            yield f'The name "{name}" also stands in {first}; keep one of them.'
        if key in alarms:  # a card of that name would stand before the warning signs
            yield f'"{name}" leads to the warning signs or the help lines, and nothing may come before them.'


# -- the folder -------------------------------------------------------------------------------------------------------


def _write(order: Order, files: Files, words: Words, base: Sequence[Path]) -> None:
    there = [name for name in files.texts if (order.into / name).exists()]
    if there and not order.replace:
        listed = ", ".join(there)
        raise _refusal(
            order, f"{order.into} has {listed} already; add --replace to write over it, or name another folder."
        )
    try:
        with staged(order.into, files.texts) as copy:
            _, problems = survey(*base, copy)
            if problems:
                raise KnowledgeError(_by_row(order, problem, files, words) for problem in problems)
            put(copy, order.into, files.texts)
    except OSError as error:
        raise _refusal(order, f"{order.into} cannot be written ({error.strerror}).") from error


def _by_row(order: Order, problem: Problem, files: Files, words: Words) -> Problem:
    """A problem of the terms file as one of the row it was made of."""
    if problem.path != f"{order.into.name}/{files.terms}" or problem.line is None or not words.made:
        return problem
    word = words.made[max(bisect_right(files.starts, problem.line) - 1, 0)]
    return Problem(order.file.name, None, f"{word}: {problem.message}")
