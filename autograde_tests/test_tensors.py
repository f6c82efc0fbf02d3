"""tensors: make them, ask them, compute with them, see them differently. Each check asks for one thing."""

from collections.abc import Iterable

import torch

from grader.testing import Cases, Function, Functions, answers, array, check, expect, leaf

Calls = list[tuple[object, ...]]


def agree(
    student: Function, reference: Function, calls: Iterable[tuple[object, ...]], *, kept: bool = False
) -> None:
    """Demand the reference's answer to every call; with `kept`, that arguments stay as they were, too."""
    for got, want in answers(student, reference, calls):
        expect(got).close_to(want)
        if kept:
            expect(got).keeps()


def keep(student: Function, calls: Iterable[tuple[object, ...]]) -> None:
    """Demand that every call leaves its arguments as they were."""
    for seen in student.each(calls):
        expect(seen).keeps()


# ── making them ──────────────────────────────────────────────────────────────────────────────────────────


@check("from_list", points=1)
def test_list_of_floats(student: Functions, reference: Functions, cases: Cases) -> None:
    """A nested list becomes a float32 tensor of its shape."""
    shapes = ((2,), (2, 2), (1, 3), (2, 1, 3))
    agree(student.from_list, reference.from_list, [(cases.tensor(*shape).tolist(),) for shape in shapes])


@check("from_list", points=1)
def test_list_of_integers(student: Functions, reference: Functions, cases: Cases) -> None:
    """A list of whole numbers becomes a float32 tensor, too."""
    one, two, three = (cases.integer(1, 9) for _ in range(3))
    calls: Calls = [([one, two],), ([[one], [three]],), ([one, two + 0.5],)]
    agree(student.from_list, reference.from_list, calls, kept=True)


@check("filled", points=1)
def test_filled(student: Functions, reference: Functions, cases: Cases) -> None:
    """A tensor of the shape that is asked for, with the value in every place."""
    calls = [(shape, cases.number(1.5, 9, 1)) for shape in ((2,), (2, 3), (3, 1, 4))]
    agree(student.filled, reference.filled, [*calls, ((3, 2), -calls[0][1])])


@check("filled", points=1)
def test_filled_with_an_integer(student: Functions, reference: Functions, cases: Cases) -> None:
    """float32 also where the value is a whole number."""
    agree(student.filled, reference.filled, [(shape, cases.integer(2, 9)) for shape in ((2,), (2, 3))])


@check("ramp", points=1)
def test_ramp(student: Functions, reference: Functions, cases: Cases) -> None:
    """From the start in equal steps, up to the end and without it."""
    calls: Calls = []
    for count, rest in ((2, 0.0), (4, 0.0), (3, 0.5)):
        start, step = cases.integer(1, 9) / 2, cases.integer(2, 5) / 4
        calls.append((start, start + (count + rest) * step, step))
    agree(student.ramp, reference.ramp, calls)


@check("ramp", points=1)
def test_ramp_of_integers(student: Functions, reference: Functions, cases: Cases) -> None:
    """float32 also where all three arguments are whole numbers."""
    calls: Calls = []
    for count in (2, 5):
        start, step = cases.integer(1, 9), cases.integer(2, 4)
        calls.append((start, start + count * step, step))
    agree(student.ramp, reference.ramp, calls)


@check("grid", points=2)
def test_grid(student: Functions, reference: Functions, cases: Cases) -> None:
    """As many points as are asked for, equally spaced, the first at the start and the last at the end."""
    start = cases.integer(1, 4)
    calls = [(start, start + 1, 2), (start / 2, start / 2 + 3, 3), (-start, start, 5), (start, 0.25, 4)]
    agree(student.grid, reference.grid, calls)


@check("identity", points=1)
def test_identity(student: Functions, reference: Functions) -> None:
    """Ones on the diagonal, zeros elsewhere: a float32 matrix."""
    agree(student.identity, reference.identity, [(2,), (1,), (4,)])


