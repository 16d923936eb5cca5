"""Makes ``bot/lookup/data/common_words.txt`` anew: ``python -m benchmarks.common_words``.

The words are the most frequent of the English list that symspellpy (MIT) ships: frequencies of the Google Books
n-gram data (CC BY 3.0) for the words of SCOWL (free for any use with its notice). Short words reach further down the
list than long ones, because it is the short ones that look like medical codes.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

TARGET = Path(__file__).parent.parent / "bot" / "lookup" / "data" / "common_words.txt"
HEADER = """\
# The most common English words, one a line. Made by benchmarks/common_words.py; do not edit.
# Source: frequency_dictionary_en_82_765.txt of symspellpy 6.10 (MIT, (c) Wolf Garbe, mmb L), which joins Google Books
# n-gram frequencies (CC BY 3.0, Google) with the word lists of SCOWL ((c) Kevin Atkinson, free for any use).
"""


def chosen(ranked: list[str], most: int = 3000, short_from: int = 9000) -> list[str]:
    """At most ``most`` words: those of 2 to 4 letters among the first ``short_from``, then the most frequent longer ones."""
    short = [word for word in ranked[:short_from] if 2 <= len(word) <= 4]
    longer = [word for word in ranked if len(word) > 4]
    return sorted({*short, *longer[: most - len(short)]})


def main() -> None:
    source = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    ranked = [line.split()[0] for line in source.read_text(encoding="utf-8-sig").splitlines()]
    TARGET.write_text(HEADER + "\n".join(chosen(ranked)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
