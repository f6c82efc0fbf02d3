"""What stands between foreign code and the machine, tried from inside, for real."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from grader.errors import FaultError, IsolationError
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside.client import ForkedChild, Gone, Zygote

INSIDE = Path(__file__).resolve().parent / "inside"
SERVE = "behind_walls.serve"
sys.path.insert(0, str(INSIDE))

from attempts import ATTEMPTS, HONEST, REPOSITORY, WRITES  # noqa: E402
from survey import attempt, survey  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="isolation is built on Linux's own means")


def in_another_process(*command: str) -> dict[str, Any]:
    """Run a script of `inside` and read the JSON it prints."""
    done = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, cwd="/", timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def zygote_or_skip(level: Level, **options: Any) -> Zygote:
    try:
        return Zygote(level, serve=SERVE, folders=[INSIDE], **options)
    except IsolationError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def full() -> Iterator[Zygote]:
    with zygote_or_skip(Level.FULL) as zygote:
        yield zygote


@pytest.fixture(scope="module")
def process() -> Iterator[Zygote]:
    """Not warm: what a child needs of libraries, it imports behind its walls."""
    with zygote_or_skip(Level.PROCESS, warm=False) as zygote:
        yield zygote


@pytest.fixture
def child(full: Zygote) -> Iterator[ForkedChild]:
    made = full.spawn()
    made.ready()
    yield made
    made.close()


def refused(outcome: str) -> bool:
    return outcome.startswith(("PermissionError", "FileNotFoundError", "OSError"))


@pytest.fixture(scope="module")
def full_outcomes(full: Zygote) -> dict[str, str]:
    outcomes: dict[str, str] = survey(full)
    return outcomes


@pytest.mark.parametrize("name", [*ATTEMPTS, *WRITES])
def test_full_refuses(name: str, full_outcomes: dict[str, str]) -> None:
    """Behind full walls there is no network, no other process, no file of a person's, no place to write."""
    assert refused(full_outcomes[name]), f"{name}: {full_outcomes[name]}"


@pytest.mark.parametrize("name", HONEST)
def test_full_lets_honest_code_work(name: str, full_outcomes: dict[str, str]) -> None:
    """Training, figures, threads, temporary files and late imports work behind full walls."""
    if name == "figure":
        pytest.importorskip("matplotlib")
    assert full_outcomes[name] == "done"


def test_none_stops_nothing() -> None:
    """Every attempt succeeds where there are no walls: so a refusal elsewhere is the walls' doing."""
    outcomes = in_another_process(str(INSIDE / "survey.py"), "none")["outcomes"]
    failed = {name: outcomes[name] for name in ATTEMPTS if outcomes[name] != "done"}
    # Containers and hardened kernels may lack these for everybody.
    assert set(failed) <= {"io_uring", "key ring", "message queue"}, failed


def test_process_refuses_what_landlock_and_seccomp_can(process: Zygote) -> None:
    """Without namespaces the same attempts fail; what is missing is said."""
    if any(str(missing).startswith(("Landlock", "seccomp")) for missing in process.missing):
        pytest.skip(f"this kernel cannot: {process.missing}")
    outcomes = survey(process)
    open_to_it = {name: outcomes[name] for name in (*ATTEMPTS, *WRITES)}
    assert all(map(refused, open_to_it.values())), open_to_it
    assert all(outcomes[name] == "done" for name in HONEST), outcomes


def test_full_for_an_ordinary_user() -> None:
    """Nobody needs to be root: the same walls stand for an ordinary user."""
    if os.getuid() != 0:
        pytest.skip("run by an ordinary user already: the tests above say it")
    said = in_another_process(str(INSIDE / "as_user.py"), str(INSIDE / "survey.py"), "full")
    if "refused" in said:
        pytest.skip(said["words"])
    outcomes = said["outcomes"]
    assert all(refused(outcomes[name]) for name in (*ATTEMPTS, *WRITES)), outcomes
    assert all(outcomes[name] == "done" for name in HONEST), outcomes