ARRAYS = ((2,), (2, 3))


@check("from_array", points=1)
def test_from_array(student: Functions, reference: Functions, cases: Cases) -> None:
    """A tensor with the numbers, the shape and the type of the array."""
    calls = [(array(cases.tensor(*shape)),) for shape in ARRAYS]
    agree(student.from_array, reference.from_array, calls)


@check("from_array", points=2)
def test_from_array_shares(student: Functions, cases: Cases) -> None:
    """The tensor uses the array's memory: writing to one shows in the other."""
    for seen in [student.from_array(array(cases.tensor(*shape))) for shape in ARRAYS]:
        expect(seen).shares_memory_with("array").keeps()


# ── what they know ───────────────────────────────────────────────────────────────────────────────────────


@check("describe", points=1)
def test_describe_shape(student: Functions, cases: Cases) -> None:
    """Its shape, how many dimensions that is, and how many elements."""
    xs = [cases.tensor(*shape) for shape in ((3,), (2, 3), (2, 1, 4), ())]
    for seen, x in [(student.describe(x), x) for x in xs]:
        expect(seen).key("shape").equals(tuple(x.shape))
        expect(seen).key("ndim").equals(x.ndim)
        expect(seen).key("numel").equals(x.numel())
        expect(seen).keeps()


@check("describe", points=1)
def test_describe_type(student: Functions, cases: Cases, device: str) -> None:
    """Its type, device and layout, as torch names them."""
    xs = [cases.tensor(2), torch.tensor([cases.integer(1, 9)]), cases.tensor(2) > 0]
    for seen, x in [(student.describe(x), x) for x in xs]:
        expect(seen).key("dtype").equals(x.dtype)
        expect(seen).key("device").is_device(device)
        expect(seen).key("layout").equals(x.layout)


@check("describe", points=1)
def test_describe_requires_grad(student: Functions, cases: Cases) -> None:
    """Whether autograd watches it."""
    watched = student.describe(leaf(cases.tensor(2)))
    expect(student.describe(cases.tensor(2))).key("requires_grad").equals(False)
    expect(watched).key("requires_grad").equals(True)


@check("describe", points=1)
def test_describe_is_contiguous(student: Functions, cases: Cases) -> None:
    """Whether it lies in memory in the order in which it is read: a transposed tensor does not."""
    transposed = student.describe(cases.tensor(3, 2).t())
    expect(student.describe(cases.tensor(2, 3))).key("is_contiguous").equals(True)
    expect(transposed).key("is_contiguous").equals(False)


# ── computing ────────────────────────────────────────────────────────────────────────────────────────────


