"""The store as a file: sqlite3, with the journal and the waiting for the disk that survive a power cut.

No write-ahead log: it needs shared memory, which the network drives have not where universities keep homes.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from grader.results.database import StoreError
from grader.results.lock import FileLock
from grader.words.messages import Code, Heard, InFile, say

# Seconds to wait for a reader.
_BUSY = 30.0
_OWN = 0o600


class LocalDatabase:
    """A file, its owner's alone to read: it holds what hidden checks ask."""

    bytes_type = "BLOB"

    def __init__(self, path: Path, *, write: bool) -> None:
        """write: take the lock, and make the file where there is none. Raises StoreError."""
        self.shown = str(path)
        self._path = path
        self._made_folder = write and not path.parent.exists()
        self._made = self._opened = False
        self._lock: FileLock | None = None
        if write:
            self._take()
        elif not path.is_file():
            raise StoreError(
                say("{file} is not there.", file=InFile(self.shown))
                + say("Grade into this folder first, or name another one.")
            )
        try:
            self._connection = sqlite3.connect(path, timeout=_BUSY, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=DELETE")
            self._connection.execute("PRAGMA synchronous=FULL")
        except sqlite3.Error as error:
            self._release()
            raise self._refusal(error) from None
        self._opened = True

    def _take(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._refusal(error) from None
        self._lock = FileLock(self._path)
        try:
            self._made = not self._path.exists()
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _OWN))
            if os.stat(self._path).st_mode & 0o077:
                os.chmod(self._path, _OWN)
        except OSError as error:
            self._release()
            raise self._refusal(error) from None

    def execute(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run one statement; its rows. Raises StoreError."""
        try:
            return self._connection.execute(statement, parameters or {}).fetchall()
        except sqlite3.Error as error:
            raise self._refusal(error) from None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Raises StoreError."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            # A full disk has rolled it back already.
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise

    def close(self, *, empty: bool) -> None:
        """Let the file go; one that was made and holds nothing does not stay."""
        self._connection.close()
        if empty and self._made:
            self._path.unlink(missing_ok=True)
        self._release()
        if empty and self._made_folder:
            # Somebody else may have begun to write there.
            with suppress(OSError):
                self._path.parent.rmdir()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _refusal(self, error: Exception) -> StoreError:
        if self._opened and not self._path.exists():
            return StoreError(
                say("{file} is gone.", file=InFile(self.shown))
                + say("Somebody deleted it while the grader was at work.")
                + say("Grade again, and leave {folder} alone.", folder=InFile(str(self._path.parent)))
            )
        why = Heard(getattr(error, "strerror", None) or str(error))
        return StoreError(
            say("The results in {file} cannot be used: {why}.", file=InFile(self.shown), why=why)
            + say("What was kept before stays. Make room, or use another file.")
            + say("To use one on another disk: {option}", option=Code("--store PATH"))
        )
