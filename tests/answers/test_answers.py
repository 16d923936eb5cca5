"""One question at a time: what the answer says, whatever was typed."""

import datetime as dt
from typing import Any

import pytest

from bot.answers import Answers
from bot.answers.answer import Answer, Offer, Request, View
from bot.answers.record import as_record
from bot.knowledge.model import Family, Kind
from tests.chat.small_knowledge import entry, small_knowledge, topic


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers(small_knowledge())


def test_an_answer_cannot_be_built_without_its_note() -> None:
    with pytest.raises(TypeError, match="safety_note"):
        Answer(request=Request(view=View.HELP), title="x", lead="y")  # pyright: ignore[reportCallIssue]


def test_explain_short_and_full(answers: Answers) -> None:
    short = answers.explain("what is car t?", "en")
    full = answers.explain("CAR-T", "en", full=True)
    assert (short.title, short.parts[0].id) == ("CAR-T cell therapy", "facts")
    assert [part.id for part in full.parts if part.id != "facts"] == [
        "scope", "what", "how-it-works", "how-given", "may-help", "may-not-help", "side-effects", "not-known", "ask",
        "help",
    ]  # fmt: skip
    assert short.safety_note.family is Family.CELL_THERAPY
    assert "cell-therapy" in short.safety_note.text


def test_the_words_of_a_card_are_listed_with_their_line_and_their_sources() -> None:
    about = "It can bring pneumonitis. A PD-1 inhibitor was there first. It is a word, not more."
    first = topic("brakes", "Brakes", {"what": about})
    lungs = {**entry("inflamed", "Inflamed lungs"), "names": {"also": ["pneumonitis"]}, "expansion": "x"}
    isa = {**entry("isa-word", "Isa word"), "names": {"abbreviations": ["ISA"]}}
    answers = Answers(small_knowledge(topics=[first], terms=[lungs, isa], drugs=[], side_effects=[], homonyms=[]))
    whole = answers.explain("brakes", "en", full=True)
    assert [part.text for part in whole.parts if part.id == "words"] == ["- **Inflamed lungs**: About Inflamed lungs"]
    listed = next(choice for choice in answers.explain("brakes", "en").menu if choice.request.section == "words")
    opened = answers.open(listed.request)
    assert [part.id for part in opened.parts] == ["words"]
    assert {line.id for line in opened.sources} == set(answers.knowledge.entries["inflamed"].sources)
    assert "words" not in {choice.request.section for choice in answers.explain("inflamed lungs", "en").menu}


def test_a_card_read_whole_says_whom_it_is_for_and_where_more_help_is(answers: Answers) -> None:
    for asked in ("car-t", "examplimab", "inflamed lungs"):
        ids = [part.id for part in answers.explain(asked, "en", full=True).parts]
        assert (ids[0], ids[-1]) == ("scope", "help")


def test_the_id_that_autocomplete_sends_is_understood(answers: Answers) -> None:
    assert answers.explain("inflamed-lungs", "en").found == answers.explain("Inflamed lungs", "en").found


def test_a_slip_is_answered_and_said(answers: Answers) -> None:
    answer = answers.explain("examplimap", "en")
    assert answer.found is not None
    assert answer.found.outcome == "close"
    assert "examplimap" in answer.notices[0].plain()
    assert "examplimap" not in answer.notices[0].text  # each renderer escapes what was typed for itself


def test_glossary_finds_other_kinds_by_name(answers: Answers) -> None:
    answer = answers.glossary("pneumonitis", "en")
    assert answer.found is not None
    assert answer.found.kind is Kind.SIDE_EFFECT


def test_homonyms_are_offered(answers: Answers) -> None:
    answer = answers.glossary("CDC", "en")
    assert answer.found is not None
    assert answer.found.outcome == "suggestions"
    assert {choice.id for choice in answer.menu} == {"cdc-mechanism", "cdc-agency"}


def test_summary_of_all_sections_and_of_one(answers: Answers) -> None:
    whole = answers.summary("car-t", "en")
    one = answers.summary("car-t", "en", "ask")
    assert len(whole.parts) == 8
    assert [part.id for part in one.parts] == ["ask"]
    assert answers.summary("car-t", "en", "no-such").parts[0].id == "facts"


