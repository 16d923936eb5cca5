"""Every editorial rule: what it flags, and what it leaves alone."""

import datetime as dt
from pathlib import Path
from typing import Any, ClassVar

import pytest

from bot.knowledge.check import Severity, check, render
from bot.knowledge.findings import Finding
from bot.knowledge.load import content_digest, survey
from bot.knowledge.model import Family
from bot.knowledge.rules.shape import THERAPY

from .building import (
    TODAY,
    country,
    drug,
    findings,
    knowledge,
    note,
    publisher,
    said,
    save,
    section,
    side_effect,
    source,
    term,
    topic,
    write,
)  # fmt: skip

LONG = "This sentence " + "goes on and " * 9 + "never seems to stop."


def lead(text: str) -> dict[str, Any]:
    return {"terms": [term("cell", lead=text)]}


def test_an_editor_has_nothing_to_say_about_the_smallest_knowledge() -> None:
    assert findings() == []


class TestReading:
    def test_a_hard_card_is_named_with_both_grades(self) -> None:
        hard = "Immunological manifestations necessitate multidisciplinary evaluation."
        (message,) = said("grade", **lead(hard))
        assert message.startswith("The card reads at grade ")
        assert "with names as they are" in message
        assert message.endswith("at most 8.")

    def test_names_of_medicines_and_of_the_card_itself_do_not_make_it_hard(self) -> None:
        plain = "Bestimabolizumabo and hypophysitis can come to you. They pass."
        assert said("grade", **lead(plain), drugs=[drug("bestimab", names={"brands": ["Bestimabolizumabo"]})]) == []

    def test_long_sentences_are_quoted_wherever_they_stand(self) -> None:
        sections = [section("a", LONG, title="A"), section("b", short=LONG, title="B")]
        idea = topic("vaccines", type="idea", sections=sections, not_same_as=[{"name": "x", "difference": LONG}])
        messages = [one for one in said("sentence", topics=[idea]) if "has 33 words" in one]
        assert messages == ["The sentence «This sentence goes on and goes …» has 33 words; at most 25."] * 3

    def test_the_average_is_held_too(self) -> None:
        twenty = " ".join(["word"] * 20) + "."
        assert said("sentence", **lead(twenty)) == ["The card's sentences have 20.0 words on average; at most 15."]

    def test_the_first_screen_holds_ninety_words(self) -> None:
        ten = "This is a short line of ten small plain words. "
        assert said("first-screen", **lead(ten * 8)) == []
        assert said("first-screen", **lead(ten * 9)) == ["Title and lead have 92 words; the first screen holds 90."]

    def test_a_safety_note_is_short_and_plain(self) -> None:
        others = [note(family.value) for family in Family if family != "bcg"]
        signs = note("bcg")["warning_signs"]
        signs["emergency"] = [{"text": LONG, "sources": ["one"]}]
        signs["tell_team"] = [{"text": "Immunological manifestations necessitating evaluation", "sources": ["one"]}]
        found = findings(
            safety=[
                *others,
                note(
                    "bcg",
                    note="Immunological manifestations necessitate evaluation. It is safe. " + "Go in. " * 17,
                    warning_signs=signs,
                ),
            ]
        )
        assert [(one.rule, one.entry) for one in found] == [
            ("grade", "bcg"), ("grade", "bcg"), ("promise", "bcg"), ("safety-note", "bcg"), ("sentence", "bcg"),
        ]  # fmt: skip

    def test_a_hard_safety_note_is_named(self) -> None:
        others = [note(family.value) for family in Family if family != "bcg"]
        hard = note("bcg", note="Immunological manifestations necessitate evaluation.")
        (message,) = said("grade", safety=[*others, hard])
        assert message.startswith("The safety note reads at grade ")


