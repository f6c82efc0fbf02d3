# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Tensors
#
# Everything a network reads, learns and answers is a tensor: numbers of one type, arranged along dimensions,
# in one block of memory. This assignment is about the tensor itself: how to make one, what it knows about
# itself, how to compute with it and how to see it differently without moving a number. The loops of the
# next assignments are made of nothing else. (§3.2)
#
# Write each function in place of `raise NotImplementedError`, in order; `grader check` says how far you are.
# Keep names and arguments as they are, and leave every argument as it was. Cells under
# `if __name__ == "__main__":` show what you have built: they run here, and not when you are graded.

# %%
import torch

# %% [markdown]
# ## From a list
#
# A Python list of lists holds objects, each somewhere in memory; a tensor holds plain numbers side by side,
# which is why it is fast. `torch.tensor(...)` copies a list into one, and takes the type of the numbers from
# the list: whole numbers become 64-bit integers. That goes unnoticed until the first `mean()`: (§3.2.1)

# %%
if __name__ == "__main__":
    readings = torch.tensor([36, 56, 58])
    print(readings.dtype)
    try:
        readings.mean()
    except RuntimeError as error:
        print("mean() refuses:", error)

# %% [markdown]
# Training is done in `float32`. Ask for it, whatever the list holds. (§3.5.1)


# %%
def from_list(data):
    """The nested list `data` of numbers as a float32 tensor of the same shape.

    data: a list of numbers, or of such lists, all of one length on each level; ints are turned into floats.
    """
    ### BEGIN SOLUTION
    return torch.tensor(data, dtype=torch.float32)
    ### END SOLUTION


# %% [markdown]
# ## Without a list
#
# Often the numbers follow a rule, and nobody should type them. Each of the next four functions has one in
# `torch` that does nearly the same. Nearly: some of them look at the type of their arguments, too, and then
# `filled((2, 3), 7)` would come out as integers. It is to be `float32` here. (§3.2.2)


# %%
def filled(shape, value):
    """A float32 tensor of this shape, every element `value`.

    shape: a tuple of ints; value: a float or an int.
    """
    ### BEGIN SOLUTION
    return torch.full(shape, value, dtype=torch.float32)
    ### END SOLUTION


# %% [markdown]
# Two ways to walk from one number to another. A *ramp* is told how far each step goes and stops before the
# end, as Python's `range` does; a *grid* is told how many points there are, and both ends are among them.
# Ask yourself for which of the two the length of the result is obvious. (§3.6)


# %%
def ramp(start, end, step):
    """start, start + step, start + 2 step … while below end: a float32 tensor of one dimension.

    start, end, step: floats or ints.
    """
    ### BEGIN SOLUTION
    return torch.arange(start, end, step, dtype=torch.float32)
    ### END SOLUTION


# %%
def grid(start, end, steps):
    """`steps` numbers, equally spaced, the first `start`, the last `end`: a float32 tensor (steps,).

    start, end: floats or ints; steps: an int, at least 2.
    """
    ### BEGIN SOLUTION
    return torch.linspace(start, end, steps)
    ### END SOLUTION


# %% [markdown]
# The identity is the matrix that changes nothing: ones on the diagonal, zeros elsewhere. (§3.6)


# %%
def identity(n):
    """The n×n identity matrix: a float32 tensor (n, n)."""
    ### BEGIN SOLUTION
    return torch.eye(n)
    ### END SOLUTION


# %%
if __name__ == "__main__":
    print(ramp(0, 1, 0.25))  # four numbers, the last 0.75
    print(grid(0, 1, 5))  # five numbers, the last 1.0
    print(filled((2, 3), 7) @ identity(3))  # what it was before

# %% [markdown]
# ## From NumPy, without a copy
#
# Data often arrives as a NumPy array. `torch.tensor(array)` copies it. A tensor can do better and use the
# array's own memory: nothing is moved however large it is, and what is written through one of the two shows
# in the other. That is a gift and a trap, so know which one you have. (§3.10)


