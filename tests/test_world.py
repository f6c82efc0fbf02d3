"""What a notebook has around it: names of its own, a progress bar, loggers, and imports one by one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from grader.sandbox import libraries
from grader.sandbox.inside import missing, world
from grader.sandbox.inside.load import Submission

# Known libraries that no environment of this project installs.
ABSENT = "catboost"


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """The finders of a child, and what they imported, are not for other tests."""
    before, finders = set(sys.modules), list(sys.meta_path)
    sys.meta_path[:] = [one for one in finders if type(one).__module__ != world.__name__]
    yield
    sys.meta_path[:] = finders
    for name in set(sys.modules) - before:
        if libraries.known(name):
            del sys.modules[name]
    missing.needs.begin(let_be=False)


def load(*cells: str, functions: tuple[str, ...] = ("f",)) -> Submission:
    submission = Submission(list(functions))
    submission.run([(f"cell {n}", text) for n, text in enumerate(cells, 1)], definitions_only=False)
    return submission


def value(text: str) -> Any:
    """What f of a text returns."""
    return load(text).module.__dict__["f"]()


def told(submission: Submission) -> list[tuple[str, str]]:
    return [(trouble.module, trouble.text) for trouble in submission.troubles]


def test_tqdm_is_absent_here() -> None:
    """Else what follows would try the real one."""
    for name in ("tqdm", "wandb", "tensorboard", "tensorboardX", "mlflow", "comet_ml", ABSENT, "seaborn"):
        assert sys.modules.get(name) is None
        with pytest.raises(ModuleNotFoundError):
            __import__(name)


@pytest.mark.parametrize(
    "spelled",
    [
        "from tqdm import tqdm",
        "from tqdm.auto import tqdm",
        "from tqdm.notebook import tqdm",
        "from tqdm.autonotebook import tqdm",
        "from tqdm.std import tqdm",
        "from tqdm import tqdm_notebook as tqdm",
        "import tqdm.auto as t\ntqdm = t.tqdm",
        "import tqdm as t\ntqdm = t.tqdm",
        "import tqdm as t\ntqdm = t.auto.tqdm",
        "from tqdm import auto\ntqdm = auto.tqdm",
    ],
)
def test_a_progress_bar_goes_round(spelled: str) -> None:
    """In all its spellings; and it takes what is told of it."""
    text = f"""{spelled}
def f():
    seen, bar = [], tqdm([1, 2, 3], desc="epochs", leave=False)
    for x in bar:
        bar.set_description(f"loss {{x}}")
        bar.set_postfix(loss=x)
        seen.append(x)
    bar.close()
    with tqdm(total=2) as other:
        other.update(1)
        other.update()
    tqdm.write("done")
    return seen, len(bar), bar.n, other.n
"""
    assert value(text) == ([1, 2, 3], 3, 3, 2)


def test_trange_counts() -> None:
    """As range does, under both of its names."""
    assert value("from tqdm import trange\ndef f(): return list(trange(2, 5))\n") == [2, 3, 4]
    assert value("from tqdm.notebook import tnrange\ndef f(): return list(tnrange(2, desc='x'))\n") == [0, 1]


@pytest.mark.parametrize(
    "logger",
    [
        "import wandb\nwandb.login()\nrun = wandb.init(project='x', config={'lr': 1})\nlog = wandb.log",
        "import mlflow\nmlflow.set_experiment('x')\nlog = mlflow.log_metrics",
        "from torch.utils.tensorboard import SummaryWriter\nlog = SummaryWriter('runs').add_scalars",
        "import torch.utils.tensorboard as tb\nlog = tb.SummaryWriter().add_scalars",
        "from tensorboardX import SummaryWriter\nlog = SummaryWriter().add_scalars",
        "from comet_ml import Experiment\nlog = Experiment(api_key='x').log_metrics",
        "import wandb\nlog = wandb.log\nwith wandb.init() as run:\n    run.name = 'a'\n    run.cfg['b'] = 2",
    ],
)
def test_a_logger_does_nothing(logger: str) -> None:
    """It takes what it is given, at the top level and in a function."""
    loaded = load(f"{logger}\ndef f():\n    log({{'loss': 0.5}})\n    return 7\n")
    assert told(loaded) == []
    assert loaded.module.__dict__["f"]() == 7


@pytest.mark.parametrize(
    "use",
    [
        "torch.zeros(3) + config.lr",
        "config.lr * torch.ones(2)",
        "torch.zeros(config.n)",
        "torch.tensor(config.lr)",
        "float(config.lr)",
        "[1, 2][config.n]",
        "1 if config.flag else 2",
        "config.n == 3",
        "sum(config.values)",
        "torch.optim.SGD([torch.ones(1)], lr=config.lr)",
        "numpy.array(config.x)",
        "isinstance(3, config.Kind)",
        "torch.stack([torch.ones(1), config.x])",
    ],
)
def test_what_a_stand_in_makes_up_decides_nothing(use: str) -> None:
    """Whoever wants a number or a truth of it learns which library is missing."""
    text = f"import numpy, torch, wandb\nconfig = wandb.init().config\ndef f():\n    return {use}\n"
    with pytest.raises(ModuleNotFoundError) as raised:
        value(text)
    assert missing.library_behind(raised.value) == "wandb"


def test_what_a_stand_in_makes_up_is_found_in_an_answer() -> None:
    """Also where it is deep in it."""
    got = value("import wandb\ndef f(): return [1.0, {'a': (wandb.config.lr,)}]\n")
    assert missing.module_in(got) == "wandb"
    assert missing.module_in([1.0, {"a": (torch.ones(1),)}]) == ""


def test_display_and_the_shell_are_there() -> None:
    """As in a notebook; an assignment's own function of such a name is the file's or nobody's."""
    text = "def f():\n    display('x', 3)\n    get_ipython().run_line_magic('time', '')\n    return In, Out\n"
    loaded = load(text)
    assert loaded.module.__dict__["f"]() == ([""], {})
    assert "display" not in load("x = 1\n", functions=("display",)).module.__dict__


