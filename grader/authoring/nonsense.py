"""Nonsense: answers that have nothing to do with the question. None may earn a point or be our fault.

    returns an empty list · returns its argument t_u · returns an object that equals everything · …

Each is made for every function of every course: what is needed of the reference is its parameters' names and
its siblings.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from grader.authoring.mutants import Key, Mutant

# What it returns, and the statement that does so; `first` is the first tensor among `arguments`.
_RETURNS: Mapping[str, str] = {
    "None": "return None",
    "an empty list": "return []",
    "an empty tuple": "return ()",
    "an empty dict": "return {}",
    "an empty text": "return ''",
    "a text": "return 'nonsense'",
    "bytes": "return b'nonsense'",
    "0": "return 0",
    "1.0": "return 1.0",
    "-1": "return -1",
    "a very large integer": "return 10 ** 300",
    "NaN": "return float('nan')",
    "infinity": "return float('inf')",
    "a complex number": "return 1j",
    "True": "return True",
    "False": "return False",
    "Ellipsis": "return ...",
    "NotImplemented": "return NotImplemented",
    "all arguments": "return arguments",
    "two numbers": "return 0.5, 0.5",
    "a list that holds itself": "held = []\nheld.append(held)\nreturn held",
    "a set": "return {1, 2}",
    "a dict of its arguments": "return dict(enumerate(arguments))",
    "an object that equals everything": (
        "class Equal:\n    def __eq__(self, other): return True\n"
        "    def __getattr__(self, name): return self\n"
        "    def __call__(self, *a): return self\n    def __hash__(self): return 0\nreturn Equal()"
    ),
    "a class": "class Answer: pass\nreturn Answer",
    "a generator": "return (argument for argument in arguments)",
    "an iterator": "return iter(arguments)",
    "a function": "return lambda *a: a",
    "a module": "return torch",
    "an exception": "return ValueError('nonsense')",
    "a number of another class": "class Number(float): pass\nreturn Number(1)",
    "a tensor of no elements": "return torch.empty(0)",
    "a tensor without dimensions": "return torch.tensor(0.5)",
    "a tensor of another shape": "return torch.ones(7, 1, 5)",
    "two tensors": "return torch.zeros(2), torch.zeros(2)",
    "zeros of the shape of a tensor": "return torch.zeros_like(first)",
    "ones of the shape of a tensor": "return torch.ones_like(first)",
    "NaNs of the shape of a tensor": "return torch.full_like(first, float('nan'), dtype=torch.float32)",
    "random numbers of the shape of a tensor": "return torch.rand(first.shape)",
    "integers of the shape of a tensor": "return torch.zeros(first.shape, dtype=torch.int64)",
    "truth values of the shape of a tensor": "return torch.ones(first.shape, dtype=torch.bool)",
    "a leaf of zeros": "return torch.zeros(first.shape, requires_grad=True)",
    "a sparse tensor": "return torch.zeros(first.shape).to_sparse()",
    "a tensor without memory": "return torch.empty(first.shape, device='meta')",
    "an array of zeros": "return torch.zeros(first.shape).numpy()",
    "a random number": "import random\nreturn random.random()",
    "a deep list": "held = 0\nfor _ in range(500): held = [held]\nreturn held",
}
_RAISES: Mapping[str, str] = {
    "ValueError": "raise ValueError('nonsense')",
    "an error that cannot be written": (
        "class Silent(Exception):\n    def __str__(self): raise RuntimeError\nraise Silent"
    ),
    "an exit": "raise SystemExit(0)",
}
_FIRST = "first = next((a for a in arguments if isinstance(a, torch.Tensor)), torch.zeros(2)).detach()"


def nonsense(solution: str, assignment: str, function: str) -> list[Mutant]:
    """Every nonsense for one function; none where the solution does not define it."""
    defined = {node.name: node for node in ast.parse(solution).body if isinstance(node, ast.FunctionDef)}
    if function not in defined:
        return []
    return [
        Mutant(
            key=Key(assignment, function, "", does, kind="nonsense"),
            operator="nonsense",
            text=_function(function, body),
        )
        for does, body in _all(defined, function)
    ]


def _all(defined: Mapping[str, ast.FunctionDef], function: str) -> Iterator[tuple[str, str]]:
    for what, body in _RETURNS.items():
        yield f"returns {what}", body
    for what, body in _RAISES.items():
        yield f"raises {what}", body
    parameters = _parameters(defined[function])
    for place, name in enumerate(parameters):
        yield f"returns its argument {name}", f"return arguments[{place}]"
    for other, node in defined.items():
        count = len(_parameters(node))
        if other != function and count == len(parameters):
            yield f"returns what {other} returns", f"return {other}(*arguments)"


def _parameters(node: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]


def _function(name: str, body: str) -> str:
    lines = ["import torch", "arguments = [*arguments, *keywords.values()]", _FIRST, *body.splitlines()]
    return "\n".join([f"def {name}(*arguments, **keywords):", *(f"    {line}" for line in lines)])
