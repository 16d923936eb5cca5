import json

from bot.knowledge.report import report

from .building import TODAY, drug, knowledge, term, topic


def test_the_smallest_knowledge_is_counted() -> None:
    made = report(knowledge(terms=[term("cell", related=["bestimab"]), term("gene")]), TODAY)
    assert made.entries == {"topic": 1, "term": 2, "drug": 1, "side-effect": 1}
    assert (made.sources, made.publishers, made.signed, made.reread) == (2, 2, 0, 0)
    assert made.sources_per_entry["drug"] == 2.0
    assert (made.names, made.names_per_entry, made.everyday_per_entry) == (6, 1.2, 3.0)
    assert sum(made.grades.values()) == sum(made.grades_as_is.values()) == 5
    assert made.weak == made.overdue == ()
    assert made.unlinked == ("cell", "gene", "vaccines", "cough")[1:] or set(made.unlinked) == {
        "cell",
        "gene",
        "vaccines",
        "cough",
    }
    assert made.fewest_names[0] == ("bestimab", 1)
    assert made.translated == {}


def test_weak_overdue_signed_and_linked_entries_are_listed() -> None:
    clinician = {"name": "A", "role": "B", "date": "2026-11-20"}
    known = knowledge(
        topics=[topic("vaccines", clinician=clinician, checked_by="Second reader, against the sources")],
        drugs=[drug("bestimab", sources=["one"], sections=[], first_us_approval=None)],
        terms=[
            term(
                "cell",
                review_by="2026-11-23",
                not_same_as=[{"name": "x", "id": "bestimab", "difference": "It differs."}],
            )
        ],
    )
    made = report(known, TODAY)
    assert made.weak == ("bestimab",)
    assert made.overdue == ("cell",)
    assert "bestimab" not in made.unlinked
    assert (made.signed, made.reread) == (1, 1)
    assert made.fewest_sources[0] == ("bestimab", 1)


def test_it_is_plain_json_and_lines() -> None:
    made = report(knowledge(), TODAY)
    plain = json.loads(json.dumps(made.to_json()))
    assert plain["today"] == "2026-11-24"
    assert plain["entries"]["drug"] == 1
    assert all(isinstance(grade, str) for grade in plain["grades"])
    lines = made.lines()
    assert "Entries: 4 (1 topic, 1 term, 1 drug, 1 side-effect)" in lines
    assert "Weak (0): none" in lines
    assert not any("\n" in line for line in lines)


def test_no_entries_are_no_failure() -> None:
    empty = report(knowledge(topics=[], terms=[], drugs=[], side_effects=[]), TODAY)
    assert empty.names_per_entry == 0.0
    assert "Grades, names neutral: none" in empty.lines()


def test_translations_are_counted() -> None:
    text = {"id": "cell", "title": "a", "gist": "b", "lead": "c", "translated_from": "0" * 12, "checked_by": "x"}
    assert "Translated: es 1" in report(knowledge(translations={"es": [text]}), TODAY).lines()