def test_names_of_one_import_are_imported_one_by_one() -> None:
    """What is missing takes nothing along."""
    loaded = load("import seaborn as sns, torch\nfrom torch import nothing_so_called, ones\n")
    held = loaded.module.__dict__
    assert held["torch"] is torch and held["ones"] is torch.ones
    assert [module for module, _ in told(loaded)] == ["seaborn", ""]


def test_many_lines_that_want_one_library_are_one_trouble() -> None:
    """And what they would have made is missing, too, with the same reason."""
    text = f"import {ABSENT} as c\nx = c.load()\ny = x + 1\nprint(y)\nclass A(c.Base):\n    pass\na = A()\n"
    loaded = load(text + "def f(): return a.fit()\n")
    assert told(loaded) == [(ABSENT, f"ModuleNotFoundError: No module named '{ABSENT}'")]
    with pytest.raises(ModuleNotFoundError) as raised:
        loaded.module.__dict__["f"]()
    assert missing.library_behind(raised.value) == ABSENT


def test_an_unknown_module_is_no_library() -> None:
    """Its uses raise what the import raised, once told; nobody says that a library was missing."""
    loaded = load("import troch\nx = troch.ones(2)\ny = x * 2\ndef f(): return troch.ones(1)\n")
    assert told(loaded) == [("troch", "ModuleNotFoundError: No module named 'troch'")]
    with pytest.raises(ModuleNotFoundError, match="troch") as raised:
        loaded.module.__dict__["f"]()
    assert missing.library_behind(raised.value) == ""


def test_a_module_that_is_there_stays() -> None:
    """A part of it that is missing costs that part."""
    assert load("import torch\nimport torch.nothing_so_called\n").module.__dict__["torch"] is torch


def test_whoever_provides_for_a_missing_library_is_heard() -> None:
    """`except ImportError` runs, at the top level and in a function."""
    guard = f"try:\n    import {ABSENT} as c\nexcept ImportError:\n    c = None\n"
    inside = "def f():\n" + "".join(f"    {line}\n" for line in [*guard.splitlines(), "return c"])
    loaded = load(guard, inside)
    assert told(loaded) == []
    assert loaded.module.__dict__["c"] is None and loaded.module.__dict__["f"]() is None


def test_a_function_that_a_missing_library_was_to_make() -> None:
    """It needs the library; one that is only imported from there is nobody's work."""
    text = f"import {ABSENT} as c\n@c.fast\ndef f(): return 1\ng = c.make()\nfrom {ABSENT} import h\n"
    assert load(text, functions=("f", "g", "h")).imports.needs == {"f": ABSENT, "g": ABSENT}
    assert load(f"def f(): return 1\nfrom {ABSENT} import f\n").imports.needs == {}


def test_let_be_for_one_call_alone() -> None:
    """What was imported while missing libraries were let be cannot be imported afterwards."""
    world.surround()
    missing.needs.begin(let_be=True)
    __import__(f"{ABSENT}.below")
    missing.needs.begin(let_be=False)
    world.stand_ins.forget()
    with pytest.raises(ModuleNotFoundError):
        __import__(ABSENT)
