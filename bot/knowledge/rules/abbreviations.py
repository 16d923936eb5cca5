"""Abbreviations are said in full, hard words explained."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.knowledge.names import compact
from bot.knowledge.rules.desk import card, own_names

if TYPE_CHECKING:
    from bot.knowledge.model import AnyEntry, JargonWord
    from bot.knowledge.rules.desk import Desk, Findings

__all__ = ["entry_abbreviations", "entry_jargon"]

#: Read as words or names by nearly everyone, so that the long form would not help.
EVERYDAY = frozenset(
    """
    AIDS BCG BMI CAR COVID CT DNA ECG EKG EMA ER EU FDA GP HIV HPV ICU ID IT IV JC MRI NCI NHS NICE OK PET RNA
    TV UK US USA UV WHO mRNA
    """.split()  # noqa: SIM905  (a word a line would fill two screens)
)
#: Genes and molecules whose short form is the name on every test report.
GENES = frozenset(
    """
    ALK BCMA BRAF BRCA BTK CEA EGFR HER HLA KRAS LAG MAGE MART MET NRAS NTRK NY PD POLE PRAME PSA PSMA RAS RET
    TIGIT TIM TROP VEGF
    """.split()  # noqa: SIM905  (a word a line would fill two screens)
)

#: Two capitals or more in one piece of a word, perhaps with small letters around: CRS, dMMR, ADCs, GM-CSF.
_SHORT = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[A-Za-z]+s?\b(?:-[A-Z]+s?\b)*")
_EXPLAINED_AFTER = r"\b{}s?(?:-\w+)? ?\((?:[^()]{{4,}})\)"
_EXPLAINED_BEFORE = r"\b[A-Za-z][^()\n]{{3,}}\([^()]*\b{}s?\b[^()]*\)"
_SPELLED_OUT = r"\b{}s?\b,? (?:is short for|stands for|means|short for)\b|\bcalled (?:a |an |the )?{}s?\b"


def entry_abbreviations(desk: Desk, entry: AnyEntry) -> Findings:
    """Each abbreviation is said in full where the card first uses it."""
    known = {piece for name in own_names(entry) for piece in _pieces(name)}
    for place, text in card(entry):
        for match in _SHORT.finditer(text):
            short = _singular(match[0])
            if short in known or not _needs_words(text, match):
                continue
            known.add(short)
            if not _explained(short, text, 0):
                message = f"«{match[0]}»: say it in full the first time, such as «full name ({short})»."
                yield desk.finding(entry, "abbreviation", message, *place)


def entry_jargon(desk: Desk, entry: AnyEntry) -> Findings:
    """Words of jargon.yaml stand only where an entry or the card itself explains them."""
    named = " ".join(own_names(entry)).casefold()
    for word, pattern in _jargon(desk):
        if compact(word.word) in desk.known_names or word.word.casefold() in named:
            continue
        for place, text in card(entry):
            match = pattern.search(text)
            if match and not _explained(match[0], text, re.IGNORECASE):
                hint = f'; say "{word.say}"' if word.say else ""
                message = f"«{match[0]}» is jargon without an entry: explain it{hint}."
                yield desk.finding(entry, "jargon", message, *place)
                break


def _jargon(desk: Desk) -> list[tuple[JargonWord, re.Pattern[str]]]:
    found: list[tuple[JargonWord, re.Pattern[str]]] = []
    for word in desk.knowledge.jargon:
        forms = "|".join(re.escape(form) for form in (word.word, *word.forms))
        found.append((word, re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)))
    return found


def _pieces(name: str) -> set[str]:
    """Abbreviations inside a name, whole and by their parts."""
    found = {_singular(match[0]) for match in _SHORT.finditer(name)}
    return found | {part for short in found for part in short.split("-")}


def _singular(short: str) -> str:
    return short[:-1] if short.endswith("s") and short[:-1].isupper() else short


def _needs_words(text: str, match: re.Match[str]) -> bool:
    """Not for everyday ones, genes, or codes such as CD19 and IL-6, which only have a name."""
    short = _singular(match[0])
    rest = text[match.end() :]
    if re.match(r"-?\d|-[A-Z]?\d", rest) or (match.start() and text[match.start() - 1] in "-&"):
        return False
    return short.split("-")[0] not in EVERYDAY | GENES


def _explained(word: str, text: str, flags: int) -> bool:
    safe = re.escape(word)
    patterns = (_EXPLAINED_AFTER.format(safe), _EXPLAINED_BEFORE.format(safe), _SPELLED_OUT.format(safe, safe))
    return any(re.search(pattern, text, flags) for pattern in patterns)
