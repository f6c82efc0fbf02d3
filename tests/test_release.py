"""exercises/ is what `grader release` makes of solutions/, and gives nothing away."""

from __future__ import annotations

import ast
import inspect
import json
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.authoring.release import exercises, notebook, release
from grader.course.solution_regions import stub
from grader.errors import CourseError, UsageError

ROOT = Path(__file__).parents[1]
SOLUTIONS = sorted((ROOT / "solutions").glob("*.py"))
NAMES = [path.stem for path in SOLUTIONS]

TINY = '''\
# %% [markdown]
# # Squares

# %%
def square(x):
    """x times x."""
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION


# %%
def repaired(xs):
    """The sum of the squares of xs."""
    ### BEGIN SOLUTION
    ### STUB: for x in xs:
    ### STUB:     total = square(x)
    ### STUB: return total
    return sum(square(x) for x in xs)
    ### END SOLUTION
'''


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with one solution and no exercises yet."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "tiny.py").write_text(TINY, encoding="utf-8")
    return tmp_path


def functions(text: str) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}


def marked(text: str) -> dict[str, list[str]]:
    """The lines of every function's solution, stripped, without the lines that are given instead."""
    found = {}
    for name, node in functions(text).items():
        lines = [line.strip() for line in text.splitlines()[node.lineno - 1 : node.end_lineno]]
        # END stands below the last statement, outside the node.
        if "### BEGIN SOLUTION" in lines:
            inside = lines[lines.index("### BEGIN SOLUTION") + 1 :]
            found[name] = [line for line in inside if not line.startswith("###")]
    return found


def body(node: ast.FunctionDef) -> list[ast.stmt]:
    """A function's statements without its docstring."""
    return node.body[1:] if ast.get_docstring(node) else node.body


# ── the course of this repository ────────────────────────────────────────────────────────────────────────


def test_exercises_are_fresh() -> None:
    """exercises/ on disk is what the solutions make; if this fails, run `grader release`."""
    assert release(ROOT, check=True) == []


@pytest.mark.parametrize("name", NAMES)
def test_exercises_hold_no_solution(name: str) -> None:
    """No mark is left, and no line of a solution stands in the function it belongs to."""
    solution = (ROOT / "solutions" / f"{name}.py").read_text(encoding="utf-8")
    exercise = (ROOT / "exercises" / f"{name}.py").read_text(encoding="utf-8")
    given = {"fixed_training_loop"}
    assert "SOLUTION" not in exercise and "###" not in exercise
    for function, lines in marked(solution).items():
        assert lines
        if function not in given:
            left = ast.get_source_segment(exercise, functions(exercise)[function]) or ""
            assert not {line.strip() for line in left.splitlines()} & {line for line in lines if line}


@pytest.mark.parametrize("name", NAMES)
def test_stubs_raise(name: str) -> None:
    """Every function to be written raises NotImplementedError, with the parameters of the solution."""
    solution = (ROOT / "solutions" / f"{name}.py").read_text(encoding="utf-8")
    exercise = (ROOT / "exercises" / f"{name}.py").read_text(encoding="utf-8")
    namespace: dict[str, Any] = {"__name__": "exercise"}
    exec(compile(exercise, name, "exec"), namespace)
    for function in marked(solution).keys() - {"fixed_training_loop"}:
        arguments = [None] * len(inspect.signature(namespace[function]).parameters)
        with pytest.raises(NotImplementedError):
            namespace[function](*arguments)
    for function, node in functions(solution).items():
        there = functions(exercise)[function]
        assert ast.unparse(there.args) == ast.unparse(node.args)
        assert ast.get_docstring(there) == ast.get_docstring(node)


