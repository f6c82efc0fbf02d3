"""Right answers to `tensors` that are written otherwise than the reference: none may lose a point."""

RIGHT = {
    "one_by_one": """
def from_list(data):
    if isinstance(data[0], list):
        return torch.stack([from_list(part) for part in data])
    tensor = torch.zeros(len(data))
    for i, number in enumerate(data):
        tensor[i] = number
    return tensor

def filled(shape, value):
    tensor = torch.empty(shape)
    tensor.fill_(value)
    return tensor

def ramp(start, end, step):
    numbers = []
    while start < end:
        numbers.append(float(start))
        start = start + step
    return torch.tensor(numbers)

def grid(start, end, steps):
    return torch.tensor([start + (end - start) * i / (steps - 1) for i in range(steps)])

def identity(n):
    matrix = torch.zeros(n, n)
    for i in range(n):
        matrix[i, i] = 1.0
    return matrix

def describe(x):
    names = ("shape", "dtype", "device", "ndim", "requires_grad", "layout")
    found = {name: getattr(x, name) for name in names}
    found["numel"] = len(x.flatten())
    found["is_contiguous"] = x.is_contiguous()
    found["stride"] = x.stride()
    return found

def matrix_product(x, y):
    if x.ndim == 3:
        return torch.stack([matrix_product(left, right) for left, right in zip(x, y)])
    return torch.stack([torch.stack([(row * column).sum() for column in y.t()]) for row in x])

def standardize(x):
    columns = [(column - column.mean()) / column.std() for column in x.t()]
    return torch.stack(columns, dim=1)

def column_extremes(x):
    indices = [max(range(len(column)), key=lambda i: column[i]) for column in x.t()]
    values = [column[i] for column, i in zip(x.t(), indices)]
    return torch.stack(values), torch.tensor(indices, device=x.device)

def nearly_equal(x, y, tolerance):
    if x.shape != y.shape:
        return False
    for a, b in zip(x.flatten().tolist(), y.flatten().tolist()):
        if abs(a - b) > tolerance:
            return False
    return True

def to_rows(x, n):
    elements = list(x.flatten())
    size, rest = divmod(len(elements), n)
    if rest:
        raise ValueError('does not divide')
    return torch.stack([torch.stack(elements[i * size:(i + 1) * size]) for i in range(n)])

def outer_sum(x, y):
    return torch.stack([torch.stack([a + b for b in y]) for a in x])

def broadcast_shape(a, b):
    a, b, shape = list(a), list(b), ()
    while a or b:
        p, q = a.pop() if a else 1, b.pop() if b else 1
        if p == 1:
            p = q
        if q != 1 and p != q:
            raise ValueError
        shape = (p, *shape)
    return shape
""",
    "library": """
def from_list(data):
    return torch.FloatTensor(data)

def filled(shape, value):
    return torch.ones(shape) * value

def ramp(start, end, step):
    return torch.arange(float(start), float(end), float(step))

def grid(start, end, steps):
    return start + (end - start) / (steps - 1) * torch.arange(steps, dtype=torch.float32)

def identity(n):
    return torch.diag(torch.ones(n))

def from_array(array):
    return torch.as_tensor(array)

def describe(x):
    return dict(shape=x.size(), dtype=x.dtype, device=x.device, ndim=x.dim(), numel=x.nelement(),
                requires_grad=x.requires_grad, is_contiguous=x.is_contiguous(), layout=x.layout)

def hadamard(x, y):
    return torch.mul(x, y)

def matrix_product(x, y):
    return torch.einsum('...ij,...jk->...ik', x, y)

def standardize(x):
    variance, mean = torch.var_mean(x, dim=0, keepdim=True)
    return (x - mean) * variance.rsqrt()

def column_extremes(x):
    return torch.max(x, 0)

def nearly_equal(x, y, tolerance):
    try:
        torch.testing.assert_close(x, y, rtol=0, atol=tolerance)
    except AssertionError:
        return False
    return True

def to_rows(x, n):
    try:
        return x.contiguous().view(n, -1)
    except RuntimeError:
        raise ValueError(f'{n} rows of {x.numel()} elements') from None

def channels_last(x):
    return torch.movedim(x, 1, -1)

def repeat_rows(x, n):
    return torch.broadcast_to(x, (n, len(x)))

def broadcast_shape(a, b):
    try:
        return torch.broadcast_shapes(a, b)
    except RuntimeError as error:
        raise ValueError(str(error)) from error

def outer_sum(x, y):
    return torch.cartesian_prod(x, y).sum(dim=-1).reshape(len(x), len(y))

def pick_device():
    if torch.cuda.is_available():
        return torch.device('cuda:0')
    return torch.device('cpu')

def move(x, device):
    return x.to(device=device, copy=True)
""",
    "numpy_and_views": """
import numpy as np

def from_list(data):
    return torch.from_numpy(np.array(data, dtype=np.float32))

def filled(shape, value):
    return torch.tensor(float(value)).expand(shape)

def ramp(start, end, step):
    return torch.from_numpy(np.arange(start, end, step)).to(torch.float32)

def grid(start, end, steps):
    return torch.tensor(np.linspace(start, end, steps)).float()

def identity(n):
    return (torch.arange(n)[:, None] == torch.arange(n)[None, :]).float()

def from_array(array):
    return torch.from_numpy(array).float()

def hadamard(x, y):
    product = x.clone()
    product *= y
    return product

def matrix_product(x, y):
    return torch.bmm(x, y) if x.dim() == 3 else torch.mm(x, y)

def standardize(x):
    centred = x - x.mean(0)
    return centred / (centred.pow(2).sum(0) / (x.shape[0] - 1)).sqrt()

def column_extremes(x):
    indices = x.argmax(dim=0)
    return [x[indices, torch.arange(x.shape[1], device=x.device)], indices]

def nearly_equal(x, y, tolerance):
    return x.size() == y.size() and torch.allclose(x, y, rtol=0.0, atol=tolerance)

def to_rows(x, n):
    assert_divides = x.numel() // n * n == x.numel()
    if not assert_divides:
        raise ValueError
    return x.flatten().unflatten(0, (n, -1))

def channels_last(x):
    return x.transpose(1, 2).transpose(2, 3).contiguous()

def repeat_rows(x, n):
    return x.as_strided((n, x.numel()), (0, x.stride(0)))

def broadcast_shape(a, b):
    return np.broadcast_shapes(a, b)

def outer_sum(x, y):
    return (y + x[:, None]).clone()

def move(x, device):
    copy = torch.empty(x.shape, dtype=x.dtype, device=device)
    copy.copy_(x)
    return copy
""",
    "in_a_row": """
def from_list(data):
    return torch.tensor(data).to(torch.float)

def filled(shape, value):
    return torch.full(shape, float(value))

def standardize(x):
    return ((x.double() - x.double().mean(dim=0)) / x.double().std(dim=0, unbiased=True)).float()

def column_extremes(x):
    ordered, rows = torch.sort(x, dim=0, descending=True)
    return ordered[0], rows[0]

def nearly_equal(x, y, tolerance):
    return x.shape == y.shape and not ((x - y).abs() > tolerance).any().item()

def to_rows(x, n):
    if len(x.reshape(-1)) % n:
        raise ValueError('no')
    return torch.stack(x.reshape(-1).chunk(n))

def channels_last(x):
    return torch.stack([x[:, c] for c in range(x.size(1))], dim=3)

def repeat_rows(x, n):
    return x[None].expand(n, len(x))

def outer_sum(x, y):
    return x.repeat(len(y), 1).t() + y.repeat(len(x), 1)
""",
}
