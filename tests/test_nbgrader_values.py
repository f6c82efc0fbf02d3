"""What an instructor's own grade cells hand over and get back: all that is data, and what cannot be had."""

# ruff: noqa: E501 - one case a line
from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from helpers.zygotes import Lease

from grader.model import Cell
from grader.nbgrader.jupyter import modules_written, runnable
from grader.nbgrader.legacy import BESIDE, Examiner
from grader.nbgrader.points import Marked
from grader.sandbox.levels import Level
from grader.sandbox.outside.notebook_run import NotebookRun, Patience
from grader.sandbox.outside.pool import Pool

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(lambda: Lease(Level.PROCESS))
    yield made
    made.close()


def marked(
    pool: Pool, student: str | Sequence[str], tests: str, *, given: str = "", asked: str = ""
) -> Marked:
    """A grade cell of 4 points against a student's cells; what they define is what students were to write."""
    cells = [student] if isinstance(student, str) else list(student)
    showing = NotebookRun(pool, Patience(cell=5.0))
    for number, text in enumerate([given, *cells]):
        if text:
            showing.run(Cell(name=f"cell {number}", text=text))
    examiner = Examiner(showing, given=[given], asked=[asked or "\n".join(cells)], tests=[tests])
    try:
        return examiner.mark(Cell(name="tests", text=tests), 4.0)
    finally:
        showing.close()


FULL = Marked(4.0)


@pytest.mark.parametrize(
    ("body", "tests"),
    [
        ("return {1, 2}", "assert f() == {1, 2}"),
        ("return frozenset('ab')", "assert f() == frozenset('ba')"),
        ("return range(3, 9, 2)", "assert list(f()) == [3, 5, 7] and f() == range(3, 9, 2)"),
        ("return b'ab'", "assert f() == b'ab'"),
        ("return 3 + 4j", "assert abs(f()) == 5"),
        ("from fractions import Fraction\n    return Fraction(2, 6)", "assert f() * 3 == 1"),
        ("from decimal import Decimal\n    return Decimal('1.10')", "assert str(f()) == '1.10'"),
        (
            "import datetime as d\n    return d.date(2024, 2, 28) + d.timedelta(days=1)",
            "import datetime\nassert f() == datetime.date(2024, 2, 29)\nassert f().strftime('%d.%m.') == '29.02.'",
        ),
        (
            "import datetime as d\n    return d.datetime(2024, 1, 2, 3, tzinfo=d.timezone.utc)",
            "from datetime import datetime, timezone\nassert f() == datetime(2024, 1, 2, 3, tzinfo=timezone.utc)",
        ),
        ("from pathlib import Path\n    return Path('a') / 'b.txt'", "assert f().name == 'b.txt'"),
        ("return {'b': 1, 'a': 2}.keys()", "assert sorted(f()) == ['a', 'b']"),
        ("return {'b': 1}.items()", "assert list(f()) == [('b', 1)]"),
        ("return {'b': 1}.values()", "assert list(f()) == [1]"),
        ("return {(1, 2): {3}}", "assert f()[1, 2] == {3}"),
        ("yield 1\n    yield 2", "import types\nassert list(f()) == [1, 2] and isinstance(f(), types.GeneratorType)"),
        ("return map(str, [1, 2])", "assert next(f()) == '1'"),
        ("return zip('ab', [1, 2])", "assert dict(f()) == {'a': 1, 'b': 2}"),
        ("n = 0\n    while True:\n        yield n\n        n += 1", "import itertools\nassert list(itertools.islice(f(), 3)) == [0, 1, 2]"),
        ("yield 1\n    raise ValueError('no')", "i = f()\nassert next(i) == 1\ntry:\n    next(i)\n    assert False\nexcept ValueError:\n    pass"),
        ("from collections import Counter\n    return Counter('aab')", "assert f().most_common(1) == [('a', 2)]"),
        ("from collections import defaultdict\n    return defaultdict(list, a=[1])", "assert f()['b'] == []"),
        ("from collections import namedtuple\n    return namedtuple('P', 'x y')(1, 2)", "assert f().y == 2 and f() == (1, 2)"),
        ("from collections import deque\n    return deque([1, 2, 3], 2)", "assert list(f()) == [2, 3]"),
        ("return 'x' * 50_000", "assert f() == 'x' * 50_000"),
        ("return [n * n for n in range(50_000)]", "assert f()[-1] == 49_999 ** 2 and len(f()) == 50_000"),
        ("return 2 ** 100", "assert f() == 2 ** 100"),
        ("return int", "assert f() is int"),
        ("import numpy as np\n    return np.array(['a', 'bc'])", "assert f().tolist() == ['a', 'bc'] and f().dtype.kind == 'U'"),
        ("import numpy as np\n    return np.array([1, 'x', None], dtype=object)", "assert f()[1] == 'x' and f().dtype == object"),
        ("import numpy as np\n    return np.array(['2024-01-01'], dtype='M8[D]')", "import numpy as np\nassert f()[0] == np.datetime64('2024-01-01')"),
        ("import numpy as np\n    return np.ma.array([1, 2, 3], mask=[0, 1, 0])", "assert f().sum() == 4 and f().count() == 2"),
        ("import numpy as np\n    return np.array([1, 2], dtype=np.uint32)", "import numpy as np\nassert f().dtype == np.uint32"),
        ("import numpy as np\n    return np.array([1.0]).dtype", "import numpy as np\nassert f() == np.float64"),
    ],
)  # fmt: skip
def test_an_answer_that_is_data_is_judged_outside(pool: Pool, body: str, tests: str) -> None:
    """Each kind arrives as what it was, so that the cell holds on this side."""
    assert marked(pool, f"def f():\n    {body}", tests) == FULL


