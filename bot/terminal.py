"""Answers in the terminal: which one was asked for, and how it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markdown import Markdown
from rich.panel import Panel
from rich.text import Text

from bot.answers.answer import Answer, Request, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from bot.answers import Answers

__all__ = ["answer_for", "draw"]


def answer_for(
    answers: Answers, query: str, *, entry_id: str | None, full: bool, section: str, language: str
) -> tuple[str, Answer]:
    """The name of the command and its answer. ``query`` may begin with a command; plain words are /explain."""
    language = answers.language_of(language)
    if entry_id is not None:
        return "explain", answers.open(Request(view=View.FULL if full else View.SHORT, id=entry_id, language=language))
    word, _, rest = query.strip().partition(" ")
    makers: dict[str, Callable[[], Answer]] = {
        "/explain": lambda: answers.explain(rest, language, full=full),
        "/glossary": lambda: answers.glossary(rest, language),
        "/summary": lambda: answers.summary(rest, language, section),
        "/urgent": lambda: answers.urgent(language, _id_of(answers.families(language), rest)),
        "/support": lambda: answers.support(language, _id_of(answers.countries(language), rest)),
        "/topics": lambda: answers.topics(language),
        "/help": lambda: answers.help(language),
        "/about": lambda: answers.about(language),
        "/privacy": lambda: answers.privacy(language),
    }
    if word in makers:
        return word.removeprefix("/"), makers[word]()
    return "explain", answers.explain(query, language, full=full)


def _id_of(pairs: tuple[tuple[str, str], ...], typed: str) -> str:
    """The id that was typed, as an id or as a title, whatever the case; empty if there is none."""
    wanted = typed.strip().casefold()
    return next((id_ for id_, title in pairs if wanted in (id_.casefold(), title.casefold())), "")


def draw(console: Console, answer: Answer, answers: Answers) -> None:
    """The answer with rich, in the order of every card; the safety note ends it."""
    language = answer.request.language
    console.print(Text(answer.title, style="bold underline"))
    for notice in answer.notices:
        console.print(Text(f"({notice.plain()})", style="italic"))
    if answer.lead:
        console.print(Markdown(answer.lead))
    for part in answer.parts:
        if part.title:
            console.print(Text(f"\n{part.title}", style="bold"))
        console.print(Markdown(_lines_kept(part.text)))
    if answer.found and answer.found.outcome != "exact" and answer.menu:
        console.print(Text(f"\n{answer.menu_label}", style="bold"))
        for choice in answer.menu:
            console.print(Text(f"  {choice.title}  ({choice.id})"))
    for line in (answer.sources_line, answer.review.line if answer.review else ""):
        if line:
            console.print(Text(f"\n{line}", style="dim"))
    console.print(Panel(Text(answer.safety_note.text), title=answers.say("card.safety", language)))


def _lines_kept(text: str) -> str:
    """Single line breaks stay breaks, as they are in Discord."""
    return text.replace("\n", "  \n")
