"""Ours and its peers behind one small interface: a list of names in, the best entries for a query out.

Each peer is used the way its own documentation does, with the cut-off that is usual for it. All get the same names and
the same lower-cased, unaccented query; where a peer only retrieves, rapidfuzz ranks what it found ("rerank").
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Protocol

import simstring.searcher
import tantivy
from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import OSA
from simstring.database.dict import DictDatabase
from simstring.feature_extractor.character_ngram import CharacterNgramFeatureExtractor
from simstring.measure.cosine import CosineMeasure
from symspellpy import SymSpell, Verbosity

from bot.lookup.index import NameIndex
from bot.lookup.keys import Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Rows = "Sequence[tuple[str, str]]"

#: Candidates that are ranked again.
_MOST = 64


class Peer(Protocol):
    """``search`` gives entry and score (0 to 100), best first; from ``cutoff`` on, its users show the first."""

    cutoff: float

    def search(self, query: str) -> list[tuple[str, float]]: ...


class Ours:
    cutoff = 76.0

    def __init__(self, rows: Rows) -> None:
        self._index = NameIndex((name, entry, 1.0) for name, entry in rows)

    def search(self, query: str) -> list[tuple[str, float]]:
        return [(hit.entry, hit.likeness) for hit in self._index.search(Typed.of(query))]


class BruteForce:
    """``process.extract`` over all names."""

    def __init__(self, rows: Rows, scorer: Callable[..., float], cutoff: float, scale: float = 1.0) -> None:
        self.cutoff, self._scorer, self._scale = cutoff, scorer, scale
        self._names = [utils.default_process(name) for name, _ in rows]
        self._entries = [entry for _, entry in rows]

    def search(self, query: str) -> list[tuple[str, float]]:
        plain = utils.default_process(query)
        found = process.extract(plain, self._names, scorer=self._scorer, limit=5)
        return [(self._entries[at], score * self._scale) for _, score, at in found]


class SymSpellPeer:
    """Whole names as words of the dictionary, at most two edits, which is what fits into memory at 100,000 names."""

    cutoff = 0.0

    def __init__(self, rows: Rows) -> None:
        self._speller = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        self._entries: dict[str, str] = {}
        for name, entry in rows:
            plain = utils.default_process(name)
            self._entries.setdefault(plain, entry)
            self._speller.create_dictionary_entry(plain, 1)

    def search(self, query: str) -> list[tuple[str, float]]:
        found = self._speller.lookup(utils.default_process(query), Verbosity.CLOSEST, max_edit_distance=2)
        return [(self._entries[each.term], 100.0 - 10 * each.distance) for each in found[:5]]


class Retriever:
    """Candidates from somewhere, ranked again by edit similarity."""

    cutoff = 76.0

    def __init__(self, rows: Rows) -> None:
        self._names = [utils.default_process(name).replace(" ", "") for name, _ in rows]
        self._entries = [entry for _, entry in rows]

    def candidates(self, plain: str) -> Iterable[int]:
        raise NotImplementedError

    def search(self, query: str) -> list[tuple[str, float]]:
        plain = utils.default_process(query).replace(" ", "")
        places = list(self.candidates(plain))
        found = process.extract(plain, [self._names[at] for at in places], scorer=OSA.normalized_similarity, limit=5)
        return [(self._entries[places[at]], 100 * score) for _, score, at in found]


class Tantivy(Retriever):
    """Trigrams in tantivy's inverted index, the 64 best by its BM25."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("key", tokenizer_name="grams", stored=False)
        builder.add_integer_field("at", stored=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        tokenizer = tantivy.Tokenizer.ngram(min_gram=3, max_gram=3, prefix_only=False)
        self._index.register_tokenizer("grams", tantivy.TextAnalyzerBuilder(tokenizer).build())
        writer = self._index.writer(num_threads=1)
        for at, name in enumerate(self._names):
            writer.add_document(tantivy.Document(key=[name], at=[at]))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def candidates(self, plain: str) -> Iterable[int]:
        grams = {plain[at : at + 3] for at in range(len(plain) - 2)}
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "key", gram)) for gram in grams]
        if not terms:
            return []
        hits = self._searcher.search(tantivy.Query.boolean_query(terms), _MOST).hits
        return [self._searcher.doc(address)["at"][0] for _, address in hits]


class SqliteTrigrams(Retriever):
    """FTS5 with its trigram tokenizer, the 64 best by its BM25."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE names USING fts5(key, tokenize='trigram')")
        self._database.executemany(
            "INSERT INTO names(rowid, key) VALUES (?, ?)", ((at, name) for at, name in enumerate(self._names))
        )

    def candidates(self, plain: str) -> Iterable[int]:
        grams = {plain[at : at + 3] for at in range(len(plain) - 2)}
        if not grams:
            return []
        wanted = " OR ".join(f'"{gram}"' for gram in grams)
        query = "SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT ?"
        return [row[0] for row in self._database.execute(query, (wanted, _MOST))]


class SimString:
    """Cosine of trigrams of at least 0.6."""

    cutoff = 60.0

    def __init__(self, rows: Rows) -> None:
        database = DictDatabase(CharacterNgramFeatureExtractor(3))
        self._entries: dict[str, str] = {}
        for name, entry in rows:
            plain = utils.default_process(name)
            if plain not in self._entries:
                self._entries[plain] = entry
                database.add(plain)
        self._searcher = simstring.searcher.Searcher(database, CosineMeasure())

    def search(self, query: str) -> list[tuple[str, float]]:
        found: Any = self._searcher.ranked_search(utils.default_process(query), 0.6)
        return [(self._entries[name], 100 * score) for name, score in list(found.items())[:5]]


#: By the name that the page prints.
PEERS: dict[str, Callable[[Any], Peer]] = {
    "ours": Ours,
    "rapidfuzz WRatio": lambda rows: BruteForce(rows, fuzz.WRatio, 85.0),
    "rapidfuzz token_sort": lambda rows: BruteForce(rows, fuzz.token_sort_ratio, 80.0),
    "rapidfuzz OSA": lambda rows: BruteForce(rows, OSA.normalized_similarity, 76.0, 100.0),
    "symspellpy": SymSpellPeer,
    "tantivy trigrams + rerank": Tantivy,
    "SQLite FTS5 trigrams + rerank": SqliteTrigrams,
    "simstring": SimString,
}
