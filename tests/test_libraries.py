"""A library that is not installed costs nobody a point and buys nobody one.

Loops that real students handed in lost all their points for a progress bar, or one name of an import.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from helpers.grading import ROOT, grade_files, grade_texts, solution

from grader.model import FunctionResult, Report, Status
from grader.submission import Found

LOSS = """
def model(t_u, w, b):
    return t_u * w + b
def loss_fn(t_p, t_c):
    return torch.mean((t_p - t_c) ** 2)
"""


def loop(head: str, over: str = "range(n_epochs)", more: str = "") -> str:
    """A right loop, which begins with some imports, goes over something and does more in each epoch."""
    return f"""{head}
{LOSS}
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in {over}:
        optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
        {more or "pass"}
    return params
"""


# Each is right, and is not to lose a point for what is missing here: (text, what a note says).
RIGHT = {
    "tqdm": (loop("from tqdm import tqdm\nimport torch", "tqdm(range(n_epochs))"), "tqdm is not installed"),
    "trange": (
        loop("from tqdm.notebook import tqdm, trange\nimport torch", "trange(n_epochs)"),
        "tqdm is not installed",
    ),
    "wandb": (
        loop("import torch\nimport wandb\nwandb.init(project='x')", more="wandb.log({'a': loss.item()})"),
        "wandb is not installed",
    ),
    "tensorboard": (
        loop(
            "import torch\nfrom torch.utils.tensorboard import SummaryWriter\nwriter = SummaryWriter()",
            more="writer.add_scalar('a', loss, 1)",
        ),
        "torch.utils.tensorboard is not installed",
    ),
    "seaborn_and_torch": (loop("import seaborn as sns, torch"), "seaborn is not installed"),
    "polars_and_torch": (
        loop("import polars as pl, torch\nBATCH = pl.Series([3])[0]"),
        "polars is not installed",
    ),
    "names_that_it_passes_on": (
        loop("from fastai.basics import *", more="np.ones(2), nn.Linear"),
        "fastai is not installed",
    ),
    "plots_beside": (
        loop("import torch\nimport seaborn as sns", more="sns.lineplot(x=[1], y=[loss.item()])"),
        "seaborn is not installed",
    ),
    "imports_below": (
        loop("import torch", more="import seaborn as sns; sns.set_theme()"),
        "",
    ),
    "display": (loop("import torch\nfrom IPython.display import clear_output", more="display(loss)"), ""),
}
# Of these, an answer hangs on a library that is missing here: (text, the library).
HANGS = {
    "reads_with_it": (
        loop(
            "import torch\nimport polars as pl\nrate = pl.read_csv('a.csv')['x']", more="params.data += rate"
        ),
        "polars",
    ),
    "made_by_it": (
        loop("import torch\nimport numba", more="").replace("def training", "@numba.njit\ndef training"),
        "numba",
    ),
    "decided_by_it": (loop("import torch, wandb", "range(wandb.config.epochs)"), "wandb"),
    "may_be_changed_by_it": (
        loop("import torch\nimport accelerate as a", more="a.Accelerator().clip(optimizer)").replace(
            "loss.backward()", "a.Accelerator().backward(loss)"
        ),
        "accelerate",
    ),
}
# Wrong in training_loop: none of these turns its 0 into a point or into "not graded".
WRONG = f"import torch\n{LOSS}\n"
LOOP = "def training_loop(n_epochs, optimizer, params, t_u, t_c):\n"
TRIES = {
    "a_library_at_the_top": "import catboost, seaborn, pandas\n" + WRONG + LOOP + "    return 1.0\n",
    "a_star_of_a_library": (f"from fastai.basics import *\n{LOSS}\n{LOOP}    return learn(params)\n"),
    "a_library_named_in_it": WRONG + LOOP + "    import catboost\n    return 1.0\n",
    "a_library_called_beside": WRONG
    + LOOP
    + "    import seaborn as s\n    s.lineplot([1])\n    return 1.0\n",
    "a_stub_with_an_import": WRONG + LOOP + "    import seaborn\n    raise NotImplementedError\n",
    "a_forged_error": WRONG
    + LOOP
    + "    import seaborn\n    raise ModuleNotFoundError('x', name='seaborn')\n",
    "a_forged_error_without_import": WRONG + LOOP + "    raise ModuleNotFoundError('x', name='seaborn')\n",
    "the_function_from_a_library": (
        WRONG + "from catboost import training_loop\ndef train_step(*a): return None\n"
    ),
    "an_unknown_library": WRONG + "import nobody_knows_it as n\n" + LOOP + "    return n.train(params)\n",
    "a_misspelled_torch": "import troch\n" + WRONG + LOOP + "    return troch.train(params)\n",
    "an_error_over_a_missing_library": (
        WRONG
        + LOOP
        + "    try:\n        import seaborn\n    except ImportError:\n        pass\n    return 1.0\n"
    ),
    "a_stand_in_that_is_printed": WRONG + "import wandb\n" + LOOP + "    return str(wandb.run.loss)\n",
    "a_stand_in_that_is_asked_beside": (
        WRONG
        + "import wandb\n"
        + LOOP
        + "    if wandb.run is not None:\n        wandb.log({})\n    return 1.0\n"
    ),
    "a_progress_bar_as_answer": WRONG + "from tqdm import tqdm\n" + LOOP + "    return tqdm(range(3))\n",
    "lists_of_the_grader": (
        WRONG
        + "from grader.sandbox import libraries\nlibraries.KNOWN = frozenset(['mine'])\nimport mine\n"
        + LOOP
        + "    return mine.train()\n"
    ),
    "an_answer_that_claims_it": (
        WRONG + "import mine\nfrom grader.sandbox.inside import missing\n"
        "missing.module_in = lambda *_: 'torch'\nmissing.library_behind = lambda *_: 'torch'\n"
        + LOOP
        + "    raise ValueError\n"
    ),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Report]]:
    """All of them, graded on the CPU and on the pretend GPU."""
    texts = {name: text for name, (text, _) in (RIGHT | HANGS).items()} | TRIES
    folder = tmp_path_factory.mktemp("libraries")
    yield grade_texts(folder, texts, "optimizers", devices=("cpu", "sim"), diagnosis=False)


def loop_of(report: Report) -> FunctionResult:
    return next(function for function in report.functions if function.name == "training_loop")


@pytest.mark.parametrize("name", RIGHT)
def test_it_costs_nobody_a_point(name: str, reports: dict[str, Report]) -> None:
    """A right loop has all its points, and one note says what is missing."""
    report, note = reports[name], RIGHT[name][1]
    assert loop_of(report).score == 6.0, [str(check.message) for check in loop_of(report).checks]
    notes = list(map(str, report.notes))
    assert len(notes) == (1 if note else 0) and note in "".join(notes)


@pytest.mark.parametrize("name", HANGS)
def test_what_hangs_on_it_is_not_graded(name: str, reports: dict[str, Report]) -> None:
    """No score, and the reason first: which function needs what."""
    report, library = reports[name], HANGS[name][1]
    assert (report.status, report.score, loop_of(report).status) == ("not graded", None, Status.FAULT)
    needs = f"`training_loop` needs {library}, which is not installed here."
    assert str(report.problem).startswith(needs), report.problem
    assert f"pip install {library}" in str(report.problem)


@pytest.mark.parametrize("name", TRIES)
def test_it_buys_nobody_a_point(name: str, reports: dict[str, Report]) -> None:
    """The loop is graded, and has none."""
    report = reports[name]
    assert (report.status, report.score) == ("graded", 0.0), report.problem
    assert loop_of(report).status in (Status.FAILED, Status.MISSING)


# As they were handed in, and what a note says of each where it is not installed.
REAL = {
    "c_tqdm/optimizers.ipynb": "tqdm",
    "c_trange/optimizers.ipynb": "tqdm",
    "q_wandb/optimizers.py": "wandb",
    "w_multi_import2/optimizers.ipynb": "seaborn",
    "w_pd_torch/optimizers.ipynb": "pandas",
}


def test_real_work_has_its_points() -> None:
    """Six each, and one note for a missing library."""
    folder = ROOT / "tests" / "data" / "real_world"
    found = [Found(student=name, assignment="optimizers", path=folder / name) for name in REAL]
    for report in grade_files(found):
        library = REAL[report.student]
        notes = [str(note) for note in report.notes if "is not installed here." in str(note)]
        assert len(notes) == (find_spec(library) is None)
        assert all(f"{library} is not installed here." in note for note in notes)
        assert loop_of(report).score == 6.0, report.student


def test_what_was_meant_is_said(reports: dict[str, Report]) -> None:
    """Of a misspelled name; of any other, that a file of one's own belongs beside."""
    assert "Did you mean `torch`?" in "".join(map(str, reports["a_misspelled_torch"].notes))
    assert "hand it in beside" in "".join(map(str, reports["an_unknown_library"].notes))


def test_the_reference_needs_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where nothing is missing, nothing is said."""
    folder = tmp_path_factory.mktemp("whole")
    report = grade_texts(folder, {"a": solution("optimizers")}, "optimizers")["a"]
    assert (report.score, report.notes) == (report.max_score, ())
