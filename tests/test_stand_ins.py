"""Two parts of PyTorch have stand-ins, each a second of imports; whoever wants the real one gets it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from helpers import forked_python

from grader.sandbox import wire
from grader.sandbox.outside.question import question

COURSE = Path(__file__).resolve().parents[1]

BEGIN = """
import sys, torch
assert not {'torch._dynamo.eval_frame', 'sympy'} & set(sys.modules)
from grader.sandbox.sim import stand_ins
stand_ins.stand_in()
"""
STEP = """
params = torch.ones(2, requires_grad=True)
for made in (torch.optim.SGD([params], lr=0.5), torch.optim.Adam([params], lr=0.5)):
    params.sum().backward()
    made.step()
    made.zero_grad()
print([round(x, 3) for x in params.tolist()])
"""
REAL = "print('torch._dynamo.eval_frame' in sys.modules, 'sympy' in sys.modules)"


def lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What a process has printed."""
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_all_that_is_warmed_up_needs_neither() -> None:
    """All the first uses that the zygote makes, optimizers' steps among them."""
    used = "from grader.sandbox.inside.isolation import warmup\nwarmup.use()\n"
    command = [sys.executable, "-c", BEGIN + used + STEP + REAL]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert lines(done) == ["[0.0, 0.0]", "False False"]


@pytest.mark.parametrize(
    ("wanted", "answer"),
    [
        ("import torch._dynamo.config as c\nprint(c is torch._dynamo.config)", "True"),
        ("print(torch.compile(lambda x: x * 2, backend='eager')(torch.ones(2)).tolist())", "[2.0, 2.0]"),
        ("print(torch._dynamo.is_compiling())", "False"),
        pytest.param(
            "from torch._dynamo.utils import counters\nprint(len(counters))", "0", marks=pytest.mark.slow
        ),
        ("from torch._dynamo import optimize\nprint(optimize.__module__)", "torch._dynamo.eval_frame"),
        ("from torch.distributed.tensor import Replicate\nprint(Replicate.__name__)", "Replicate"),
        pytest.param(
            "import torch.distributed.tensor.parallel\nprint(hasattr(torch.distributed.tensor, 'Shard'))",
            "True",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_whoever_wants_the_real_one_gets_it(wanted: str, answer: str) -> None:
    """By attribute, from an import, or by a module below it; optimizers go on as before."""
    done = forked_python.run("-c", BEGIN + wanted + STEP)
    assert lines(done) == [answer, "[0.0, 0.0]"]


GRADE = """
import atexit, sys
from grader.cli import main
atexit.register(lambda: print({"torch._dynamo", "sympy", "matplotlib"} & set(sys.modules)))
main()
"""


def test_who_grades_the_course_needs_neither(tmp_path: Path) -> None:
    """The grader's own process compares with each assignment's reference: imports would be waited for."""
    work = tmp_path / "work" / "ada"
    work.mkdir(parents=True)
    for solution in (COURSE / "solutions").glob("*.py"):
        shutil.copy(solution, work)
    options = ["--course", str(COURSE), "--output", str(tmp_path / "reports"), "--jobs", "1"]
    done = forked_python.run("-c", GRADE, "grade", str(work.parent), *options)
    assert lines(done)[-1] == "set()"


def test_a_meta_tensor_is_sent_in_its_memory_order() -> None:
    """Zeros that stand for it are laid out as it is."""
    across = torch.empty(2, 3, 4, device="meta").permute(2, 0, 1)
    asked = question("f", ["x"], [across], {}, seed=1, device="cpu")
    (sent,) = asked.arguments
    assert isinstance(sent, wire.Tensor)
    assert (sent.device, sent.shape, sent.order) == ("meta", [4, 2, 3], [1, 2, 0])