def test_unknown_says_what_to_try(answers: Answers) -> None:
    answer = answers.explain("zzzz qqqq", "en")
    assert answer.found is not None
    assert answer.found.outcome == "unknown"
    assert answer.lead


@pytest.mark.parametrize(
    ("typed", "view"),
    [("help i cannot breathe", View.URGENT), ("i want to die", View.SUPPORT), ("no puedo respirar", View.URGENT)],
)
def test_an_unknown_query_with_an_alarm_gets_the_fixed_card(answers: Answers, typed: str, view: View) -> None:
    answer = answers.explain(typed, "en")
    assert answer.request.view is view
    assert answer.notices
    assert not any(typed in text for text in (answer.title, answer.lead, *(part.text for part in answer.parts)))


def test_drugs_show_risks_by_name_and_boxed_as_such(answers: Answers) -> None:
    full = answers.explain("Exampla", "en", full=True)
    risks = next(part for part in full.parts if part.id == "serious-risks")
    assert "boxed warning" in risks.text
    assert "inflamed lungs" in risks.text
    section = answers.open(Request(view=View.SECTION, id="examplimab", section="side-effects"))
    assert [part.id for part in section.parts] == ["side-effects", "serious-risks"]


def test_buttons_do_not_lead_back_to_the_card_they_stand_on(answers: Answers) -> None:
    for request in (Request(view=View.SHORT, id="car-t"), Request(view=View.SECTION, id="car-t", section="ask")):
        card = answers.open(request)
        assert all(target != request for offer, _, target in card.offers if offer is not Offer.SHARE)
        assert card.offers[-1][0] is Offer.SHARE


def test_every_button_and_menu_opens_a_card(answers: Answers) -> None:
    for view in (View.SHORT, View.FULL, View.SUMMARY, View.SOURCES, View.GLOSSARY):
        card = answers.open(Request(view=view, id="car-t"))
        for target in (*(choice.request for choice in card.menu), *(offer[2] for offer in card.offers)):
            assert answers.open(target).title


def test_what_is_gone_is_said_kindly_and_what_was_renamed_is_found(answers: Answers) -> None:
    gone = answers.open(Request(view=View.SHORT, id="no-such-entry"))
    assert gone.request.view is View.NOTICE
    assert gone.safety_note.text
    renamed = answers.open(Request(view=View.SHORT, id="pneumonitis"))
    assert renamed.request.id == "inflamed-lungs"
    assert renamed.notices


def test_sources_are_listed_with_addresses(answers: Answers) -> None:
    card = answers.open(Request(view=View.SOURCES, id="car-t"))
    assert "https://example.org/one" in card.parts[0].text


def test_urgent_has_three_levels_and_all_other_families(answers: Answers) -> None:
    card = answers.urgent("en", "checkpoint")
    assert [part.id for part in card.parts] == ["emergency", "call-today", "tell-team"]
    assert len(card.menu) == len(Family) - 1
    assert answers.urgent("en", "nonsense").title == answers.urgent("en").title


def test_a_list_of_signs_is_in_the_language_asked_for(answers: Answers) -> None:
    card = answers.urgent("es")
    assert [(part.title, part.text) for part in card.parts] == [
        ("Emergencia", "- Una señal: emergency"),
        ("Llama hoy", "- Una señal: call_today"),
        ("Avisa a tu equipo", "- Una señal: tell_team"),
    ]
    assert card.notices == ()
    assert answers.urgent("en").parts[0].text == "- A sign: emergency"
    assert as_record(card, query="", command="urgent")["sections"][0]["text"] == "- Una señal: emergency"


def test_a_list_of_signs_is_never_half_in_one_language() -> None:
    safety: list[dict[str, Any]] = [note.model_dump(mode="json") for note in small_knowledge().safety.values()]
    for note in safety:
        note["warning_signs"]["tell_team"][0]["text_in"] = {}
    card = Answers(small_knowledge(safety=safety)).urgent("es")
    assert [part.text for part in card.parts] == ["- A sign: emergency", "- A sign: call_today", "- A sign: tell_team"]
    assert [notice.plain() for notice in card.notices] == ["Por ahora este texto solo está en inglés."]
    assert card.parts[0].title == "Emergencia"