class TestShape:
    def test_a_therapy_has_all_its_sections_in_order(self) -> None:
        sections = [section("how-it-works"), section("what"), section("extra", title="Extra")]
        assert said("sections", topics=[topic("vaccines", sections=sections)]) == [
            "Missing: how-given, daily-life, may-help, may-not-help, side-effects, not-known, choices, without, ask.",
            "The order must be what, how-it-works.",
            f'The section "extra" does not belong here; known are {", ".join(THERAPY)}.',
        ]

    def test_ideas_are_freer_but_strange_sections_need_a_title(self) -> None:
        assert said("sections", topics=[topic("vaccines", type="idea", sections=[section("own")])]) == [
            "The card has 1 sections; 2 to 7 are wanted.",
            'The section "own" needs a title.',
        ]
        taken = [section("words", title="Words"), section("ask")]
        assert said("sections", topics=[topic("vaccines", type="idea", sections=taken)]) == [
            'The bot itself adds a section "words"; take another id.',
        ]
        fine = [section("own", title="Own"), section("ask")]
        assert said("sections", topics=[topic("vaccines", type="practical", sections=fine)]) == []

    def test_a_term_has_no_sections(self) -> None:
        assert said("sections", terms=[term("cell", sections=[section("what")])]) == [
            "A term has no sections; the lead says it all."
        ]

    def test_drugs_and_side_effects_name_what_they_lack(self) -> None:
        assert said("sections", drugs=[drug("bestimab", sections=[section("may-help")])]) == [
            "Missing: how-it-works, may-not-help, side-effects."
        ]
        assert said("sections", side_effects=[side_effect("cough", sections=[])]) == [
            "Missing: notice, timing, urgency, care, ask."
        ]

    def test_a_section_stands_once(self) -> None:
        twice = [section("own", title="A"), section("own", title="B")]
        assert said("sections", topics=[topic("vaccines", type="idea", sections=twice)]) == [
            "A section stands here twice."
        ]

    def test_three_bullets_are_enough_for_a_block(self) -> None:
        four = "- a\n- b\n  still b\n- c\n- d"
        parted = "- a\n- b\n\nA line.\n\n- c\n- d"
        sections = [section("a", four, title="A"), section("b", parted, title="B")]
        assert said("bullets", topics=[topic("vaccines", type="idea", sections=sections)]) == [
            '"a" has 4 bullets in a block; at most 3.'
        ]

    def test_summaries_are_there_and_short(self) -> None:
        sections = [section("a", title="A", short=None), section("b", title="B", short="One. Two. Three.")]
        found = findings(topics=[topic("vaccines", type="idea", sections=sections)])
        assert [(one.message, one.severity) for one in found] == [
            ('"a" has no "short" for summaries.', Severity.PROBLEM),
            ('"short" of "b" has more than 2 sentences.', Severity.PROBLEM),
        ]

    def test_long_leads_are_weak(self) -> None:
        found = findings(
            terms=[term("cell", lead="A. Bb. Cc. Dd.".replace("A.", "Aa."))], topics=[topic("v", lead="Aa b. " * 6)]
        )
        assert {(one.rule, one.severity) for one in found} == {("lead", Severity.WEAKNESS)}
        assert len(found) == 2

    @pytest.mark.parametrize("count", [2, 31])
    def test_descriptions_are_three_to_thirty(self, count: int) -> None:
        assert said("everyday", terms=[term("cell", everyday=["x"] * count)]) == [
            f'"everyday" has {count} phrases; 3 to 30 are wanted.'
        ]

    def test_urgency_says_the_action_in_its_words(self) -> None:
        sections = side_effect("cough")["sections"]
        sections[2]["text"] = "Call somebody."
        assert said("action", side_effects=[side_effect("cough", sections=sections)]) == [
            'The action is "call-today", so "urgency" must say "Call today" in those words.'
        ]

    @pytest.mark.parametrize(
        ("more", "severity"),
        [
            ({"status": "withdrawn"}, Severity.PROBLEM),
            ({"first_us_approval": None}, Severity.WEAKNESS),
            ({"status": "investigational"}, Severity.PROBLEM),
        ],
    )
    def test_status_and_approval_agree(self, more: dict[str, Any], severity: Severity) -> None:
        (found,) = findings(drugs=[drug("bestimab", **more)])
        assert (found.rule, found.severity) == ("status", severity)

    def test_checkpoint_cards_speak_of_late_effects(self) -> None:
        assert len(said("late-effects", drugs=[drug("bestimab", family="checkpoint")])) == 1
        late = "Side effects can come during treatment or months after."
        assert said("late-effects", drugs=[drug("bestimab", family="checkpoint", lead=late)]) == []


