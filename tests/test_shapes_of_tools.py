"""Shapes in which tools save notebooks, and what people write in them: a right function keeps its points.

Each text here is a small one of our own that has a shape found in public notebooks.
"""

from __future__ import annotations

import json

import pytest
from helpers.file_forms import indented, notebook
from helpers.grading import ROOT, function, grade_files
from helpers.training_file import MODEL_AND_LOSS as HELPERS

from grader.model import Report
from grader.submission import Found
from grader.submission.beside import neighbours_in

IMPORT = "import torch\n"
LOOP = """\
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs):
        optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
    return params
"""
HEAD = IMPORT + HELPERS
WHOLE = HEAD + LOOP
STUB = "def training_loop(n_epochs, optimizer, params, t_u, t_c):\n    raise NotImplementedError\n"
Files = dict[str, str | bytes]


def ipynb(*cells: str | dict[str, object], **metadata: object) -> Files:
    return {"optimizers.ipynb": notebook(*cells, **metadata)}


def py(text: str | bytes) -> Files:
    return {"optimizers.py": text}


def chat(*parts: str) -> str:
    """Lines as a terminal shows them."""
    return "".join(
        (">>> " if not line.startswith((" ", "\n")) else "... ") + line
        for part in parts
        for line in part.splitlines(keepends=True)
    )


def prompts(text: str) -> str:
    first, *rest = text.splitlines(keepends=True)
    return f"In [3]: {first}" + "".join(f"   ...: {line}" for line in rest)


