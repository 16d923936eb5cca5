"""From what people type to what they mean, and never to a neighbour of it."""

import dataclasses
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.load import Knowledge, load
from bot.knowledge.model import AnyEntry, Kind
from bot.lookup.find import Finder
from bot.lookup.outcome import Close, Exact, Outcome, Reason, Suggestions, Unknown
from bot.lookup.stream import as_record

KNOWLEDGE = load()
FINDER = Finder(KNOWLEDGE, ("immunotherapy", "car-t"))


def entries_of(outcome: Outcome) -> tuple[AnyEntry, ...]:
    match outcome:
        case Exact(entry=entry) | Close(entry=entry):
            return (entry,)
        case Suggestions(entries=entries):
            return entries
        case Unknown():
            return ()


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_nothing_typed_makes_it_fail(query: str) -> None:
    found = entries_of(FINDER.find(query))
    offered = FINDER.complete(query)
    assert len({entry.id for entry in found}) == len(found)
    assert len({each.id for each in offered}) == len(offered) <= 25
    FINDER.words(query)
    FINDER.alarm(query)
    assert as_record(query, FINDER.find(query))["query"] == query


@pytest.mark.parametrize("entry", KNOWLEDGE.entries.values(), ids=lambda entry: entry.id)
def test_every_title_finds_its_entry_first(entry: AnyEntry) -> None:
    assert entry in entries_of(FINDER.find(entry.title))
    assert entry.id in [each.id for each in FINDER.complete(entry.title)]


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("PD 1", "pd-1"), ("pd-1", "pd-1"), ("PD1", "pd-1"), ("what is PD-L1?", "pd-l1"), ("pdl1", "pd-l1"),
        ("crs??", "crs"), ("What is CRS", "crs"), ("keytruda", "pembrolizumab"), ("KEYTRUDA®", "pembrolizumab"),
        ("tell me about opdivo", "nivolumab"), ("car-t", "car-t"), ("T cells", "t-cell"),
        ("qué es el melanoma", "melanoma"), ("hypothyroidism", "hypothyroidism"), ("autoimmune therapy", "immunotherapy"),
    ],
)  # fmt: skip
def test_exact_names_however_they_are_written(typed: str, id_: str) -> None:
    outcome = FINDER.find(typed)
    assert isinstance(outcome, Exact)
    assert outcome.entry.id == id_


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("pembrolizunab", "pembrolizumab"),
        ("opdivvo", "nivolumab"),
        ("pnuemonitis", "pneumonitis"),
        ("melenoma", "melanoma"),
    ],
)
def test_slips_are_answered(typed: str, id_: str) -> None:
    outcome = FINDER.find(typed)
    assert isinstance(outcome, Close | Exact)
    assert outcome.entry.id == id_


@pytest.mark.parametrize(
    "typed", ["tramadol", "metformin", "asdf", "qwertyuiop", "thanks!!", "", "???", "lisinopril", "🙂", "xyz12"]
)
def test_what_is_not_ours_is_not_answered(typed: str) -> None:
    assert not isinstance(FINDER.find(typed), Exact | Close)


@pytest.mark.parametrize("typed", ["all", "car", "pet", "bite", "ice", "mad"])
def test_ordinary_words_that_look_like_codes_are_never_answers(typed: str) -> None:
    assert not isinstance(FINDER.find(typed), Exact | Close)


CONFUSED = [
    ("hypothyroidism", "hyperthyroidism"), ("PD-1", "PD-L1"), ("CD19", "CD20"), ("CD20", "CD22"), ("ADC", "ADCC"),
    ("ADCC", "ADCP"), ("IL-2", "IL-6"), ("PSA", "PSMA"), ("autologous", "allogeneic"), ("CR", "CRS"), ("TIL", "TCR"),
    ("adjuvant therapy", "neoadjuvant therapy"), ("pembrolizumab", "penpulimab"), ("MSI-H", "MRI"), ("TPS", "CPS"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), CONFUSED)
def test_look_alikes_are_never_swapped(one: str, other: str) -> None:
    first, second = FINDER.find(one), FINDER.find(other)
    swapped = isinstance(first, Exact) and isinstance(second, Exact) and first.entry is second.entry
    assert not swapped
    for name, outcome in ((one, first), (other, second)):
        assert not isinstance(outcome, Close), name


@pytest.mark.parametrize("code", ["cd18", "PD-2", "IL-3", "CD21", "adcd"])
def test_unknown_codes_are_offered_at_most(code: str) -> None:
    assert not isinstance(FINDER.find(code), Exact | Close)