class TestWording:
    @pytest.mark.parametrize(
        "text",
        [
            "It can cure cancer.",
            "It is a miracle.",
            "It is safe.",
            "A breakthrough for all.",
            "Results were remarkable.",
            "It has no side effects.",
            "It is not only safe but quick.",
            "It works without side effects.",
        ],
    )
    def test_promises_are_flagged(self, text: str) -> None:
        assert said("promise", **lead(text))

    @pytest.mark.parametrize(
        "text",
        [
            "It is not a cure.",
            "No treatment is completely safe.",
            "Nobody knows whether it is safe.",
            "Is it safe to travel?",
            "Doctors hope to cure more people.",
            "It isn't a cure.",
            "Your safety comes first.",
        ],
    )
    def test_denials_doubts_and_questions_are_not(self, text: str) -> None:
        assert said("promise", **lead(text)) == []

    def test_a_card_may_name_itself(self) -> None:
        assert (
            said(
                "promise", terms=[term("cell", title="Breakthrough therapy", lead="A breakthrough therapy is a label.")]
            )
            == []
        )

    @pytest.mark.parametrize("text", ["It works better than chemo.", "It is the best treatment.", "It is superior."])
    def test_comparisons_of_worth_are_flagged(self, text: str) -> None:
        assert said("worth", **lead(text))

    @pytest.mark.parametrize(
        "text", ["It is not better than chemo.", "The best treatment is not yet known.", "You may feel better."]
    )
    def test_honest_comparisons_are_not(self, text: str) -> None:
        assert said("worth", **lead(text)) == []

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("Take 200 mg of it.", "dose"),
            ("About 30% respond.", "numbers"),
            ("About 30 per cent respond.", "numbers"),
            ("See https://example.org for more.", "plain-text"),
            ("See [here](x).", "plain-text"),
            ("# A heading", "plain-text"),
            ("Well done \U0001f600.", "plain-text"),
            ("For patients like you.", "tone"),
            ("A fever of 38 °C is high.", "fever"),
            ("A fever of 38.0°C is high.", "fever"),
        ],
    )
    def test_what_no_card_holds(self, text: str, rule: str) -> None:
        assert said(rule, **lead(text))

    def test_a_fever_on_both_scales_is_right(self) -> None:
        assert said("fever", **lead("The number your team gave you, otherwise 38.0 °C (100.4 °F).")) == []

    @pytest.mark.parametrize(
        "text",
        [
            "About 4 in 10 respond in a year.",
            "Two out of three live for a year.",
            "About 30 of 100 respond.",
            "In 1 in 1,000 people.",
        ],
    )
    def test_numbers_are_out_of_100_with_a_time_frame(self, text: str) -> None:
        assert said("numbers", **lead(text))

    @pytest.mark.parametrize(
        "text",
        [
            "In a 2018 study, 12 out of 100 people were helped within a year.",
            "You have it for one in three weeks.",
            "One of the two is new.",
            "It came in 2018. Ten in 2019.",
        ],
    )
    def test_other_numbers_are_left_alone(self, text: str) -> None:
        assert said("numbers", **lead(text)) == []

    def test_a_number_without_a_year_is_weak(self) -> None:
        (found,) = findings(**lead("About 12 out of 100 were helped after five years."))
        assert (found.rule, found.severity) == ("numbers", Severity.WEAKNESS)

    def test_notes_about_drugs_and_corrections_are_read_too(self) -> None:
        assert said("promise", drugs=[drug("bestimab", status_note="It is safe.", given="Safe by mouth.")]) != []
        assert said("promise", topics=[topic("vaccines", correction="It is safe.")]) != []


