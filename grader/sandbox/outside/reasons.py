"""The sentence for each reason why a wall does not stand or a device is not there, by its key.

The keys are made in `grader.sandbox.inside` and in `cards`. One without a sentence here is shown as heard.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final

from grader.sandbox import wire
from grader.sandbox.outside.exit_status import no_answer
from grader.words.messages import NOTHING, Heard, InFile, Message, Name, Value, heard, say

# What a child says may be long; nobody reads more than this.
_MOST, _LONGEST = 40, 1000


def said(reasons: Sequence[Sequence[str]]) -> Message:
    """The sentences for these reasons, one after the other."""
    return sum((_said(*reason) for reason in islice(reasons, _MOST) if reason), NOTHING)


def of_child(message: wire.Reply) -> Message:
    """Why a child is not ready, by what it sent instead."""
    if isinstance(message, wire.Broken) and message.reasons:
        return said(message.reasons)
    return no_answer(wire.WireError(), NOTHING)


def _said(key: str, *values: str) -> Message:
    sentence = SENTENCES.get(key)
    if sentence is None or len(values) != sentence.__code__.co_argcount:
        return heard(": ".join((key, *values))[:_LONGEST])
    return sentence(*(value[:_LONGEST] for value in values))


def _driver(what: Message, name: str, code: str) -> Message:
    """What NVIDIA's driver does not do, what it says, and what helps."""
    called = say("It says {error} ({code}).", error=Name(name), code=Value(code))
    return what + called + _REMEDIES.get(code, NOTHING)


# What helps, by the code that NVIDIA's driver gives.
_REMEDIES: Final = {
    "100": say("Look at CUDA_VISIBLE_DEVICES and at the list of `nvidia-smi`.")
    + say("Start a container with `--gpus all`."),
    "304": say("The operating system refused something."),
    "802": say("The system is not ready. Check that `nvidia-fabricmanager` is running."),
    "803": say("The driver and its kernel module differ. Restart the machine after an update of the driver."),
    "804": say("This GPU cannot run a driver library that is newer than its kernel module."),
    "999": say("Often the module `nvidia-uvm` is not loaded.")
    + say("Run `nvidia-modprobe -u -c 0` or `modprobe nvidia-uvm`."),
}
_LOAD: Final = say("Load the module. As root, run `nvidia-modprobe -u -c 0` or `modprobe nvidia-uvm`.")

