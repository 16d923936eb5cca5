"""A wrong number is the worst mistake the bot could make: every shown one is compared with its entry and its source."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from bot.answers import Answers
from bot.knowledge.load import Knowledge, default_folder
from bot.knowledge.model import Country, EmergencyNumber, HelpLine

KINDS = ("emergency", "crisis", "cancer")


@cache
def written() -> dict[str, dict[str, Any]]:
    """The file as it stands, read by another reader than the loader's: every scalar a text."""
    text = (default_folder() / "helplines.yaml").read_text(encoding="utf-8")
    return {country["iso"]: country for country in yaml.load(text, Loader=yaml.BaseLoader)["helplines"]}


def lines(country: Country) -> Iterator[tuple[str, int, EmergencyNumber | HelpLine]]:
    for kind in KINDS:
        for position, line in enumerate(getattr(country, kind)):
            yield kind, position, line


def test_every_country_of_the_file_is_known_and_no_other(shipped: Knowledge) -> None:
    assert list(shipped.countries) == list(written())


@pytest.mark.parametrize("iso", list(written()))
def test_every_number_is_the_one_in_the_file(shipped: Knowledge, iso: str) -> None:
    country, entry = shipped.countries[iso], written()[iso]
    for kind in KINDS:
        assert len(getattr(country, kind)) == len(entry.get(kind, []))
    for kind, position, line in lines(country):
        for field in ("number", "phone", "text", "chat", "hours", "name", "purpose"):
            assert getattr(line, field, None) == entry[kind][position].get(field)


@pytest.mark.parametrize("iso", list(written()))
def test_every_number_has_a_source_that_was_read(shipped: Knowledge, iso: str) -> None:
    for _, _, line in lines(shipped.countries[iso]):
        assert line.sources
        assert all(shipped.sources[source].read != "unread" for source in line.sources)


@pytest.mark.parametrize("iso", list(written()))
def test_every_line_can_be_reached(shipped: Knowledge, iso: str) -> None:
    country = shipped.countries[iso]
    assert country.emergency, "no emergency number"
    for line in (*country.crisis, *country.cancer):
        assert line.phone or line.text or line.chat


@pytest.mark.parametrize("iso", list(written()))
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_card_shows_every_number_and_no_other(shipped_answers: Answers, iso: str, language: str) -> None:
    shown = "\n".join(part.text for part in shipped_answers.support(language, iso).parts)
    entry = written()[iso]
    for kind in KINDS:
        for line in entry.get(kind, []):
            for field in ("number", "phone", "text", "chat"):
                assert line.get(field, "") in shown
    digits = re.compile(r"\d+")
    assert set(digits.findall(shown)) <= set(digits.findall(str([entry.get(kind, []) for kind in KINDS])))


def test_every_country_can_be_reached_by_pressing(shipped_answers: Answers) -> None:
    """A menu holds 25 options, and there are more countries than that."""
    countries = set(shipped_answers.knowledge.countries)
    assert len(countries) > 25
    for start in (shipped_answers.support("en"), shipped_answers.support("es", "US")):
        *first, more = start.menu
        *second, back = shipped_answers.open(more.request).menu
        assert {choice.id for choice in (*first, *second)} | {start.request.id} - {""} == countries
        assert len(start.menu) <= 25
        assert shipped_answers.open(back.request).menu == start.menu