def test_full_without_namespaces_refuses_and_says_why() -> None:
    """Where the kernel grants no namespaces, full isolation is refused by name, with the next thing to do."""
    said = in_another_process(
        str(INSIDE / "as_user.py"), "--no-namespaces", str(INSIDE / "survey.py"), "full"
    )
    assert said["refused"] == "IsolationError"
    assert "user namespace" in said["words"]
    assert "--isolation process" in said["words"] and "grader doctor" in said["words"]


def test_process_comes_up_where_full_cannot() -> None:
    """The level that a refusal names can be had there."""
    said = in_another_process(
        str(INSIDE / "as_user.py"), "--no-namespaces", str(INSIDE / "survey.py"), "process"
    )
    assert said["outcomes"]["train"] == "done"


def test_only_four_descriptors(child: ForkedChild) -> None:
    """A child holds /dev/null, its output twice, and the channel; nothing of the zygote or the grader."""
    held = attempt(
        child,
        "import os\nheld = []\n"
        "for fd in range(64):\n"
        "    try: os.fstat(fd); held.append(fd)\n"
        "    except OSError: pass\n"
        "result = held",
    )
    assert held.value == "[0, 1, 2, 3]"


def test_environment_is_empty_of_the_graders(child: ForkedChild) -> None:
    """Of the grader's environment nothing arrives; working folder, home and temporary folder are the box."""
    seen = attempt(
        child, "import os, tempfile, sys; result = (dict(os.environ), os.getcwd(), tempfile.gettempdir())"
    )
    environment, folder, temporary = eval(str(seen.value))
    expected = {"HOME", "TMPDIR", "MPLCONFIGDIR", "MPLBACKEND", "PATH", "LANG", "USER"}
    expected.add("CUDA_VISIBLE_DEVICES")
    # Python's own: the locale it settled on.
    assert set(environment) - {"LC_CTYPE"} == expected
    assert folder == temporary == environment["HOME"] == "/box"
    assert environment["CUDA_VISIBLE_DEVICES"] == ""


def test_the_repository_is_not_on_the_import_path(child: ForkedChild) -> None:
    """`import solutions` finds nothing, and of our own package only the sandbox is there."""
    for name in ("solutions", "autograde_tests", "grader.compare", "grader.reference.live"):
        assert (
            attempt(child, f"import importlib; importlib.import_module({name!r})").error
            == "ModuleNotFoundError"
        )


PACKAGE = REPOSITORY / "grader"
# What a child is shown of the package: files, and folders with all that lies in them.
SHOWN = (
    "__init__.py",
    "sandbox/__init__.py",
    "sandbox/wire.py",
    "sandbox/levels.py",
    "sandbox/libraries.py",
    "sandbox/plain_values.py",
    "sandbox/table_values.py",
    "sandbox/upstream_words.py",
)
SHOWN_FOLDERS = ("sandbox/sim", "sandbox/inside")
READ_EACH = """
import hashlib
result = {{}}
for path in {paths!r}:
    try:
        with open(path, "rb") as file:
            result[path] = hashlib.sha256(file.read()).hexdigest()
    except Exception as error:
        result[path] = type(error).__name__
"""
IMPORT_EACH = """
import importlib
result = {{}}
for name in {names!r}:
    try:
        result[name] = importlib.import_module(name).__name__
    except Exception as error:
        result[name] = type(error).__name__
"""


def is_shown(path: Path) -> bool:
    """Whether the rule shows this file of the package."""
    within = path.relative_to(PACKAGE)
    return str(within) in SHOWN or any(within.is_relative_to(folder) for folder in SHOWN_FOLDERS)


def module_name(path: Path) -> str:
    """The name under which a file of the package is imported."""
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.fixture(scope="module", params=[Level.FULL, Level.PROCESS])
def behind_landlock(request: pytest.FixtureRequest) -> Zygote:
    """A zygote of each level that keeps files from a child."""
    zygote: Zygote = request.getfixturevalue(request.param.value)
    if any(str(missing).startswith("Landlock") for missing in zygote.missing):
        pytest.skip(f"this kernel cannot: {zygote.missing}")
    return zygote