@pytest.mark.parametrize(
    ("student", "tests"),
    [
        ("def f(g, a, b):\n    import numpy as np\n    x = np.linspace(a, b, 1000)\n    return float(np.trapezoid(g(x), x))",
         "import numpy as np\nassert abs(f(np.sin, 0, np.pi) - 2) < 1e-4"),
        ("def f(g, x):\n    return g(x)", "import math\nassert f(math.sqrt, 4) == 2 and f(len, 'ab') == 2 and f(str, 3) == '3'"),
        ("def f(g, x):\n    return g(x)\ndef square(x):\n    return x * x", "assert f(square, 3) == 9"),
        ("def f(a):\n    return len(a)", "import numpy as np\nassert f(np.array(['a', 'b'])) == 2"),
        ("def f(a):\n    return a[1] + 'x'", "import numpy as np\nassert f(np.array([1, 'b'], dtype=object)) == 'bx'"),
        ("def f(d):\n    return d.year", "import datetime\nassert f(datetime.date(2024, 1, 1)) == 2024"),
        ("def f(s):\n    return sorted(s)", "assert f({3, 1}) == [1, 3] and f(frozenset({2})) == [2] and f(range(3)) == [0, 1, 2]"),
        ("def f(q):\n    return q.numerator", "from fractions import Fraction\nassert f(Fraction(3, 6)) == 1"),
        ("def f(n):\n    return n % 10", "assert f(2 ** 80 + 0) == 2 ** 80 % 10"),
        ("def f(p):\n    return p.suffix", "from pathlib import Path\nassert f(Path('a.txt')) == '.txt'"),
        ("def f(b):\n    return b[0]", "assert f(b'a') == 97"),
    ],
)  # fmt: skip
def test_arguments_of_any_kind_of_data_arrive(pool: Pool, student: str, tests: str) -> None:
    """NumPy's functions and Python's, the student's own, arrays of texts and objects, dates, sets."""
    assert marked(pool, student, tests) == FULL


@pytest.mark.parametrize(
    ("body", "tests"),
    [
        ("x.sort()", "xs = [3, 1, 2]\nf(xs)\nassert xs == [1, 2, 3]"),
        ("x['a'] = x.pop('b')", "d = {'b': 1}\nassert f(d) is None and d == {'a': 1}"),
        ("x.add(4)\n    return x", "s = {1}\nassert f(s) is s and s == {1, 4}"),
        ("x[0] *= 2", "import numpy as np\na = np.array([1.5, 2])\nf(a)\nassert a[0] == 3"),
        ("x[0].append(1)", "xs = [[], []]\nf(xs)\nassert xs == [[1], []]"),
        ("x.mul_(2)", "import torch\nt = torch.tensor([1.0])\nf(t)\nassert t.item() == 2"),
    ],
)  # fmt: skip
def test_an_argument_changed_in_place_is_changed_here(pool: Pool, body: str, tests: str) -> None:
    """Lists, dicts, sets, arrays and tensors hold what the call left in them; what it leaves alone stays."""
    assert marked(pool, f"def f(x):\n    {body}", tests) == FULL
    assert marked(pool, "def f(x):\n    return None", tests).score == 0


