"""What can go wrong with the database, each as one plain sentence without an address or a password."""

from __future__ import annotations

__all__ = ["DuplicateError", "StorageError", "StorageUnavailable"]


class StorageError(Exception):
    """The database or a backup cannot be used as asked. The text is for whoever runs the bot."""


class StorageUnavailable(StorageError):  # noqa: N818  # it names a state, as the sentence does
    """Nothing is wrong with what was asked: the database is down, locked or too slow. It may work later."""

    def __init__(self, sentence: str = "The database cannot be reached at the moment.") -> None:
        super().__init__(sentence)


class DuplicateError(StorageError):
    """Another row has that key already."""

    def __init__(self, sentence: str = "Another row has the same key.") -> None:
        super().__init__(sentence)