def test_a_slip_between_opposites_is_offered_not_answered() -> None:
    outcome = FINDER.find("hyprthyroidism")
    assert not isinstance(outcome, Close) or outcome.entry.id in {"hyperthyroidism", "hypothyroidism"}
    assert isinstance(FINDER.find("hypperthyroidism"), Close | Suggestions)


@pytest.mark.parametrize("typed", ["difference between PD-1 and PD-L1", "keytruda vs opdivo", "car-t or til therapy"])
def test_two_names_offer_both(typed: str) -> None:
    outcome = FINDER.find(typed)
    assert isinstance(outcome, Suggestions)
    assert outcome.reason is Reason.SEVERAL
    assert len(outcome.entries) == 2


def test_descriptions_are_only_offered() -> None:
    outcome = FINDER.find("antibody with a poison on its back")
    assert isinstance(outcome, Suggestions)
    assert outcome.reason is Reason.DESCRIBED
    assert "antibody-drug-conjugates" in [entry.id for entry in outcome.entries[:3]]


def test_homonyms_are_offered_and_kind_may_decide() -> None:
    outcome = FINDER.find("CDC")
    assert isinstance(outcome, Suggestions)
    assert outcome.reason is Reason.HOMONYM
    decided = FINDER.find("CDC", Kind.TOPIC)
    assert isinstance(decided, Exact)
    assert decided.entry.id == "cdc-complement"


def test_completion_begins_with_starters_and_prefers_the_kind() -> None:
    assert [each.id for each in FINDER.complete("")][:2] == ["immunotherapy", "car-t"]
    drugs = FINDER.complete("p", Kind.DRUG)
    assert KNOWLEDGE.entries[drugs[0].id].kind is Kind.DRUG
    assert FINDER.complete("keytr")[0].id == "pembrolizumab"
    assert "pembrolizumab" in [each.id for each in FINDER.complete("pembrolizunab")]


def test_words_of_a_message_longest_first() -> None:
    found = [entry.id for entry in FINDER.words("CRS grade 1 after CAR-T, on toci, PD-L1 60%")]
    assert found[:1] == ["crs"]
    assert {"car-t", "pd-l1"} <= set(found)
    assert "pd-1" not in found


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("i cant breathe since the infusion", "urgent"),
        ("I want to kill myself", "support"),
        ("no puedo respirar", "urgent"),
    ],
)
def test_alarms(typed: str, leads_to: str) -> None:
    alarm = FINDER.alarm(typed)
    assert alarm is not None
    assert alarm.leads_to == leads_to


@pytest.mark.parametrize("typed", ["what is a rash", "explain chest x-ray", "how does fever work in crs", "keytruda"])
def test_questions_are_no_alarms(typed: str) -> None:
    assert FINDER.alarm(typed) is None


def test_records_of_every_outcome() -> None:
    records = [as_record(query, FINDER.find(query)) for query in ("crs", "pembrolizunab", "CDC", "asdf")]
    assert [record["outcome"] for record in records] == ["exact", "close", "suggestions", "unknown"]
    assert all(
        list(record) == ["query", "outcome", "id", "kind", "title", "score", "suggestions"] for record in records
    )


def test_confusable_drugs_keep_their_names() -> None:
    generics = list(KNOWLEDGE.drugs.values())
    for one, other in itertools.pairwise(generics):
        outcome = FINDER.find(one.title)
        assert entries_of(outcome)[0] is not other


@pytest.mark.parametrize(
    ("typed", "id_"),
    [("Brakya infusion", "brakimab"), ("colitis symptoms", "gut-trouble"), ("programmed death one", "pd-1"),
     ("what is ALL", "all"), ("ALL", "all"), ("PET", "pet-scan")],
)  # fmt: skip
def test_words_that_only_say_the_sort_fall_away(small_finder: Finder, typed: str, id_: str) -> None:
    outcome = small_finder.find(typed)
    assert isinstance(outcome, Exact)
    assert outcome.entry.id == id_


@pytest.mark.parametrize("typed", ["all", "what is all", "pet"])
def test_everyday_words_are_asked_about(small_finder: Finder, typed: str) -> None:
    outcome = small_finder.find(typed)
    assert isinstance(outcome, Suggestions)
    assert outcome.reason is Reason.SIMILAR


def test_the_sort_must_be_the_sort_of_the_entry(small_finder: Finder) -> None:
    assert not isinstance(small_finder.find("PD-1 infusion"), Exact | Close)
    assert not isinstance(small_finder.find("pet treatment"), Exact | Close)


def ids(outcome: Outcome) -> list[str]:
    return [entry.id for entry in entries_of(outcome)]


