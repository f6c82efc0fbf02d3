"""`grader.check` in a notebook: what the kernel sends, what the process beside it answers."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from helpers.student_course import NAME, copy_course

from grader.course.layout import Course
from grader.student.notebook_history import definitions

LOSS = "def loss_fn(t_p, t_c):\n    return ((t_p - t_c) ** 2).mean()"
Run = Callable[[str], tuple[str, str]]


def test_only_definitions_are_sent() -> None:
    """Experiments, prints, training runs, shell lines and questions to the grader stay in the notebook."""
    sent = definitions(
        [
            "import torch\nimport grader\n%matplotlib inline\nt_u = torch.ones(3)\nprint(t_u)",
            "@torch.no_grad()\ndef f(x):\n    return x",
            "!pip install something",
            "y = f(t_u)\nf(t_u)",
            "grader.check('f')",
            "def g(x:\n",
            "",
        ]
    )
    assert sent == [
        "import torch\n\n\nt_u = torch.ones(3)\n",
        "@torch.no_grad()\ndef f(x):\n    return x",
        "",
        "",
        "",
        "def g(x:\n",
        "",
    ]


def test_a_cell_of_another_language_defines_nothing() -> None:
    """`%%writefile` and `%%bash` were never run as Python; `%%time` was."""
    written = f"%%writefile loss.py\n{LOSS}"
    assert definitions([LOSS, written, f"%%time\n{LOSS}"])[1:] == ["", f"\n{LOSS}"]


def test_an_evening_of_runs_does_not_add_up() -> None:
    """What a function was before it was defined anew is left out, but for what a definition needs at once."""
    shifted = "def scale(x):\n    return 2 * x\n\nt_u = 1"
    decorator = "def twice(f):\n    return f\n\n@twice\ndef g(x):\n    return x"
    again = "def twice(f):\n    return lambda x: f(f(x))"
    sent = definitions([*[LOSS] * 300, shifted, decorator, again, LOSS, "def scale(x):\n    return x"])
    assert sent[:300] == [""] * 300
    assert sent[300:] == ["\n\n\nt_u = 1", decorator, again, LOSS, "def scale(x):\n    return x"]


def test_line_ends_of_unicode_are_no_lines_of_python() -> None:
    """A form feed, or what was pasted from a chat: the function after it is whole."""
    text = f"# pasted\u2028 from somewhere \x0c\x85\n{LOSS}"
    assert definitions([text]) == [f"\n{LOSS}"]


def test_importing_grader_stays_light() -> None:
    """`import grader` loads neither torch nor anything else of the package."""
    code = "import sys, grader; print([m for m in sys.modules if m.startswith(('grader.', 'torch'))])"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert seen == "[]\n"


def test_outside_a_notebook_it_names_the_command() -> None:
    """In a script there is nothing to check; the sentence says what to run instead."""
    code = "import grader; print(repr(grader.check('loss_fn')))"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "run `grader check FUNCTION`" in seen.stdout


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return copy_course(tmp_path_factory.mktemp("course"), NAME, "autograd")


@pytest.fixture(scope="module")
def run(course: Course) -> Iterator[Run]:
    """Runs a cell in a real kernel; returns what is shown as HTML and as text."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(cwd=str(course.root))

    def run(code: str) -> tuple[str, str]:
        shown: list[dict[str, Any]] = []
        reply = client.execute_interactive(code, timeout=120, output_hook=shown.append)
        assert reply["content"]["status"] == "ok", reply["content"]
        data = [one["content"]["data"] for one in shown if one["msg_type"] == "execute_result"]
        return (data[-1].get("text/html", ""), data[-1]["text/plain"]) if data else ("", "")

    yield run
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_a_check_in_a_kernel(run: Run, course: Course) -> None:
    """The function as it is defined now is checked; the answer is HTML and names the cell it is about."""
    run("import grader\nimport torch")
    run("def loss_fn(t_p, t_c):\n    return ((t_p - t_c) ** 2).sum()")
    html, text = run("grader.check('loss_fn')")
    assert "needs work" in html and "cell 2" in html
    assert "notebook.ipynb, cell 2, line 1" in text
    html, _ = run(f"{LOSS}\ngrader.check('loss_fn')")
    assert "passed" in html and "2 / 2" in html
    _, text = run("result = grader.check('loss_fn'); result.score, result.max_score")
    assert text == "(2.0, 2.0)"


def test_the_kernel_holds_no_answers(run: Run, course: Course) -> None:
    """Neither the checks nor the reference are ever in the student's own process."""
    # What would hold them, under names that modules bear: another would be absent whatever is loaded.
    holders = ["grader.grading.evaluation", "grader.reference.live", "grader.reference.recorded"]
    assert all(importlib.util.find_spec(name) for name in holders)
    assert course.assignment(NAME).checks.name.startswith("test_")
    html, _ = run(f"import grader\n{LOSS}\ngrader.check('loss_fn')")
    assert "2 / 2" in html, "it was checked, by what is not to be seen"
    _, text = run(
        "import sys\n"
        f"names = [name for name in sys.modules if name.startswith(('test_', 'solutions', *{holders}))]\n"
        "files = [str(getattr(module, '__file__', None)) for module in [*sys.modules.values()]]\n"
        f"len(files) > 100, names, [file for file in files if {str(course.root)!r} in file]"
    )
    assert text == "(True, [], [])"


def test_which_assignment_is_meant(run: Run, course: Course) -> None:
    """A name that is in several is told by what else the notebook defines, or by the name given."""
    run("import grader")
    run("def dloss_fn(t_p, t_c):\n    return 2 * (t_p - t_c) / t_p.size(0)")
    _, text = run("grader.check('training_loop')")
    assert NAME in text and "not in the file" in text
    _, text = run("grader.check('training_loop', assignment='autograd')")
    assert text.startswith("autograd")
    _, text = run("grader.check('no_such')")
    assert text.startswith("grader: No assignment has a function `no_such`")
    _, text = run("grader.check()")
    assert NAME in text and "dloss_fn" in text and "numerical_grad_fn" not in text


def test_after_a_crash_it_goes_on(run: Run, course: Course) -> None:
    """A function that ends its process costs its check; a host that was killed is replaced."""
    run("import grader, os")
    run("def has_diverged(losses):\n    import os\n    os._exit(3)")
    html, _ = run("grader.check('has_diverged')")
    assert "exit code 3" in html
    run("from grader.student import notebook\n[host._process.kill() for host in notebook._hosts.values()]")
    run("[host._process.wait() for host in notebook._hosts.values()]")
    html, _ = run("grader.check('has_diverged')")
    assert "exit code 3" in html