PRINTS = "def f(name):\n    print(f'Hello, {name}!')"


@pytest.mark.parametrize(
    "tests",
    [
        "import io, contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n    f('Ada')\nassert out.getvalue() == 'Hello, Ada!\\n'",
        "import io, sys\nold, sys.stdout = sys.stdout, io.StringIO()\nf('Ada')\nsaid, sys.stdout = sys.stdout.getvalue(), old\nassert said.strip() == 'Hello, Ada!'",
        "from io import StringIO\nfrom unittest.mock import patch\nwith patch('sys.stdout', new_callable=StringIO) as out:\n    f('Ada')\nassert 'Ada' in out.getvalue()",
        "from IPython.utils.capture import capture_output\nwith capture_output() as c:\n    f('Ada')\nassert c.stdout == 'Hello, Ada!\\n'",
    ],
)  # fmt: skip
def test_printed_text_is_heard_by_whoever_listens(pool: Pool, tests: str) -> None:
    """A student's `print` reaches what the cell put in the place of standard output."""
    assert marked(pool, PRINTS, tests) == FULL
    assert marked(pool, "def f(name):\n    return 'Hello'", tests).score == 0


def test_warnings_are_no_printed_text(pool: Pool) -> None:
    """What goes to standard error is heard there."""
    student = "import sys\ndef f():\n    print('out')\n    print('err', file=sys.stderr)"
    tests = (
        "import io, contextlib\nout, err = io.StringIO(), io.StringIO()\n"
        "with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):\n    f()\n"
        "assert (out.getvalue(), err.getvalue()) == ('out\\n', 'err\\n')"
    )
    assert marked(pool, student, tests) == FULL


def test_printed_text_that_is_cut_off_is_judged_beside(pool: Pool) -> None:
    """More is printed than crosses: nothing is said of a text of which a part is missing."""
    tests = (
        "import io, contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n    f()\n"
        "assert len(out.getvalue()) == 100_001"
    )
    made = marked(pool, "def f():\n    print('x' * 100_000)", tests)
    assert made.score == 4.0 and str(made.note).startswith(str(BESIDE))


TOO_BIG = "class TooBig(Exception):\n    pass"


@pytest.mark.parametrize(
    ("given", "student", "tests"),
    [
        (TOO_BIG, "def f(n):\n    raise TooBig(n)", "try:\n    f(9)\n    assert False\nexcept TooBig as e:\n    assert e.args == (9,)"),
        ("", "import json\ndef f(s):\n    return json.loads(s)", "import json\ntry:\n    f('{')\nexcept json.JSONDecodeError as e:\n    assert e.pos == 1\nelse:\n    assert False"),
        ("", "import json\ndef f(s):\n    return json.loads(s)", "try:\n    f('{')\nexcept ValueError:\n    pass\nelse:\n    assert False"),
        ("", "import numpy as np\ndef f(a):\n    return np.linalg.inv(a)", "import numpy as np\ntry:\n    f(np.zeros((2, 2)))\n    assert False\nexcept np.linalg.LinAlgError:\n    pass"),
        ("", "def f(d):\n    return d['a']", "try:\n    f({})\n    assert False\nexcept KeyError as e:\n    assert e.args[0] == 'a'"),
        ("", TOO_BIG + "\ndef f(n):\n    raise TooBig('much')", "try:\n    f(9)\n    assert False\nexcept TooBig as e:\n    assert str(e) == 'much'"),
        ("", "def f(n):\n    raise ValueError('bad') from KeyError('k')", "try:\n    f(9)\n    assert False\nexcept ValueError as e:\n    assert isinstance(e.__cause__, KeyError)"),
        ("class Low(Exception):\n    def __init__(self, by):\n        super().__init__(f'{by} short')\n        self.by = by",
         "def f(n):\n    raise Low(n)", "try:\n    f(9)\n    assert False\nexcept Low as e:\n    assert e.by == 9 and str(e) == '9 short'"),
        ("", "def f(s):\n    return open(s)", "try:\n    f('nowhere')\n    assert False\nexcept FileNotFoundError as e:\n    assert e.errno == 2"),
        ("", "def f(s):\n    raise SystemExit(3)", "try:\n    f(1)\n    assert False\nexcept SystemExit as e:\n    assert e.code == 3"),
    ],
)  # fmt: skip
def test_an_exception_keeps_its_class(pool: Pool, given: str, student: str, tests: str) -> None:
    """The standard library's, NumPy's, the instructor's own and the student's own, with what they hold."""
    assert marked(pool, student, tests, given=given) == FULL


