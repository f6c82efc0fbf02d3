"""Inside the child: what a notebook asks for and does not get here, so that its failing says nothing of it.

A library that is not installed, the network, another program: a failure for want of one of these is for a
person to judge.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator

from grader.sandbox.inside import missing

# What the walls answer with where a socket or a process is asked for.
_REFUSED = {
    errno.EPERM, errno.EACCES, errno.ENOSYS, errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH,
    errno.EAFNOSUPPORT, errno.EAI_AGAIN if hasattr(errno, "EAI_AGAIN") else errno.ENETUNREACH,
}  # fmt: skip
_NETWORK = ("socket", "ssl", "urllib", "http", "requests", "httpx", "urllib3", "aiohttp")
_DEPTH = 6


def wanting(error: BaseException, *, left_out: bool = False) -> str:
    """What an error is for want of: a library's name, "network", "program", "command"; else empty.

    left_out: a command of the system was left out before, which may have made files.
    """
    if library := missing.library_behind(error):
        return library
    for one in _chain(error):
        if type(one).__module__.partition(".")[0] in _NETWORK or _is_in(one, _NETWORK):
            return "network" if isinstance(one, OSError) else ""
        if isinstance(one, OSError) and _is_in(one, ("subprocess",)):
            return "program"
        if left_out and isinstance(one, FileNotFoundError):
            return "command"
    return ""


def _is_in(error: BaseException, modules: tuple[str, ...]) -> bool:
    """Whether the system refused something that one of these modules asked for."""
    if not isinstance(error, OSError) or error.errno not in _REFUSED:
        return False
    trace = error.__traceback__
    while trace is not None:
        if str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0] in modules:
            return True
        trace = trace.tb_next
    return False


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(_DEPTH):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
