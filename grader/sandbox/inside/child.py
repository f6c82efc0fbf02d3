"""Beside the student: one process, one submission, no answers.

    read Load ─► execute the text ─► Loaded
    read Ask ─► build arguments ─► call ─► observe ─► Answer        (as often as asked)
                                    └ a lent sibling is called: LentCall ─► LentAnswer, and on

Everything here may be read, patched or killed by the submission; nothing here knows a right answer. The walls
(`isolation`) stand before the first byte of a submission arrives.
"""

from __future__ import annotations

import builtins
import faulthandler
import importlib
import io
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import Any, NoReturn

import msgspec
import torch

from grader.sandbox import sim, wire
from grader.sandbox.inside import device, eager, edited, lend, load, missing, own_files, trace, world
from grader.sandbox.inside import notebook_page as page
from grader.sandbox.inside.at_return import AtReturn, hold_the_lock
from grader.sandbox.inside.build import Builder
from grader.sandbox.inside.cuda_machine import CudaMachine
from grader.sandbox.inside.observe import Observer, Snapshot, text
from grader.sandbox.inside.plain_built import PlainBuilder
from grader.sandbox.inside.plain_call import PlainCall, listening
from grader.sandbox.inside.plain_seen import PlainObserver
from grader.sandbox.inside.prepared import AroundCalls
from grader.sandbox.upstream_words import NO_MEMORY, says

_PRINTED = 12_288
# Of what is printed beyond that, so many characters from the end are kept.
_LAST_PRINTED = 2_048
# Bytes that are read at once: several small questions.
_AT_ONCE = 1 << 16
# A call that computed longer is not made again to see where its tensors come from: it may not end in time.
_QUICK = 0.3


class Printed(io.TextIOBase):
    """Stands for stdout and stderr, keeps the beginning of what is printed, and the end."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.left = _PRINTED
        self.end = ""

    def writable(self) -> bool:
        return True

    def write(self, said: str) -> int:
        if self.left > 0:
            self.parts.append(said[: self.left])
        if self.left < len(said):
            self.end = (self.end + said[max(self.left, 0) :])[-_LAST_PRINTED:]
        self.left -= len(said)
        return len(said)

    @property
    def is_cut(self) -> bool:
        """Whether something of what was printed is lost."""
        return self.left < 0

    def take(self) -> str:
        """What was printed since the last time."""
        left_out = ["\n…\n"] if -self.left > len(self.end) else []
        said = text("".join([*self.parts, *left_out, self.end]))
        self.parts, self.left, self.end = [], _PRINTED, ""
        return said


class Channel:
    """Whole frames over a file descriptor."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        # What has come beyond the present request: the next ones, where they are small.
        self._held = bytearray()

    def receive(self) -> tuple[wire.Request, bytearray]:
        """The next request; ends the process where the grader has gone."""
        head, blob = wire.lengths(bytes(self._read(wire.HEADER.size)))
        return wire.request(bytes(self._read(head))), self._read(blob)

    def _read(self, count: int) -> bytearray:
        while len(self._held) < count:
            part = self._some()
            if not part:
                os._exit(0)
            self._held += part
        data = self._held[:count]
        del self._held[:count]
        return data

    def _some(self) -> bytes:
        return os.read(self.fd, _AT_ONCE)

    def send(self, message: wire.Reply, blob: bytes | bytearray = b"") -> None:
        """A whole frame. Raises WireError where it is too large; where it comes to a halt, the process ends.

        Else the grader would take what is sent next for the rest of it.
        """
        frame = memoryview(wire.pack(message, blob))
        try:
            self._write(frame)
        except BaseException:
            os._exit(1)

    def _write(self, frame: memoryview) -> None:
        while frame:
            frame = frame[os.write(self.fd, frame) :]

    def ask(self, message: wire.Reply, blob: bytes | bytearray) -> tuple[wire.Request, bytearray]:
        """What the grader replies. Raises WireError as `send` does; who does not read on is out of step."""
        self.send(message, blob)
        try:
            return self.receive()
        except BaseException:
            os._exit(1)