def answered(zygote: Zygote, source: str) -> dict[str, str]:
    """The dict that a child of its own makes of some Python."""
    child = zygote.spawn()
    child.ready()
    try:
        answer = attempt(child, source)
    finally:
        child.close()
    assert not answer.error, answer.error_text
    said: dict[str, str] = ast.literal_eval(str(answer.value))
    return said


def test_each_file_of_the_package_is_shown_or_refused_by_the_rule(behind_landlock: Zygote) -> None:
    """A child reads what it runs with, whole; of the grader's side no code, template or schema."""
    files = [path for path in PACKAGE.rglob("*") if path.is_file()]
    # Compiled files are written while this runs; nothing needs to be able to read them.
    shown = {str(path) for path in files if is_shown(path) and "__pycache__" not in path.parts}
    closed = {str(path) for path in files if not is_shown(path)}
    assert len(shown) > 20 and len(closed) > 100
    assert {Path(path).suffix for path in closed} >= {".py", ".j2", ".json", ".css"}
    assert str(PACKAGE / "sandbox" / "outside" / "client.py") in closed
    read = answered(behind_landlock, READ_EACH.format(paths=sorted(shown | closed)))
    wrong = {path: read[path] for path in shown if read[path] != sha256(Path(path).read_bytes()).hexdigest()}
    assert wrong == {}
    assert {path: read[path] for path in closed if not refused(read[path])} == {}


def test_no_module_of_the_graders_side_can_be_imported(behind_landlock: Zygote) -> None:
    """To a child the grader's side does not exist, under no name."""
    modules = {module_name(path): is_shown(path) for path in PACKAGE.rglob("*.py")}
    closed = {name for name, shown in modules.items() if not shown}
    control = {"grader.sandbox.wire", "grader.sandbox.inside.build"}
    assert len(closed) > 100 and control < modules.keys() - closed
    found = answered(behind_landlock, IMPORT_EACH.format(names=sorted(closed | control)))
    assert {name for name, said in found.items() if said == name} == control
    assert {found[name] for name in closed} <= {"ModuleNotFoundError", "PermissionError"}


def test_children_do_not_meet(full: Zygote, child: ForkedChild) -> None:
    """What one child writes, the next does not find."""
    assert not attempt(child, "open('left.txt', 'w').write('for you')").error
    with_other = full.spawn()
    with_other.ready()
    assert attempt(with_other, "import os; result = os.listdir('.')").value == "[]"
    with_other.close()


def test_every_child_begins_alike(full: Zygote) -> None:
    """Random numbers drawn while a file is loaded are the same for every child, in every library."""
    draw = (
        "import random, torch, numpy; result = (random.random(), torch.rand(1).item(), numpy.random.rand())"
    )
    seen = set()
    for _ in range(2):
        made = full.spawn()
        made.ready()
        seen.add(attempt(made, draw).value)
        made.close()
    assert len(seen) == 1


def test_memory_over_budget_is_a_memory_error(full: Zygote, child: ForkedChild) -> None:
    """Memory beyond the budget is refused to the child and costs nobody else anything."""
    assert attempt(child, "x = bytearray(2 << 30)").error == "MemoryError"
    assert "allocate" in attempt(child, "import torch; torch.ones(1 << 29)").error_text
    assert not attempt(child, "x = bytearray(100 << 20); del x").error
    after = full.spawn()
    after.ready()
    after.close()


def test_no_large_files(child: ForkedChild) -> None:
    """A file may not grow beyond the limit, and trying is an exception, not a death."""
    assert attempt(child, "open('big', 'wb').write(bytes(17 << 20))").error == "OSError"
    assert attempt(child, "result = 'still here'").value == "still here"