def test_an_exception_of_another_class_is_not_caught(pool: Pool) -> None:
    """A class that only calls itself by the name of the instructor's is none of theirs unless it derives so."""
    tests = "try:\n    f(9)\n    assert False\nexcept TooBig:\n    pass"
    assert marked(pool, "def f(n):\n    raise ValueError(n)", tests, given=TOO_BIG).score == 0


def test_what_a_notebook_waits_for_is_waited_for(pool: Pool) -> None:
    """`await` at the top of a grade cell, `gather`, and what is raised meanwhile."""
    student = "import asyncio\nasync def f(n):\n    await asyncio.sleep(0)\n    if n < 0:\n        raise ValueError\n    return n * 2"
    assert marked(pool, student, "assert await f(3) == 6") == FULL
    assert marked(pool, student, "import asyncio\nassert await asyncio.gather(f(1), f(2)) == [2, 4]") == FULL
    raises = "try:\n    await f(-1)\n    assert False\nexcept ValueError:\n    pass"
    assert marked(pool, student, raises) == FULL
    assert marked(pool, "async def f(n):\n    return n", "assert await f(3) == 6").score == 0
    # Who does not wait gets no answer, here and in a kernel.
    assert marked(pool, student, "assert f(3) == 6").score == 0


def test_the_history_of_a_notebook_is_there(pool: Pool) -> None:
    """`_` is the last value; `In` and `Out` have what stood in the cells and came of them."""
    assert marked(pool, "3 + 4", "assert _ == 7") == FULL
    assert marked(pool, "3 + 5", "assert _ == 7").score == 0
    assert (
        marked(pool, ["x = 1", "x + 1", "y = Out[2] + _\nz = In[1]"], "assert y == 4 and z == 'x = 1'")
        == FULL
    )
    assert (
        marked(
            pool,
            "ip = get_ipython()\nip.run_line_magic('matplotlib', 'inline')\nn = ip.user_ns['ip'] is ip",
            "assert n",
        )
        == FULL
    )


def test_a_students_own_class_is_judged_beside_whatever_is_done_with_it(pool: Pool) -> None:
    """Operators, `len`, `isinstance` and comparisons are what a class is for, as its attributes are."""
    student = (
        "class V:\n    def __init__(self, x):\n        self.x = x\n    def __add__(self, o):\n        return V(self.x + o.x)\n"
        "    def __eq__(self, o):\n        return self.x == o.x\n    def __len__(self):\n        return self.x\n"
        "    def __repr__(self):\n        return f'V({self.x})'"
    )
    for tests in (
        "assert V(1) + V(2) == V(3)", "assert len(V(3)) == 3", "assert isinstance(V(1), V)",
        "assert repr(V(2)) == 'V(2)'", "v = V(1)\nv.x = 5\nassert v.x == 5", "assert V.__add__ is not None",
    ):  # fmt: skip
        made = marked(pool, student, tests)
        assert made.score == 4.0 and str(made.note).startswith(str(BESIDE)), tests
    assert marked(pool, student, "assert len(V(3)) == 4").score == 0


# ── what a notebook has around it ────────────────────────────────────────────────────────────────────────


def through(pool: Pool, cells: Sequence[str], tests: str, **more: Any) -> Marked:
    """The same where the cells are as they stand in a notebook, with what only Jupyter understands."""
    showing = NotebookRun(pool, Patience(cell=5.0))
    asked = more.pop("asked", "\n".join(cells))
    examiner = Examiner(showing, given=[], asked=[asked], tests=[tests], **more)
    try:
        for number, text in enumerate(cells):
            cell = Cell(name=f"cell {number}", text=runnable(text, "cell"))
            examiner.wanting.ran(cell, showing.run(cell))
        return examiner.mark(Cell(name="tests", text=runnable(tests, "tests")), 4.0)
    finally:
        showing.close()


