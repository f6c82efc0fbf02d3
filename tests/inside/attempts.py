"""What foreign code may try: each a piece of Python that works where nothing stops it. Harmless anywhere."""

from __future__ import annotations

import textwrap
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TRANSLATIONS = REPOSITORY / "tests/courses/sound/solutions/translations/zh-TW/shapes.po"

_C = "import ctypes, os; libc = ctypes.CDLL(None, use_errno=True)\n"
_CHECK = "\nif result < 0: raise OSError(ctypes.get_errno(), 'refused')"

# Refused at every level but `none`, where the kernel has Landlock and seccomp.
ATTEMPTS = {
    "internet socket": "import socket; socket.socket().close()",
    "socket pair": "import socket; [s.close() for s in socket.socketpair()]",
    "fork": "import os\npid = os.fork()\nif not pid: os._exit(0)\nos.waitpid(pid, 0)",
    "start a program": "import subprocess; subprocess.run(['/bin/true'])",
    "spawn a program": ("import os, sys; os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)"),
    "read /etc/passwd": "open('/etc/passwd').read()",
    "read its own status": "open('/proc/self/status').read()",
    "read the solutions": f"open({str(REPOSITORY / 'solutions' / 'gradient_descent.py')!r}).read()",
    "read a course's translations": f"open({str(TRANSLATIONS)!r}).read()",
    "read the nouns": f"open({str(REPOSITORY / 'grader' / 'model.py')!r}).read()",
    "list the repository's checks": f"import os; os.listdir({str(REPOSITORY / 'autograde_tests')!r})",
    "list /": "import os; os.listdir('/')",
    "ask whether another process lives": _C + "result = libc.kill(os.getppid() or 2, 0)" + _CHECK,
    "trace itself": _C + "result = libc.ptrace(0, 0, 0, 0)" + _CHECK,
    "key ring": _C + "result = libc.syscall(250, 0, -3, 0)" + _CHECK,
    "io_uring": _C
    + "setup = ctypes.create_string_buffer(120); result = libc.syscall(425, 1, setup)"
    + _CHECK
    + "\nos.close(result)",
    "message queue": _C + "result = libc.msgget(0, 0o1600)" + _CHECK + "\nlibc.msgctl(result, 0, None)",
    "anonymous file": "import os; os.close(os.memfd_create('x'))",
}

# Refused at `full` and `process` alike, and at `none` only by the rights of the user who runs the grader.
WRITES = {
    "write to /tmp": "import tempfile; tempfile.TemporaryFile(dir='/tmp').close()",
    "write to /dev/shm": "import tempfile; tempfile.TemporaryFile(dir='/dev/shm').close()",
}

# What honest code does, everywhere.
HONEST = {
    "write in its folder": "open('x.txt', 'w').write('x'); import os; os.remove('x.txt')",
    "temporary file": "import tempfile; tempfile.TemporaryFile().close()",
    "import late": "import wave, colorsys, torch.fft",
    "threads": "import threading; t = threading.Thread(target=print); t.start(); t.join()",
    "train": textwrap.dedent("""
        import torch
        params = torch.zeros(2, requires_grad=True)
        optimizer = torch.optim.Adam([params], lr=0.1)
        ((params - 1) ** 2).sum().backward()
        optimizer.step()
    """),
    "figure": "from matplotlib import pyplot as p; p.plot([1, 2]); p.savefig('f.png'); p.close('all')",
    "loader with workers": textwrap.dedent("""
        import torch
        from torch.utils.data import DataLoader, TensorDataset
        list(DataLoader(TensorDataset(torch.ones(4)), num_workers=2))
    """),
    "two threads of torch": "import torch; torch.set_num_threads(2); x = torch.ones(500, 500); x @ x",
}
