"""The store in PostgreSQL, for several machines: SQLAlchemy is loaded here alone (the extra `postgres`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from grader.errors import in_one_line, needing
from grader.results.database import StoreError
from grader.results.database_address import read_address, shown_address
from grader.results.lock import holder, taken
from grader.words.messages import Code, Heard, Value, quoted, say

with needing("postgres", quoted(Code("--store"))):
    import psycopg  # noqa: F401  # SQLAlchemy loads it later, where nobody would say what to install
    from sqlalchemy import Connection, create_engine, text
    from sqlalchemy.engine import URL
    from sqlalchemy.exc import SQLAlchemyError

# A number of ours among those that programs lock in one database.
_LOCK = 0x6772616465  # "grade"
_HOLDER = "CREATE TABLE IF NOT EXISTS held (said TEXT NOT NULL)"


class RemoteDatabase:
    """A database of its own for one class. The lock is the connection's, and ends with it."""

    bytes_type = "BYTEA"

    def __init__(self, url: str, *, write: bool) -> None:
        """write: take the lock. Raises StoreError."""
        self.shown = shown_address(url)
        try:
            self._connection: Connection = create_engine(_with_driver(read_address(url))).connect()
        except (ModuleNotFoundError, SQLAlchemyError) as error:
            raise self._refusal(error) from None
        try:
            if write:
                self._take()
        except BaseException:
            self._connection.close()
            raise

    def _take(self) -> None:
        held = self.execute("SELECT pg_try_advisory_lock(:lock)", {"lock": _LOCK})[0][0]
        if not held:
            there = self.execute("SELECT to_regclass('held')")[0][0]
            said = self.execute("SELECT said FROM held") if there else []
            raise taken(self.shown, json.loads(said[0][0]) if said else {})
        with self.transaction():
            self.execute(_HOLDER)
            self.execute("DELETE FROM held")
            self.execute("INSERT INTO held VALUES (:said)", {"said": json.dumps(holder())})

    def execute(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run one statement; its rows. Raises StoreError."""
        try:
            done = self._connection.execute(text(statement), dict(parameters or {}))
            rows = [tuple(row) for row in done] if done.returns_rows else []
            if not self._within:
                self._connection.commit()
            return rows
        except SQLAlchemyError as error:
            if not self._within:
                self._connection.rollback()
            raise self._refusal(error) from None

    _within = False

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Raises StoreError."""
        self._within = True
        try:
            yield
            self._connection.commit()
        except BaseException as error:
            self._connection.rollback()
            if isinstance(error, SQLAlchemyError):
                raise self._refusal(error) from None
            raise
        finally:
            self._within = False

    def close(self, *, empty: bool) -> None:
        """End the connection, and the lock with it. The tables stay: who may make them made them."""
        self._connection.close()
        self._connection.engine.dispose()

    def _refusal(self, error: Exception) -> StoreError:
        return StoreError(
            say(
                "--store {url} cannot be used: {why}.",
                url=Value(self.shown),
                why=Heard(in_one_line(error).rstrip(".")),
            )
            + say("Expected the address of a database, such as {url}.", url=Code("postgresql://host/name"))
            + say("What was kept before stays.")
        )


def _with_driver(url: URL) -> URL:
    """The driver that the extra installs, where the address names none."""
    plain = url.drivername in ("postgresql", "postgres")
    return url.set(drivername="postgresql+psycopg") if plain else url