def test_support_guesses_no_country_and_borrows_no_number(answers: Answers) -> None:
    assert not answers.support("en").parts
    britain = answers.support("en", "GB")
    assert "999" in britain.parts[0].text
    assert "111" in britain.parts[1].text
    nothing = answers.support("en", "AQ")
    assert not any(char.isdigit() for part in nothing.parts for char in part.text)


def test_overdue_is_said_by_itself() -> None:
    late = Answers(small_knowledge(), clock=lambda: dt.date(2040, 1, 1)).explain("car-t", "en")
    assert late.review is not None
    assert late.review.overdue
    assert "overdue" in late.review.line


def test_a_signature_changes_the_line() -> None:
    signed = topic("car-t", "CAR-T", clinician={"name": "Dr. A", "role": "oncologist", "date": "2026-02-02"})
    before = Answers(small_knowledge()).explain("car-t", "en").review
    after = Answers(small_knowledge(topics=[signed, topic("long-read", "Long")])).explain("car-t", "en").review
    assert before is not None
    assert after is not None
    assert "Not yet reviewed by a clinician" in before.line
    assert "Dr. A" in after.line


def test_a_card_that_nobody_re_read_says_so() -> None:
    fresh = topic("car-t", "CAR-T", checked_by="not yet re-read")
    review = Answers(small_knowledge(topics=[fresh, topic("long-read", "Long")])).explain("car-t", "en").review
    read = Answers(small_knowledge()).explain("car-t", "en").review
    assert review is not None
    assert read is not None
    assert "second reader" in review.line
    assert "second reader" not in read.line


def test_a_weak_card_says_less_and_says_so() -> None:
    answer = Answers(small_knowledge()).explain("car-t", "en")  # two sources of one publisher
    assert any("one main source" in notice.text for notice in answer.notices)


def test_the_correction_is_kind_and_only_for_that_name() -> None:
    knowledge = small_knowledge(
        topics=[topic("car-t", "CAR-T", corrects=["autoimmune therapy"], correction="Doctors call it otherwise.")]
    )
    answers = Answers(knowledge)
    assert answers.explain("autoimmune therapy", "en").notices[0].text == "Doctors call it otherwise."
    assert all(notice.text != "Doctors call it otherwise." for notice in answers.explain("car-t", "en").notices)


def test_spanish_phrases_with_english_texts_say_so(answers: Answers) -> None:
    answer = answers.explain("car-t", answers.language_of("es-ES"))
    assert any("inglés" in notice.text for notice in answer.notices)
    assert answers.language_of("fr") == "en"
    assert answers.language_of(None) == "en"
    assert answers.languages[0] == "en"


def test_translations_are_used() -> None:
    plain = small_knowledge()
    from bot.knowledge.load import Knowledge, content_digest

    translation = {
        "id": "adcc", "title": "ADCC (es)", "gist": "gist es", "lead": "Texto.", "checked_by": "nobody",
        "translated_from": content_digest(plain.entries["adcc"]),
    }  # fmt: skip
    assert isinstance(plain, Knowledge)
    translated = Answers(small_knowledge())
    object.__setattr__(translated.knowledge, "translations", {"es": {"adcc": _translation(translation)}})
    answer = translated.explain("adcc", "es")
    assert (answer.title, answer.lead) == ("ADCC (es)", "Texto.")
    assert not any("inglés" in notice.text for notice in answer.notices)


def _translation(values: dict[str, str]) -> object:
    from bot.knowledge.model import Translation

    return Translation.model_validate(values)


def test_words_of_a_message_in_order(answers: Answers) -> None:
    card = answers.scan("After ADCC they said CAR-T, and pneumonitis. I cannot breathe", "en")
    assert [choice.id for choice in card.menu] == ["adcc", "car-t", "inflamed-lungs"]
    assert card.notices
    assert not answers.scan("nothing here", "en").parts
    assert answers.scan("i want to die", "en").notices


