"""What every folder of tests may ask for."""

import pytest

from bot.knowledge.load import Knowledge, load
from tests.databases import database_kind, database_url, empty_url, postgres_of_worker, storage

__all__ = ["database_kind", "database_url", "empty_url", "postgres_of_worker", "storage"]


@pytest.fixture(scope="session")
def shipped() -> Knowledge:
    """The knowledge that ships, read once."""
    return load()
