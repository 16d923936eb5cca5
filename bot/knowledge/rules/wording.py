"""Words that promise, compare, dose, or decorate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.knowledge.readability import sentences
from bot.knowledge.rules.desk import own_names, prose

if TYPE_CHECKING:
    from bot.knowledge.model import AnyEntry
    from bot.knowledge.rules.desk import Desk, Findings

__all__ = ["entry_wording", "promises", "wording"]

#: Each is a rule's name, what is looked for, and the sentence for the editor.
_NEVER: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "dose",
        re.compile(r"\b\d[\d.,]*\s?(?:mg|mcg|µg|μg|milligrams?|micrograms?|ml|IU)\b(?!/dL)|\bmg/kg\b", re.IGNORECASE),
        "«{}» is a dose; cards name none.",
    ),
    (
        "numbers",
        re.compile(r"\d\s?%|\bper ?cent\b"),
        "«{}»: say it out of 100, with time frame and year, or leave it out.",
    ),
    ("plain-text", re.compile(r"https?://\S+|\bwww\.\S+"), "«{}» is a link; name a source instead."),
    (
        "plain-text",
        re.compile(r"^#{1,6} .*|^\|.*\|$|\[[^\]]+\]\([^)]*\)|`[^`]*`|__", re.MULTILINE),
        "«{}» is markup; write plain text.",
    ),
    ("plain-text", re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]"), "«{}» is an emoji; say it in words."),
    (
        "tone",
        re.compile(r"\b(?:patients|people) like you\b", re.IGNORECASE),
        "«{}»: cards speak to everyone; leave it out.",
    ),
    (
        "fever",
        re.compile(r"\b3[789](?:[.,]\d)?\s?(?:°|degrees?)\s?C?\b(?!.{0,6}\(?10\d)"),
        "«{}»: give both scales, 38.0 °C (100.4 °F).",
    ),
)

_PROMISE = re.compile(
    r"\b(?:cur(?:e|es|ed|ing|ative)|miracles?|miraculous(?:ly)?|safe|safely|breakthroughs?|remarkabl[ey]|"
    r"revolutionary|game[- ]chang\w+|wonder (?:drug|cure)s?|guarantee[ds]?|amazing|"
    r"(?:no|without|free of) side[- ]effects?|100 out of 100)\b",
    re.IGNORECASE,
)
_WORTH = re.compile(
    r"\b(?:(?:better|safer|stronger|worse|more effective|more powerful) than|superior|outperform\w*|most effective|"
    r"(?:the )?best (?:treatment|drug|medicine|therapy|option|choice|hospital|doctor)s?)\b",
    re.IGNORECASE,
)
_CLAIMS = (
    ("promise", _PROMISE, "«{}» promises too much; say what is known."),
    ("worth", _WORTH, "«{}» compares worth; say how they differ."),
)
#: What turns a promise round («not a cure», «whether it is safe») or asks («Is it safe to …?»).
_TURNED = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|cannot|whether|if|how|unclear|unknown|rarely|hardly|without|"
    r"until|hop(?:e|es|ing)|aim(?:s|ing)?|goal)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
#: What says in the same sentence that nobody knows yet («the best treatment is still being studied»).
_OPEN = re.compile(r"\bnot (?:yet )?(?:known|clear|proven)\b|\bstill being (?:studied|tested)\b", re.IGNORECASE)
_NOT_ONLY = re.compile(r"\bnot (?:only|just)\b", re.IGNORECASE)

_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
_SHARE = re.compile(
    rf"\b{_COUNT} (?:in|out of)(?: every)? "
    r"(\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|a hundred|a thousand)\b"
    r"(?! ?(?:hours?|days?|weeks?|months?|years?|minutes?|doses?|trials?|studies|countries)\b)",
    re.IGNORECASE,
)
_OF_100 = re.compile(r"\b(?:in|out of|of)(?: every)? 100\b", re.IGNORECASE)
_FRAME = re.compile(
    r"\b(?:hours?|days?|weeks?|months?|years?|lifetime|at (?:some|any) (?:point|time)|(?:19|20)\d\d|first)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def entry_wording(desk: Desk, entry: AnyEntry) -> Findings:
    """Every rule about words for every sentence of an entry."""
    named = " ".join(own_names(entry)).casefold()
    for place, text in prose(entry):
        for rule, message in (*wording(text), *promises(text, named), *_numbers(text)):
            yield desk.finding(entry, rule, message, *place)
        for message in _undated(text):
            yield desk.finding(entry, "numbers", message, *place, weak=True)


def wording(text: str) -> list[tuple[str, str]]:
    """What a text may never hold: the rule's name and a sentence for each find."""
    return [
        (rule, message.format(found[0].strip())) for rule, sought, message in _NEVER for found in sought.finditer(text)
    ]


def promises(text: str, named: str = "") -> list[tuple[str, str]]:
    """Promises and comparisons of worth, as the rule's name and a sentence each.

    Left alone are words in ``named`` (the entry's own names), questions, and sentences that deny or doubt.
    """
    found: list[tuple[str, str]] = []
    for sentence in sentences(text):
        if sentence.rstrip("\"'\u201d)").endswith("?"):
            continue
        for rule, sought, message in _CLAIMS:
            claims = (match for match in sought.finditer(sentence) if match[0].casefold() not in named)
            found += [(rule, message.format(match[0])) for match in claims if not _is_turned(sentence, match)]
    return found


def _is_turned(sentence: str, match: re.Match[str]) -> bool:
    before = _NOT_ONLY.sub("", sentence[: match.start()])
    return bool(_TURNED.search(before) or _OPEN.search(sentence))


def _numbers(text: str) -> list[tuple[str, str]]:
    """Shares with another denominator than 100, and shares without a time frame."""
    found: list[tuple[str, str]] = []
    for paragraph in text.split("\n\n"):
        shares = (match for match in _SHARE.finditer(paragraph) if match[1] != "100" and not _YEAR.fullmatch(match[1]))
        found += [("numbers", f"«{share[0]}»: say it out of 100, with time frame and year.") for share in shares]
        if _OF_100.search(paragraph) and not _FRAME.search(paragraph):
            found.append(("numbers", "A number out of 100 needs its time frame."))
    return found


def _undated(text: str) -> list[str]:
    return [
        "A number out of 100 has no year beside it."
        for paragraph in text.split("\n\n")
        if _OF_100.search(paragraph) and not _YEAR.search(paragraph)
    ]
