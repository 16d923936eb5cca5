"""Questions with known answers, made from the shipped knowledge and from the lists in ``benchmarks/data``.

Every question belongs to the tuning half or the test half by the hash of the entry it means, so that nothing that was
tuned on is measured. Thresholds and weights of ``bot.lookup`` were chosen on the tuning half alone.
"""

from __future__ import annotations

import dataclasses
import hashlib
import random
import string
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.typos import MODELS
from bot.lookup.keys import Typed, compact, is_code, number
from bot.lookup.vocabulary import Vocabulary
from bot.lookup.words import is_common

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.knowledge.load import Knowledge

DATA = Path(__file__).parent / "data"
#: How the kinds of the other writer's questions begin.
BLIND = "blind "


@dataclass(frozen=True)
class Question:
    """``right`` are the entries that answer it, the most fitting first; none if nothing should be answered."""

    text: str
    right: tuple[str, ...]
    kind: str


def half(entry: str) -> str:
    """``tuning`` or ``test``, for ever the same for one entry."""
    return "tuning" if hashlib.sha256(entry.encode()).digest()[0] % 2 == 0 else "test"


def of_half(questions: list[Question], wanted: str) -> list[Question]:
    """Those of one half; questions without an answer are split by their own text."""
    return [each for each in questions if half(each.right[0] if each.right else each.text) == wanted]


def lines(name: str) -> Iterator[str]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def without_misspellings(knowledge: Knowledge) -> Knowledge:
    """The same knowledge without the misspellings that editors listed, so that those can be asked."""
    entries = {
        key: entry.model_copy(update={"names": entry.names.model_copy(update={"misspellings": ()})})
        for key, entry in knowledge.entries.items()
    }
    return dataclasses.replace(knowledge, entries=entries)


def names(knowledge: Knowledge) -> list[Question]:
    """Names as people type them: slips by five models, human misspellings, brands, abbreviations, spacing."""
    vocabulary = Vocabulary(knowledge)
    found: list[Question] = []
    for entry in knowledge.entries.values():
        rng = random.Random(entry.id)
        right = (entry.id,)
        words = [entry.title, *entry.names.brands, *entry.names.also]
        long = [word.lower() for word in words if len(compact(word)) >= 6 and not is_code(compact(word))]
        for model, slip in MODELS.items():
            found += [
                Question(slip(word, rng), right, f"slip: {model}") for word in rng.sample(long, min(2, len(long)))
            ]
        found += [Question(name, right, "brand") for name in entry.names.brands]
        found += [
            Question(slip_of(name, rng), right, "misspelled brand") for name in entry.names.brands if len(name) > 5
        ]
        found += [Question(name.lower(), right, "acronym") for name in entry.names.abbreviations]
        found += [Question(spaced(name, rng), right, "spacing and hyphen") for name in (entry.title, *entry.names.also)]
        found += [
            Question(name, right, "human misspelling")
            for name in entry.names.misspellings
            if not is_code(compact(name)) and len(compact(name)) >= 6
        ]
    numbers: dict[str, set[str]] = defaultdict(set)
    for name in vocabulary.names:
        numbers[name.entry].add(number(compact(name.text)))
    return [each for each in found if _fair(each, vocabulary, numbers[each.right[0]])]


def slip_of(name: str, rng: random.Random) -> str:
    return MODELS[rng.choice(sorted(MODELS))](name.lower(), rng)


def spaced(name: str, rng: random.Random) -> str:
    """The name with its spaces and hyphens swapped, left out, or put in before a number."""
    changed = name.replace(" ", "\0").replace("-", " ").replace("\0", rng.choice(("-", "", " ")))
    return rng.choice((changed, changed.upper(), changed.lower()))


def _fair(question: Question, vocabulary: Vocabulary, numbers: set[str]) -> bool:
    """What became the name of another entry, an everyday word or another number means that, and no longer the entry."""
    named = {name.entry for name in vocabulary.named(Typed.of(question.text))}
    if question.kind == "acronym":
        return named == set(question.right) and not is_common(compact(question.text))
    plain = compact(question.text)
    return named <= set(question.right) and bool(plain) and not is_common(plain) and number(plain) in numbers


def descriptions(knowledge: Knowledge) -> list[Question]:
    """The hand-written descriptions whose entries exist."""
    found: list[Question] = []
    for line in lines("descriptions.tsv"):
        text, _, ids = line.partition("\t")
        right = tuple(each for each in ids.split() if each in knowledge.entries)
        if right:
            found.append(Question(text, right, "description"))
    return found


def held_out(knowledge: Knowledge, place: int) -> tuple[Knowledge, list[Question]]:
    """The knowledge without the everyday phrase at ``place`` of each entry, and those phrases as questions."""
    entries = dict(knowledge.entries)
    found: list[Question] = []
    for key, entry in knowledge.entries.items():
        if place < len(entry.everyday):
            phrases = list(entry.everyday)
            found.append(Question(phrases.pop(place), (key,), "everyday phrase, held out"))
            entries[key] = entry.model_copy(update={"everyday": tuple(phrases)})
    return dataclasses.replace(knowledge, entries=entries), found


def strangers(knowledge: Knowledge) -> list[Question]:
    """What must not be answered: other medicines, chat, nonsense, everyday words that look like codes."""
    vocabulary = Vocabulary(knowledge)
    rng = random.Random("strangers")
    letters = ["".join(rng.choices(string.ascii_lowercase, k=rng.randint(3, 12))) for _ in range(300)]
    shuffled = ["".join(rng.sample(name.entry, len(name.entry))) for name in rng.sample(vocabulary.names, 100)]
    codes = [
        f"{rng.choice(['cd', 'il', 'pd', 'tim', 'mage', 'her'])}{rng.choice(('-', ''))}{rng.randint(39, 99)}"
        for _ in range(60)
    ]
    listed = [
        *(Question(text, (), "other medicine") for text in lines("other_drugs.txt")),
        *(Question(text, (), "chat") for text in lines("chat.txt")),
        *(Question(text, (), "nonsense") for text in (*letters, *shuffled)),
        *(Question(text, (), "unknown code") for text in codes),
    ]
    return [each for each in listed if not vocabulary.named(Typed.of(each.text))]


def blind(knowledge: Knowledge, wanted: str) -> list[Question]:
    """One half of the questions that another writer made without having seen any text, test or look-up."""
    found: list[Question] = []
    for name in ("descriptions", "misspelled", "outside"):
        for line in lines(f"blind_{name}.tsv"):
            half_of, sort, text, ids, *_ = [*line.split("\t"), ""]
            right = tuple(each for each in ids.split() if each in knowledge.entries)
            if half_of == wanted and (right or name == "outside"):
                found.append(Question(text, right, f"{BLIND}{name}: {sort}"))
    return found


def confusables() -> list[tuple[str, str]]:
    return [tuple(line.split("\t")[:2]) for line in lines("confusables.tsv")]  # pyright: ignore[reportReturnType]