WRITES = "%%writefile mymod.py\ndef f():\n    return 3\nx = 'a'"


@pytest.mark.parametrize(
    "tests",
    ["import mymod\nassert mymod.f() == 3 and mymod.x == 'a'", "from mymod import f, x as y\nassert f() == 3 and y == 'a'"],
)  # fmt: skip
def test_a_module_that_a_cell_writes_is_asked(pool: Pool, tests: str) -> None:
    """`%%writefile`: the module is in the student's process, and its functions answer as others do."""
    assert through(pool, [WRITES], tests, modules=["mymod"], asked="") == FULL
    wrong = through(pool, [WRITES.replace("3", "4")], tests, modules=["mymod"], asked="")
    assert wrong.score == 0
    assert through(pool, ["x = 1"], tests, modules=["mymod"], asked="").score == 0
    assert list(modules_written(WRITES)) == ["mymod"] and not list(modules_written("x = 1"))


def test_a_module_that_students_were_not_to_write_is_no_judge(pool: Pool) -> None:
    """A checker that only the student's process has decides nothing by itself."""
    forged = "%%writefile checker.py\ndef check(f):\n    pass"
    assert through(pool, [forged, "def f():\n    return 0"], "import checker\nchecker.check(f)").score is None


@pytest.mark.parametrize(
    ("cells", "tests"),
    [
        (["lines = !echo hi\nx = lines[0]"], "assert x == 'hi'"),
        (["lines = !echo hi", "x = lines[0]", "def f():\n    return x"], "assert f() == 'hi'"),
        (["!wget https://example.org/data.csv", "rows = open('data.csv').read()"], "assert rows"),
        (["%%bash\necho 1 > made.txt", "def f():\n    return open('made.txt').read()"], "assert f() == '1\\n'"),
        (["import urllib.request as u\npage = u.urlopen('http://127.0.0.1:9/').read()"], "assert page"),
        (["import subprocess\nx = subprocess.check_output(['true'])"], "assert x == b''"),
        (["import polars\nx = polars.DataFrame().shape"], "assert x == (0, 0)"),
        (["def f():\n    import polars\n    return polars.DataFrame().shape"], "assert f() == (0, 0)"),
        (["x = 1"], "import polars\nassert x == 1"),
    ],
)  # fmt: skip
def test_what_fails_for_want_of_something_is_for_a_person(
    pool: Pool, cells: Sequence[str], tests: str
) -> None:
    """Commands, files that they make, the network, other programs, libraries: none of these is a zero."""
    assert through(pool, cells, tests).score is None


@pytest.mark.parametrize(
    ("cells", "tests"),
    [
        (["!pip install numpy", "x = open('data.csv').read()"], "assert x"),
        (["lines = !echo hi", "def f():\n    return 2"], "assert f() == 3"),
        (["import nonsense_of_mine"], "assert x == 1"),
        (["x = open('nowhere').read()"], "assert x"),
    ],
)  # fmt: skip
def test_what_fails_by_itself_is_a_zero(pool: Pool, cells: Sequence[str], tests: str) -> None:
    """Whatever else in the notebook could not be had."""
    assert through(pool, cells, tests).score == 0


def test_what_was_handed_in_beside_the_notebook_is_there(pool: Pool) -> None:
    """Its owner's modules and data; also for the process that comes after one that was lost."""
    showing = NotebookRun(pool, Patience(cell=5.0))
    showing.place({"helper.py": b"def f():\n    return 3\n", "data/rows.csv": b"1,2\n"})
    try:
        made = showing.run(
            Cell(name="cell 1", text="import helper\nx = helper.f(), open('data/rows.csv').read()")
        )
        assert not made.error and showing.look("x") == (3, "1,2\n")
        assert showing.run(Cell(name="cell 2", text="import os\nos._exit(0)")).error
        assert showing.run(Cell(name="cell 3", text="helper.f()")).value == "3"
    finally:
        showing.close()


def test_a_command_is_said_where_it_stood(pool: Pool) -> None:
    """The output of the cell says that it was not run."""
    (made,) = [
        NotebookRun(pool).run(Cell(name="cell 1", text=runnable("x = !ls\n!date\n%run nowhere.py", "c")))
    ]
    assert (
        made.printed == "!ls: not run here\n!date: not run here\n" and made.error_type == "FileNotFoundError"
    )