# %%
def from_array(array):
    """A tensor over the memory of a NumPy array: writing to one of them shows in the other.

    array: a NumPy array of float32 and of any shape; the tensor has the same shape and type.
    """
    ### BEGIN SOLUTION
    return torch.from_numpy(array)
    ### END SOLUTION


# %%
if __name__ == "__main__":
    import numpy

    array = numpy.zeros(3, dtype=numpy.float32)
    shared, copied = from_array(array), torch.tensor(array)
    array[0] = 1.0
    print(shared, copied)  # only one of them has seen it

# %% [markdown]
# ## What a tensor knows about itself
#
# Most errors with tensors are about one of these: a shape that does not fit, a type that cannot be averaged,
# a tensor on another device, an input that autograd watches or does not. So before reading an error message
# twice, ask the tensor. Some of what it knows is an attribute, some a method that wants to be called:
# `x.dtype` and `x.is_contiguous()`. (§3.5.3, §3.8, §3.9.1)


# %%
def describe(x):
    """What the tensor x says of itself, as a dict with these keys:

    "shape" (a tuple of ints), "dtype" (a torch.dtype), "device" (a torch.device), "ndim" (an int: how many
    dimensions), "numel" (an int: how many elements), "requires_grad" (a bool), "is_contiguous" (a bool),
    "layout" (a torch.layout).
    """
    ### BEGIN SOLUTION
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
    ### END SOLUTION


# %% [markdown]
# ## Two products
#
# There are two ways to multiply matrices, and mixing them up gives no error where both are square, only wrong
# numbers. The *Hadamard* product multiplies each element by the one in the same place. The *matrix product*
# multiplies rows by columns: (n, k) times (k, m) is (n, m). With one dimension more in front, it does so for
# every matrix of a batch. (§3.6)


# %%
def hadamard(x, y):
    """The product element by element. x, y: tensors of one shape; the result has that shape."""
    ### BEGIN SOLUTION
    return x * y
    ### END SOLUTION


# %%
def matrix_product(x, y):
    """The matrix product of x (n, k) and y (k, m): a tensor (n, m).

    For batches x (b, n, k) and y (b, k, m), the product of each pair of matrices: a tensor (b, n, m).
    """
    ### BEGIN SOLUTION
    return x @ y
    ### END SOLUTION


# %%
if __name__ == "__main__":
    square = from_list([[1, 2], [3, 4]])
    print(hadamard(square, square))  # [[1, 4], [9, 16]]
    print(matrix_product(square, square))  # [[7, 10], [15, 22]]

# %% [markdown]
# ## Along one dimension
#
# A table has a row per reading and a column per quantity, and columns come in units of their own: degrees
# beside hours beside kilograms. What is large in one of them says nothing in another, and a model that sees
# raw columns pays attention to the one with the largest numbers. Standardized columns are comparable: each is
# shifted to mean 0 and scaled to standard deviation 1, the unbiased one (it divides by the number of rows
# less one), which is what PyTorch computes unless told otherwise. (§4.3)
#
# `dim=0` is the dimension that disappears: `x.mean(dim=0)` goes down along the rows and leaves one number for
# each column. Nearly everybody gets this the wrong way round once.


# %%
def standardize(x):
    """x with every column shifted to mean 0 and scaled to an (unbiased) standard deviation of 1.

    x: a tensor (rows, columns) of at least two rows, no column constant. Returns a new tensor of its shape.
    """
    ### BEGIN SOLUTION
    return (x - x.mean(dim=0)) / x.std(dim=0)
    ### END SOLUTION


# %%
if __name__ == "__main__":
    table = from_list([[0.5, 35.7], [14.0, 55.9], [15.0, 58.2], [28.0, 81.9], [11.0, 56.3]])
    print(standardize(table))  # the two columns are nearly the same now: one thermometer explains the other

