import json
from collections.abc import Iterator

from bot.lookup.find import Finder
from bot.lookup.stream import as_record, records


def test_a_record_of_each_outcome(small_finder: Finder) -> None:
    def record(query: str) -> dict[str, object]:
        return as_record(query, small_finder.find(query))

    assert record("PD 1") == {
        "query": "PD 1", "outcome": "exact", "id": "pd-1", "kind": "term", "title": "PD-1", "score": 100.0,
        "suggestions": [],
    }  # fmt: skip
    close = record("hypothyrodism")
    assert (close["outcome"], close["id"]) == ("close", "hypothyroidism")
    homonym = record("CDC")
    assert (homonym["outcome"], homonym["id"], homonym["score"]) == ("suggestions", None, None)
    assert homonym["suggestions"] == [
        {"id": "cdc-killing", "title": "CDC (complement)"},
        {"id": "cdc-office", "title": "CDC (the office)"},
    ]
    assert record("")["outcome"] == "unknown"


def test_one_line_out_for_each_line_in_as_they_come(small_finder: Finder) -> None:
    read: list[str] = []

    def lines() -> Iterator[str]:
        for line in ("PD-1\n", "\n", "qué\r\n", "no end"):
            read.append(line)
            yield line

    out = records(lines(), small_finder.find)
    assert json.loads(next(out))["id"] == "pd-1"
    assert len(read) == 1
    assert [json.loads(line)["query"] for line in out] == ["", "qué", "no end"]
