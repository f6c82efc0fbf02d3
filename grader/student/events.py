"""What happens while a student works: files are saved, keys are pressed. Two threads, one queue."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from watchfiles import watch

from grader.errors import UsageError
from grader.student.keys import Keyboard
from grader.words.messages import Heard, InFile, say

# Milliseconds without a further change before a save is told, and the most that is waited for that. An editor
# that writes a file in two steps needs a few; a person notices a hundred.
_STEP, _DEBOUNCE = 10, 100


@dataclass(frozen=True, slots=True)
class Saved:
    """A file was written, or is gone: a rename is both."""

    path: Path


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key: its character, or "up", "down", "enter"."""

    key: str


@dataclass(frozen=True, slots=True)
class _Lost:
    """Saves can no longer be seen."""

    why: str


Event = Saved | Pressed


class LiveEvents:
    """Saves below a folder, and keys where there is a keyboard, until closed."""

    def __init__(self, folder: Path, keyboard: Keyboard | None, *, poll: bool = False) -> None:
        self._folder = folder
        self._keyboard = keyboard
        self._poll = poll
        self._queue: queue.SimpleQueue[Event | _Lost] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._watch_files, daemon=True)]
        if keyboard is not None:
            self._threads.append(threading.Thread(target=self._read_keys, args=(keyboard,), daemon=True))
        for thread in self._threads:
            thread.start()

    def __iter__(self) -> Iterator[Event]:
        """Events as they come. Raises UsageError where saves cannot be watched here."""
        while True:
            try:
                # Not for ever at once: on Windows Ctrl-C is only looked at in between.
                event = self._queue.get(timeout=1.0)
            except queue.Empty:
                continue
            if isinstance(event, _Lost):
                raise UsageError(
                    say(
                        "Changes in {folder} cannot be seen: {error}. "
                        "Try `grader watch --poll`, which looks at the files again and again.",
                        folder=InFile(str(self._folder)),
                        error=Heard(event.why),
                    )
                )
            yield event

    @contextmanager
    def paused(self) -> Iterator[None]:
        """While a check runs: keys pressed meanwhile are forgotten."""
        if self._keyboard is None:
            yield
            return
        with self._keyboard.deaf():
            yield

    def close(self) -> None:
        """Stop listening, and give the terminal back as it was."""
        self._stop.set()
        if self._keyboard is not None:
            self._keyboard.close()
        for thread in self._threads:
            thread.join(2.0)

    def _watch_files(self) -> None:
        try:
            for changes in watch(
                self._folder,
                watch_filter=None,
                step=_STEP,
                debounce=_DEBOUNCE,
                rust_timeout=500,
                stop_event=self._stop,
                force_polling=self._poll or None,
                raise_interrupt=False,
            ):
                for path in sorted({path for _, path in changes}):
                    self._queue.put(Saved(Path(path)))
        except (OSError, RuntimeError) as error:
            self._queue.put(_Lost(str(error)))

    def _read_keys(self, keyboard: Keyboard) -> None:
        for key in keyboard.pressed():
            self._queue.put(Pressed(key))
