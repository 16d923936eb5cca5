import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.readability import grade, measure, neutral_words, sentences, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cell", 1),
        ("table", 2),
        ("immune", 2),
        ("immunotherapy", 6),
        ("T-cell", 2),
        ("follow-up", 3),
        ("don't", 1),
        ("don\u2019t", 1),
        ("Crohn's", 1),
        ("cancer’s", 2),
        ("pembrolizumab", 5),
        ("jumped", 1),
        ("blarted", 2),
        ("glimes", 1),
        ("splaxes", 2),
        ("CTLA-4", 5),
        ("PD-L1", 4),
        ("HER2", 2),
        ("CD19", 4),
        ("NSCLC", 5),
        ("WBC", 5),
        ("mRNA-4157", 8),
        ("IL-2Rα", 5),
        ("38.0", 1),
        ("24-hour", 3),
        ("x", 1),
        ("zzzz", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_words_are_numbers_codes_and_compounds() -> None:
    text = "At 38.0 °C (100.4 °F), PD-L1 isn't a 24-hour T-cell test; 1,000 don\u2019t."
    assert words(text) == [
        "At", "38.0", "C", "100.4", "F", "PD-L1", "isn't", "a", "24-hour", "T-cell", "test", "1,000", "don\u2019t",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("A fever of 38.0 °C is high. Call.", ["A fever of 38.0 °C is high.", "Call."]),
        ("Hepatitis B. Then no. Yes.", ["Hepatitis B.", "Then no.", "Yes."]),
        ("Some, e.g. Keytruda, work. Dr. Who vs. Nobody.", ["Some, e.g. Keytruda, work.", "Dr. Who vs. Nobody."]),
        ("In the U.S. Food is food.", ["In the U.S. Food is food."]),
        (
            "You may notice:\n\n- A rash\n- A cough. Call.\n\nEnd.",
            ["You may notice:", "A rash", "A cough.", "Call.", "End."],
        ),
        ("You may notice:\n- A rash\n  that itches", ["You may notice:", "A rash that itches"]),
        ("**Emergency:** call now. **Then** wait.", ["Emergency: call now.", "Then wait."]),
        ('He said "Stop." Then went.', ['He said "Stop.', "Then went."]),
        ("1. First\n2. Second", ["First", "Second"]),
        ("one line\nand the next", ["one line and the next"]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_sentences_know_bullets_decimals_and_abbreviations(text: str, found: list[str]) -> None:
    assert sentences(text) == found


def test_measure_counts_words_sentences_and_the_longest() -> None:
    reading = measure("The cat sat. The big cat sat on a mat.")
    assert (reading.words, reading.sentences, reading.longest) == (10, 2, 7)
    assert reading.longest_sentence == "The big cat sat on a mat."
    assert reading.mean == 5.0
    assert reading.grade == 0.0


def test_the_grade_is_flesch_kincaid() -> None:
    # 5 words, 1 sentence, 13 syllables: 0.39 * 5 + 11.8 * 13 / 5 - 15.59
    assert grade("Immunotherapy requires medical supervision today.") == pytest.approx(
        0.39 * 5
        + 11.8 * sum(map(syllables, ["Immunotherapy", "requires", "medical", "supervision", "today"])) / 5
        - 15.59,
        abs=0.06,
    )


def test_nothing_to_read_has_grade_nought() -> None:
    reading = measure("— … !")
    assert (reading.grade, reading.words, reading.sentences, reading.longest, reading.mean) == (0.0, 0, 0, 0, 0.0)


@pytest.mark.parametrize(
    "text", ["Pembrolizumab is a drug.", "PD-L1 is a sign.", "Prednisone is a drug.", "Newdrugleucel is a drug."]
)
def test_medicines_and_molecules_are_neutral(text: str) -> None:
    assert grade(text) < grade(text, as_is=True)


def test_names_given_as_neutral_count_two_syllables_at_most() -> None:
    text = "Hypophysitis is here. A cat is here."
    assert measure(text, neutral_words(["Hypophysitis"])).grade == grade("Table is here. A cat is here.")
    assert neutral_words(["Adoptive cell transfer", "CAR-T"]) == {"adoptive", "cell", "transfer", "car-t"}


def test_a_neutral_name_stays_a_word_of_its_sentence() -> None:
    assert measure("Pembrolizumab nivolumab ipilimumab.").longest == 3


@given(st.text(max_size=400))
def test_any_text_can_be_measured_and_always_the_same(text: str) -> None:
    reading = measure(text)
    assert reading == measure(text)
    assert reading.grade >= 0.0
    assert reading.words == sum(len(words(sentence)) for sentence in sentences(text))
    assert reading.longest <= reading.words
    assert (reading.words == 0) == (reading.sentences == 0)
    assert grade(text) <= grade(text, as_is=True)


@given(st.text(min_size=1, max_size=30))
def test_any_word_has_a_syllable(word: str) -> None:
    assert syllables(word) >= 1
