"""Right answers to the assignment tensors, written from its text alone."""

import torch


def from_list(data):
    return torch.tensor(data, dtype=torch.float32)


def filled(shape, value):
    return torch.full(shape, value, dtype=torch.float32)


def ramp(start, end, step):
    return torch.arange(start, end, step, dtype=torch.float32)


def grid(start, end, steps):
    return torch.linspace(start, end, steps, dtype=torch.float32)


def identity(n):
    return torch.eye(n)


def from_array(array):
    return torch.from_numpy(array)


def describe(x):
    return {
        "shape": tuple(x.shape),
        "dtype": x.dtype,
        "device": x.device,
        "ndim": x.ndim,
        "numel": x.numel(),
        "requires_grad": x.requires_grad,
        "is_contiguous": x.is_contiguous(),
        "layout": x.layout,
    }


def hadamard(x, y):
    return x * y


def matrix_product(x, y):
    return x @ y


def standardize(x):
    mean = x.mean(dim=0)
    std = x.std(dim=0)
    return (x - mean) / std


def column_extremes(x):
    values, indices = x.max(dim=0)
    return values, indices


def nearly_equal(x, y, tolerance):
    if x.shape != y.shape:
        return False
    return bool(((x - y).abs() <= tolerance).all())


def to_rows(x, n):
    if x.numel() % n != 0:
        raise ValueError(f"{x.numel()} elements do not fill {n} rows")
    return x.reshape(n, x.numel() // n)


def channels_last(x):
    return x.permute(0, 2, 3, 1)


def repeat_rows(x, n):
    return x.expand(n, -1)


def broadcast_shape(a, b):
    length = max(len(a), len(b))
    a = (1,) * (length - len(a)) + tuple(a)
    b = (1,) * (length - len(b)) + tuple(b)
    shape = []
    for m, n in zip(a, b, strict=True):
        if m != n and m != 1 and n != 1:
            raise ValueError(f"{a} and {b} do not fit together")
        shape.append(n if m == 1 else m)
    return tuple(shape)


def outer_sum(x, y):
    return x[:, None] + y[None, :]


def pick_device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def move(x, device):
    return x.to(device)
