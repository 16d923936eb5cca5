"""What every folder of tests may ask for."""

from tests.databases import database_kind, database_url, empty_url, postgres_of_worker, storage

__all__ = ["database_kind", "database_url", "empty_url", "postgres_of_worker", "storage"]