class Server:
    """Answers one grader about one submission."""

    def __init__(self, channel: Channel, notes: trace.Trace) -> None:
        self.channel = channel
        self.trace = notes
        self.printed = Printed()
        self.submission = load.Submission([])
        self.device = device.present()
        self.cuda_machine: CudaMachine | None = None
        self.prepared: AroundCalls | None = None

    def serve(self) -> NoReturn:
        """Answer until the grader has gone or kills us."""
        while True:
            message, blob = self.channel.receive()
            if isinstance(message, wire.Load):
                self._load(message, blob)
            elif isinstance(message, wire.Ask):
                self._ask(message, blob)
            elif isinstance(message, wire.Show):
                self._show(message)
            elif isinstance(message, wire.Files):
                self._page().files |= own_files.place(message.files, blob)
                self.channel.send(wire.Shown())
            elif isinstance(message, wire.Look):
                observer = PlainObserver([])
                self.channel.send(self._page().look(message.name, message.id, observer), observer.blob)
            elif isinstance(message, wire.Prepare):
                self._prepare_calls(message)

    def _prepare_calls(self, message: wire.Prepare) -> None:
        names = self._page().module.__dict__
        self.prepared = self.prepared or AroundCalls(names, self._lend_for_cell)
        error = ""
        try:
            self.prepared.want(message)
        except Exception as raised:
            error = load.describe_error(raised)
        self.channel.send(wire.Answer(message.id, error=error))

    def _page(self) -> page.Page:
        if not isinstance(self.submission, page.Page):
            self.submission = page.Page()
        return self.submission

    def _show(self, message: wire.Show) -> None:
        self._redirect()
        shown, blob = self._page().show(message.name, message.text)
        self._redirect()
        self.channel.send(msgspec.structs.replace(shown, printed=self.printed.take()), blob)

    def _load(self, message: wire.Load, blob: bytearray) -> None:
        self._redirect()
        self.submission = load.Submission(message.functions, message.parameters)
        if message.cuda:
            self.cuda_machine = CudaMachine()
            self.cuda_machine.install()
        self.submission.files |= own_files.place(message.files, blob)
        self.submission.run(message.cells, definitions_only=message.definitions_only)
        self.submission.add(message.made)
        self._redirect()
        undone = restore_defaults()
        definitions = self.submission.definitions()
        for name in message.lent:
            load.replace(self.submission, name, self._lender(name))
        if message.edits is not None:
            edited.add(self.submission, message.edits)
        loaded = self.submission
        self.channel.send(
            wire.Loaded(
                definitions,
                loaded.troubles,
                loaded.bindings.helpers(),
                self.printed.take(),
                undone,
                compiled=eager.asked(),
                unparsed=loaded.unparsed,
                elsewhere=loaded.elsewhere,
                repeated=loaded.bindings.repeated(),
                bound=loaded.bindings.others(),
                absent=loaded.bindings.absent(),
                needs=loaded.imports.needs,
                hidden=loaded.hidden,
            )
        )

    def _redirect(self) -> None:
        sys.stdout = sys.__stdout__ = sys.stderr = sys.__stderr__ = self.printed  # type: ignore[misc,assignment]

    def _ask(self, message: wire.Ask, blob: bytearray) -> None:
        function = self._asked(message.function)
        if not callable(function):
            self.channel.send(wire.Answer(message.id, missing=True))
            return
        if message.plain:
            self._ask_plain(message, blob, function)
            return
        started = time.process_time()
        try:
            objects, call = _built(message, blob, function)
        except Exception as error:
            self.channel.send(self._not_built(message, error))
            return
        if self.cuda_machine is not None:
            self.cuda_machine.begin()
        answer, observer = self._answer(message, objects, call)
        if answer.needs:
            answer, observer = self._without_library(answer, observer, message, blob, function)
        if self.cuda_machine is not None:
            asked = self.cuda_machine.asked(function, self.submission.module.__dict__)
            answer = msgspec.structs.replace(answer, asked_of_machine=asked)
        if self.device != "cpu" and not answer.device_lost and time.process_time() - started < _QUICK:
            answer = self._with_origin(answer, message, lambda: _built(message, blob, function)[1]())
        self._send(answer, observer.blob)

    def _asked(self, name: str) -> Any:
        """A function as a grade cell has prepared it."""
        function = self.submission.asked(name)
        return self.prepared.around(function) if self.prepared and callable(function) else function

    def _ask_plain(self, message: wire.Ask, blob: bytearray, function: Callable[..., Any]) -> None:
        """A call for an instructor's own grade cell, which wants all that is data."""
        try:
            asked = PlainCall(message, blob, function, self.submission.asked)
        except Exception as error:
            self.channel.send(self._not_built(message, error))
            return
        self._prepare(message)
        errors = Printed()
        listening(self.printed, errors)
        missing.needs.begin(let_be=False)
        answer = asked.make(self._page().left_out)
        cut = self.printed.is_cut or errors.is_cut
        self._redirect()
        restore_defaults()
        answer = msgspec.structs.replace(
            answer, printed=self.printed.take(), complained=errors.take(), cut=cut
        )
        self._send(answer, asked.observer.blob)

    def _without_library(
        self,
        answer: wire.Answer,
        observer: Observer,
        message: wire.Ask,
        blob: bytearray,
        function: Callable[..., Any],
    ) -> tuple[wire.Answer, Observer]:
        """The answer that does not hang on a missing library, where it does not; else the one there is.

        Whoever shows a plot with it beside the work has answered, and whoever only names it has not.
        """
        objects, call = _built(message, blob, function)
        missing.needs.let_be = True
        try:
            other, others = self._answer(message, objects, call)
        finally:
            missing.needs.let_be = False
            world.stand_ins.forget()
        if other.needs or missing.needs.may_have_changed:
            return answer, observer
        return other, others

    def _not_built(self, message: wire.Ask, error: Exception) -> wire.Reply:
        if lacks := self._lacking(error):
            return wire.Answer(message.id, lacks=lacks, error_text=load.describe_error(error))
        return wire.Broken(load.describe_error(error), "arguments")

    def _lacking(self, error: BaseException) -> str:
        return text(sim.lacking(error)) if self.device == sim.TYPE else ""

    def _with_origin(self, answer: wire.Answer, message: wire.Ask, again: Callable[[], Any]) -> wire.Answer:
        """The answer with the line that made a tensor elsewhere, where it went wrong or holds one."""
        if answer.lacks or not (answer.error or device.is_elsewhere((answer.value,), self.device)):
            return answer
        self._prepare(message)
        origins = device.Origins(self.submission, self.device)
        try:
            with origins:
                live = again()
            found = origins.line_of((live,))
        except MemoryError:
            return msgspec.structs.replace(answer, out_of_memory=True)
        except BaseException:
            # What it raises is in the answer; only where from is asked here.
            found = origins.refused
        self._redirect()
        restore_defaults()
        return msgspec.structs.replace(answer, origin=found)

    def _answer(
        self, message: wire.Ask, objects: list[Any], call: Callable[[], Any]
    ) -> tuple[wire.Answer, Observer]:
        snapshot = Snapshot(objects)
        observer = Observer(objects, effects=message.effects)
        self._prepare(message)
        value: wire.Value = None
        error = error_text = ""
        raised_in, kinds = "", list[str]()
        place = None
        slopes: list[tuple[int, wire.Tensor]] = []
        lost = out_of_memory = by_statement = False
        needs = lacks = ""
        missing.needs.begin(let_be=missing.needs.let_be)
        try:
            with self.trace.watching({number: objects[number] for number in message.watched}):
                live = call()
                stood = AtReturn(live, objects)
                device.settle(self.device)
            observer.now = stood
            value, needs = _observed(observer, stood.value), missing.module_in(live)
            if message.effects:
                slopes = lend.slopes(live, objects, observer)
        except BaseException as raised:
            error, error_text = text(type(raised).__name__), load.describe_error(raised)
            place, raised_in = self.submission.place_of(raised), self.submission.function_of(raised)
            kinds = [kind.__name__ for kind in type(raised).__mro__ if kind.__module__ == "builtins"][:-1]
            lacks, lost = self._lacking(raised), device.is_lost(error_text)
            out_of_memory = says(error_text, *NO_MEMORY)
            by_statement = self.submission.is_raised_by_statement(raised)
            needs = missing.library_behind(raised)
        used, events = self.trace.used_autograd, list(self.trace.events)
        gradients_on = torch.is_grad_enabled()
        self._redirect()
        restore_defaults()
        # A broken GPU cannot be read from: the grader lets such a child go.
        after = [] if lost else snapshot.changes(observer)
        answer = wire.Answer(
            message.id,
            value,
            after,
            error,
            error_text,
            False,
            place,
            self.printed.take(),
            used,
            events,
            sorted(self.trace.kept),
            gradients_on,
            slopes,
            lacks=lacks,
            kinds=kinds,
            raised_in=raised_in,
            by_statement=by_statement,
            out_of_memory=out_of_memory,
            device_lost=lost,
            needs=text(needs),
        )
        return answer, observer

    def _send(self, answer: wire.Answer, blob: bytearray) -> None:
        try:
            self.channel.send(answer, blob)
        except wire.WireError:
            self.channel.send(wire.Answer(answer.id, wire.Opaque("value", "...", "size")))

    def _prepare(self, message: wire.Ask) -> None:
        self._redirect()
        self.printed.take()
        self.trace.clear()
        # A notebook draws on from where its cells have left it.
        if not isinstance(self.submission, page.Page):
            self._seed(message.seed)
        # Who draws on the current figure gets an empty one.
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")
        torch.set_grad_enabled(message.gradients)

    def _seed(self, seed: int) -> None:
        random.seed(seed)
        torch.default_generator.manual_seed(seed)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(seed)
        if self.device == "cuda":
            torch.cuda.manual_seed_all(seed)

    def _lender(self, name: str) -> Callable[..., Any]:
        def lent(*arguments: Any, **keywords: Any) -> Any:
            return self._lend(name, arguments, keywords)

        lent.__name__ = lent.__qualname__ = name
        return lent

    def _lend_for_cell(self, name: str, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        """Call what an instructor's grade cell has in the place of something."""
        observer = PlainObserver([])
        nodes = [observer.value(item) for item in arguments]
        named = [(key, observer.value(item)) for key, item in keywords.items()]
        self.channel.send(wire.LentCall(name, nodes, named), observer.blob)
        message, blob = self.channel.receive()
        if not isinstance(message, wire.LentAnswer):
            os._exit(1)  # out of step: the grader sees a child that has gone
        if isinstance(message.value, wire.Opaque):
            # What a mock gives where it was not told what to give.
            return importlib.import_module("unittest.mock").MagicMock()
        if message.error:
            raise getattr(builtins, message.error, RuntimeError)(message.message)
        return PlainBuilder(blob, self.submission.asked).value(message.value)

    def _lend(self, name: str, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        observer = Observer([], effects=True)
        observer.numbering = True
        nodes = [observer.value(item) for item in arguments]
        named = [(key, observer.value(item)) for key, item in keywords.items()]
        message, blob = self.channel.ask(wire.LentCall(name, nodes, named), observer.blob)
        if not isinstance(message, wire.LentAnswer):
            os._exit(1)  # out of step: the grader sees a child that has gone
        self.trace.used_autograd = self.trace.used_autograd or message.used_autograd
        return lend.accept(message, Builder(blob, observer.objects), observer.objects)


def _built(
    message: wire.Ask, blob: bytearray, function: Callable[..., Any]
) -> tuple[list[Any], Callable[[], Any]]:
    """The numbered arguments, and the call with them."""
    builder = Builder(blob)
    arguments = [builder.value(node) for node in message.arguments]
    keywords = {name: builder.value(node) for name, node in message.keywords}
    return builder.objects, lambda: function(*arguments, **keywords)


def _observed(observer: Observer, value: Any) -> wire.Value:
    try:
        return observer.value(value)
    except wire.WireError:
        return wire.Opaque(text(type(value).__name__), "...", "size")


def restore_defaults() -> list[wire.Setting]:
    """Undo changes of process-wide settings; returns which there were."""
    changed: list[wire.Setting] = []
    if torch.get_default_dtype() is not torch.float32:
        changed.append("default dtype")
        torch.set_default_dtype(torch.float32)
    if torch.get_default_device().type != "cpu":
        changed.append("default device")
        torch.set_default_device(None)
    if not torch.is_grad_enabled():
        changed.append("gradients")
        torch.set_grad_enabled(True)
    if torch.get_num_threads() != 1:
        changed.append("threads")
        torch.set_num_threads(1)
    if torch.are_deterministic_algorithms_enabled():
        changed.append("deterministic")
        torch.use_deterministic_algorithms(False)
    return changed


def serve(rpc_fd: int) -> NoReturn:
    """The child's life after its walls stand."""
    # A hang says where it hangs: the grader sends SIGUSR1 and reads the lines from the output file.
    faulthandler.register(signal.SIGUSR1, file=1, all_threads=False, chain=False)
    eager.install()
    hold_the_lock()
    Server(Channel(rpc_fd), trace.install()).serve()
