"""CUDA behind walls, held without a GPU: open to a child for one is what the driver demands, nothing else.

A stand-in (tests/standin) makes the driver's demands. It cannot say whether the list of them is complete.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import nvidia_standin

from grader.errors import FaultError, IsolationError
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside import cards, reasons
from grader.sandbox.outside.client import ForkedChild, Zygote

INSIDE = Path(__file__).resolve().parent / "inside"
sys.path.insert(0, str(INSIDE))

from attempts import ATTEMPTS, HONEST, WRITES  # noqa: E402
from start_cuda import of_the_grader, ready, start_driver  # noqa: E402
from survey import SERVE, attempt, survey  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="isolation is built on Linux's own means")

WALLED = (Level.FULL, Level.PROCESS)
# Open to a GPU child on purpose, and to no other.
OPENED = {"read its own status", "anonymous file"}
USES_TORCH = """
import ctypes, os, torch
torch.cuda.is_available()
params = torch.zeros(2, requires_grad=True)
optimizer = torch.optim.Adam([params], lr=0.1)
((params - 1) ** 2).sum().backward()
optimizer.step()
try:
    loaded = ctypes.CDLL("libcuda.so.1", mode=os.RTLD_NOLOAD | os.RTLD_NOW)
    result = f"cuInit was called {loaded.standin_calls()} times"
except OSError:
    result = "no driver"