YAML = "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py:light\n# ---\n\n"
NBCONVERT = f"""\
#!/usr/bin/env python
# coding: utf-8

# In[1]:


get_ipython().system('pip install -q torch')
get_ipython().run_line_magic('matplotlib', 'inline')
files = get_ipython().getoutput('ls')
{IMPORT}if True:
    get_ipython().system('nvidia-smi')


# In[2]:


get_ipython().run_cell_magic('capture', 'out', {HELPERS!r})


# In[ ]:


{LOOP}

# In[3]:


get_ipython().run_line_magic('pinfo', 'training_loop')
get_ipython().run_line_magic('time', 'p = training_loop(1, None, None, 1, 2)')
get_ipython().run_cell_magic('bash', '', 'ls -l | head\\n')
"""
DATABRICKS = f"""\
# Databricks notebook source
# MAGIC %md
# MAGIC # Week 5

# COMMAND ----------

# DBTITLE 1,Imports
# MAGIC %pip install torch
{IMPORT}dbutils.widgets.text("rate", "0.1")
rate = float(dbutils.widgets.get("rate"))

# COMMAND ----------

{HELPERS}
# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT 1

# COMMAND ----------

{LOOP}
display(spark.range(3))
"""
RMD = f"""\
---
title: "Optimizers"
output: html_document
---

```{{r setup, include=FALSE}}
library(reticulate)
```

```{{python, echo=FALSE}}
{HEAD}```

Words.

```{{python loop}}
{LOOP}```
"""
SHAPES: dict[str, Files] = {
    "papermill": ipynb(
        HEAD,
        {"metadata": {"tags": ["parameters"]}, "source": "# parameters\nrate = 0.1\nrun = None"},
        {"metadata": {"tags": ["injected-parameters"]}, "source": '# Parameters\nrate = 0.5\nrun = "a"\n'},
        {"metadata": {"papermill": {"exception": True, "status": "failed"}}, "source": LOOP},
        papermill={"parameters": {"rate": 0.5}, "exception": True},
    ),
    "colab_form": ipynb(
        '#@title Setup { display-mode: "form" }\n' + HEAD,
        "from google.colab import drive\ndrive.mount('/content/drive')\n"
        "%cd /content/drive/MyDrive/week 5\nimport os\nos.chdir('/content/drive/MyDrive')",
        {
            "metadata": {"cellView": "form", "id": "x"},
            "source": '#@markdown Rate\nrate = 0.1 #@param {type:"slider", min:0, max:1}\n' + LOOP,
        },
        accelerator="GPU",
        colab={"provenance": []},
    ),
    "colab_is_here": ipynb(
        "try:\n    import google.colab\n    IN_COLAB = True\nexcept ImportError:\n    IN_COLAB = False\n"
        "if IN_COLAB:\n    !pip install -q torch\n    from google.colab import files\n"
        "    uploaded = files.upload()\n",
        WHOLE,
    ),
    "colab_shell": ipynb("%%shell\ncd data && ls -l | wc\n", "%%bigquery df\nSELECT 1 FROM x\n", WHOLE),
    "kaggle": ipynb(
        "# This Python 3 environment comes with many libraries\nimport numpy as np # linear algebra\n"
        "import pandas as pd # data processing\nimport os\n"
        "for folder, _, names in os.walk('/kaggle/input'):\n"
        "    for name in names:\n        print(os.path.join(folder, name))\n"
        "train = pd.read_csv('/kaggle/input/x/train.csv')\ntrain.head()",
        WHOLE,
    ),
    "capture_and_install": ipynb(
        "%%capture\n!pip install torch\n" + IMPORT, HELPERS, "%%capture out\n" + LOOP
    ),
    "vscode_cells": py(f"# %%\n%matplotlib inline\n{HEAD}\n#%% Loop\n{LOOP}\n# %%\n!ls\n"),
    "jupytext_light": py(
        f"{YAML}# # Title\n\n# +\n# %matplotlib inline\n{HEAD}# -\n\n# + tags=['a']\n{LOOP}# -\n"
    ),
    "jupytext_percent": py(
        f'{YAML}# %% [markdown]\n"""\nIt\'s a title.\n"""\n\n# %%\n{HEAD}\n# %% [raw]\n# raw\n'
        f"\n# %%\n# !ls\n{LOOP}"
    ),
    "r_markdown": {"optimizers.Rmd": RMD},
    "databricks": py(DATABRICKS),
    "nbconvert": py(NBCONVERT),
    "nbformat_3": {
        "optimizers.ipynb": json.dumps(
            {
                "metadata": {"name": "a"},
                "nbformat": 3,
                "worksheets": [
                    {
                        "cells": [
                            {"cell_type": "heading", "level": 1, "source": "A"},
                            {"cell_type": "code", "language": "python", "input": [HEAD], "outputs": []},
                            {"cell_type": "code", "language": "python", "input": LOOP, "prompt_number": 3},
                        ]
                    }
                ],
            }
        )
    },
    "widgets_and_empty_cells": ipynb(
        "", "   \n", HEAD, {"source": []}, "# only a comment", LOOP, "",
        widgets={"application/vnd.jupyter.widget-state+json": {"state": {"a": {"model_name": "x"}}}},
        language_info={"name": "python", "version": "2.7.6"},
    ),
    "deepnote": ipynb(
        {"metadata": {"cell_id": "a", "deepnote_cell_type": "code"}, "source": HEAD},
        {
            "metadata": {"deepnote_cell_type": "visualization"},
            "source": "_deepnote_run_altair(df, \"\"\"{}\"\"\")",
        },
        {"metadata": {"deepnote_cell_type": "sql"}, "source": "df_1 = _deepnote_execute_sql('SELECT 1')"},
        {"metadata": {"deepnote_cell_type": "code"}, "source": LOOP},
        deepnote={"is_reactive": False},
    ),
    "help": ipynb(
        HEAD,
        "torch.nn.Linear?",
        "?torch.optim.SGD",
        "torch.optim.*SGD*?",
        "help(torch.ones)",
        LOOP,
        "training_loop??",
        "print?;",
    ),
    "trailing_magics": ipynb(
        HEAD, LOOP + "\n%timeit -n 1 model(torch.ones(2), 1, 2)\n%who\n%prun model(1, 2, 3)\n!date",
        "a = %timeit -o -q model(1, 2, 3)\nnames = !ls\nfor name in names or []:\n    print(name)",
    ),
    "timed_loop": ipynb(HEAD, "%%timeit -n 1 -r 1\nx = 1\n" + LOOP, "%%prun -l 5\ny = 1"),
    "future_in_the_middle": ipynb(HEAD, "from __future__ import annotations, division\n" + LOOP),
    "await": ipynb(
        "import asyncio\n" + HEAD,
        "await asyncio.sleep(0)\nasync def later():\n    return 1\nx = await later()\n" + LOOP,
        "async with asyncio.Lock():\n    pass\nasync for i in (j async for j in ()):\n    pass",
    ),
    "jupyterlite": ipynb(
        "import piplite\nawait piplite.install(['torch'])\n", "%pip install -q torch\n" + WHOLE
    ),
    "type_comments": py(
        WHOLE.replace("t_c):\n    for", "t_c):\n    # type: (int, object, object, object, x) -> y\n    for")
    ),
    "bom_crlf": py(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()),
    "old_mac": py(WHOLE.replace("\n", "\r").encode()),
    "form_feeds": py(HEAD + "\x0c\n" + LOOP.replace("    return", "\x0c    return")),
    "tabs": py(HEAD + LOOP.replace("    ", "\t")),
    "one_long_line": py(f"DATA = '{'A' * 300_000}'\nexec({WHOLE!r})\n"),
    "executed_text": py(HEAD + f"code = compile({LOOP!r}, 'loop', 'exec')\nexec(code, globals())\n"),
    "star_imports": py("from torch.optim import *\nfrom torch.nn import *\nfrom math import *\n" + WHOLE),
    "pylab": ipynb(
        "%pylab inline\n%matplotlib inline",
        IMPORT + HELPERS.replace("w * t_u", "np.float32(1) * w * t_u"),
        LOOP,
    ),
    "method_of_a_class": py(
        HEAD + f"class Trainer:\n    @staticmethod\n{indented(LOOP)}training_loop = Trainer.training_loop\n"
    ),
    "method_of_an_object": py(
        HEAD + "class Trainer:\n" + indented(LOOP.replace("loop(n_", "loop(self, n_"))
        + "training_loop = Trainer().training_loop\n"
    ),
    "callable_object": py(
        HEAD + "class Trainer:\n" + indented(LOOP.replace("training_loop(n_", "__call__(self, n_"))
        + "training_loop = Trainer()\n"
    ),
    "lambda": py(
        IMPORT + "model = lambda t_u, w, b: w * t_u + b\n"
        "loss_fn = lambda t_p, t_c: ((t_p - t_c) ** 2).mean()\n" + LOOP
    ),
    "partial": py(
        "import functools\n" + HEAD + LOOP.replace("training_loop(n", "_loop(verbose, n")
        + "training_loop = functools.partial(_loop, False)\n"
    ),
    "own_decorator": py(
        "import time\n" + HEAD + "def timed(f):\n    def wrapper(*a, **k):\n        start = time.time()\n"
        "        made = f(*a, **k)\n        print(time.time() - start)\n        return made\n"
        "    return wrapper\n\n@timed\n" + LOOP
    ),
    "decorator_of_a_later_cell": ipynb(
        HEAD, "@timed\n" + LOOP, "def timed(f):\n    return f\n"
    ),
    "default_of_a_later_cell": ipynb(
        HEAD, LOOP.replace("t_c):", "t_c, every=EVERY):"), "EVERY = 100"
    ),
    "run_notebook": {
        "optimizers.ipynb": notebook("%run helpers.ipynb\n%run ./setup.py\n", "N = EVERY\n" + LOOP),
        "helpers.ipynb": notebook("!ls\n" + HEAD),
        "setup.py": "EVERY = 100\n",
    },
    "run_line_magic": {
        "optimizers.py": f"get_ipython().run_line_magic('run', 'helpers.py')\n{LOOP}",
        "helpers.py": HEAD,
    },
    "imports_a_notebook": {
        "optimizers.ipynb": notebook("import import_ipynb\nfrom helpers import model, loss_fn\n" + LOOP),
        "helpers.ipynb": notebook(HEAD),
    },
    "writes_a_module": ipynb(
        "%%writefile helpers.py\n" + HEAD, "from helpers import *\nimport helpers", LOOP
    ),
    "runs_what_it_writes": ipynb("%%file helpers.py\n" + HEAD, "%run helpers.py", LOOP),
    "executes_a_file": {
        "optimizers.py": f"exec(open('helpers.py').read())\n{LOOP}", "helpers.py": HEAD,
    },
    "load": ipynb("# %load helpers.py\n" + HEAD, "%load loop.py", LOOP),
    "prompts": ipynb(chat(HEAD), prompts(LOOP), "In [4]: x = 1"),
    "indented_cell": ipynb(indented(HEAD), indented(LOOP, "\t")),
    "script_of_a_folder": py(
        "import os, sys\nfrom pathlib import Path\nHERE = Path(__file__).resolve().parent\n"
        "sys.path.append(os.path.dirname(os.path.abspath(__file__)))\n"
        + HEAD + LOOP.replace("    return", "    name = HERE / 'log.txt'\n    return")
    ),
    "arguments": py(
        "import argparse\n" + HEAD + "parser = argparse.ArgumentParser()\n"
        "parser.add_argument('--lr', type=float, default=0.1)\nargs = parser.parse_args()\n"
        + LOOP.replace("    return", "    rate = args.lr\n    return")
    ),
    "exits": py(
        HEAD + "if not torch.cuda.is_available():\n    exit()\n" + LOOP + "import sys\nsys.exit(0)\n"
    ),
    "asks": ipynb(HEAD, "n = int(input('How many? '))", LOOP, "import pdb; pdb.set_trace()"),
    "nbdev": ipynb(
        "#| default_exp optim\n#| hide\nfrom nbdev.showdoc import *\n",
        "#| export\n" + HEAD,
        "#|export\n" + LOOP,
        "#| hide\nimport nbdev; nbdev.nbdev_export()",
    ),
    "pasted_outputs": py(
        "t_p = 1\n" + HEAD + "print(model(1, 2, 3))\ntensor([1310.1901, 3180.7100])\n" + LOOP
        + "Out[3]: tensor(1.)\n"
    ),
    "fence": py(f"```python\n{WHOLE}```\n"),
    "plots_that_fail": ipynb(
        "import matplotlib.pyplot as plt\nplt.style.use('seaborn-whitegrid')\n"
        "%config InlineBackend.figure_format = 'svg'",
        HEAD, "plt.plot([1], [2, 3]);", LOOP, "plt.show();\nplt.savefig('/content/a.png')",
    ),
    "state_that_is_not_here": ipynb(
        HEAD, "state = torch.load('best.pt')\nassert state['epoch'] == 3", LOOP, "assert False, 'my test'"
    ),
    "device": ipynb(
        HEAD, "device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')\n!nvidia-smi\n"
        "torch.set_default_device(device)\ntorch.manual_seed(0)\ntorch.set_grad_enabled(False)", LOOP,
        "torch.set_default_dtype(torch.float64)",
    ),
    "quiet": ipynb(
        "import warnings, sys\nwarnings.filterwarnings('error')\nsys.tracebacklimit = 0\n" + HEAD, LOOP
    ),
    "type_hints": ipynb(
        "from torch import Tensor\nfrom typing import *\n" + HEAD,
        LOOP.replace("(n_epochs, optimizer, params, t_u, t_c):",
                     "(n_epochs: int, optimizer: torch.optim.Optimizer, params: Tensor, t_u: 'Tensor', "
                     "t_c: Optional[Tensor]) -> Tensor:"),
    ),
    "walrus_and_match": py(
        HEAD + LOOP.replace("    return", "    match n_epochs:\n        case 0 if (x := 1): pass\n    return")
    ),
    "try_around": py(f"try:\n{indented(WHOLE)}except Exception as e:\n    print(e)\n"),
    "if_true": py(f"if 1:\n{indented(WHOLE)}else:\n    pass\n"),
    "with_around": py(
        f"import contextlib, torch\nwith contextlib.suppress(Exception):\n{indented(HELPERS + LOOP)}"
    ),
    "imported_below_the_stub": {
        "optimizers.py": HEAD + STUB + "from mine import training_loop\n",
        "mine.py": WHOLE,
    },
    "executed_below_the_stub": py(HEAD + STUB + f"exec({LOOP!r})\n"),
    "name_of_main": py(HEAD + LOOP + "if __name__ == '__main__':\n    training_loop(1, None, None, 1, 2)\n"),
    "global_declared": py(
        HEAD + "def define():\n    global training_loop\n" + indented(LOOP) + "define()\n"
    ),
    "semicolons": py("import torch; from torch import nn;\n" + HELPERS + "x = 1; y = 2\n" + LOOP),
    "unicode_names": py(
        "import torch\n# Ünïcödé\nθ = 0.5; 損失 = None\n"
        + HELPERS.replace("w * t_u", "(1 if θ else 0) * w * t_u") + LOOP
    ),
}  # fmt: skip