def test_the_loop_to_repair_is_given() -> None:
    """Students get a loop with `zero_grad()` between `backward()` and `step()`."""
    exercise = (ROOT / "exercises" / "optimizers.py").read_text(encoding="utf-8")
    calls = [
        node.func.attr
        for node in ast.walk(functions(exercise)["fixed_training_loop"])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert calls == ["backward", "zero_grad", "step"]


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_are_clean(name: str) -> None:
    """A notebook is valid 4.5 for kernel python3, without outputs, and its cells have ids of their own."""
    text = (ROOT / "exercises" / f"{name}.ipynb").read_text(encoding="utf-8")
    read = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    nbformat.validate(read)
    assert (read.nbformat, read.nbformat_minor) == (4, 5)
    assert read.metadata.kernelspec.name == "python3"
    code = [cell for cell in read.cells if cell.cell_type == "code"]
    assert code and all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert all(set(cell.metadata) <= {"written", "points"} for cell in read.cells)
    assert len({cell.id for cell in read.cells}) == len(read.cells)


@pytest.mark.parametrize("name", NAMES)
def test_notebook_and_file_hold_the_same_code(name: str) -> None:
    """Whoever prefers the notebook gets the same exercise."""
    cells = json.loads((ROOT / "exercises" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    exercise = (ROOT / "exercises" / f"{name}.py").read_text(encoding="utf-8")
    assert ast.dump(ast.parse(code)) == ast.dump(ast.parse(exercise))


# ── any course ───────────────────────────────────────────────────────────────────────────────────────────


def test_release_writes_once(course: Path) -> None:
    """What is stale is written and named; a second time there is nothing to do."""
    assert release(course) == [course / "exercises" / "tiny.py", course / "exercises" / "tiny.ipynb"]
    assert release(course) == []
    assert sorted(path.name for path in (course / "exercises").iterdir()) == ["tiny.ipynb", "tiny.py"]


def test_check_writes_nothing(course: Path) -> None:
    """`check` names what is stale and leaves it as it is."""
    assert release(course, check=True) == [
        course / "exercises" / "tiny.py",
        course / "exercises" / "tiny.ipynb",
    ]
    assert not (course / "exercises").exists()
    release(course)
    edited = course / "exercises" / "tiny.py"
    edited.write_text("edited by hand\n", encoding="utf-8")
    assert release(course, check=True) == [edited]
    assert edited.read_text(encoding="utf-8") == "edited by hand\n"


def test_same_solutions_same_bytes(course: Path) -> None:
    """Nothing of the day, the machine or chance gets into an exercise."""
    release(course)
    first = {path: path.read_bytes() for path in (course / "exercises").iterdir()}
    for path in first:
        path.unlink()
    release(course)
    assert {path: path.read_bytes() for path in (course / "exercises").iterdir()} == first
    assert exercises(ROOT) == exercises(ROOT)


def test_stub_is_raise_or_what_is_given() -> None:
    """A solution becomes `raise NotImplementedError`, or the given lines with their indentation."""
    made = functions(stub(TINY, "tiny.py"))
    assert [ast.unparse(part) for part in body(made["square"])] == ["raise NotImplementedError"]
    assert [ast.unparse(part) for part in body(made["repaired"])] == [
        "for x in xs:\n    total = square(x)",
        "return total",
    ]


WRITTEN = """\
# %% [markdown] written="why" points=2
# Why is a square never negative?
#
# ### BEGIN SOLUTION
# The key: both factors have one sign.
#
# Rubric: 2 points for the sign.
# ### END SOLUTION

# %%
print(1)
"""


def test_a_written_question_keeps_its_key_to_itself() -> None:
    """Where answer key and rubric stood, the exercise says where to write; name and points stay."""
    made = stub(WRITTEN, "tiny.py")
    assert made.splitlines()[:4] == [*WRITTEN.splitlines()[:3], "# *Write your answer here.*"]
    assert "key" not in made and "Rubric" not in made and "print(1)" in made
    asked = json.loads(notebook(made))["cells"][0]
    assert (asked["cell_type"], asked["id"]) == ("markdown", "why")
    assert asked["metadata"] == {"written": "why", "points": 2}
    assert "".join(asked["source"]).endswith("never negative?\n\n*Write your answer here.*")


def test_cells_keep_their_ids() -> None:
    """A new cell at the top changes no other cell's id: a notebook's history stays readable."""
    before = [cell["id"] for cell in json.loads(notebook(TINY))["cells"]]
    after = [cell["id"] for cell in json.loads(notebook("# %%\nimport math\n\n" + TINY))["cells"]]
    assert after[1:] == before
    assert before[1:] == ["square", "repaired"]


def test_equal_cells_have_different_ids() -> None:
    """Two cells with one text are still two cells."""
    cells = json.loads(notebook("# %%\nprint(1)\n\n# %%\nprint(1)\n"))["cells"]
    assert len({cell["id"] for cell in cells}) == 2


def test_ids_are_what_a_notebook_allows() -> None:
    """Letters beyond ASCII, a sentence or a number for a name: a valid id, and no two alike."""
    text = "# %%\ndef größe():\n    pass\n"
    for written in ('"why not?"', '"why not!"', "1", f'"{"w" * 70}"', f'"{"w" * 71}"'):
        text += f"\n# %% [markdown] written={written} points=2\n# Why?\n"
    made = nbformat.reads(notebook(text), as_version=4)
    nbformat.validate(made)
    ids = [cell.id for cell in made.cells]
    assert ids[:4] == ["gr--e", "why-not-", "why-not--2", "1"] and len(set(ids)) == 6


def test_tags_of_a_cell_are_kept() -> None:
    """What an author says about a cell reaches the notebook; jupytext's own notes do not."""
    cells = json.loads(notebook('# %% tags=["demo"]\nprint(1)\n\n\n\n# %%\nprint(2)\n'))["cells"]
    assert [cell["metadata"] for cell in cells] == [{"tags": ["demo"]}, {}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def f():\n    ### BEGIN SOLUTION\n    return 1\n", "line 2, .* has no"),
        ("def f():\n    return 1\n    ### END SOLUTION\n", "line 3, .* without"),
        ("def f():\n    ### STUB: return 2\n    return 1\n", "line 2, .* without"),
        (
            "def f():\n    ### BEGIN SOLUTION\n    ### BEGIN SOLUTION\n    ### END SOLUTION\n",
            "line 3, .* has ended",
        ),
        ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n", "line 1, .* outside a function"),
        ("# ### BEGIN SOLUTION\n# x = 1\n# ### END SOLUTION\n", "line 1, .* outside a function"),
        ("# %% [markdown]\n# ### BEGIN SOLUTION\n# Yes.\n# ### END SOLUTION\n", "line 2, .* outside a"),
        (WRITTEN.replace("# ### END SOLUTION\n", ""), "line 4, .* has no"),
        (WRITTEN.replace("# ### END", "# # END"), "line 8, expected"),
        ("def f():\n    # ### BEGIN SOLUTION\n    return 1\n    # ### END SOLUTION\n", "line 2, expected"),
        ("def f():\n    # begin solution\n    return 1\n    # end solution\n", "line 2, expected"),
        (
            "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ###END SOLUTION\n",
            "line 4, expected .* got '###END",
        ),
        (
            "def f(:\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n",
            "at 'def f",
        ),
    ],
)
def test_wrong_marks_are_refused(text: str, said: str) -> None:
    """A mark that is missing, astray or misspelt is an error that names the line: never a leaked solution."""
    with pytest.raises(CourseError, match=f"tiny.py.*{said}"):
        stub(text, "tiny.py")


def test_a_course_without_solutions_is_refused(tmp_path: Path) -> None:
    """A wrong folder is said in one line."""
    with pytest.raises(CourseError, match="holds no assignment"):
        release(tmp_path)


def test_without_jupytext(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where jupytext is missing, the message names the extra to install, and nothing is written."""
    monkeypatch.setitem(sys.modules, "jupytext", None)
    with pytest.raises(UsageError, match=r"jupytext.*torchgrader\[authoring\]"):
        release(course)
    assert not (course / "exercises").exists()
