import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge._folders import DEFAULTS
from bot.knowledge.load import Knowledge, KnowledgeError, content_digest, default_folder, load, survey
from bot.knowledge.model import Family

from .building import drug, knowledge, lists, note, publisher, save, side_effect, source, term, topic, write

ADVICE = "change one, or declare it in homonyms.yaml."


def problems(*folders: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load(*folders)
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    return [str(problem) for problem in caught.value.problems]


def test_a_folder_becomes_knowledge(tmp_path: Path) -> None:
    known = load(write(tmp_path))
    assert list(known.entries) == ["bestimab", "cough", "cell", "vaccines"]
    assert set(known.topics) == {"vaccines"}
    assert set(known.terms) == {"cell"}
    assert set(known.drugs) == {"bestimab"}
    assert set(known.side_effects) == {"cough"}
    assert set(known.sources) == {"one", "two"}
    assert known.sources["one"].read_on == dt.date(2026, 11, 1)
    assert set(known.safety) == set(Family)
    assert known.countries["IE"].emergency[0].number == "112"
    assert known.phrases["en"]["card.sources"] == "Sources"
    assert known.alarms == known.homonyms == known.jargon == ()


def test_knowledge_cannot_be_changed(tmp_path: Path) -> None:
    known = load(write(tmp_path))
    with pytest.raises(TypeError):
        known.entries["x"] = known.entries["cell"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        known.version = "2"  # type: ignore[misc]


def test_the_version_follows_the_content_and_not_the_form(tmp_path: Path) -> None:
    first = write(tmp_path / "a")
    second = write(tmp_path / "b")
    file = second / "topics" / "vaccines.yaml"
    file.write_text("# a remark\n" + file.read_text(), encoding="utf-8")
    assert load(first).version == load(second).version
    file.write_text(file.read_text().replace("A short line", "Another line"), encoding="utf-8")
    assert load(first).version != load(second).version


def test_where_gives_file_and_line(tmp_path: Path) -> None:
    folder = write(tmp_path, terms=[term("cell"), term("gene")])
    known = load(folder)
    path, line = known.where("entry", "gene", "lead")
    assert path == "knowledge/terms/cells.yaml"
    text = (folder / "terms" / "cells.yaml").read_text().splitlines()
    assert line is not None
    assert text[line - 1].strip().startswith("lead:")
    assert known.where("entry", "gene", "no", "such")[1] is not None
    with pytest.raises(KeyError):
        known.where("entry", "nothing")


def test_a_terms_file_takes_defaults(tmp_path: Path) -> None:
    folder = write(tmp_path)
    bare = term("cell")
    for field in ("reviewed", "review_by", "checked_by"):
        del bare[field]
    own = {**term("gene"), "review_by": "2028-02-02"}
    defaults = {"reviewed": "2026-11-01", "review_by": "2028-11-01", "checked_by": "somebody", "family": "vaccine"}
    save(folder / "terms" / "cells.yaml", {"defaults": defaults, "terms": [bare, own]})
    known = load(folder)
    assert known.entries["cell"].review_by == dt.date(2028, 11, 1)
    assert known.entries["cell"].family is Family.VACCINE
    assert known.entries["gene"].review_by == dt.date(2028, 2, 2)


def test_every_problem_of_every_file_comes_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path)
    save(folder / "topics" / "broken.yaml", "id: [")
    save(folder / "topics" / "other-name.yaml", topic("named"))
    save(folder / "topics" / "bad.yml", topic("bad"))
    save(folder / "drugs" / "wrong.yaml", {**drug("wrong"), "famly": "antibody", "status": "good", "lead": None})
    save(folder / "sorces.yaml", {"sources": []})
    save(folder / "topcs" / "x.yaml", "a: 1")
    save(folder / "phrases" / "english.yaml", "a: b")
    save(folder / "phrases" / "es.yaml", {"card": {"list": ["a"], "empty": {}, "none": None}})
    (folder / "README.md").write_text("fine", encoding="utf-8")
    (folder / "topics" / ".hidden.yaml").write_text("[", encoding="utf-8")
    found = "\n".join(problems(folder))
    for expected in (
        "knowledge/topics/broken.yaml:2: This is not valid YAML",
        'knowledge/topics/other-name.yaml:1: The id "named" and the file name differ; name the file named.yaml.',
        "knowledge/topics/bad.yml: The file's name must end in .yaml.",
        '"famly" is not a known field; did you mean "family"?',
        "'withdrawn', 'investigational' or 'unclear', not \"good\".",
        '"lead" is empty; write a value or leave the field out.',
        'knowledge/sorces.yaml: The bot knows no file of that name; did you mean "sources.yaml"?',
        'knowledge/topcs: The bot knows no folder of that name; did you mean "topics"?',
        "knowledge/phrases/english.yaml: The file's name must be a language code.",
        'knowledge/phrases/es.yaml:2: "card.list" must be a text.',
        'knowledge/phrases/es.yaml:4: "card.empty" must be a text.',
        'knowledge/phrases/es.yaml:5: "card.none" must be a text.',
    ):
        assert expected in found
    assert "hidden" not in found


def test_survey_gives_the_valid_rest(tmp_path: Path) -> None:
    folder = write(tmp_path)
    save(folder / "topics" / "broken.yaml", "id: [")
    known, found = survey(folder)
    assert "cell" in known.entries
    assert [problem.path for problem in found] == ["knowledge/topics/broken.yaml"]


def test_lists_must_be_lists(tmp_path: Path) -> None:
    folder = write(tmp_path)
    save(folder / "homonyms.yaml", {"homonym": []})
    save(folder / "jargon.yaml", {"jargon": "word"})
    save(folder / "alarms.yaml", {"alarms": ["word"]})
    save(folder / "terms" / "cells.yaml", {"defaults": ["a"], "terms": []})
    save(folder / "terms" / "more.yaml", {"defaults": {"lead": "x"}, "terms": None})
    assert problems(folder) == [
        'knowledge/alarms.yaml:2: Each item of "alarms" must be a list of fields («name: value»).',
        'knowledge/homonyms.yaml:1: "homonym" is not a known field here; the list is named "homonyms".',
        'knowledge/homonyms.yaml:1: The list "homonyms" is missing.',
        'knowledge/jargon.yaml:1: "jargon" must be a list (lines that start with "- ").',
        'knowledge/terms/cells.yaml:1: "defaults" must be a list of fields («name: value»).',
        f'knowledge/terms/more.yaml:2: "defaults" cannot set "lead"; it may set {", ".join(DEFAULTS)}.',
        'knowledge/terms/more.yaml:3: "terms" must be a list (lines that start with "- ").',
    ]


def test_a_missing_an_empty_and_a_poor_folder_are_said(tmp_path: Path) -> None:
    assert problems(tmp_path / "none")[0] == f"none: There is no folder {tmp_path / 'none'}."
    (tmp_path / "bare").mkdir()
    assert problems(tmp_path / "bare")[0] == f"bare: The folder {tmp_path / 'bare'} holds no knowledge."
    folder = write(tmp_path)
    (folder / "safety.yaml").unlink()
    found = problems(folder)
    assert found == ["knowledge/safety.yaml: The file is missing."]


def test_a_folder_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert "The folder cannot be read (Permission denied)." in problems(write(tmp_path))[0]


def test_an_id_belongs_to_one_entry(tmp_path: Path) -> None:
    folder = write(tmp_path, terms=[term("cell"), term("cough", title="Another")])
    (found,) = problems(folder)
    assert found == 'knowledge/terms/cells.yaml:16: "cough" is already used in knowledge/side_effects/cough.yaml:1.'


def test_the_shipped_folder_is_found_in_a_checkout_and_in_a_wheel(tmp_path: Path) -> None:
    assert (default_folder() / "sources.yaml").is_file()
    package = tmp_path / "bot"
    assert default_folder(package) == tmp_path / "knowledge"
    (package / "_knowledge").mkdir(parents=True)
    assert default_folder(package) == package / "_knowledge"


class TestMoreFolders:
    def extra(self, root: Path) -> Path:
        folder = root / "ours"
        save(folder / "topics" / "clinic.yaml", topic("clinic", sources=["ours"], sections=[]))
        save(folder / "sources.yaml", {"sources": [source("ours")]})
        save(folder / "publishers.yaml", {"publishers": [publisher("house-ours")]})
        return folder

    def test_entries_are_added_and_remember_their_folder(self, tmp_path: Path) -> None:
        shipped, ours = write(tmp_path), self.extra(tmp_path)
        known = load(shipped, ours)
        assert known.origin("clinic") == ours.resolve()
        assert known.origin("cell") == shipped.resolve()
        assert known.where("entry", "clinic") == ("ours/topics/clinic.yaml", 1)

    def test_ids_and_names_of_the_first_folder_stay(self, tmp_path: Path) -> None:
        ours = self.extra(tmp_path)
        save(ours / "topics" / "vaccines.yaml", topic("vaccines"))
        save(ours / "topics" / "clinic.yaml", topic("clinic", title="The Cell"))
        found = problems(write(tmp_path), ours)
        assert found == [
            f'ours/topics/clinic.yaml:2: The name "The Cell" also belongs to "cell" (knowledge/terms/cells.yaml:3); {ADVICE}',
            'ours/topics/vaccines.yaml:1: "vaccines" is already used in knowledge/topics/vaccines.yaml:1.',
        ]

    def test_a_warning_sign_cannot_be_hidden(self, tmp_path: Path) -> None:
        """An exact name would be answered before the list of what to do."""
        shipped = write(tmp_path)
        save(
            shipped / "alarms.yaml",
            {"alarms": [{"id": "breath", "leads_to": "urgent", "phrases": {"en": ["cannot breathe"]}}]},
        )
        save(tmp_path / "ours" / "topics" / "clinic.yaml", topic("clinic", title="Cannot breathe!"))
        (found,) = problems(shipped, tmp_path / "ours")
        assert 'The name "Cannot breathe!" is a warning sign' in found

    @pytest.mark.parametrize(
        ("name", "items"),
        [
            ("safety", [note("general")]),
            ("helplines", [{"iso": "FR"}]),
            ("alarms", [{"id": "mine", "leads_to": "urgent"}]),
        ],
    )
    def test_safety_cannot_be_overridden(self, tmp_path: Path, name: str, items: list[Any]) -> None:
        ours = self.extra(tmp_path)
        save(ours / f"{name}.yaml", {name: items})
        (found,) = problems(write(tmp_path), ours)
        assert found.startswith(f"ours/{name}.yaml:2: Safety notes, alarms and help lines can't be overridden")

    def test_a_phrase_cannot_be_set_twice(self, tmp_path: Path) -> None:
        ours = self.extra(tmp_path)
        save(ours / "phrases" / "en.yaml", {"card": {"sources": "Read in", "new": "New"}})
        assert problems(write(tmp_path), ours) == [
            'ours/phrases/en.yaml:2: "card.sources" is already set for this language.'
        ]


class TestTranslations:
    def spanish(self, folder: Path, **more: Any) -> None:
        text = {
            "id": "vaccines",
            "title": "Vacunas",
            "gist": "Una línea.",
            "lead": "Un texto.",
            "translated_from": "0" * 12,
            "checked_by": "nobody yet",
            **more,
        }
        save(folder / "es" / "topics" / "vaccines.yaml", text)

    def test_texts_in_another_language_are_laid_beside_the_entry(self, tmp_path: Path) -> None:
        folder = write(tmp_path)
        self.spanish(folder, sections=[{"id": "what", "text": "Qué es."}])
        save(folder / "es" / "notes.md", "ignored")
        save(folder / "es" / "terms" / "cells.yaml", {"terms": []})
        known = load(folder)
        assert known.translations["es"]["vaccines"].title == "Vacunas"
        assert known.where("translation:es", "vaccines", "title") == ("knowledge/es/topics/vaccines.yaml", 2)

    def test_they_need_an_entry_and_its_sections(self, tmp_path: Path) -> None:
        folder = write(tmp_path)
        self.spanish(folder, sections=[{"id": "whatever", "text": "Qué es."}])
        save(folder / "es" / "drugs" / "bestima.yaml", {**topic("bestima"), "translated_from": "x"})
        self.spanish_of(folder, "bestimabe")
        found = problems(folder)
        assert 'knowledge/es/topics/vaccines.yaml:8: "vaccines" has no section "whatever".' in found
        assert (
            'knowledge/es/topics/bestimabe.yaml:1: There is no entry "bestimabe" to translate; did you mean "bestimab"?'
            in found
        )
        assert any('"translated_from" must be the 12 characters that check prints.' in each for each in found)

    def spanish_of(self, folder: Path, entry_id: str) -> None:
        self.spanish(folder, id=entry_id)
        (folder / "es" / "topics" / "vaccines.yaml").rename(folder / "es" / "topics" / f"{entry_id}.yaml")
        self.spanish(folder, sections=[{"id": "whatever", "text": "Qué es."}])

    def test_the_digest_follows_what_translators_translate(self) -> None:
        plain = knowledge().entries["vaccines"]
        dated = knowledge(topics=[topic("vaccines", checked_by="somebody else")]).entries["vaccines"]
        other = knowledge(topics=[topic("vaccines", lead="Other words.")]).entries["vaccines"]
        assert content_digest(plain) == content_digest(dated) != content_digest(other)
        assert len(content_digest(plain)) == 12


class TestFromMappings:
    def test_plain_mappings_obey_the_same_rules(self) -> None:
        with pytest.raises(KnowledgeError, match='"lead" is missing'):
            knowledge(terms=[{"id": "cell"}])

    def test_nothing_lies_in_a_folder(self) -> None:
        known = knowledge(phrases={"en": {"a": {"b": "c"}}})
        assert known.origin("cell") is None
        assert known.where("entry", "cell", "lead") == ("terms", None)
        assert known.phrases["en"] == {"a.b": "c"}

    def test_a_clash_names_the_list(self) -> None:
        with pytest.raises(KnowledgeError, match='side_effects: "cell" is already used in terms'):
            knowledge(side_effects=[side_effect("cell", title="Other")])

    def test_translations_come_by_language(self) -> None:
        text = {
            "id": "cell",
            "title": "Célula",
            "gist": "a",
            "lead": "b",
            "translated_from": "a" * 12,
            "checked_by": "x",
        }
        assert knowledge(translations={"es": [text]}).translations["es"]["cell"].title == "Célula"

    def test_an_unknown_list_is_a_slip_of_the_program(self) -> None:
        with pytest.raises(TypeError, match="knows no diseases"):
            Knowledge.from_mappings(**lists(), diseases=[])