WRONG = HEAD + "def training_loop(n_epochs, optimizer, params, t_u, t_c):\n    return {}\n"
SOLUTION = (ROOT / "solutions" / "optimizers.py").as_posix()
# None of these turns a 0 into a point, or into "not graded".
TRIES: dict[str, Files] = {
    "run_of_what_is_not_theirs": ipynb(
        f"%run {SOLUTION}\n%run ../../solutions/optimizers.py\n", WRONG.format("params")
    ),
    "run_in_a_circle": {
        "optimizers.ipynb": notebook("%run a.ipynb\n%run optimizers.ipynb", WRONG.format("params")),
        "a.ipynb": notebook("%run b.ipynb"),
        "b.ipynb": notebook("%run a.ipynb\n%run b.ipynb"),
    },
    "run_of_a_broken_file": {
        "optimizers.ipynb": notebook("%run a.ipynb\n", WRONG.format("params")),
        "a.ipynb": "{",
    },
    "writes_torch": ipynb(
        "%%writefile torch.py\ndef right(*a): return 1\n", "import torch", WRONG.format("torch.right()")
    ),
    "writes_elsewhere": ipynb(
        "%%writefile ../../grader/sandbox/wire.py\nAnswer = None\n",
        "%%writefile grader/sandbox/wire.py\nAnswer = None\n",
        f"%%writefile {SOLUTION}\nx = 1\n",
        WRONG.format("params"),
    ),
    "waits_for_a_library": ipynb(
        "import seaborn\nawait seaborn.load()\n", "await (lambda: 1)()", WRONG.format("1.0")
    ),
    "defined_by_a_name_that_never_comes": ipynb(
        HEAD + "def train_step(optimizer, params, t_u, t_c):\n    return 0\n", "@catboost.jit\n" + LOOP
    ),
}
# Of these, a line is no Python to any tool: it is the headline, and costs no function.
UNREAD = ("fence",)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    root = tmp_path_factory.mktemp("shapes")
    found = []
    for name, files in (SHAPES | TRIES).items():
        for file, held in files.items():
            path = root / name / file
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(held if isinstance(held, bytes) else held.encode())
        work = root / name / next(iter(files))
        neighbours = neighbours_in(work.parent, work)
        found.append(Found(student=name, assignment="optimizers", path=work, neighbours=neighbours))
    return {report.student: report for report in grade_files(found, diagnosis=False)}


@pytest.mark.parametrize("name", SHAPES)
def test_a_right_function_keeps_its_points(reports: dict[str, Report], name: str) -> None:
    """6 of 6, and no headline where the tool itself reads all of it."""
    report = reports[name]
    unread = [str(one.message) for one in report.unparsed]
    assert report.score is not None, (report.problem, unread)
    assert function(report, "training_loop").score == 6, [*map(str, report.notes), *unread]
    assert bool(unread) == (name in UNREAD), unread


@pytest.mark.parametrize("name", TRIES)
def test_no_shape_buys_a_point(reports: dict[str, Report], name: str) -> None:
    """Graded, and 0."""
    report = reports[name]
    assert report.score is not None, report.problem
    assert function(report, "training_loop").score == 0, list(map(str, report.notes))
