"""What the store asks of a database: statements with named parameters, transactions, a lock."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from grader.errors import UsageError


class StoreError(UsageError):
    """The store cannot be opened, read or written; it says where, why and what to do."""


class Database(Protocol):
    """A connection of one process."""

    # The place, for people; without a password.
    shown: str
    # What the type of a column for bytes is called.
    bytes_type: str

    def execute(self, statement: str, parameters: Mapping[str, Any] = ...) -> list[tuple[Any, ...]]:
        """Run one statement, `:name` for parameters; its rows. Raises StoreError."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing of the statements within. Raises StoreError."""
        ...

    def close(self, *, empty: bool) -> None:
        """Let it go, and the lock. empty: nothing was ever put into it, so a new one does not stay."""
        ...