def test_several_offers_each_side_and_both_meanings_of_a_homonym(small_finder: Finder) -> None:
    assert ids(small_finder.find("CDC or rituximab")) == ["cdc-killing", "cdc-office", "rituximab"]
    assert ids(small_finder.find("difference between brakimb and rituximab")) == ["brakimab", "rituximab"]
    assert ids(small_finder.find("Brakya colitis")) == ["gut-trouble", "brakimab"]
    assert isinstance(small_finder.find("PD-1 or PD 1"), Exact | Suggestions | Unknown)


def test_one_known_side_is_not_two(small_finder: Finder) -> None:
    outcome = small_finder.find("rituximab vs xyzzyx")
    assert not isinstance(outcome, Suggestions) or outcome.reason is not Reason.SEVERAL


def test_kind_orders_suggestions_and_their_scores_with_them(small_finder: Finder) -> None:
    outcome = small_finder.find("hyprthyroidism", Kind.TERM)
    assert isinstance(outcome, Suggestions)
    assert len(outcome.scores) == len(outcome.entries) == 2
    assert ids(small_finder.find("Brakya colitis", Kind.DRUG)) == ["brakimab", "gut-trouble"]
    assert ids(small_finder.find("CDC", Kind.TERM)) == ["cdc-office", "cdc-killing"]
    assert isinstance(small_finder.find("pd-1", Kind.DRUG), Exact)


def test_a_close_answer_names_what_was_typed_and_who_else_was_near(small_finder: Finder) -> None:
    outcome = small_finder.find("what is hypothyrodism?")
    assert isinstance(outcome, Close)
    assert (outcome.entry.id, outcome.name, outcome.typed) == ("hypothyroidism", "Hypothyroidism", "hypothyrodism")
    assert 80 < outcome.score < 100
    assert [entry.id for entry in outcome.others] in ([], ["hyperthyroidism"])


def test_long_texts_are_cut_not_refused(small_finder: Finder) -> None:
    assert isinstance(small_finder.find("x" * 100_000), Unknown)
    assert small_finder.words("x " * 100_000) == ()


def test_the_beginning_of_a_name_is_asked_about(small_finder: Finder) -> None:
    assert ids(small_finder.find("cytope")) == ["cytopenias"]
    assert ids(small_finder.find("what is hypothy")) == ["hypothyroidism"]
    assert isinstance(small_finder.find("cyt"), Unknown)


def test_a_word_of_its_own_is_described_before_it_is_likened(finder: Finder) -> None:
    outcome = finder.find("confusion")
    assert isinstance(outcome, Suggestions | Exact)
    assert "infusion" not in ids(outcome)[:1]


FRAMES = ("the dr said {}", "dr said {}", "my scan says {}", "on {} now", "had {} again", "waiting for {}", "no {} yet")


@pytest.mark.parametrize("frame", FRAMES)
def test_a_short_form_in_a_sentence_is_never_read_as_a_slip_of_something_else(frame: str) -> None:
    for entry in KNOWLEDGE.entries.values():
        for name in entry.names.abbreviations:
            outcome = FINDER.find(frame.format(name.lower()))
            owners = {each.id for each in FINDER.words(name)} | {entry.id}
            assert not isinstance(outcome, Close) or outcome.entry.id in owners, outcome


@pytest.fixture(scope="module")
def unlisted(shipped: Knowledge) -> Finder:
    """Without the misspellings that editors listed, so that those are found by likeness alone."""
    entries = {
        key: entry.model_copy(update={"names": entry.names.model_copy(update={"misspellings": ()})})
        for key, entry in shipped.entries.items()
    }
    return Finder(dataclasses.replace(shipped, entries=entries))


@pytest.mark.parametrize(("typed", "entry"), [
    ("toomer", "tumour"),  # by ear: it shares no letters in a row with its name
    ("e k g test", "ecg"),
    ("lhd blood test", "ldh"),
    ("iec hs syndrome", "iec-hs"),
    ("oligomets", "oligometastatic"),
])  # fmt: skip
def test_slips_that_are_asked_back_and_never_answered(unlisted: Finder, typed: str, entry: str) -> None:
    outcome = unlisted.find(typed)
    assert isinstance(outcome, Suggestions)
    assert outcome.entries[0].id == entry


@pytest.mark.parametrize(("typed", "entry"), [("ki sixty seven", "ki-67"), ("ca one twenty five", "ca-125")])
def test_spoken_numbers_are_names(unlisted: Finder, typed: str, entry: str) -> None:
    outcome = unlisted.find(typed)
    assert isinstance(outcome, Exact)
    assert outcome.entry.id == entry


def test_words_of_a_sort_alone_bring_no_short_form(finder: Finder) -> None:
    outcome = finder.find("keytruda side effects")
    assert not isinstance(outcome, Suggestions) or outcome.reason is not Reason.SIMILAR
