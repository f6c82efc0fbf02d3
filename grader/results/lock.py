"""One process a store. The lock is the kernel's, so that it ends with its holder, however that ends."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from grader.results.database import StoreError
from grader.words.messages import Code, Heard, InFile, Message, Name, Value, say


def now() -> str:
    """The time, for people and programs: ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def holder() -> dict[str, str]:
    """Who this process is, for others that find the lock taken."""
    return {"host": socket.gethostname(), "process": str(os.getpid()), "since": now()}


def taken(store: str, said: dict[str, str]) -> StoreError:
    """That another process holds the store, who and since when."""
    unknown = "?"
    refusal = say(
        "Another grader is writing {store}: process {process} on {host}, since {since}.",
        store=InFile(store),
        process=Value(said.get("process", unknown)),
        host=Name(said.get("host", unknown)),
        since=Value(said.get("since", unknown)),
    )
    return StoreError(refusal + say("Wait until it has ended, or write to another folder."))


class NoLocksError(StoreError):
    """The file system has no locks, as on some network drives."""


class FileLock:
    """A file beside the store that is locked while this process writes there, and removed afterwards."""

    def __init__(self, store: Path, shown: str = "") -> None:
        """shown: what others are told that this process writes; else the store.

        Raises:
            StoreError: another process holds it.
            NoLocksError: nobody can.
        """
        self._path = store.with_name(f"{store.name}.lock")
        while True:
            self._file = self._opened()
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                said = _read(self._file)
                os.close(self._file)
                raise taken(shown or str(store), said) from None
            except OSError as error:
                os.close(self._file)
                raise NoLocksError(_no_locks(store, error)) from None
            # Its last holder may have removed it after we opened it: then it locks nobody out.
            if self._is_there():
                break
            os.close(self._file)
        os.ftruncate(self._file, 0)
        os.write(self._file, json.dumps(holder()).encode())

    def _opened(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise _cannot_write(self._path, error) from None

    def _is_there(self) -> bool:
        try:
            return os.path.samestat(os.stat(self._path), os.fstat(self._file))
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Let others write there."""
        self._path.unlink(missing_ok=True)
        os.close(self._file)


@contextmanager
def writing_to(folder: Path, store: Path) -> Iterator[None]:
    """While this lasts, no other process writes reports to a folder whose store lies elsewhere.

    store: where it would lie, and its lock. Raises StoreError.
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from None
    try:
        lock = FileLock(store, shown=str(folder))
    except NoLocksError:
        yield  # a store elsewhere is what was advised for such a drive; it has a lock of its own
        return
    try:
        yield
    finally:
        lock.release()
        if made:
            # Reports are there now, or somebody else has begun to write.
            with suppress(OSError):
                folder.rmdir()


def _read(file: int) -> dict[str, str]:
    try:
        said = json.loads(os.pread(file, 1000, 0))
    except ValueError:
        return {}  # its holder has not written yet
    return said if isinstance(said, dict) else {}


def _cannot_write(path: Path, error: OSError) -> StoreError:
    why = Heard(error.strerror or str(error))
    return StoreError(
        say("Cannot write {file}: {why}.", file=InFile(str(path)), why=why)
        + say("Name another folder, or allow writing to this one.")
    )


def _no_locks(store: Path, error: OSError) -> Message:
    why = Heard(error.strerror or str(error))
    return say("{file} cannot be locked: {why}.", file=InFile(str(store)), why=why) + say(
        "Use a file on a local disk with {option}.", option=Code("--store PATH")
    )