class TestAbbreviations:
    @pytest.mark.parametrize(
        "text",
        [
            "It can cause CRS.",
            "It can cause CRS. Cytokine trouble is bad.",
            "For dMMR cancers.",
            "They are ADCs.",
            "It is called all: ALL.",
        ],
    )
    def test_a_bare_abbreviation_is_flagged_once(self, text: str) -> None:
        assert len(said("abbreviation", **lead(f"{text} {text}"))) == 1

    @pytest.mark.parametrize(
        "text",
        [
            "Cytokine release syndrome (CRS) is a rush. CRS can be bad.",
            "CRS (cytokine release syndrome) is a rush.",
            "CRS is short for a rush of signals.",
            "Antibodies with a load (ADCs) are new. An ADC is big.",
            "In the US, DNA and mRNA and CT scans. HER2, CD19, PD-L1, CTLA-4, IL-6 and BRAF. CAR-T cells.",
            "T cells and B cells.",
        ],
    )
    def test_expanded_everyday_and_coded_ones_are_not(self, text: str) -> None:
        assert said("abbreviation", **lead(text)) == []

    def test_a_card_need_not_expand_its_own_names(self) -> None:
        own = term(
            "crs", title="Cytokine release syndrome (CRS)", lead="CRS is a rush.", names={"also": ["GM-CSF flood"]}
        )
        assert (
            said("abbreviation", terms=[own, term("tls", expansion="a thing", title="TLS", lead="TLS is bad.")]) == []
        )


class TestJargon:
    WORDS = ({"word": "refractory", "say": "did not respond"}, {"word": "lesion", "forms": ["lesions"]})

    def test_a_hard_word_needs_an_entry_or_an_explanation(self) -> None:
        assert said("jargon", jargon=self.WORDS, **lead("A refractory one with lesions. Lesions are refractory.")) == [
            "«lesions» is jargon without an entry: explain it.",
            '«refractory» is jargon without an entry: explain it; say "did not respond".',
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "It did not respond (refractory).",
            "Refractory (did not respond) cancers.",
            "Spots called lesions are here.",
            "Plain.",
        ],
    )
    def test_an_explained_word_is_fine(self, text: str) -> None:
        assert said("jargon", jargon=self.WORDS, **lead(text)) == []

    def test_a_word_with_an_entry_is_fine(self) -> None:
        terms = [
            term("refractory", title="Refractory", lead="A refractory one."),
            term("cell", lead="A refractory cell."),
        ]
        assert said("jargon", jargon=self.WORDS, terms=terms) == []

    def test_a_card_may_use_its_own_name(self) -> None:
        own = term("spots", title="Skin lesions", lead="Skin lesions are spots.")
        assert said("jargon", jargon=self.WORDS, terms=[own]) == []


class TestDates:
    @pytest.mark.parametrize(
        ("dates", "part"),
        [
            ({"reviewed": "2026-12-01"}, "lies in the future"),
            (
                {"reviewed": "2025-10-01", "review_by": "2026-10-01"},
                "Overdue: it was to be reviewed again by 2026-10-01.",
            ),
            ({"review_by": "2026-11-01"}, "must come after"),
            ({"clinician": {"name": "A", "role": "B", "date": "2027-01-01"}}, "clinician's date"),
        ],
    )
    def test_of_an_entry(self, dates: dict[str, Any], part: str) -> None:
        assert any(part in message for message in said("dates", drugs=[drug("bestimab", **dates)]))

    def test_spans_are_twelve_months_and_twentyfour_for_terms(self) -> None:
        late = {"review_by": "2027-11-02"}
        assert said("dates", drugs=[drug("bestimab", **late)]) == [
            '"review_by" may be at most 12 months after "reviewed" (2027-11-01).'
        ]
        assert said("dates", terms=[term("cell", **late)]) == []
        assert len(said("dates", terms=[term("cell", review_by="2028-11-02")])) == 1

    def test_a_leap_day_is_a_day_like_others(self) -> None:
        leap = {"reviewed": "2024-02-29", "review_by": "2025-03-01"}
        assert said("dates", today=dt.date(2024, 12, 1), drugs=[drug("bestimab", **leap)])[0] != ""
        assert not any(
            "may be at most" in one for one in said("dates", today=dt.date(2024, 12, 1), drugs=[drug("b", **leap)])
        )

    def test_the_last_day_is_not_overdue(self) -> None:
        assert said("dates", today=dt.date(2027, 11, 1)) == []
        assert said("dates", today=dt.date(2027, 11, 2)) != []

    def test_of_uses_sources_notes_and_help_lines(self) -> None:
        others = [note(family.value) for family in Family if family != "bcg"]
        assert said("dates", drugs=[drug("bestimab", uses_checked="2027-01-01")]) == [
            '"uses_checked" lies in the future.'
        ]
        assert said("dates", safety=[*others, note("bcg", review_by="2028-01-01")]) != []
        assert said("dates", helplines=[country("IE", reviewed="2027-01-01")]) != []
        assert said("dates", sources=[source("two"), source("one", read_on=None, year="2027")]) == [
            '"year" lies in the future.',
            'It was read, but "read_on" does not say when.',
        ]
        assert said("dates", sources=[source("two"), source("one", read_on="2027-01-01")]) == [
            '"read_on" lies in the future.'
        ]


