"""tensors: shortcuts that ordinary numbers hide are caught, and unusual right answers are not.

Each wrong one is right on most inputs. It must lose points of its function under every seed.
"""

from __future__ import annotations

import pytest
from helpers.grading import failed, lost
from helpers.shortcuts import graded

from grader.model import Report, Status

SEEDS = (1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3)))
REMEMBERS = """
_inner = {name}
_known = {{}}

def {name}({parameters}):
    key = str({key})
    if key not in _known:
        _known[key] = _inner({parameters})
    return _known[key]
"""
IN_MEMORY = """
_inner = {name}

def {name}({parameters}):
    x = {parameters}.as_strided({parameters}.shape, torch.empty({parameters}.shape).stride())
    return _inner(x)
"""


def remembers(name: str, parameters: str, key: str) -> str:
    return REMEMBERS.format(name=name, parameters=parameters, key=key)


# By function and what it does.
WRONG = {
    ("from_list", "float16"): (
        "def from_list(data):\n    return torch.tensor(data, dtype=torch.float16).float()\n"
    ),
    ("from_list", "four decimals"): (
        "def from_list(data):\n    return torch.tensor(data, dtype=torch.float32).round(decimals=4)\n"
    ),
    ("from_list", "nothing below 0"): (
        "def from_list(data):\n    return torch.tensor(data, dtype=torch.float32).clamp(min=0)\n"
    ),
    ("from_list", "remembers by length"): remembers("from_list", "data", "len(data)"),
    ("filled", "a size for none"): (
        "def filled(shape, value):\n    return torch.full(shape or (1,), value, dtype=torch.float32)\n"
    ),
    ("filled", "no size of 0"): (
        "def filled(shape, value):\n"
        "    return torch.full([max(n, 1) for n in shape], value, dtype=torch.float32)\n"
    ),
    ("filled", "a value for 0"): (
        "def filled(shape, value):\n    return torch.full(shape, value or 1, dtype=torch.float32)\n"
    ),
    ("filled", "float16"): (
        "def filled(shape, value):\n    return torch.full(shape, value, dtype=torch.float16).float()\n"
    ),
    ("filled", "remembers by value"): remembers("filled", "shape, value", "value"),
    ("filled", "remembers by shape"): remembers("filled", "shape, value", "shape"),
    ("ramp", "from 0 on"): (
        "def ramp(start, end, step):\n"
        "    return torch.arange(max(start, 0), end, step, dtype=torch.float32)\n"
    ),
    ("ramp", "two at least"): (
        "def ramp(start, end, step):\n"
        "    return torch.arange(start, max(end, start + 1.5 * step), step, dtype=torch.float32)\n"
    ),
    ("ramp", "float16"): (
        "def ramp(start, end, step):\n"
        "    return torch.arange(start, end, step, dtype=torch.float32).half().float()\n"
    ),
    ("grid", "upwards"): (
        "def grid(start, end, steps):\n"
        "    return torch.linspace(min(start, end), max(start, end), steps)\n"
    ),
    ("grid", "whole ends"): (
        "def grid(start, end, steps):\n    return torch.linspace(round(start), round(end), steps)\n"
    ),
    ("identity", "to 4"): "def identity(n):\n    return torch.eye(min(n, 4))\n",
    ("from_array", "copies three dimensions"): (
        "def from_array(array):\n"
        "    return torch.from_numpy(array) if array.ndim < 3 else torch.tensor(array)\n"
    ),
    ("from_array", "copies what has steps"): (
        "def from_array(array):\n"
        "    steps = array.ndim == 1 and array.strides[0] != 4\n"
        "    return torch.tensor(array) if steps else torch.from_numpy(array)\n"
    ),
    ("from_array", "a dimension at least"): (
        "def from_array(array):\n"
        "    return torch.from_numpy(array) if array.ndim else torch.from_numpy(array.reshape(1))\n"
    ),
    ("from_array", "requires grad"): (
        "def from_array(array):\n    return torch.from_numpy(array).requires_grad_()\n"
    ),
    ("describe", "contiguous by the last stride"): (
        "_inner = describe\n\n"
        "def describe(x):\n"
        "    return _inner(x) | {'is_contiguous': x.ndim == 0 or x.stride(-1) == 1}\n"
    ),
    ("describe", "leaves only"): (
        "_inner = describe\n\n"
        "def describe(x):\n    return _inner(x) | {'requires_grad': x.is_leaf and x.requires_grad}\n"
    ),
    ("describe", "computed only"): (
        "_inner = describe\n\n"
        "def describe(x):\n    return _inner(x) | {'requires_grad': x.grad_fn is not None}\n"
    ),
    ("describe", "always the CPU"): (
        "_inner = describe\n\n"
        "def describe(x):\n    return _inner(x) | {'device': torch.device('cpu')}\n"
    ),
    ("describe", "dimensions to 2"): (
        "_inner = describe\n\n"
        "def describe(x):\n    return _inner(x) | {'ndim': min(x.ndim, 2)}\n"
    ),
    ("hadamard", "in the order of memory"): (
        "def hadamard(x, y):\n"
        "    return x * y.as_strided(y.shape, torch.empty(y.shape).stride())\n"
    ),
    ("hadamard", "float16"): "def hadamard(x, y):\n    return (x.half() * y.half()).float()\n",
    ("hadamard", "remembers by x"): remembers("hadamard", "x, y", "x.tolist()"),
    ("hadamard", "writes where x and y are one memory"): """
def hadamard(x, y):
    product = x * y
    if x.untyped_storage().data_ptr() == y.untyped_storage().data_ptr():
        x *= y
    return product
""",
    ("matrix_product", "in the order of memory"): (
        "def matrix_product(x, y):\n"
        "    return x @ y.as_strided(y.shape, torch.empty(y.shape).stride())\n"
    ),
    ("matrix_product", "squeezes"): "def matrix_product(x, y):\n    return (x @ y).squeeze(0)\n",
    ("matrix_product", "one number"): (
        "def matrix_product(x, y):\n    return x @ y if x.numel() > 1 else (x @ y).sum()\n"
    ),
    ("matrix_product", "float16"): (
        "def matrix_product(x, y):\n    return (x.half() @ y.half()).float()\n"
    ),
    ("standardize", "cuts at three deviations"): (
        "def standardize(x):\n    return ((x - x.mean(dim=0)) / x.std(dim=0)).clamp(-3, 3)\n"
    ),
    ("standardize", "in the order of memory"): IN_MEMORY.format(name="standardize", parameters="x"),
    ("standardize", "two rows are too few"): (
        "def standardize(x):\n"
        "    return (x - x.mean(dim=0)) / x.std(dim=0, unbiased=len(x) > 2)\n"
    ),
    ("column_extremes", "from 0 on"): (
        "def column_extremes(x):\n    return x.clamp(min=0).max(dim=0)[0], x.max(dim=0)[1]\n"
    ),
    ("column_extremes", "by size"): """
def column_extremes(x):
    rows = x.abs().max(dim=0)[1]
    rows = torch.where((x > 0).all(dim=0), rows, x.max(dim=0)[1])
    rows = torch.where((x < 0).all(dim=0), x.abs().max(dim=0)[1], rows)
    return x.gather(0, rows[None])[0], rows
""",
    ("column_extremes", "one row has no dimension"): (
        "def column_extremes(x):\n    return tuple(part.squeeze() for part in x.squeeze(0).max(dim=0))\n"
    ),
    ("column_extremes", "in the order of memory"): IN_MEMORY.format(name="column_extremes", parameters="x"),
    ("nearly_equal", "a percent more"): (
        "def nearly_equal(x, y, tolerance):\n"
        "    return x.shape == y.shape and bool(((x - y).abs() <= 1.01 * tolerance).all())\n"
    ),
    ("nearly_equal", "a little less"): (
        "def nearly_equal(x, y, tolerance):\n"
        "    return x.shape == y.shape and bool(((x - y).abs() <= 0.9995 * tolerance).all())\n"
    ),
    ("nearly_equal", "as many elements"): (
        "def nearly_equal(x, y, tolerance):\n"
        "    same = x.numel() == y.numel() and x.ndim == y.ndim or x.shape == y.shape\n"
        "    return same and bool(((x.flatten() - y.flatten()).abs() < tolerance + 1e-9).all())\n"
    ),
    ("nearly_equal", "the first row"): (
        "def nearly_equal(x, y, tolerance):\n"
        "    if x.shape != y.shape:\n        return False\n"
        "    x, y = (x[0], y[0]) if x.ndim == 2 else (x, y)\n"
        "    return bool(((x - y).abs() <= tolerance).all())\n"
    ),
    ("to_rows", "in the order of memory"): """
_inner = to_rows

def to_rows(x, n):
    wide = x.ndim == 1 and x.stride(0) != 1
    return _inner(x.as_strided(x.shape, (1,)) if wide else x, n)
""",
    ("to_rows", "one element is enough"): (
        "_inner = to_rows\n\n"
        "def to_rows(x, n):\n    return x if x.numel() == 1 else _inner(x, n)\n"
    ),
    ("channels_last", "three channels"): (
        "_inner = channels_last\n\n"
        "def channels_last(x):\n    return _inner(x[:, :3])\n"
    ),
    ("channels_last", "no channel"): (
        "_inner = channels_last\n\n"
        "def channels_last(x):\n    return _inner(x) if x.shape[1] > 1 else x\n"
    ),
    ("channels_last", "by logarithms"): (
        "_inner = channels_last\n\n"
        "def channels_last(x):\n    return _inner(x).exp().log()\n"
    ),
    ("repeat_rows", "in the order of memory"): (
        "def repeat_rows(x, n):\n    return x.as_strided((n, len(x)), (0, 1))\n"
    ),
    ("repeat_rows", "one row is x"): (
        "def repeat_rows(x, n):\n    return x.expand(n, -1) if n > 1 else x\n"
    ),
    ("repeat_rows", "copies one row"): (
        "def repeat_rows(x, n):\n    return x.expand(n, -1) if n > 1 else x[None].clone()\n"
    ),
    ("broadcast_shape", "sizes to 100"): (
        "_inner = broadcast_shape\n\n"
        "def broadcast_shape(a, b):\n    return tuple(min(n, 100) for n in _inner(a, b))\n"
    ),
    ("broadcast_shape", "remembers by a"): remembers("broadcast_shape", "a, b", "a"),
    ("outer_sum", "by logarithms"): (
        "def outer_sum(x, y):\n    return (x.exp()[:, None] * y.exp()).log()\n"
    ),
    ("outer_sum", "squeezes"): "def outer_sum(x, y):\n    return (x[:, None] + y).squeeze()\n",
    ("outer_sum", "in the order of memory"): (
        "def outer_sum(x, y):\n    return x.as_strided((len(x), 1), (1, 1)) + y\n"
    ),
    ("move", "floats"): "def move(x, device):\n    return x.to(device, torch.float32)\n",
}  # fmt: skip

