"""A child that was started and not forked: see `grader.sandbox.outside.spawned`, which starts it.

Runs beside the student, as `grader.sandbox.inside.child` does, and without walls.
"""

from __future__ import annotations

import faulthandler
import importlib
import importlib.util
import json
import os
import signal
import socket
import sys
import threading
from typing import NoReturn

from grader.sandbox import wire
from grader.sandbox.inside import trace
from grader.sandbox.inside.child import Channel, Server
from grader.sandbox.inside.isolation import comfort
from grader.sandbox.inside.isolation.reasons import UnavailableError


class SocketChannel(Channel):
    """Whole frames over a socket, which on Windows is no file descriptor."""

    def __init__(self, rpc: socket.socket) -> None:
        super().__init__(-1)
        self.rpc = rpc

    def _some(self) -> bytes:
        return self.rpc.recv(1 << 16)

    def _write(self, frame: memoryview) -> None:
        self.rpc.sendall(frame)


def main(port: int, text: str) -> NoReturn:
    """A worker's life. text: what it is told, as JSON: modules, box, device."""
    told = json.loads(text)
    secret = sys.stdin.buffer.readline().strip()
    threading.Thread(target=_end_with_grader, daemon=True).start()
    rpc = socket.create_connection(("127.0.0.1", port))
    rpc.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    rpc.sendall(secret)
    _load(told["modules"])
    channel = SocketChannel(rpc)
    comfort.furnish(told["box"], backward=told["device"] == "cpu")
    if told["device"] != "cpu":
        _enter(channel, told["device"])
    if hasattr(faulthandler, "register"):
        faulthandler.register(signal.SIGUSR1, file=1, all_threads=False, chain=False)
    channel.send(wire.Ready())
    Server(channel, trace.install()).serve()


def _enter(channel: SocketChannel, device: str) -> None:
    from grader.sandbox.inside.device import enter

    try:
        enter(device)
    except UnavailableError as error:
        channel.send(wire.Broken(reasons=error.reasons))
        os._exit(1)


def _end_with_grader() -> None:
    """The grader holds the other end of standard input, and lets go of it however it ends."""
    while os.read(0, 4096):
        pass
    os._exit(0)


def _load(modules: list[str]) -> None:
    import torch

    from grader.sandbox.sim import stand_ins

    torch.set_num_threads(1)
    stand_ins.stand_in()
    for needed in modules:
        if importlib.util.find_spec(needed):
            importlib.import_module(needed)