class TestStanding:
    def test_one_authority_is_a_weakness(self) -> None:
        (found,) = findings(side_effects=[side_effect("cough", sources=["one"], sections=self.from_one())])
        assert (found.message, found.severity) == (
            "Fewer than 2 authorities stand behind the card (only house-one).", Severity.WEAKNESS,
        )  # fmt: skip

    def from_one(self) -> list[dict[str, Any]]:
        return [{**each, "sources": ["one"]} for each in side_effect("cough")["sections"]]

    def test_makers_and_copies_of_labels_do_not_count(self) -> None:
        maker = {
            "publishers": [publisher("label-holder"), publisher("house-two")],
            "sources": [source("one", publisher="label-holder"), source("two")],
        }
        found = said("authorities", **maker, terms=[term("cell", sources=["one"])])
        assert "No authority stands behind the card, only a maker's page or a copy of a label." in found
        assert "Fewer than 2 authorities stand behind the card (only house-two)." in found
        none = said(
            "authorities", **maker, drugs=[drug("b", sources=["one"], sections=[section("ask", sources=["one"])])]
        )
        assert "Fewer than 2 authorities stand behind the card (none)." in none

    def test_orphans_are_named(self) -> None:
        more = {"sources": [source("one"), source("two"), source("three", publisher="house-one")]}
        assert said("orphan", **more) == ['Nothing names the source "three".']
        assert said("orphan", **more, terms=[term("cell", further_reading=["three"])]) == []
        found = findings(publishers=[publisher("house-one"), publisher("house-two"), publisher("other")])
        assert [(one.message, one.severity) for one in found] == [
            ('No source names the publisher "other".', Severity.WEAKNESS)
        ]


class TestLanguages:
    def said(self, **phrases: Any) -> list[str]:
        found = check(knowledge(phrases=phrases), TODAY)
        return [finding.message for finding in found if finding.rule != "translation"]

    def test_every_language_has_the_keys_and_placeholders_of_english(self) -> None:
        english = {"a": "Read {count} of {total}.", "b": {"c": "Yes."}, "d": "No."}
        spanish = {"a": "Leer {count}.", "b": {"c": "Sí.", "e": "¿Qué?"}, "d": "No {"}
        assert self.said(en=english, es={**spanish}) == [
            '"a" must have the placeholders of English: count, total.',
            '"b.e" is not in en.yaml.',
            '"d" has a brace without its partner.',
        ]
        assert self.said(en=english, es={"a": "Leer {total} {count}.", "b": {"c": "Sí."}}) == ['"d" is missing in es.']
        assert self.said(en={"a": "Yes."}, es={"a": "Sí {x}."}) == ['"a" must have the placeholders of English: none.']

    def test_a_translation_of_a_broken_entry_waits_for_the_entry(self, tmp_path: Path) -> None:
        folder = write(tmp_path)
        save(folder / "topics" / "vaccines.yaml", "[")
        text = {
            "id": "vaccines",
            "title": "a",
            "gist": "b",
            "lead": "c",
            "checked_by": "x",
            "translated_from": "0" * 12,
        }
        save(folder / "es" / "topics" / "vaccines.yaml", text)
        known, problems = survey(folder)
        assert [problem.path for problem in problems] == ["knowledge/topics/vaccines.yaml"]
        assert check(known, TODAY) == []

    def test_a_broken_english_phrase_is_said_once(self) -> None:
        assert self.said(en={"a": "Oh {"}, es={"a": "Oh {b}"}) == ['"a" has a brace without its partner.']

    def test_english_phrases_are_plain(self) -> None:
        hard = "Immunological manifestations necessitate multidisciplinary evaluation. " * 4
        found = self.said(en={"a": hard, "b": LONG, "c": "It is safe."})
        assert found[0].startswith('"a" reads at grade ')
        assert '"b" has a sentence of 33 words; at most 25.' in found
        assert "«safe» promises too much; say what is known." in found

    def test_translations_keep_step(self) -> None:
        digest = content_digest(knowledge().entries["vaccines"])
        text = {
            "id": "vaccines",
            "title": "Vacunas",
            "gist": "a",
            "lead": "b",
            "checked_by": "x",
            "translated_from": digest,
        }
        whole = [{"id": each["id"], "text": "t"} for each in topic("vaccines")["sections"]]
        assert check(knowledge(translations={"es": [{**text, "sections": whole}]}), TODAY) == []
        old = check(
            knowledge(translations={"es": [{**text, "translated_from": "0" * 12, "sections": whole[1:]}]}), TODAY
        )
        assert [(one.message, one.severity) for one in old] == [
            ("Not translated: what.", Severity.WEAKNESS),
            (
                f'The English text has changed; translate it again and set "translated_from: {digest}".',
                Severity.PROBLEM,
            ),
        ]