def pairs(cases: Cases, *shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> Calls:
    """Two tensors a call, with no element near 0 or 1."""
    return [tuple(cases.tensor(*shape, low=2, high=9) for shape in pair) for pair in shapes]


@check("hadamard", points=1)
def test_hadamard(student: Functions, reference: Functions, cases: Cases) -> None:
    """Each element times the one in the same place."""
    calls = pairs(cases, *((shape, shape) for shape in ((2,), (2, 2), (2, 3), (2, 1, 3))))
    agree(student.hadamard, reference.hadamard, calls)


@check("hadamard", points=1)
def test_hadamard_keeps(student: Functions, cases: Cases) -> None:
    """The factors stay as they were; the product is a new tensor."""
    keep(student.hadamard, pairs(cases, ((2,), (2,)), ((2, 3), (2, 3))))


@check("matrix_product", points=1)
def test_matrix_product(student: Functions, reference: Functions, cases: Cases) -> None:
    """Rows times columns: (n, k) and (k, m) give (n, m)."""
    calls = pairs(cases, ((2, 2), (2, 2)), ((2, 3), (3, 4)), ((1, 3), (3, 1)))
    agree(student.matrix_product, reference.matrix_product, calls, kept=True)


@check("matrix_product", points=2)
def test_batched_product(student: Functions, reference: Functions, cases: Cases) -> None:
    """Batches are multiplied pair by pair: (b, n, k) and (b, k, m) give (b, n, m)."""
    calls = pairs(cases, ((2, 2, 2), (2, 2, 2)), ((3, 1, 2), (3, 2, 2)), ((2, 3, 4), (2, 4, 5)))
    agree(student.matrix_product, reference.matrix_product, calls)


def table(cases: Cases, rows: int, columns: int) -> torch.Tensor:
    """A table whose columns differ in size and place and are nowhere near constant."""
    spread = 3 * torch.arange(rows).flip(0).unsqueeze(1)
    scale = torch.tensor([cases.integer(1, 3) * 4.0**column for column in range(columns)])
    shift = torch.tensor([float(cases.integer(2, 9)) for _ in range(columns)])
    return (cases.tensor(rows, columns, low=-1, high=1) + spread) * scale + shift


@check("standardize", points=2)
def test_standardize(student: Functions, reference: Functions, cases: Cases) -> None:
    """Every column has mean 0 and an unbiased standard deviation of 1 afterwards."""
    calls = [(table(cases, *shape),) for shape in ((3, 1), (3, 3), (4, 2))]
    agree(student.standardize, reference.standardize, calls)


@check("standardize", points=1)
def test_standardize_keeps(student: Functions, cases: Cases) -> None:
    """The table that is passed stays as it was."""
    keep(student.standardize, [(table(cases, 3, 2),)])


def ranked(cases: Cases, rows: int, columns: int) -> torch.Tensor:
    """A table whose columns hold no value twice, their smallest farther from 0 than their largest."""
    ranks = []
    for _ in range(columns):
        left = list(range(rows))
        ranks.append([left.pop(cases.integer(0, len(left) - 1)) for _ in range(rows)])
    return cases.tensor(rows, columns, low=-0.9, high=0.9) + 4.0 * torch.tensor(ranks).t() - 2.0 * rows - 1.0


EXTREMES = ((2, 2), (3, 1), (3, 2), (3, 3), (4, 5))


@check("column_extremes", points=1)
def test_largest_values(student: Functions, reference: Functions, cases: Cases) -> None:
    """First, the largest value of each column."""
    calls = [(ranked(cases, *shape),) for shape in EXTREMES]
    for got, want in answers(student.column_extremes, reference.column_extremes, calls):
        expect(got).item(0).close_to(expect(want).item(0).part)


@check("column_extremes", points=1)
def test_rows_of_the_largest(student: Functions, reference: Functions, cases: Cases) -> None:
    """Second, the row in which it stands."""
    calls = [(ranked(cases, *shape),) for shape in EXTREMES]
    for got, want in answers(student.column_extremes, reference.column_extremes, calls):
        expect(got).item(1).close_to(expect(want).item(1).part)
        expect(got).keeps()


@check("nearly_equal", points=1)
def test_nearly_equal(student: Functions, cases: Cases) -> None:
    """True where no two elements differ by more than the tolerance, up or down; else False."""
    start = cases.integer(2, 9)
    # By how much each element of the second tensor is larger, and the tolerance: exact in binary.
    tried = [
        ([0.25], 0.5, True),
        ([0.75], 0.5, False),
        ([-0.75], 0.5, False),
        ([0.5], 0.5, True),
        ([0.0], 0.0, True),
        ([0.0, 0.0, 0.75], 0.5, False),
        ([0.25, -0.25, 0.25], 0.5, True),
        ([-0.375, 0.375, 0.375], 0.5, True),
        ([0.25, 0.0, -0.25], 0.125, False),
    ]
    found = []
    for more, tolerance, near in tried:
        x = torch.arange(start, start + len(more), dtype=torch.float32)
        found.append((student.nearly_equal(x, x + torch.tensor(more), tolerance), near))
    for seen, near in found:
        expect(seen).equals(near).keeps()


@check("nearly_equal", points=1)
def test_nearly_equal_in_shape(student: Functions, cases: Cases) -> None:
    """False where the shapes differ, whatever the elements are."""
    value = cases.integer(2, 9)
    shapes = (((2,), (1, 2)), ((1,), (3,)), ((), (2, 2)), ((2,), (3,)))
    calls = [(torch.full(a, value + 0.0), torch.full(b, value + 0.0), 0.5) for a, b in shapes]
    for seen in [student.nearly_equal(*call) for call in calls]:
        expect(seen).equals(False)


@check(
    "nearly_equal",
    points=1,
    hidden="Is the tolerance the same for large numbers as for small ones?",
)
def test_nearly_equal_far_from_zero(student: Functions, cases: Cases) -> None:
    """The tolerance is absolute: it does not grow with the numbers."""
    x = torch.tensor([float(cases.integer(50_000, 90_000))])
    tried = ((x + 0.25, False), (x + 0.125, True), (x - 0.25, False))
    for seen, near in [(student.nearly_equal(x, y, 0.125), near) for y, near in tried]:
        expect(seen).equals(near)


# ── another shape ────────────────────────────────────────────────────────────────────────────────────────


@check("to_rows", points=1)
def test_to_rows(student: Functions, reference: Functions, cases: Cases) -> None:
    """The elements stand in n rows, in the order in which they stood."""
    sizes = (((4,), 2), ((6,), 2), ((6,), 3), ((2, 3), 3), ((2, 3), 1), ((2, 2, 3), 4))
    calls = [(cases.tensor(*shape), n) for shape, n in sizes]
    agree(student.to_rows, reference.to_rows, calls, kept=True)


@check("to_rows", points=1)
def test_to_rows_of_a_view(student: Functions, reference: Functions, cases: Cases) -> None:
    """Right also for a transposed tensor, which is not contiguous."""
    calls = [(cases.tensor(3, 2).t(), 3), (cases.tensor(4, 3).t(), 2), (cases.tensor(2, 2).t(), 1)]
    agree(student.to_rows, reference.to_rows, calls)


@check("to_rows", points=1)
def test_to_rows_that_do_not_divide(student: Functions, cases: Cases) -> None:
    """ValueError where n does not divide the number of elements."""
    for seen in [
        student.to_rows(cases.tensor(*shape), n) for shape, n in (((3,), 2), ((4, 2), 3), ((2,), 3))
    ]:
        expect(seen).raises("ValueError")


@check("channels_last", points=2)
def test_channels_last(student: Functions, reference: Functions, cases: Cases) -> None:
    """(N, C, H, W) becomes (N, H, W, C), and every pixel keeps its channels."""
    shapes = ((1, 2, 2, 2), (1, 3, 1, 2), (2, 3, 4, 4), (2, 3, 4, 5))
    calls = [(cases.tensor(*shape),) for shape in shapes]
    agree(student.channels_last, reference.channels_last, calls, kept=True)


ROWS = ((2, 2), (3, 2), (1, 3), (3, 3), (2, 1))


@check("repeat_rows", points=1)
def test_repeat_rows(student: Functions, reference: Functions, cases: Cases) -> None:
    """n rows, and each of them is x."""
    agree(student.repeat_rows, reference.repeat_rows, [(cases.tensor(k), n) for k, n in ROWS])


@check("repeat_rows", points=2)
def test_repeat_rows_copies_nothing(student: Functions, cases: Cases) -> None:
    """The rows lie in the memory of x: nothing is copied."""
    for seen in [student.repeat_rows(cases.tensor(k), n) for k, n in ROWS]:
        expect(seen).shares_memory_with("x").keeps()


@check("broadcast_shape", points=1)
def test_broadcast_of_one_length(student: Functions, reference: Functions, cases: Cases) -> None:
    """Size 1 is stretched to the size of the other, and equal sizes stay."""
    k, m = cases.integer(2, 4), cases.integer(5, 7)
    calls = [
        ((k,), (1,)),
        ((1,), (m,)),
        ((k, 1), (1, m)),
        ((k, m), (k, m)),
        ((1, 1), (1, 1)),
        ((k, 1, 1), (k, m, 1)),
    ]
    agree(student.broadcast_shape, reference.broadcast_shape, calls)


@check("broadcast_shape", points=1)
def test_broadcast_of_several_lengths(student: Functions, reference: Functions, cases: Cases) -> None:
    """Sizes are matched from the last on; where one shape has no more, the other's stay."""
    k, m = cases.integer(2, 4), cases.integer(5, 7)
    calls = [((), (k, 1)), ((m,), (k, 1)), ((k, m), (m,)), ((2, 1, 1), (k, m)), ((k,), (m, k, 1)), ((), ())]
    agree(student.broadcast_shape, reference.broadcast_shape, calls)


@check("broadcast_shape", points=1)
def test_broadcast_refuses(student: Functions, cases: Cases) -> None:
    """ValueError where two sizes differ and neither is 1."""
    k = cases.integer(2, 4)
    calls = [
        ((k,), (k + 1,)),
        ((k,), (2 * k,)),
        ((k, 1), (k + 1, k)),
        ((k, k + 1), (k,)),
        ((1, k), (3, 1, k + 2)),
    ]
    for seen in [student.broadcast_shape(*call) for call in calls]:
        expect(seen).raises("ValueError")


@check("broadcast_shape", points=1, hidden="Do your rules hold for shapes of four and five dimensions, too?")
def test_broadcast_of_any(student: Functions, reference: Functions, cases: Cases) -> None:
    """Right for longer shapes, drawn at random."""
    calls: Calls = []
    for length in (4, 5):
        whole = [cases.integer(2, 6) for _ in range(length)]
        some = [size if cases.integer(0, 1) else 1 for size in whole]
        others = [
            size if part == 1 else cases.integer(0, 1) * (size - 1) + 1
            for size, part in zip(whole, some, strict=True)
        ]
        calls += [(tuple(some), tuple(others)), (tuple(whole[-2:]), tuple(some))]
    agree(student.broadcast_shape, reference.broadcast_shape, calls)


@check("outer_sum", points=2)
def test_outer_sum(student: Functions, reference: Functions, cases: Cases) -> None:
    """(k,) and (m,) give (k, m): element (i, j) is x[i] + y[j]."""
    calls = pairs(cases, ((2,), (3,)), ((3,), (3,)), ((1,), (2,)), ((4,), (1,)))
    agree(student.outer_sum, reference.outer_sum, calls, kept=True)


# ── where they lie ───────────────────────────────────────────────────────────────────────────────────────


@check("pick_device", points=1)
def test_pick_device(student: Functions, reference: Functions) -> None:
    """A torch.device: cuda where there is one, else cpu."""
    for got, want in answers(student.pick_device, reference.pick_device, [()]):
        expect(got).is_device(want)


@check("move", points=1)
def test_move_elsewhere(student: Functions, reference: Functions, cases: Cases) -> None:
    """Any device may be asked for, also `meta`, which every machine has; x stays where it was."""
    calls = [(cases.tensor(3), "meta"), (cases.tensor(2, 3), torch.device("meta"))]
    for got, want in answers(student.move, reference.move, calls):
        expect(got).close_to(want).keeps()


@check("move", points=1, needs=test_move_elsewhere)
def test_move(student: Functions, reference: Functions, cases: Cases, device: str) -> None:
    """The same numbers on the device that is asked for."""
    calls = [(cases.tensor(2), device), (cases.tensor(2, 3), torch.device("cpu"))]
    agree(student.move, reference.move, calls)
