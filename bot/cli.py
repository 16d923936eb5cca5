"""The terminal: reads what was typed, hands over, prints. No logic lives here."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.answers import Answers
from bot.answers.record import as_record
from bot.knowledge.load import Knowledge, KnowledgeError, default_folder, load
from bot.knowledge.model import Family
from bot.settings import Settings, SettingsError, read_settings
from bot.storage.errors import StorageError

if TYPE_CHECKING:
    from rich.console import Console

    from bot.answers.answer import Answer

__all__ = ["app", "main"]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Explains cancer immunotherapy in plain, sourced, dated words: in Discord, in a preview, in the terminal.",
)


@cache
def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console  # late: the running bot writes to the log only, and need not keep it in memory

    return Console(stderr=stderr)


def main() -> None:
    """Runs the command that was typed. Failures that we know end in one sentence and exit code 2."""
    with _sentences():
        app()


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except (KnowledgeError, SettingsError, StorageError) as error:
        _console(stderr=True).print(str(error), markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has gone, as after `| head`
        sys.stderr.close()
        sys.exit(1)


def _knowledge(settings: Settings) -> Knowledge:
    return load(default_folder(), *settings.knowledge_dirs)


@app.command()
def run() -> None:
    """Run the bot. Without DISCORD_TOKEN, open the preview instead."""
    settings = read_settings()
    if settings.token() is None:
        _console().print(
            "No DISCORD_TOKEN is set, so this is the preview: the real bot on a page that looks like Discord."
        )
        preview(settings.preview_port)
        return
    from bot.chat.client import run as connect

    raise typer.Exit(connect(settings))


@app.command()
def preview(
    port: Annotated[int | None, typer.Option(help="Port on this machine; 0 takes any free one.")] = None,
) -> None:
    """Open the real bot on a page that looks like Discord. Changes in knowledge/ show on the next command."""
    from bot.preview import preview as show

    settings = read_settings()
    raise typer.Exit(show(settings, settings.preview_port if port is None else port))


@app.command()
def ask(
    question: Annotated[list[str] | None, typer.Argument(help="A question, or a command: ask /glossary ADCC")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    entry_id: Annotated[str | None, typer.Option("--id", help="Show the entry of this id.")] = None,
    short: Annotated[bool, typer.Option("--short", help="Only what the card shows first.")] = False,
    section: Annotated[str, typer.Option(help="With /summary: one section.")] = "",
    language: Annotated[str, typer.Option(help="Language, as a code: en, es.")] = "en",
) -> None:
    """Ask as in Discord, here in the terminal. Exit code 1 if nothing was found."""
    from bot.terminal import answer_for, draw

    answers = Answers(_knowledge(read_settings()))
    query = " ".join(question or ())
    command, answer = answer_for(answers, query, entry_id=entry_id, full=not short, section=section, language=language)
    if as_json:
        print(json.dumps(as_record(answer, query=entry_id or query, command=command), ensure_ascii=False))  # noqa: T201
    else:
        draw(_console(), answer, answers)
    raise typer.Exit(_code(answer))


def _code(answer: Answer) -> int:
    return 1 if (answer.found is None and answer.request.view == "n") or _not_found(answer) else 0


def _not_found(answer: Answer) -> bool:
    return answer.found is not None and answer.found.outcome == "unknown"


@app.command()
def lookup() -> None:
    """One query a line on standard input, one JSON object a line out, in order."""
    from bot.lookup.find import Finder
    from bot.lookup.stream import records

    finder = Finder(_knowledge(read_settings()))
    for record in records(sys.stdin, finder.find):
        print(record)  # noqa: T201


@app.command()
def check(
    only: Annotated[list[Path] | None, typer.Option(help="Only these files.")] = None,
    links: Annotated[bool, typer.Option("--links", help="List the sources for a person to open.")] = False,
) -> None:
    """Hold the content against the editorial rules, and each card against Discord's limits. Exit code 1 on problems."""
    from bot.checking import check_all, links_table

    settings = read_settings()
    folders = (default_folder(), *settings.knowledge_dirs)
    if links:
        _console().print(links_table(load(*folders)))
        return
    raise typer.Exit(check_all(_console(), folders, only or [], datetime.now(UTC).date()))