_KERNEL: Final[dict[str, Callable[..., Message]]] = {
    "namespace": lambda kind, error: say(
        "A new {kind} namespace is not possible: {error}.", kind=Value(kind), error=Heard(error)
    ),
    "no more namespaces": lambda kind: say(
        "This machine allows no new {kind} namespace. Look at `/proc/sys/user`.", kind=Value(kind)
    ),
    "join namespace": lambda kind, error: say(
        "A {kind} namespace cannot be joined: {error}.", kind=Value(kind), error=Heard(error)
    ),
    "map ids": lambda first: say("User ids from {first} cannot be mapped.", first=Value(first)),
    "map user": lambda path, error: say(
        "A user namespace is not possible. Writing {file} failed: {error}.",
        file=InFile(path),
        error=Heard(error),
    ),
    "mount": lambda path, error: say(
        "Mounting {file} failed: {error}.", file=InFile(path), error=Heard(error)
    ),
    "restrict mount": lambda path, error: say(
        "The mount {file} could not be restricted: {error}.", file=InFile(path), error=Heard(error)
    ),
    "change root": lambda error: say("The root folder could not be changed: {error}.", error=Heard(error)),
    "leave old root": lambda error: say(
        "The old root folder could not be unmounted: {error}.", error=Heard(error)
    ),
    "own proc": lambda error: (
        say("CUDA needs a `/proc` for each child: {error}.", error=Heard(error))
        + say("If a container covers parts of `/proc`, only root can mount one.")
    ),
    "end with parent": lambda error: say(
        "A child cannot be made to end with its parent: {error}.", error=Heard(error)
    ),
    "close descriptors": lambda error: say(
        "File descriptors could not be closed: {error}.", error=Heard(error)
    ),
    "give up capabilities": lambda error: say(
        "A child could not give up its capabilities: {error}.", error=Heard(error)
    ),
    "read capabilities": lambda error: say("Capabilities could not be read: {error}.", error=Heard(error)),
    "close memory": lambda error: say(
        "The memory of a child could not be closed to others: {error}.", error=Heard(error)
    ),
    "no new privileges": lambda error: say("`no_new_privs` could not be set: {error}.", error=Heard(error)),
}
_FILTERS: Final[dict[str, Callable[..., Message]]] = {
    "no landlock": lambda: say("Landlock is not in this kernel, or it is switched off."),
    "landlock": lambda error: say("Landlock could not be switched on: {error}.", error=Heard(error)),
    "landlock rules": lambda error: say("Landlock takes no set of rules: {error}.", error=Heard(error)),
    "landlock rule": lambda path, error: say(
        "Landlock takes no rule for {file}: {error}.", file=InFile(path), error=Heard(error)
    ),
    "no call table": lambda machine: say(
        "seccomp needs a table of system calls. There is one for x86_64, and none for {machine}.",
        machine=Name(machine),
    ),
    "no seccomp": lambda: say("seccomp is not in this kernel."),
    "seccomp": lambda error: say("seccomp could not be switched on: {error}.", error=Heard(error)),
    "other filter": lambda thread, process: say(
        "seccomp failed. Thread {thread} of process {process} has another filter.",
        thread=Value(thread),
        process=Value(process),
    ),
}
_CHILD: Final[dict[str, Callable[..., Message]]] = {
    "ids need root": lambda: say("Children have no user ids of their own. Only root can give them."),
    "ids need open folder": lambda path: say(
        "Children have no user ids of their own. {file} is closed to other users.", file=InFile(path)
    ),
    "closed installation": lambda path: (
        say("{file} is closed to other users.", file=InFile(path))
        + say("Root's child processes run as other users.")
        + say("Run `chmod -R go+rX` on the folder that the grader lies in.")
    ),
    "socket names": lambda: say("Another child for a GPU can take names of sockets that CUDA needs."),
    "threads in common": lambda: (
        say("All children of this user share one limit of threads.")
        + say("Linux 5.14 or newer can give one to each.")
    ),
    "threads without limit": lambda: say(
        "Threads have no limit. At this level, only root can set one for each child."
    ),
    "walls unfinished": lambda: say("A child process ended before its isolation was complete."),
    "not alone": lambda: say("The child process is not alone in its pid namespace."),
    "no filter in force": lambda: say("`no_new_privs` or seccomp has no effect."),
    "hole: socket": lambda: say("The isolation has a hole. A child can open a socket."),
    "hole: process": lambda: say("The isolation has a hole. A child can start a process."),
    "hole: users": lambda: say("The isolation has a hole. A child can read `/etc/passwd`."),
    "hole: proc": lambda: say("The isolation has a hole. A child can read `/proc`."),
    "hole: write": lambda: say("The isolation has a hole. A child can write outside its own folder."),
    "hole: others": lambda names: say(
        "The isolation has a hole. A child can see {names} in `/proc`.", names=Value(names)
    ),
}
_GPU: Final[dict[str, Callable[..., Message]]] = {
    "no GPU asked for": lambda: say("No GPU was asked for."),
    "no CUDA in the sandbox": lambda version: say(
        "PyTorch {version} finds no CUDA device in the sandbox.", version=Name(version)
    ),
    "driver library": lambda error: say(
        "The library of NVIDIA's driver cannot be loaded: {error}.", error=Heard(error)
    ),
    "driver file unknown": lambda: say("The file of NVIDIA's driver library was not found."),
    "driver silent": lambda seconds: say(
        "NVIDIA's driver does not answer within {seconds} seconds. Look at `nvidia-smi`.",
        seconds=Value(seconds),
    ),
    "driver ends process": lambda error: say(
        "NVIDIA's driver ended the process that asked it: {error}.", error=Heard(error)
    ),
    "driver does not start": lambda name, code: _driver(say("NVIDIA's driver does not start."), name, code),
    "driver does not name GPU": lambda name, code: _driver(
        say("NVIDIA's driver does not name its first GPU."), name, code
    ),
    "driver does not give UUID": lambda name, code: _driver(
        say("NVIDIA's driver does not give the UUID of its first GPU."), name, code
    ),
    "driver does not give place": lambda name, code: _driver(
        say("NVIDIA's driver does not give the PCI address of its first GPU."), name, code
    ),
}
_DEMANDS: Final[dict[str, Callable[..., Message]]] = {
    "no demand refused": lambda: say("The system refuses nothing that the driver is known to need."),
    "talk to device": lambda path, error: say(
        "The driver cannot talk to {file}: {error}.", file=InFile(path), error=Heard(error)
    ),
    "name thread": lambda path, error: say(
        "The driver cannot name a thread in {file}: {error}.", file=InFile(path), error=Heard(error)
    ),
    "read file": lambda path, error: say(
        "The driver cannot read {file}: {error}.", file=InFile(path), error=Heard(error)
    ),
    "list folder": lambda path, error: say(
        "The driver cannot list {file}: {error}.", file=InFile(path), error=Heard(error)
    ),
    "memory file": lambda error: say(
        "The driver cannot make a memory file with `memfd_create`: {error}.", error=Heard(error)
    ),
    "named socket": lambda error: say(
        "The driver cannot listen at a socket without a file: {error}.", error=Heard(error)
    ),
    "load module": lambda: _LOAD,
    "load module or start container": lambda: _LOAD + say("Start a container with `--gpus all`."),
    "show proc": lambda: say("Give the grader all of `/proc`, or use `--isolation process`."),
}
_SEEN: Final[dict[str, Callable[..., Message]]] = {
    "there": lambda: say("there"),
    "version": lambda number: say("version {number}", number=Value(number)),
    "id for each child": lambda: say("an id for each child"),
    "one id": lambda number: say("children keep user id {number}", number=Value(number)),
    "other error": heard,
}
SENTENCES: Final = {**_KERNEL, **_FILTERS, **_CHILD, **_GPU, **_DEMANDS, **_SEEN}
