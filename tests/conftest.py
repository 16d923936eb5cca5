"""What every folder of tests may ask for."""

import pytest

from bot.answers import Answers
from bot.knowledge.load import Knowledge, load
from tests.databases import database_kind, database_url, empty_url, postgres_of_worker, storage

__all__ = ["database_kind", "database_url", "empty_url", "postgres_of_worker", "storage"]


@pytest.fixture(scope="session")
def shipped() -> Knowledge:
    """The knowledge that ships, read once."""
    return load()


@pytest.fixture(scope="session")
def shipped_answers(shipped: Knowledge) -> Answers:
    """The answers from it, which take a second to make, and three while coverage is measured."""
    return Answers(shipped)