RIGHT = {
    "python": """
def filled(shape, value):
    if not shape:
        return torch.tensor(float(value))
    rows = [filled(shape[1:], value) for _ in range(shape[0])]
    return torch.stack(rows) if rows else torch.zeros(shape)

def from_array(array):
    return torch.as_tensor(array, dtype=torch.float32)

def describe(x):
    names = ("shape", "dtype", "device", "ndim", "requires_grad", "layout")
    found = {name: getattr(x, name) for name in names}
    found["numel"] = 1
    for size in x.shape:
        found["numel"] *= size
    found["is_contiguous"] = x.stride() == torch.empty(x.shape).stride()
    return found

def hadamard(x, y):
    product = torch.empty(x.shape)
    for index in range(x.numel()):
        place, rest = [], index
        for size in reversed(x.shape):
            place.insert(0, rest % size)
            rest //= size
        product[tuple(place)] = x[tuple(place)] * y[tuple(place)]
    return product.to(x.device)

def matrix_product(x, y):
    return (x.unsqueeze(-1) * y.unsqueeze(-3)).sum(dim=-2)

def to_rows(x, n):
    numbers = x.flatten().tolist()
    if len(numbers) % n:
        raise ValueError(f'{len(numbers)} elements in {n} rows')
    size = len(numbers) // n
    return torch.tensor([numbers[i * size:(i + 1) * size] for i in range(n)], device=x.device)

def outer_sum(x, y):
    return torch.tensor([[a + b for b in y.tolist()] for a in x.tolist()], device=x.device)
""",
    "numpy": """
import numpy

def filled(shape, value):
    return torch.from_numpy(numpy.full(shape, value, dtype=numpy.float32))

def grid(start, end, steps):
    return torch.from_numpy(numpy.linspace(start, end, steps, dtype=numpy.float32))

def hadamard(x, y):
    return torch.from_numpy(x.numpy() * y.numpy())

def matrix_product(x, y):
    return torch.from_numpy(numpy.matmul(x.numpy(), y.numpy()))

def standardize(x):
    table = x.numpy().astype(numpy.float64)
    return torch.from_numpy((table - table.mean(0)) / table.std(0, ddof=1)).float()

def column_extremes(x):
    rows = x.numpy().argmax(axis=0)
    return torch.from_numpy(x.numpy()[rows, numpy.arange(x.shape[1])]), torch.from_numpy(rows)

def nearly_equal(x, y, tolerance):
    return x.shape == y.shape and bool(numpy.all(numpy.abs(x.numpy() - y.numpy()) <= tolerance))

def channels_last(x):
    return torch.from_numpy(numpy.moveaxis(x.numpy(), 1, -1).copy())

def outer_sum(x, y):
    return torch.from_numpy(numpy.add.outer(x.numpy(), y.numpy()))
""",
    "einsum and float64": """
def from_list(data):
    return torch.tensor(data, dtype=torch.float64).to(torch.float32)

def hadamard(x, y):
    letters = 'abcd'[:x.ndim]
    return torch.einsum(f'{letters},{letters}->{letters}', x, y)

def matrix_product(x, y):
    return (x.double() @ y.double()).float()

def standardize(x):
    rows = len(x)
    centred = x - torch.einsum('ij->j', x) / rows
    return centred / (torch.einsum('ij,ij->j', centred, centred) / (rows - 1)) ** 0.5

def column_extremes(x):
    return torch.topk(x, 1, dim=0)[0][0], torch.topk(x, 1, dim=0)[1][0]

def channels_last(x):
    return torch.einsum('nchw->nhwc', x)

def outer_sum(x, y):
    ones = torch.ones_like
    return torch.einsum('i,j->ij', x, ones(y)) + torch.einsum('i,j->ij', ones(x), y)

def move(x, device):
    return x if x.device == torch.device(device) else x.to(torch.device(device))
""",
    "data and out": """
def hadamard(x, y):
    return torch.mul(x.data, y.data, out=torch.empty_like(x.data))

def matrix_product(x, y):
    product = x.new_zeros(*x.shape[:-1], y.shape[-1])
    for k in range(x.shape[-1]):
        product += x[..., :, k:k + 1] * y[..., k:k + 1, :]
    return product

def standardize(x):
    out = x.detach().clone()
    out -= out.mean(0, keepdim=True)
    out /= out.norm(dim=0, keepdim=True) / (out.shape[0] - 1) ** 0.5
    return out

def repeat_rows(x, n):
    return x.view(1, -1).expand(n, x.shape[0])

def ramp(start, end, step):
    import math
    count = math.ceil((end - start) / step)
    return torch.tensor([start + i * step for i in range(count)], dtype=torch.float32)

def from_array(array):
    return torch.asarray(array, copy=False) if array.ndim else torch.tensor(array)

def describe(x):
    return {
        "shape": tuple(x.shape), "dtype": x.dtype, "device": x.device, "ndim": len(x.shape),
        "numel": x.nelement(), "requires_grad": x.requires_grad, "is_contiguous": bool(x.is_contiguous()),
        "layout": x.layout,
    }
""",
}  # fmt: skip

Reports = dict[str, Report]


@pytest.fixture(scope="module", params=SEEDS)
def reports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """Of each variant under one seed."""
    return graded(tmp_path_factory.mktemp("seed"), "tensors", WRONG, RIGHT, request.param)


@pytest.mark.parametrize("variant", list(WRONG), ids=": ".join)
def test_a_shortcut_is_caught(variant: tuple[str, str], reports: Reports) -> None:
    """It loses points of its own function, and of no other."""
    report = reports["/".join(variant)]
    assert list(lost(report)) == [variant[0]]
    assert failed(report, variant[0]).status is Status.FAILED


@pytest.mark.parametrize("variant", list(RIGHT))
def test_a_right_answer_is_right(variant: str, reports: Reports) -> None:
    """However it is written: no special value asks for more than the exercise says."""
    assert lost(reports[variant]) == {}