class TestSafetyTranslations:
    PHRASES: ClassVar = {"en": {"card": {"sources": "Sources"}}, "es": {"card": {"sources": "Fuentes"}}}

    def found(self, *, note_in: Any = None, signs: Any = None, english: str = "Hard to breathe") -> list[str]:
        """What is said when the general family has those Spanish texts, and all others are well translated."""
        safety: list[dict[str, Any]] = []
        for family in Family:
            here = family is Family.GENERAL
            made = note(family.value, note_in=note_in if here and note_in is not None else {"es": "Llama a tu equipo."})
            text_in = signs if here and signs is not None else {"es": "Te cuesta respirar"}
            sign = {"text": english if here else "Hard to breathe", "text_in": text_in, "sources": ["one"]}
            plain = {**sign, "text": "Hard to breathe", "text_in": {"es": "Te cuesta respirar"}}
            made["warning_signs"] = {"emergency": [plain, sign], "call_today": [plain], "tell_team": [plain]}
            safety.append(made)
        return said("translation", phrases=self.PHRASES, safety=safety)

    def test_every_note_and_sign_is_wanted_in_each_language(self) -> None:
        assert self.found() == []
        assert self.found(note_in={}) == [
            "«Call your team for a fever. …» is missing in es, so the reader gets English.",
        ]
        assert self.found(signs={}) == ["«Hard to breathe» is missing in es, so the reader gets English."]

    def test_only_english_phrases_want_no_translation(self) -> None:
        assert said("translation") == []

    def test_a_language_without_phrases_is_a_slip(self) -> None:
        assert self.found(signs={"es": "Te cuesta respirar", "se": "Respirar"}) == [
            'There are no phrases in "se", so nobody can read «Respirar».',
        ]

    def test_numbers_stay_as_they_are(self) -> None:
        english = "Fever of 38.0 °C (100.4 °F)"
        assert self.found(english=english, signs={"es": "Fiebre de 38.0 °C (100.4 °F)"}) == []
        assert self.found(english=english, signs={"es": "Fiebre de 38.5 °C (100.4 °F)"}) == [
            "«Fiebre de 38.5 °C (100.4 °F)» must have the numbers of English: 100.4, 38.0.",
        ]
        assert self.found(signs={"es": "Te cuesta respirar 2 días"}) == [
            "«Te cuesta respirar 2 días» must have the numbers of English: none.",
        ]

    def test_a_missing_sign_is_a_problem_at_its_line(self) -> None:
        safety = [note(family.value, note_in={"es": "Llama."}) for family in Family]
        found = [one for one in findings(phrases=self.PHRASES, safety=safety) if one.rule == "translation"]
        assert len(found) == 3 * len(Family)
        assert {one.severity for one in found} == {Severity.PROBLEM}


class TestPresenting:
    def test_render_groups_by_file(self) -> None:
        weak = Finding("b", None, "x", "r", "weak", Severity.WEAKNESS)
        blocks = render([Finding("b", 9, "x", "r", "late"), weak, Finding("a", 1, "y", "r", "first")])
        assert [(block.path, block.problems, len(block.findings)) for block in blocks] == [("a", 1, 1), ("b", 1, 2)]
        assert [str(one) for one in blocks[1].findings] == ["b: weak [r]", "b:9: late [r]"]
