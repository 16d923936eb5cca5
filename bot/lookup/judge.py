"""May a name that is like the query be shown as an answer? A wrong neighbour is worse than no answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from bot.lookup.confusables import opposed, other_stem
from bot.lookup.keys import CODE_LENGTH, CODE_LETTERS, Typed, is_code, number
from bot.lookup.sounds import sound
from bot.lookup.words import is_common

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.lookup.confusables import Confusables
    from bot.lookup.index import Hit

__all__ = ["answers", "near"]

# Chosen on the tuning half of the benchmark's data, then left alone. Likeness is 0 to 100.
_LIKE, _LIKE_COMMON, _LIKE_CONFUSABLE = 76, 92, 84
_MARGIN, _MARGIN_CONFUSABLE = 7, 10
_OFFERED, _BEHIND = 66, 14
# Who writes by ear changes more letters. How alike the sounds are is 0 to 1.
_OFFERED_BY_SOUND, _SOUNDS_ALIKE = 60, 0.87
# The same words in another order.
_REORDERED = 95
# One slip in a word of more letters than the first number, two above the second, and so on.
_SLIPS_FROM = (CODE_LENGTH, 6, 9, 14)


def answers(typed: Typed, hits: Sequence[Hit], confusables: Confusables) -> bool:
    """Whether the first of ``hits`` may be shown for ``typed``, with every other entry clearly further away."""
    best, others = hits[0], hits[1:]
    if len(typed.words) == 1 and is_common(typed.key):
        return False
    name = Typed.of(best.name)
    if not _same_sort(typed, best) or not _same_rest(typed, name):
        return False
    if opposed(typed, name) or other_stem(typed.key, best.key):
        return False
    rival = max(others, key=lambda hit: hit.likeness, default=None)
    if rival is None:
        return best.likeness >= _needed(typed)
    if confusables.holds(best, rival):
        return best.likeness >= max(_needed(typed), _LIKE_CONFUSABLE) and _ahead(best, rival, _MARGIN_CONFUSABLE)
    return best.likeness >= _needed(typed) and _ahead(best, rival, _MARGIN)


def near(typed: Typed, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Those of ``hits`` that may be offered as "did you mean", best first."""
    if len(typed.words) == 1 and is_common(typed.key):
        return ()
    if is_code(typed.key):
        return tuple(hit for hit in hits if _slip_of_code(typed.key, hit))
    heard = sound(typed.key)
    kept = [hit for hit in hits if _worth_asking(typed.key, heard, hit)]
    best = max((hit.likeness for hit in kept), default=0.0)
    return tuple(hit for hit in kept if hit.likeness >= best - _BEHIND)


def _worth_asking(key: str, heard: str, hit: Hit) -> bool:
    if is_code(hit.key) or number(key) != number(hit.key):
        return False
    if heard == hit.sound and len(heard) > CODE_LENGTH:
        return True
    if hit.likeness >= _OFFERED_BY_SOUND and OSA.normalized_similarity(heard, hit.sound) >= _SOUNDS_ALIKE:
        return True
    return hit.likeness >= _OFFERED and not other_stem(key, hit.key)


def _same_sort(typed: Typed, hit: Hit) -> bool:
    """Codes are matched by their key alone, and no name with another number is the same name."""
    if is_code(typed.key) or is_code(hit.key) or number(typed.key) != number(hit.key):
        return False
    reordered = hit.likeness >= _REORDERED
    short_form = any(map(str.isupper, hit.name[1:])) and len(hit.key) <= CODE_LETTERS
    return not short_form and (reordered or hit.edits <= _allowed(len(hit.key)))


def _allowed(letters: int) -> int:
    """How many slips are still the same word."""
    return sum(letters > length for length in _SLIPS_FROM)


def _same_rest(typed: Typed, name: Typed) -> bool:
    """Whether what is left without the words they share is still a slip: "syndrome" makes no two things alike."""
    shared = Counter(typed.words) & Counter(name.words)
    if not shared:
        return True
    ours, theirs = ("".join((Counter(each.words) - shared).elements()) for each in (typed, name))
    # The words beside it have said which sort it is, so that a slip is believed of four letters.
    return OSA.distance(ours, theirs) <= max(_allowed(len(theirs)), len(theirs) >= CODE_LENGTH)


def _needed(typed: Typed) -> int:
    return _LIKE_COMMON if all(map(is_common, typed.words)) else _LIKE


def _ahead(best: Hit, rival: Hit, margin: int) -> bool:
    return best.likeness - rival.likeness >= margin and best.edits < rival.edits


def _slip_of_code(key: str, hit: Hit) -> bool:
    """Two letters swapped or one doubled, with the same digits: worth a question, never an answer."""
    same_letters = sorted(set(key)) == sorted(set(hit.key))
    return len(key) > 2 and hit.edits == 1 and number(key) == number(hit.key) and same_letters