def test_output_is_bounded(child: ForkedChild) -> None:
    """Descriptors 1 and 2 take 64 KiB, however much is written to them."""
    filled = "import os\ntry:\n    while True: os.write(1, b'x' * 4096)\nexcept OSError: pass"
    assert not attempt(child, filled).error
    assert child.output() == b"x" * (64 << 10)


def test_threads_are_bounded(full: Zygote, child: ForkedChild) -> None:
    """A child cannot fill the machine with threads."""
    bomb = (
        "import threading, time\nmade = 0\n"
        "try:\n    while made < 500:\n"
        "        threading.Thread(target=time.sleep, args=(60,), daemon=True).start(); made += 1\n"
        "except RuntimeError: pass\nresult = made"
    )
    assert int(str(attempt(child, bomb).value)) <= full.limits.processes


def test_processor_time_is_bounded() -> None:
    """A child that computes beyond its processor time is ended, and the ending says so."""
    with zygote_or_skip(Level.FULL, limits=Limits(cpu_seconds=1), warm=False) as zygote:
        child = zygote.spawn()
        child.ready()
        with pytest.raises(Gone, match="used up its processor time") as gone:
            attempt(child, "while True: pass")
        assert gone.value.ending.cpu_seconds >= 1
        child.close()


def test_rights_cannot_be_regained(child: ForkedChild) -> None:
    """A child has no capability, and cannot become another user, mount, or leave its namespaces."""
    regain = (
        "import ctypes, os\nlibc = ctypes.CDLL(None)\n"
        "result = [libc.unshare(0x10000000), libc.setuid(0), libc.chroot(b'/box'),"
        " libc.mount(b'none', b'/box', b'tmpfs', 0, None), libc.umount2(b'/box', 2)]"
    )
    assert attempt(child, regain).value == "[-1, -1, -1, -1, -1]"


def test_foreign_system_call_tables_kill(child: ForkedChild) -> None:
    """The 32-bit and x32 ways into the kernel, which the filter does not describe, end the process."""
    x32 = "import ctypes; ctypes.CDLL(None).syscall(0x40000000 + 39)"
    with pytest.raises(Gone, match="SIGSYS"):
        attempt(child, x32)


def test_a_serve_function_that_is_not_there_is_our_fault() -> None:
    """A zygote that cannot import what children run says so with its last words."""
    with pytest.raises(FaultError, match="no_such_module"):
        Zygote(Level.NONE, serve="no_such_module.serve")


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Boxes of the weaker levels are removed, however deep foreign code dug."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    dig = "import os\nfor _ in range(1500):\n    os.mkdir('d'); os.chdir('d')"
    with Zygote(Level.NONE, serve=SERVE, folders=[INSIDE], warm=False) as zygote:
        child = zygote.spawn()
        child.ready()
        assert not attempt(child, dig).error
        child.close()
    assert list(tmp_path.iterdir()) == []


def test_isolation_runs_nothing_from_the_current_folder(tmp_path: Path) -> None:
    """Planted modules in the working folder or in PYTHONPATH are not imported by the zygote."""
    for name in ("torch.py", "sitecustomize.py", "usercustomize.py", "json.py"):
        (tmp_path / name).write_text("open('ran', 'w')")
    done = subprocess.run(
        [
            sys.executable, "-P", "-c",
            f"import sys; sys.path[:0] = [{str(REPOSITORY)!r}]\n"
            "import os; os.environ['PYTHONPATH'] = os.getcwd()\n"
            "from grader.sandbox.outside.client import Zygote; from grader.sandbox.levels import Level\n"
            f"z = Zygote(Level.NONE, serve={SERVE!r}, folders=[{str(INSIDE)!r}], warm=False)\n"
            "c = z.spawn(); c.ready(); c.close(); z.close()",
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()


def test_children_start_fast(full: Zygote) -> None:
    """A child is ready for a tenth of a second of work, far from the second that importing torch takes."""
    times = []
    for _ in range(10):
        made = full.spawn()
        made.ready()
        assert made.alive
        seconds = made.processor_seconds()
        assert seconds is not None
        times.append(seconds)
        made.close()
    assert sorted(times)[5] < 0.1