@app.command()
def schema() -> None:
    """Write the JSON Schemas that give editors completion in the YAML."""
    from bot.knowledge.schema import write_schemas

    folder = default_folder() / "schema"
    write_schemas(folder)
    _console().print(f"Wrote the schemas to {folder}.")


@app.command("import")
def import_list(  # noqa: PLR0913 - each is an option that people type
    *,
    file: Annotated[Path, typer.Argument(help="A list of words as CSV (UTF-8) or JSON.")],
    into: Annotated[Path, typer.Option(help="The folder to make; cards show its name as where they come from.")],
    columns: Annotated[
        list[str], typer.Option("--map", help="Which column fills a field: --map title=Term. Repeat it.")
    ],
    source: Annotated[str, typer.Option(help="The web address of the list, for rows without their own.")] = "",
    source_title: Annotated[str, typer.Option(help="What the page of that address is called.")] = "",
    publisher: Annotated[str, typer.Option(help="Who stands behind the words, such as a hospital.")] = "",
    reviewed: Annotated[str, typer.Option(help="The day they were last checked, such as 2026-11-24.")] = "",
    family: Annotated[Family, typer.Option(help="Which safety note ends the cards.")] = Family.GENERAL,
    over: Annotated[bool, typer.Option("--replace", help="Write over the files of an earlier import.")] = False,
    skip: Annotated[bool, typer.Option("--skip-known", help="Leave out what the bot explains already.")] = False,
) -> None:
    """Make a knowledge folder of a plain list of words. Writes all of it or, with the reasons, nothing."""
    from bot.knowledge.importing import Order, import_words

    given = {
        "source": source,
        "source_title": source_title,
        "publisher": publisher,
        "reviewed": reviewed,
        "family": family,
    }
    order = Order(file, into, columns, given, replace=over, skip_known=skip)
    made = import_words(order, default_folder(), *read_settings().knowledge_dirs)
    for line in made.lines():
        _console().print(line, markup=False, highlight=False, soft_wrap=True)


@app.command()
def report(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Print the coverage: entries, sources, reading levels, weak and overdue cards."""
    from bot.knowledge.report import report as make

    made = make(_knowledge(read_settings()), datetime.now(UTC).date())
    if as_json:
        print(json.dumps(made.to_json(), ensure_ascii=False))  # noqa: T201
        return
    for line in made.lines():
        _console().print(line, markup=False, highlight=False)


@app.command()
def sign(
    entry_id: Annotated[str, typer.Argument(metavar="ID")],
    name: Annotated[str, typer.Option(help="The clinician's name, as shown on the card.")],
    role: Annotated[str, typer.Option(help="For example: consultant medical oncologist.")],
) -> None:
    """Sign an entry off as its clinician: the card then says who reviewed it and when."""
    from bot.knowledge.sign import sign as put

    changed = put(default_folder(), entry_id, name=name, role=role, date=datetime.now(UTC).date())
    _console().print(f"Signed {entry_id} in {changed}.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Written anew; only you may read it.")]) -> None:
    """Save pins and server settings to one file. The bot may be running meanwhile."""
    from bot.saving import save

    _console().print(save(read_settings(), file), markup=False, highlight=False, soft_wrap=True)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `backup` wrote, from SQLite or from PostgreSQL.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Lose what the database holds now.")] = False,
) -> None:
    """Put a backup into the database: all of it or, with the reason, nothing. Stop the bot first."""
    from bot.saving import put_back

    _console().print(put_back(read_settings(), file, replace=replace), markup=False, highlight=False, soft_wrap=True)