# %% [markdown]
# How warm was it at most, and on which reading? Some reductions answer two questions at once. (§3.6)


# %%
def column_extremes(x):
    """The largest value of each column and the row it stands in: (values, indices), two tensors (columns,).

    x: a tensor (rows, columns); no column holds its largest value twice. The indices are int64.
    """
    ### BEGIN SOLUTION
    values, indices = x.max(dim=0)
    return values, indices
    ### END SOLUTION


# %% [markdown]
# ## Equal, nearly
#
# Computers round, so two computations of one number rarely end in the same bits. Comparing floats with `==`
# asks a question nobody meant: (§3.5)

# %%
if __name__ == "__main__":
    tenths = sum(torch.tensor(0.1) for _ in range(10))
    print(tenths == torch.tensor(1.0), tenths.item())

# %% [markdown]
# Ask whether they are *near* instead. Mind two things. `torch.allclose` allows a part of the size of the
# numbers on top of what you allow. And tensors of different shapes may be compared, too, because smaller ones
# are stretched to fit (more of this below), so look at the shapes first.


# %%
def nearly_equal(x, y, tolerance):
    """Whether x and y have one shape and no two elements differ by more than tolerance: True or False.

    x, y: tensors of any shapes; tolerance: a float; a difference of exactly that is allowed.
    """
    ### BEGIN SOLUTION
    return x.shape == y.shape and bool(((x - y).abs() <= tolerance).all())
    ### END SOLUTION


# %% [markdown]
# ## Another shape over the same numbers
#
# A tensor is a row of numbers in memory plus a way to read it: its shape, and its *stride*, how far it is
# from one element to the next along each dimension. Transposing or reshaping changes the reading and leaves
# the numbers where they are. (§3.8)
#
# Such a transposed tensor is not *contiguous*: reading it row by row means jumping about in memory. `view`
# refuses to reshape it; `reshape` copies where it must. (§3.8.4)

# %%
if __name__ == "__main__":
    wide = torch.arange(6.0).reshape(2, 3)
    print(wide.stride(), wide.t().stride(), wide.t().is_contiguous())
    try:
        wide.t().view(2, 3)
    except RuntimeError as error:
        print("view() refuses:", error)

# %% [markdown]
# Where the elements cannot be spread evenly over the rows, say so in a way a caller can expect. PyTorch
# raises a RuntimeError, whatever the reason; Python's own word for an argument that makes no sense is
# ValueError.


# %%
def to_rows(x, n):
    """The elements of x in the order in which they stand, in n rows of one length: a 2-D tensor.

    x: a tensor of any shape, contiguous or not; n: an int, at least 1. Raises ValueError where n does not
    divide the number of elements.
    """
    ### BEGIN SOLUTION
    if x.numel() % n != 0:
        raise ValueError(f"{x.numel()} elements cannot stand in {n} rows of one length")
    return x.reshape(n, -1)
    ### END SOLUTION


# %% [markdown]
# Images come in two fashions. PyTorch's layers want the channels (red, green, blue) before height and width;
# cameras, files and matplotlib have them last. Reshaping gives the right *shape* and scrambles the picture:
# it deals the numbers out anew in the order in which they lie. The dimensions themselves have to change
# places. (§3.8.3, §4.1)


# %%
def channels_last(x):
    """A batch of images (N, C, H, W) as (N, H, W, C): the same pixels, their channels last."""
    ### BEGIN SOLUTION
    return x.permute(0, 2, 3, 1)
    ### END SOLUTION


# %%
if __name__ == "__main__":
    image = torch.arange(8.0).reshape(1, 2, 2, 2)  # two channels, 0 to 3 and 4 to 7
    print(
        image.reshape(1, 2, 2, 2)[0, 0, 0]
    )  # the right shape, and the first pixel is (0, 1): both of one channel
    print(channels_last(image)[0, 0, 0])  # the first pixel: 0 in one channel, 4 in the other