"""


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The stand-in, where the loader finds libraries, beside a torch that asks it."""
    folder = tmp_path_factory.mktemp("nvidia")
    library = nvidia_standin.build(folder / "lib64-nvidia")
    hook = nvidia_standin.install_hook(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LD_LIBRARY_PATH", str(library.parent), prepend=os.pathsep)
        patch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
        patch.setattr(sys, "path", [str(hook), *sys.path])
        yield library


class Zygotes:
    """One of each kind, started when first asked for: each takes seconds."""

    def __init__(self) -> None:
        self.made: dict[tuple[Level, bool], Zygote] = {}

    def __call__(self, level: Level, *, gpu: bool) -> Zygote:
        if (level, gpu) not in self.made:
            try:
                # One that is warm has trained: there, too, no driver may have been started.
                warm = level is Level.FULL
                zygote = Zygote(level, Limits(gpu=gpu), serve=SERVE, folders=[INSIDE], warm=warm)
                zygote.ready()
            except IsolationError as error:
                pytest.skip(str(error))
            self.made[level, gpu] = zygote
        return self.made[level, gpu]


@pytest.fixture(scope="module")
def zygotes(driver: Path) -> Iterator[Zygotes]:
    made = Zygotes()
    yield made
    for zygote in made.made.values():
        zygote.close()


def value(child: ForkedChild, source: str) -> Any:
    answer = attempt(child, source)
    assert not answer.error, answer.error_text
    return json.loads(str(answer.value))


def refusal(child: ForkedChild, source: str) -> str:
    return attempt(child, source).error


# ── no driver where none was asked for ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("level", Level)
def test_a_child_for_the_cpu_starts_no_driver(level: Level, zygotes: Zygotes) -> None:
    """torch asks for GPUs at an optimizer's first step, at the first backward pass, and when a file asks."""
    child = ready(zygotes(level, gpu=False))
    assert attempt(child, USES_TORCH).value == "no driver"
    child.close()


def test_what_would_start_the_driver(driver: Path) -> None:
    """The same code does where the loader finds it: so that none was started above is the sandbox's doing."""
    source = f"import sys; sys.path.insert(0, {sys.path[0]!r})\n{USES_TORCH}\nprint(result)"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout.strip() in [f"cuInit was called {count} times" for count in (3, 4, 5)]


@pytest.mark.parametrize("level", Level)
def test_cuda_starts_behind_the_walls(level: Level, zygotes: Zygotes, driver: Path) -> None:
    """In two children at once, since one is made ahead; and before the fork nobody has called cuInit."""
    zygote = zygotes(level, gpu=True)
    children = [ready(zygote), ready(zygote)]
    assert [start_driver(child, str(driver)) for child in children] == [(0, [], 1)] * 2
    for child in children:
        child.close()
    assert of_the_grader(zygote) == "torch sees a GPU"


# ── what is open, and to whom ────────────────────────────────────────────────────────────────────────────


def test_walls_of_a_cpu_child_are_as_they_were(zygotes: Zygotes, driver: Path) -> None:
    """What a GPU child may do has changed nothing for those who compute on the CPU or on sim."""
    from grader.sandbox.inside.isolation import landlock, paths, seccomp  # the inner side, examined

    programs = [hashlib.sha256(seccomp.program(pid)).hexdigest()[:16] for pid in (1, 4242)]
    assert programs == ["0eefaf1f13b1d267", "ba21da3c8a03ca38"]
    assert (landlock._READ, landlock._OWN, landlock._FOR_FILES) == (0xC, 0x61BE, 0xC006)
    shown = set(paths.readable("/nowhere", []))
    assert not {path for path in shown if "nvidia" in path or path.startswith("/sys/")} - {
        "/sys/devices/system/cpu"
    }
    assert {path for path in shown if path.startswith("/proc")} == {"/proc/cpuinfo", "/proc/meminfo"}
    child = ready(zygotes(Level.FULL, gpu=False))
    limits = value(
        child,
        "import json, resource\n"
        "names = ['FSIZE', 'NOFILE', 'MEMLOCK', 'NPROC', 'CORE', 'CPU']\n"
        "result = json.dumps([resource.getrlimit(getattr(resource, 'RLIMIT_' + name)) for name in names])",
    )
    assert limits == [[16 << 20] * 2, [64] * 2, [0] * 2, [32] * 2, [0] * 2, [400, 401]]
    assert refusal(child, f"open({str(driver.parent / 'libnvidia-standin.so.conf')!r})") in (
        "FileNotFoundError",
        "PermissionError",
    )
    child.close()


@pytest.mark.parametrize("level", WALLED)
def test_the_walls_of_a_gpu_child_refuse_the_rest(level: Level, zygotes: Zygotes) -> None:
    """What every child is refused a GPU child is refused, but for what CUDA needs; honest code works."""
    outcomes = survey(zygotes(level, gpu=True))
    refused = {name for name in (*ATTEMPTS, *WRITES) if "Error: " in outcomes[name]}
    assert {*ATTEMPTS, *WRITES} - refused == OPENED, outcomes
    assert {name: outcomes[name] for name in HONEST} == dict.fromkeys(HONEST, "done")


_LIBC = "import ctypes, os, socket\nlibc = ctypes.CDLL(None, use_errno=True)\n"
_CHECK = "\nif result < 0: raise OSError(ctypes.get_errno(), 'refused')"
_UNIX = "import socket; s = socket.socket(socket.AF_UNIX); "
# Through the openings: each works where nothing stops it.
ATTACKS = {
    "the machine's settings": "open('/proc/sys/kernel/hostname').read()",
    "the machine's settings, written": "open('/proc/sys/vm/mmap_min_addr', 'w')",
    "the kernel's command line": "open('/proc/cmdline').read()",
    "the kernel's symbols": "open('/proc/kallsyms').read()",
    "another process's command line": "import os; open(f'/proc/{os.getppid() or 2}/cmdline').read()",
    "another process's memory": "import os; open(f'/proc/{os.getppid() or 2}/mem', 'rb').read(1)",
    "another process's memory, by call": _LIBC
    + "result = libc.process_vm_readv(os.getppid() or 2, None, 0, None, 0, 0)"
    + _CHECK,
    "a memory file as a program": "import os\nfd = os.memfd_create('x')\n"
    "os.write(fd, open('/bin/true', 'rb').read())\nos.execve(fd, ['true'], {})",
    "internet": "import socket; socket.socket(socket.AF_INET)",
    "the kernel's network messages": "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)",
    "a connection to a name": _UNIX + "s.connect('\\0x')",
    "a guest": _UNIX + "s.bind('\\0guest'); s.listen(); s.accept()",
    "a datagram": "import socket; socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b'x', '\\0x')",
    "a socket among the files": _UNIX + "s.bind('s')",
    "descriptors through a socket": _UNIX + "socket.send_fds(s, [b'x'], [0])",
    "a terminal's input": "import fcntl; fcntl.ioctl(0, 0x5412, b'x')",
    "an ioctl on another device": "import fcntl; fcntl.ioctl(open('/dev/urandom'), 0x5203, bytes(8))",
    "another's place on the cores": _LIBC
    + "result = libc.sched_setaffinity(os.getppid() or 2, 8, bytes([1] * 8))"
    + _CHECK,
    "another thread of the machine": "import os; open('/proc/self/task/%d/comm' % (os.getppid() or 2), 'w')",
}


@pytest.mark.parametrize("level", WALLED)
def test_nothing_comes_through_the_openings(level: Level, zygotes: Zygotes, driver: Path) -> None:
    """Other processes, the machine, programs, connections: none is reached; the next child starts CUDA."""
    zygote = zygotes(level, gpu=True)
    attacker = ready(zygote)
    held = {name: refusal(attacker, source) for name, source in ATTACKS.items()}
    assert {name for name, error in held.items() if not error.endswith("Error")} == set()
    following = ready(zygote)
    assert start_driver(following, str(driver))[:2] == (0, [])
    attacker.close()
    following.close()


def test_a_gpu_child_sees_itself_alone(zygotes: Zygotes) -> None:
    """At `full` /proc shows one process and none of the machine's tables, and the network has no address."""
    child = ready(zygotes(Level.FULL, gpu=True))
    assert value(child, "import json, os; result = json.dumps(sorted(os.listdir('/proc/self/..')))") == [
        "1",
        "self",
        "thread-self",
    ]
    addresses = (
        "import ctypes, fcntl, json, socket, struct\n"
        "room = ctypes.create_string_buffer(4096)\n"
        "asked = struct.pack('iL', 4096, ctypes.addressof(room))\n"
        "said = fcntl.ioctl(socket.socket(socket.AF_UNIX), 0x8912, asked)  # SIOCGIFCONF\n"
        "result = json.dumps(struct.unpack('iL', said)[0])"
    )
    assert value(child, addresses) == 0
    child.close()


_MMAP = (
    "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nlibc.mmap.restype = ctypes.c_void_p\n"
    "result = libc.mmap(None, ctypes.c_size_t(%s), 3, %s, -1, 0)\n"
    "if result == 2**64 - 1: raise OSError(ctypes.get_errno(), 'refused')"
)
# Memory of the host that a limit of private data does not see, each more than a child may have.
MEMORY = {
    "shared, without a file": "import mmap\nheld = [mmap.mmap(-1, 300 << 20) for _ in range(4)]",
    "shared, at once": "import mmap; mmap.mmap(-1, 5 << 30)",
    "in memory files": "import os\nheld = [os.memfd_create('x') for _ in range(20)]",
    "in one memory file": "import os; os.write(os.memfd_create('x'), bytes(17 << 20) * 1); "
    "os.ftruncate(os.memfd_create('y'), 17 << 20)",
    "shared, of /dev/zero": "import mmap, os; mmap.mmap(os.open('/dev/zero', os.O_RDWR), 2 << 30)",
    "growing like a stack": _MMAP % ("2 << 30", "0x122"),
    "private": "bytearray(2 << 30)",
}


@pytest.mark.parametrize("level", WALLED)
def test_memory_of_the_host_is_bounded(level: Level, zygotes: Zygotes, driver: Path) -> None:
    """Shared mappings, memory files, stacks: none is a way around the limit; CUDA's own share is left."""
    zygote = zygotes(level, gpu=True)
    for name, source in MEMORY.items():
        child = ready(zygote)
        assert refusal(child, source) in ("OSError", "PermissionError", "MemoryError"), name
        child.close()
    child = ready(zygote)
    assert not refusal(child, "import mmap; held = mmap.mmap(-1, 100 << 20); held[:8] = bytes(8)")
    assert start_driver(child, str(driver))[:2] == (0, [])
    child.close()


TAKE_NAMES = """
import os, socket
space = os.stat('/proc/self/ns/pid').st_ino
held = []
for number in range(max(1, os.getpid() - 50), os.getpid() + 300):
    for name in {f'cuda-uvmfd-{space}-{number}', f'cuda-uvmfd-0-{number}'}:
        try:
            held.append(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET))
            held[-1].bind('\\0' + name)
        except OSError:
            pass  # its own, or no descriptor is left
result = len(held)
"""


@pytest.mark.parametrize("level", WALLED)
def test_names_taken_in_advance(level: Level, zygotes: Zygotes, driver: Path) -> None:
    """A child that takes the names of sockets that others will need takes them from nobody, or it is said."""
    zygote = zygotes(level, gpu=True)
    if any("names of sockets" in str(said) for said in zygote.missing):
        assert level is Level.PROCESS
        return
    attacker = ready(zygote)
    assert int(str(attempt(attacker, TAKE_NAMES).value)) > 200
    following = ready(zygote)
    assert start_driver(following, str(driver))[:2] == (0, [])
    attacker.close()
    following.close()


# ── which card ───────────────────────────────────────────────────────────────────────────────────────────


def card_of(uuid: int) -> str:
    return f"GPU-00000000-0000-0000-0000-{uuid:012x}"


@pytest.mark.parametrize(
    ("visible", "order", "expected"),
    [
        (None, None, card_of(1)),  # the fastest first
        (None, "PCI_BUS_ID", card_of(0)),
        ("1", "PCI_BUS_ID", card_of(1)),
        ("1", None, card_of(0)),
        (f"{card_of(0)},1", None, card_of(0)),
        ("GPU-0000", "PCI_BUS_ID", card_of(0)),
    ],
)
def test_the_card_that_was_named(
    visible: str | None, order: str | None, expected: str, driver: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Children get the first card as CUDA counts them here, by its UUID, which no order changes."""
    for name, said in (("CUDA_VISIBLE_DEVICES", visible), ("CUDA_DEVICE_ORDER", order)):
        if said is not None:
            monkeypatch.setenv(name, said)
    nvidia_standin.tell(driver.parent, f"cards=2 {nvidia_standin.OF_THE_MACHINE}")
    try:
        card = cards.first()
    finally:
        nvidia_standin.tell(driver.parent, nvidia_standin.OF_THE_MACHINE)
    assert (card.missing, card.visible, card.driver) == ((), expected, str(driver))
    assert str(driver.parent / "libnvidia-standin.so.conf") in card.libraries


@pytest.mark.parametrize("nothing", ["", "-1", "7", "-1,0", "GPU-dead"])
def test_no_card_where_none_is_visible(nothing: str, driver: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that hides all cards is told apart from a machine that has none."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", nothing)
    said = cards.first()
    assert not said.visible
    missing = str(reasons.said(said.missing))
    assert "CUDA_ERROR_NO_DEVICE (100)" in missing and "CUDA_VISIBLE_DEVICES" in missing


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("code=999", "CUDA_ERROR_UNKNOWN (999)"),
        ("code=803", "Restart the machine after an update of the driver"),
        ("hang", "does not answer within 2 seconds"),
    ],
)
def test_a_driver_that_does_not_start(words: str, expected: str, driver: Path) -> None:
    """What it says is said, with what helps; one that hangs is not waited for."""
    nvidia_standin.tell(driver.parent, f"{words} {nvidia_standin.OF_THE_MACHINE}")
    try:
        said = cards.first(seconds=2.0 if words == "hang" else 60.0)
    finally:
        nvidia_standin.tell(driver.parent, nvidia_standin.OF_THE_MACHINE)
    assert expected in str(reasons.said(said.missing)) and not said.driver


def test_demands_refused_are_said(driver: Path) -> None:
    """On a machine without device files and modules, each is named, and what to do once."""
    nvidia_standin.tell(driver.parent, "code=304")
    try:
        said = cards.first()
    finally:
        nvidia_standin.tell(driver.parent, nvidia_standin.OF_THE_MACHINE)
    if Path("/dev/nvidiactl").exists():
        pytest.skip("this machine has them")
    missing = str(reasons.said(said.missing))
    assert "The driver cannot talk to /dev/nvidiactl: No such file or directory." in missing
    assert missing.count("nvidia-modprobe") == 1 and "--gpus all" in missing


def test_a_zygote_without_a_card_says_so_to_whoever_wants_one(
    driver: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walls for a GPU can be built where none can be had; a child that is to have one says why not."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    with Zygote(Level.NONE, Limits(gpu=True), serve=SERVE, folders=[INSIDE], warm=False) as zygote:
        with pytest.raises(FaultError, match="Look at CUDA_VISIBLE_DEVICES"):
            ready(zygote, "cuda")
        ready(zygote).close()


@pytest.mark.parametrize(
    ("visible", "expected"),
    [("0,1,2", ["0,1,2", "1,2,0", "2,0,1", "0,1,2"]), ("GPU-a", ["GPU-a"] * 4), ("", [""] * 4)],
)
def test_workers_share_out_the_cards(
    visible: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of several workers counts another card as its first, in turn."""
    seen = []
    for number in range(4):
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
        cards.share_out(number)
        seen.append(os.environ["CUDA_VISIBLE_DEVICES"])
    assert seen == expected


def test_the_record_names_each_opening() -> None:
    """Every opening stands in the decision record, with who says that it is needed."""
    from grader.sandbox.inside.isolation import openings  # the inner side, examined

    record = (INSIDE.parents[1] / "docs" / "decisions" / "0011-cuda-behind-walls.md").read_text()
    rows = [line.split(" | ") for line in record.splitlines() if line.startswith("| ")]
    said = {
        row[0].removeprefix("| "): row[1].partition(":")[0].partition(";")[0] for row in rows if len(row) == 5
    }
    said = {name: source for name, source in said.items() if name not in ("opening", "device files")}
    assert said == {opening.name: opening.source for opening in openings.TABLE}


# ── the whole table ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stand-in for a machine that has device files and modules too."""
    if os.getuid() != 0:
        pytest.skip("needs root, to show device files in mounts of its own")
    folder = tmp_path_factory.mktemp("machine")
    folder.chmod(0o755)
    nvidia_standin.install_hook(folder)
    return nvidia_standin.build(folder / "lib64-nvidia", "cards=2 unnamed").parent


def on_the_machine(
    machine: Path, setting: str, who: str, level: Level, *options: str, inside: Path = INSIDE
) -> dict[str, Any]:
    environment = {
        **os.environ,
        "LD_LIBRARY_PATH": str(machine),
        "PYTHONPATH": str(machine.parent / "site-packages"),
        "OPEN_TO_ALL": f"{machine}:{machine.parent / 'site-packages'}",
        "CUDA_DEVICE_ORDER": "PCI_BUS_ID",
    }
    script = [str(inside / "start_cuda.py"), level.value, str(machine / "libcuda.so.1"), *options]
    done = subprocess.run(
        [sys.executable, str(INSIDE / "nvidia_machine.py"), setting, who, *script],
        capture_output=True, text=True, cwd="/", env=environment, timeout=400, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


@pytest.mark.slow
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("who", ["root", "own-ids", "rootless", "user"])
@pytest.mark.parametrize("setting", ["plain", "container"])
def test_cuda_starts_for_everybody(setting: str, who: str, level: Level, machine: Path) -> None:
    """At every level, for root and ordinary users, in a container or not: up and 0, or true words."""
    said = on_the_machine(machine, setting, who, level)
    assert said["cpu"] == "up"
    if setting == "container" and who in ("rootless", "user") and level is Level.FULL:
        assert "If a container covers parts of `/proc`" in said["gpu"]
        assert "--isolation process" in said["gpu"]
        return
    assert said["gpu"] == "up", said
    # The machine has two cards. Where the kernel lists them, the other one's device file is not shown.
    assert said["cuInit"] == [[0, [], 1]] * 2
    assert said["cuda"] == "torch sees a GPU"


# Each opening that the stand-in's demands need, and what is said where it is left out.
LEFT_OUT = {
    "own process": "cannot name a thread in /proc/self/task/…/comm: No such file or directory",
    "memory file": "cannot make a memory file with `memfd_create`: Operation not permitted",
    "socket": "cannot listen at a socket without a file: Operation not permitted",
    "unified memory's module": "cannot read /sys/module/nvidia_uvm/initstate: No such file or directory",
    "module": "cannot read /sys/module/nvidia/initstate: No such file or directory",
    "lowest address": "cannot read /proc/sys/vm/mmap_min_addr: No such file or directory",
    "numbers of drivers": "cannot read /proc/devices: No such file or directory",
    "memory's places": "cannot list /sys/devices/system/node: No such file or directory",
    "placing memory": "refuses nothing that the driver is known to need",
    "placing threads": "refuses nothing that the driver is known to need",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LEFT_OUT)
def test_each_opening_is_needed_and_missed_in_words(name: str, machine: Path, tmp_path: Path) -> None:
    """Without any one of them the driver gives 304, and a child for CUDA says which demand is refused."""
    repository = INSIDE.parents[1]
    shutil.copytree(repository / "grader", tmp_path / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(INSIDE, tmp_path / "tests" / "inside", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "grader/sandbox/inside/isolation/openings.py").open("a") as table:
        table.write(f"\nTABLE = tuple(opening for opening in TABLE if opening.name != {name!r})\n")
    inside = tmp_path / "tests" / "inside"
    said = on_the_machine(machine, "container", "root", Level.FULL, "gpu", inside=inside)
    assert [code for code, _, _ in said["cuInit"]] == [304, 304], said
    assert "CUDA_ERROR_OPERATING_SYSTEM (304)" in said["cuda"]
    assert LEFT_OUT[name] in said["cuda"]


@pytest.mark.slow
def test_the_doctor_tries_a_child_for_cuda(driver: Path) -> None:
    """At every level a child for each device; where one cannot be had, what is missing and what helps."""
    nvidia_standin.tell(driver.parent, "code=304")
    environment = {**os.environ, "PYTHONPATH": sys.path[0], "COLUMNS": "2000"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "grader", "doctor"],
            capture_output=True, text=True, env=environment, timeout=500, check=False,
        )  # fmt: skip
    finally:
        nvidia_standin.tell(driver.parent, nvidia_standin.OF_THE_MACHINE)
    on_cuda = [line for line in done.stdout.splitlines() if line.startswith("  on cuda")]
    assert len(on_cuda) == len([*Level]), done.stdout + done.stderr
    assert all("cannot talk to /dev/nvidiactl" in line and "--gpus all" in line for line in on_cuda)
    assert done.stdout.count("computes a gradient on cpu within") == len([*Level])
