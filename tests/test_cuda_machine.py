"""A machine that says it has CUDA, from before the file is loaded: who never looks for a GPU is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.grading import failed, function, kept, lost, pasted

from grader.model import BesideFile, Cell, Report
from grader.sandbox.outside.asked import within
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import question
from grader.sandbox.outside.sandboxed_source import SandboxedSource

RIGHT = {
    "available": "return torch.device('cuda' if torch.cuda.is_available() else 'cpu')",
    "with an index": "return torch.device('cuda:0') if torch.cuda.is_available() else torch.device('cpu')",
    "counted": "return torch.device('cuda' if torch.cuda.device_count() > 0 else 'cpu')",
    "current": "torch.cuda.is_available() and torch.cuda.set_device(0)\n"
    "    kinds = {True: f'cuda:{torch.cuda.current_device()}'} if torch.cuda.is_available() else {}\n"
    "    return torch.device(kinds.get(True, 'cpu'))",
    "properties": "if not torch.cuda.is_available():\n        return torch.device('cpu')\n"
    "    memory = torch.cuda.get_device_properties(0).total_memory\n"
    "    return torch.device('cuda' if memory > 1 and torch.cuda.get_device_name() else 'cpu')",
    "accelerator": "found = torch.accelerator.current_accelerator(check_available=True)\n"
    "    return found or torch.device('cpu')",
    "accelerators": "found = torch.accelerator.is_available()\n"
    "    return torch.accelerator.current_accelerator() if found else torch.device('cpu')",
    "version": "return torch.device('cuda' if torch.version.cuda else 'cpu')",
    "tried": "try:\n        torch.zeros(1, device='cuda')\n        return torch.device('cuda')\n"
    "    except (AssertionError, RuntimeError):\n        return torch.device('cpu')",
    "moved": "try:\n        return torch.zeros(1).cuda().device\n"
    "    except (AssertionError, RuntimeError):\n        return torch.device('cpu')",
    "a command": "import shutil\n    return torch.device('cuda' if shutil.which('nvidia-smi') else 'cpu')",
    "a file": "try:\n        open('/dev/nvidia0').close()\n        return torch.device('cuda')\n"
    "    except OSError:\n        return torch.device('cpu')",
}
AT_THE_TOP = """
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(0)

def pick_device():
    return torch.device(DEVICE)
"""
WRONG = {
    "never looks": "return torch.device('cpu')",
    "looks elsewhere": "return torch.device('mps' if torch.backends.mps.is_available() else 'cpu')",
    "turned around": "available = torch.cuda.is_available()\n"
    "    return torch.device('cpu' if available else 'cpu')",
    "two at least": "return torch.device('cuda' if torch.cuda.device_count() > 1 else 'cpu')",
}


def text(body: str) -> str:
    return f"\ndef pick_device():\n    {body}\n"


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(kept)
    yield made
    made.close()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    texts = {name: text(body) for name, body in (RIGHT | WRONG).items()} | {"at the top": AT_THE_TOP}
    return pasted(tmp_path_factory.mktemp("machine"), "tensors", texts, diagnosis=False)


@pytest.mark.parametrize("name", [*RIGHT, "at the top"])
def test_who_looks_for_a_gpu_is_right(name: str, reports: dict[str, Report]) -> None:
    """By any question of PyTorch, or by means that this machine cannot pretend."""
    assert lost(reports[name]) == {}


@pytest.mark.parametrize("name", WRONG)
def test_who_never_takes_the_gpu_is_wrong(name: str, reports: dict[str, Report]) -> None:
    """And is told on which kind of machine that shows."""
    assert lost(reports[name]) == {"pick_device": 1.0}
    assert "This happens on a machine with CUDA." in str(failed(reports[name], "pick_device").message)


def test_it_says_nothing_about_the_other_functions(reports: dict[str, Report]) -> None:
    """They answer on the machine as it is."""
    assert function(reports["never looks"], "move").score == 2


def test_a_file_that_uses_the_gpu_at_its_top_is_graded(tmp_path: Path) -> None:
    """What cannot be had there fails there alone."""
    top = "\nif torch.cuda.is_available():\n    WEIGHTS = torch.ones(3).cuda()\n"
    report = pasted(tmp_path, "tensors", {"top": top}, diagnosis=False)["top"]
    assert lost(report) == {}


def test_files_beside_are_there_too(pool: Pool) -> None:
    """A function that a module of the student's own helps is asked on such a machine as on any other."""
    source = SandboxedSource(
        pool,
        [Cell(name="tensors.py", text="from mine import kind\n\n\ndef pick_device():\n    return kind()\n")],
        ["pick_device"],
        beside=[
            BesideFile(
                name="mine.py", data=b"import torch\nkind = lambda: 'cuda' * torch.cuda.is_available()\n"
            )
        ],
    )
    asked = [question("pick_device", [], [], {}, seed=1, device="cpu", cuda=cuda) for cuda in (False, True)]
    assert [one.value for one in source.call_all(asked, within(10.0))] == ["", "cuda"]
    source.close()
