"""What a file in `autograde_tests/` imports: checks, expectations, recipes for arguments.

    from grader.testing import check, expect, leaf, optimizer

    @check("training_loop", points=2)
    def test_one_epoch(student, reference):
        \"\"\"One epoch takes one step of the optimizer.\"\"\"
        params = leaf([1.0, 0.0])
        call = lambda who: who.training_loop(1, optimizer("SGD", params, lr=1e-2), params, t_u, t_c)
        expect(call(student)).close_to(call(reference))

The fixtures `student`, `reference`, `cases` and `device` come from `grader.plugin`.
"""

from grader.model import Observation
from grader.testing.cases import Case, Cases
from grader.testing.checks import Check, CheckFailure, check, require_purpose
from grader.testing.expectations import Expectation, expect
from grader.testing.functions import Answers, Function, Functions, answers
from grader.testing.recipes import Array, Leaf, array, computed, generator, leaf, optimizer, watched

__all__ = [
    "Answers",
    "Array",
    "Case",
    "Cases",
    "Check",
    "CheckFailure",
    "Expectation",
    "Function",
    "Functions",
    "Leaf",
    "Observation",
    "answers",
    "array",
    "check",
    "computed",
    "expect",
    "generator",
    "leaf",
    "optimizer",
    "require_purpose",
    "watched",
]
