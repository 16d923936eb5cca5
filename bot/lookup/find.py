"""The way of one query: a name, two names, a slip of a name, a description, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.model import Kind
from bot.lookup.complete import MOST, Completer, Completion
from bot.lookup.confusables import Confusables
from bot.lookup.describe import Descriptions
from bot.lookup.index import NameIndex
from bot.lookup.judge import answers, near
from bot.lookup.keys import Typed, is_code
from bot.lookup.outcome import Close, Exact, Outcome, Reason, Suggestions, Unknown
from bot.lookup.scan import Alarms, glued, known_words, plain_word
from bot.lookup.vocabulary import Vocabulary, is_true_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.knowledge.load import Knowledge
    from bot.knowledge.model import AlarmPhrases, AnyEntry
    from bot.lookup.vocabulary import Name

__all__ = ["Completion", "Finder"]

# What is longer is cut: a name has at most 120 letters, and a description says what it says in its first lines.
_LONGEST_QUERY, _LONGEST_TEXT = 400, 4000
_MOST_OFFERED = 8
# A query of so many words is a sentence: names that are a little like it say less than what entries say.
_SENTENCE, _SURE_OF_NAME, _SURE_IN_SENTENCE = 4, 76, 84

_BETWEEN = frozenset(["vs", "versus", "v", "or", "and", "y", "o", "compared", "than", "from", "against"])
_NO_PART = frozenset({
    "difference", "differences", "diff", "between", "compare", "compared", "with", "to", "diferencia", "entre",
})  # fmt: skip

# Words that only say what sort of thing a name is. They may be left out where the entry is of that sort.
_SORTS: dict[Kind, str] = {
    Kind.DRUG: "drug medicine medication med meds treatment therapy infusion infusions injection injections shot shots "
    "immunotherapy drip brand generic medicamento tratamiento",
    Kind.SIDE_EFFECT: "side effect effects symptom symptoms toxicity problem problems reaction issues",
    Kind.TERM: "term word abbreviation acronym protein gene marker",
    Kind.TOPIC: "topic treatment treatments therapy therapies",
}


# Words that stand beside a short form to say what it is ("e k g test"): without them it is asked for, never answered.
_BESIDE = frozenset(
    " ".join(_SORTS.values()).split()
    + "test tests blood syndrome disease antibody dna rna cell cells score level levels scan".split()  # noqa: SIM905
)


class Finder:
    """Look-ups in one version of the knowledge. Immutable once built; holds nothing of what was asked."""

    def __init__(self, knowledge: Knowledge, starters: Sequence[str] = ()) -> None:
        """``starters`` are ids to offer first while nothing is typed; those that are no entry are left out."""
        self._entries = knowledge.entries
        self._vocabulary = Vocabulary(knowledge)
        self._index = NameIndex((name.text, name.entry, name.weight) for name in self._vocabulary.names)
        self._confusables = Confusables(knowledge)
        self._alarms = Alarms(knowledge.alarms)
        self._descriptions = Descriptions(knowledge, self._vocabulary)
        self._completer = Completer(knowledge, self._vocabulary, self._index, self._descriptions, starters)
        self.find("words that name nothing")  # reads the lists that are read when first needed: nobody waits for it

    def find(self, query: str, kind: Kind | None = None) -> Outcome:
        """What ``query`` means. Never raises, whatever the text.

        ``kind`` is a preference and not a wall: suggestions of that kind come first, and a name that only an entry
        of another kind has is still found. A homonym is decided by it, except among glossary words, where people
        look for either meaning.
        """
        typed = Typed.of(query[:_LONGEST_QUERY])
        if not typed.key:
            return Unknown()
        outcome = self._named(typed, kind) or self._close(typed.bare) or self._several(typed) or self._alike(typed.bare)
        return _ordered(outcome, kind) if outcome else Unknown()

    def complete(self, prefix: str, kind: Kind | None = None, limit: int = MOST) -> tuple[Completion, ...]:
        """What to offer while somebody types: at most 25, no entry twice, the exact one first."""
        return self._completer.complete(prefix[:_LONGEST_QUERY], kind, limit)

    def words(self, text: str, *, written: bool = False) -> tuple[AnyEntry, ...]:
        """The entries whose names stand in ``text``, in order of appearance, each once.

        Of a text that was ``written`` with care only true names count, in their own spelling or in the plural.
        """
        typed = Typed.of(text[:_LONGEST_TEXT])
        found = known_words(typed, self._vocabulary)
        return self._of(
            name.entry
            for at, length, names in found
            for name in names
            if not written or is_true_name(typed.part(at, at + length), name)
        )

    def alarm(self, text: str) -> AlarmPhrases | None:
        """The alarm that a phrase in ``text`` raises; a crisis before a bodily sign. Never a judgement of a person."""
        return self._alarms.find(Typed.of(text[:_LONGEST_TEXT]))

    def _of(self, ids: Iterable[str]) -> tuple[AnyEntry, ...]:
        return tuple(self._entries[each] for each in dict.fromkeys(ids))

    # -- names ------------------------------------------------------------------------------------------------------

    def _named(self, typed: Typed, kind: Kind | None = None) -> Exact | Suggestions | None:
        forms = dict.fromkeys((typed, typed.bare, typed.bare.in_digits))
        for form, names in sorted(((form, self._vocabulary.named(form)) for form in forms), key=_is_glued):
            if names:
                # Who leaves a hyphen out ("cart") means the name; who types a whole everyday word may mean that.
                meant = [
                    each for each in names if not plain_word(form, each) or Typed.of(each.text).words != form.words
                ]
                return self._meant(meant, kind) or self._offered((name.entry for name in names), Reason.SIMILAR)
        return self._meant(self._of_its_sort(typed.bare), kind)

    def _meant(self, names: Sequence[Name], kind: Kind | None) -> Exact | Suggestions | None:
        if not names:
            return None
        wanted = [name for name in names if self._entries[name.entry].kind is kind and kind is not Kind.TERM]
        if len(names) == 1 or len(wanted) == 1:
            name = wanted[0] if wanted else names[0]
            return Exact(self._entries[name.entry], name.text)
        return self._offered((name.entry for name in names), Reason.HOMONYM)

    def _of_its_sort(self, typed: Typed) -> list[Name]:
        """The names that remain without words that only say what sort of thing it is ("Keytruda infusion")."""
        for kind, listed in _SORTS.items():
            words = listed.split()
            stop = len(typed.words)
            while stop > 1 and typed.words[stop - 1] in words:
                stop -= 1
            part = typed.part(0, stop)
            if stop < len(typed.words):
                names = [name for name in self._vocabulary.named(part) if self._entries[name.entry].kind is kind]
                if names and not any(plain_word(part, name) for name in names):
                    return names
        return []

    def _several(self, typed: Typed) -> Suggestions | None:
        """Both sides of "… or …", "… vs …", "difference between … and …", if each is a name or a slip of one."""
        parts = [part for part in _parts(typed) if part.key]
        if len(parts) < 2:
            return self._side_by_side(typed)
        found = [outcome for part in parts if (outcome := self._named(part) or self._close(part))]
        if len(found) < len(parts):
            return None
        entries = self._of(entry.id for outcome in found for entry in _shown(outcome)[:2])
        return Suggestions(_specific_first(entries), Reason.SEVERAL) if len(entries) > 1 else None

    def _side_by_side(self, typed: Typed) -> Suggestions | None:
        """Names and nothing else ("Keytruda colitis")."""
        found = list(known_words(typed.bare, self._vocabulary))
        entries = self._of(name.entry for _, _, names in found for name in names)
        whole = sum(length for _, length, _ in found) == len(typed.bare.words)
        if not whole or len(entries) < 2:
            return None
        return Suggestions(_specific_first(entries)[:_MOST_OFFERED], Reason.SEVERAL)

    def _close(self, typed: Typed) -> Close | None:
        hits = self._index.search(typed)
        if not hits or not answers(typed, hits, self._confusables):
            return None
        best = hits[0]
        if self._names_another(typed, best.entry):
            return None  # "dr said ned" is no slip of "drained": it holds NED
        slipped = set(typed.words) - set(Typed.of(best.name).words)
        if slipped and all(word in self._descriptions for word in slipped):
            return None  # "confusion" is a word of its own, not a slip of "infusion"
        others = self._of(hit.entry for hit in near(typed, hits) if hit.entry != best.entry)
        return Close(self._entries[best.entry], best.name, " ".join(typed.raw), best.likeness, others)

    def _names_another(self, typed: Typed, entry_id: str) -> bool:
        """Whether a short form stands whole in the query, and none of those that do belongs to the entry."""
        found = known_words(typed, self._vocabulary)
        codes = [names for _, _, names in found if any(is_code(Typed.of(name.text).key) for name in names)]
        return bool(codes) and not any(name.entry == entry_id for names in codes for name in names)

    def _alike(self, typed: Typed) -> Suggestions | None:
        """Names that are like it, or entries that say what was described."""
        offered = near(typed, self._index.search(typed))[:_MOST_OFFERED]
        sentence = len(typed.words) >= _SENTENCE
        sure = bool(offered) and offered[0].likeness >= (_SURE_IN_SENTENCE if sentence else _SURE_OF_NAME)
        sure = sure and not (len(typed.words) == 1 and typed.key in self._descriptions)
        if short := self._beside(typed, slips=not sure):
            return self._offered((*short, *(hit.entry for hit in offered)), Reason.SIMILAR)
        if not sure and not is_code(typed.key) and (described := self._descriptions.find(typed)):
            return self._suggested(Reason.DESCRIBED, [(each.entry, each.score) for each in described])
        if offered and (sure or not sentence):
            return self._suggested(Reason.SIMILAR, [(hit.entry, hit.likeness) for hit in offered])
        begun = self._completer.begun(typed, _MOST_OFFERED)
        return self._offered(begun, Reason.SIMILAR) if begun else None

    def _beside(self, typed: Typed, *, slips: bool) -> list[str]:
        """The entries whose short form, or with ``slips`` a slip of one, stands before words of its sort."""
        stop = len(typed.words)
        while stop > 1 and typed.words[stop - 1] in _BESIDE:
            stop -= 1
        part = typed.part(0, stop)
        if stop == len(typed.words):
            return []
        names = [name for name in self._vocabulary.named(part) if name.shouted and not plain_word(part, name)]
        alike = near(part, self._index.search(part)) if slips and is_code(part.key) and not names else ()
        return [each.entry for each in (*names, *alike)]

    def _suggested(self, reason: Reason, scored: Sequence[tuple[str, float]]) -> Suggestions:
        return Suggestions(self._of(entry for entry, _ in scored), reason, tuple(score for _, score in scored))

    def _offered(self, ids: Iterable[str], reason: Reason) -> Suggestions:
        return Suggestions(self._of(ids)[:_MOST_OFFERED], reason)


def _is_glued(found: tuple[Typed, tuple[Name, ...]]) -> bool:
    form, names = found
    return any(glued(form, name) for name in names)


def _parts(typed: Typed) -> Iterator[Typed]:
    """The query cut at the words that part two names; of each part what stands after the words that announce it."""
    start = 0
    for at, word in enumerate((*typed.words, "or")):
        if word in _BETWEEN or at == len(typed.words):
            announced = [place for place in range(start, at) if typed.words[place] in _NO_PART]
            yield typed.part(announced[-1] + 1 if announced else start, at).bare
            start = at + 1


def _specific_first(entries: tuple[AnyEntry, ...]) -> tuple[AnyEntry, ...]:
    """A side effect before the therapy it was named with: who types "Yervoy colitis" asks about the colitis."""
    return tuple(sorted(entries, key=lambda entry: entry.kind is not Kind.SIDE_EFFECT))


def _shown(outcome: Exact | Close | Suggestions) -> tuple[AnyEntry, ...]:
    return outcome.entries if isinstance(outcome, Suggestions) else (outcome.entry,)


def _ordered(outcome: Exact | Close | Suggestions, kind: Kind | None) -> Outcome:
    """Suggestions of the wanted kind first, otherwise as they were."""
    if kind is None or not isinstance(outcome, Suggestions):
        return outcome
    order = sorted(range(len(outcome.entries)), key=lambda at: outcome.entries[at].kind is not kind)
    scores = tuple(outcome.scores[at] for at in order) if outcome.scores else ()
    return Suggestions(tuple(outcome.entries[at] for at in order), outcome.reason, scores)