# %% [markdown]
# A stride of 0 is allowed: then every step along that dimension stays where it is, and one row of memory
# looks like many. It is how a thousand copies cost nothing, until somebody writes into one of them. (§3.8)


# %%
def repeat_rows(x, n):
    """n rows, each of them x, over the memory of x: x (k,) gives a tensor (n, k), and nothing is copied."""
    ### BEGIN SOLUTION
    return x.expand(n, -1)
    ### END SOLUTION


# %% [markdown]
# ## Broadcasting
#
# Operations between tensors of different shapes stretch dimensions in just this way. You will lean on it in
# every assignment (`w * t_u + b` multiplies one number by eleven readings), and when a shape surprises you,
# it was this. Three rules, from the last dimension to the first: (§5.3.1)
#
# 1. Where one of the two has size 1, it is used with every entry of the other.
# 2. Where both are larger than 1, they must be the same.
# 3. Where one has no dimension left, all of it is used for each entry of the other.

# %%
if __name__ == "__main__":
    x, y, z, a = torch.ones(()), torch.ones(3, 1), torch.ones(1, 3), torch.ones(2, 1, 1)
    print((x * y).shape)  # (3, 1)
    print((y * z).shape)  # (3, 3)
    print((y * z * a).shape)  # (2, 3, 3)

# %% [markdown]
# Say beforehand what will come out. Two shapes that do not go together are a ValueError again.


# %%
def broadcast_shape(a, b):
    """The shape, a tuple of ints, that tensors of the shapes a and b are broadcast to.

    a, b: tuples of ints, perhaps of different lengths, perhaps empty. Raises ValueError where they do not go
    together.
    """
    ### BEGIN SOLUTION
    from itertools import zip_longest

    sizes = []
    for size_a, size_b in zip_longest(reversed(a), reversed(b), fillvalue=1):
        if size_a != size_b and 1 not in (size_a, size_b):
            raise ValueError(f"{a} and {b} do not go together: {size_a} against {size_b}")
        sizes.append(size_b if size_a == 1 else size_a)
    return tuple(reversed(sizes))
    ### END SOLUTION


# %% [markdown]
# Now use it on purpose: every element of one tensor with every element of another, and no loop. If `x` stands
# upright, (k, 1), and `y` lies, (m,), the rules do the rest. (§5.3.1)


# %%
def outer_sum(x, y):
    """Every sum: for tensors x (k,) and y (m,) a tensor (k, m) whose element (i, j) is x[i] + y[j]."""
    ### BEGIN SOLUTION
    return x.unsqueeze(1) + y
    ### END SOLUTION


# %%
if __name__ == "__main__":
    print(outer_sum(from_list([10, 20]), from_list([1, 2, 3])))
    print(broadcast_shape((2, 1), (3,)))

# %% [markdown]
# ## Where it lies
#
# A graphics card multiplies matrices many times faster, and computes only with what lies in its own memory.
# A program that is to run anywhere asks what there is once, at its beginning, and moves its tensors there.
# Writing `"cuda"` into every line works on your machine and on no laptop. (§3.9)


# %%
def pick_device():
    """The torch.device to compute on: "cuda" where there is a CUDA GPU, else "cpu"."""
    ### BEGIN SOLUTION
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    ### END SOLUTION


# %% [markdown]
# A tensor does not move: moving makes another one elsewhere, and the old one stays. There is a device that
# every machine has and on which you see it well: `meta` keeps shapes and types and no numbers at all.
# (§3.9.1)


# %%
def move(x, device):
    """The tensor x on this device; x itself stays where it is.

    device: a torch.device or its name, such as "cpu", "cuda" or "meta".
    """
    ### BEGIN SOLUTION
    return x.to(device)
    ### END SOLUTION


# %%
if __name__ == "__main__":
    device = pick_device()
    print(device, move(torch.ones(3), device).device)
    print(move(torch.ones(3), "meta"))