def test_completion_sections_families_countries(answers: Answers) -> None:
    assert answers.complete("car", "en")[0].id == "car-t"
    assert ("ask", "Questions to ask your team") in answers.sections("car-t", "en")
    assert answers.sections("no such thing", "en") == ()
    assert len(answers.families("en")) == len(Family)
    assert answers.countries("es") == (("AQ", "Antártida"), ("GB", "Gran Bretaña"))


def test_pages_and_topics(answers: Answers) -> None:
    for card in (answers.help("en"), answers.about("es"), answers.privacy("en")):
        assert card.parts
        assert card.safety_note.text
    assert answers.topics("en").parts


@pytest.mark.parametrize("view", list(View))
def test_every_view_opens(answers: Answers, view: View) -> None:
    assert answers.open(Request(view=view, id="car-t", section="ask")).safety_note.text


def test_the_record_has_every_key(answers: Answers) -> None:
    record = as_record(answers.explain("car t", "en", full=True), query="car t", command="explain")
    assert list(record) == [
        "query", "command", "outcome", "id", "kind", "title", "lead", "notices", "sections", "sources", "reviewed",
        "review_by", "clinician_reviewed", "safety_note", "suggestions",
    ]  # fmt: skip
    assert record["outcome"] == "exact"
    assert record["sources"][0]["year"] == 2025
    offered = as_record(answers.glossary("CDC", "en"), query="CDC", command="glossary")
    assert {each["id"] for each in offered["suggestions"]} == {"cdc-mechanism", "cdc-agency"}
    assert as_record(answers.help("en"), query="", command="help")["outcome"] is None


def test_facts_of_terms_and_drugs() -> None:
    knowledge = small_knowledge(
        terms=[
            entry(
                "adcc",
                "ADCC",
                expansion="a long name",
                say_it="AY-dee",
                not_same_as=[{"name": "ADC", "difference": "A drug."}],
            ),
            entry("cdc-mechanism", "Complement", names={"also": ["CDC"]}),
            entry("cdc-agency", "Agency", names={"also": ["CDC"]}),
        ],
    )
    parts = Answers(knowledge).glossary("adcc", "en").parts
    assert "a long name" in parts[0].text
    assert "AY-dee" in parts[0].text
    assert "A drug." in parts[1].text


@pytest.mark.parametrize(
    ("typed", "family"),
    [
        ("i cannot breathe after car-t", "cell-therapy"),
        ("i cannot breathe after exampla", "checkpoint"),
        ("i cannot breathe", "general"),
    ],
)
def test_warning_signs_are_those_of_the_therapy_that_was_named(answers: Answers, typed: str, family: str) -> None:
    assert answers.explain(typed, "en").request.id == family


def test_of_several_families_the_stricter_list_is_shown(answers: Answers) -> None:
    assert answers.explain("exampla and then car-t, now i cannot breathe", "en").request.id == "cell-therapy"


def test_a_message_that_names_one_therapy_ends_with_its_note(answers: Answers) -> None:
    card = answers.scan("they said CAR-T, and CDC too", "en")
    assert card.safety_note.family is Family.CELL_THERAPY
    assert next(target.id for offer, _, target in card.offers if offer is Offer.URGENT) == "cell-therapy"
    assert answers.scan("CAR-T or exampla", "en").safety_note.family is Family.GENERAL


def test_an_empty_box_begins_with_what_newcomers_ask(answers: Answers) -> None:
    assert answers.complete("", "en")[0].id == "car-t"


def test_lay_words_and_slips_on_a_card_are_not_taken_for_the_entries_that_they_find() -> None:
    text = "Birth controls and glands are other things. Pneumonitis is meant, and more than one inflamed lung too."
    about = topic("brakes", "Brakes", {"what": text})
    group = {**entry("control-group", "Control group"), "names": {"lay": ["controls", "glands"]}}
    lungs = {**entry("inflamed", "Inflamed lung"), "names": {"also": ["pneumonitis"]}}
    known = small_knowledge(topics=[about], terms=[group, lungs], drugs=[], side_effects=[], homonyms=[])
    whole = Answers(known).explain("brakes", "en", full=True)
    assert [part.text for part in whole.parts if part.id == "words"] == ["- **Inflamed lung**: About Inflamed lung"]
