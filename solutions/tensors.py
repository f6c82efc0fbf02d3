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
# A tensor holds numbers of one type, ordered along dimensions, in one block of memory. A network reads
# tensors, learns tensors and answers with tensors. This assignment is about the tensor itself. You will make
# tensors, ask what they know and compute with them. You will also give them another shape without moving a
# number. The loops of the next assignments use only tensors. (§3.2)
#
# Write each function in place of `raise NotImplementedError`, in order. `grader check` shows how far you are.
# Keep names and arguments as they are, and do not change any argument. Cells under
# `if __name__ == "__main__":` show what you have built. They run here, but not when you are graded.
#
# In a notebook, write `import grader; grader.check("from_list")` in a new cell. If `grader` is not installed,
# README.md says what to install. § stands for a section of the book *Deep Learning with PyTorch* (2020).

# %%
import torch

# %% [markdown]
# ## From a list
#
# A Python list of lists holds objects, each somewhere in memory. A tensor holds plain numbers side by side,
# so it is fast. `torch.tensor(...)` copies a list into a tensor and takes the type from the list. Whole
# numbers become 64-bit integers. You do not see that until the first `mean()`: (§3.2.1)

# %%
if __name__ == "__main__":
    readings = torch.tensor([36, 56, 58])
    print(readings.dtype)
    try:
        readings.mean()
    except RuntimeError as error:
        print("mean() refuses:", error)

# %% [markdown]
# Training uses `float32`. Ask for that type, whatever the list holds. (§3.5.1)


# %%
def from_list(data):
    """The nested list `data` of numbers as a float32 tensor of the same shape.

    data: a list of numbers, or of such lists, all of one length on each level. Integers become floats.
    """
    ### BEGIN SOLUTION
    return torch.tensor(data, dtype=torch.float32)
    ### END SOLUTION


# %% [markdown]
# ## Without a list
#
# Often the numbers follow a rule, and you need not type them. For each of the next four functions, `torch`
# has one that does nearly the same. But some of them also look at the type of their arguments. Then
# `filled((2, 3), 7)` would hold integers. Here the result must be `float32`. (§3.2.2)


# %%
def filled(shape, value):
    """A float32 tensor of this shape, every element `value`.

    shape: a tuple of ints, perhaps empty, perhaps with a 0. value: a float or an int.
    """
    ### BEGIN SOLUTION
    return torch.full(shape, value, dtype=torch.float32)
    ### END SOLUTION


# %% [markdown]
# There are two ways to go from one number to another. For a *ramp* you give the length of a step. It stops
# before the end, as Python's `range` does. For a *grid* you give the number of points. Both ends are among
# them. Ask yourself for which of the two you know the length of the result. (§3.6)


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
    """`steps` numbers with equal distances, from `start` to `end`, both included: a float32 tensor (steps,).

    start, end: floats or ints. steps: an int, at least 2.
    """
    ### BEGIN SOLUTION
    return torch.linspace(start, end, steps)
    ### END SOLUTION


# %% [markdown]
# The identity is the matrix that changes nothing: ones on the diagonal, zeros everywhere else. (§3.6)


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
# Data often comes as a NumPy array. `torch.tensor(array)` copies it. A tensor can also use the array's own
# memory. Then nothing is copied, even if the array is large. If you write to one of the two, the other
# changes, too. This saves time, but it can surprise you. So know which kind of tensor you have. (§3.10)


# %%
def from_array(array):
    """A tensor that uses the memory of a NumPy array: if you write to one, the other changes, too.

    array: a NumPy array of float32 and of any shape. The tensor has the same shape and type.
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
# Most errors with tensors have one of four causes. A shape does not fit. A type has no mean. A tensor is on
# another device. Autograd records an input, or it does not. So do not read an error message twice: ask the
# tensor. Some facts are attributes, and some are methods that you must call: `x.dtype` and
# `x.is_contiguous()`. (§3.5.3, §3.8, §3.9.1)


# %%
def describe(x):
    """The facts about the tensor x, as a dict with these keys:

    - "shape": a tuple of ints.
    - "dtype": a torch.dtype.
    - "device": a torch.device.
    - "ndim": an int, the number of dimensions.
    - "numel": an int, the number of elements.
    - "requires_grad": a bool.
    - "is_contiguous": a bool.
    - "layout": a torch.layout.
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
# There are two ways to multiply matrices. If both are square, using the wrong one gives no error, only wrong
# numbers. The *Hadamard* product multiplies each element by the one in the same place. The *matrix product*
# multiplies rows by columns: (n, k) times (k, m) is (n, m). With one more dimension at the front, it does so
# for every matrix of a batch. (§3.6)


# %%
def hadamard(x, y):
    """The product element by element. x, y: tensors of one shape. The result has that shape."""
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
# A table has a row for each reading and a column for each quantity. Each column has its own unit: degrees,
# hours, kilograms. So a large number in one column means nothing in another. A model that gets raw columns
# looks mainly at the one with the largest numbers. Standardized columns can be compared. Each column is
# shifted to mean 0 and scaled to standard deviation 1. Use the unbiased standard deviation, which divides by
# the number of rows minus one. PyTorch computes that one by default. (§4.3)
#
# `dim=0` is the dimension that disappears. `x.mean(dim=0)` goes down along the rows and gives one number for
# each column. Nearly everybody makes a mistake here once.


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
# What was the highest temperature, and in which reading? Some functions answer both questions together.
# (§3.6)


# %%
def column_extremes(x):
    """The largest value of each column and its row: (values, indices), two tensors (columns,).

    x: a tensor (rows, columns). No column holds its largest value twice. The indices are int64.
    """
    ### BEGIN SOLUTION
    values, indices = x.max(dim=0)
    return values, indices
    ### END SOLUTION


# %% [markdown]
# ## Equal, nearly
#
# Computers round numbers. So two ways to compute the same number rarely end in the same bits. Comparing
# floats with `==` asks the wrong question: (§3.5)

# %%
if __name__ == "__main__":
    tenths = sum(torch.tensor(0.1) for _ in range(10))
    print(tenths == torch.tensor(1.0), tenths.item())

# %% [markdown]
# Ask whether they are *near* instead. Two things are important. `torch.allclose` adds a part of the size of
# the numbers to your tolerance. And PyTorch may also compare tensors of different shapes, because it
# stretches the smaller ones to fit. You will read more about that below. So compare the shapes first.


# %%
def nearly_equal(x, y, tolerance):
    """Whether x and y have one shape and no two elements differ by more than tolerance: True or False.

    x, y: tensors of any shapes. tolerance: a float. A difference of exactly the tolerance is allowed.
    """
    ### BEGIN SOLUTION
    return x.shape == y.shape and bool(((x - y).abs() <= tolerance).all())
    ### END SOLUTION


# %% [markdown]
# ## Another shape over the same numbers
#
# A tensor is a row of numbers in memory and a way to read it. The way to read it has two parts: its shape and
# its *stride*. The stride says, for each dimension, how far it is from one element to the next. Transposing
# or reshaping changes only the way to read. The numbers stay in their places. (§3.8)
#
# Such a transposed tensor is not *contiguous*: reading it row by row means jumping in memory. `view` raises
# an error for it. `reshape` copies if it must. (§3.8.4)

# %%
if __name__ == "__main__":
    wide = torch.arange(6.0).reshape(2, 3)
    print(wide.stride(), wide.t().stride(), wide.t().is_contiguous())
    try:
        wide.t().view(2, 3)
    except RuntimeError as error:
        print("view() refuses:", error)

# %% [markdown]
# What if the elements do not fill the rows evenly? Then raise an error that the caller can expect. PyTorch
# raises a RuntimeError for nearly every problem. Python has ValueError for an argument with a wrong value.


# %%
def to_rows(x, n):
    """The elements of x in their order, in n rows of one length: a 2-D tensor.

    x: a tensor of any shape, contiguous or not. n: an int, at least 1. Raises ValueError if n does not divide
    the number of elements.
    """
    ### BEGIN SOLUTION
    if x.numel() % n != 0:
        raise ValueError(f"{x.numel()} elements cannot stand in {n} rows of one length")
    return x.reshape(n, -1)
    ### END SOLUTION


# %% [markdown]
# Images come in two forms. PyTorch's layers want the channels (red, green, blue) before height and width.
# Cameras, files and matplotlib have them last. Reshaping gives the right *shape* but mixes up the pixels,
# because it keeps the numbers in their old order. The dimensions themselves must change places. (§3.8.3,
# §4.1)


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
# A stride of 0 is allowed. Then every step along that dimension stays in the same place, and one row of
# memory looks like many. So a thousand copies cost nothing, until you write into one of them. (§3.8)


# %%
def repeat_rows(x, n):
    """n rows, each of them x, in the memory of x, without a copy: x (k,) gives a tensor (n, k)."""
    ### BEGIN SOLUTION
    return x.expand(n, -1)
    ### END SOLUTION


# %% [markdown]
# ## Broadcasting
#
# Operations between tensors of different shapes stretch dimensions in the same way. You will use it in every
# assignment: `w * t_u + b` multiplies one number by eleven readings. If a shape surprises you, broadcasting
# is the usual reason. There are three rules, from the last dimension to the first: (§5.3.1)
#
# 1. If one of the two has size 1, its entry is used with every entry of the other.
# 2. If both are larger than 1, they must be the same.
# 3. If one has no dimension left, all of it is used for each entry of the other.

# %%
if __name__ == "__main__":
    x, y, z, a = torch.ones(()), torch.ones(3, 1), torch.ones(1, 3), torch.ones(2, 1, 1)
    print((x * y).shape)  # (3, 1)
    print((y * z).shape)  # (3, 3)
    print((y * z * a).shape)  # (2, 3, 3)

# %% [markdown]
# Say in advance which shape the result will have. If two shapes do not fit together, raise a ValueError
# again.


# %%
def broadcast_shape(a, b):
    """The shape, a tuple of ints, that tensors of the shapes a and b are broadcast to.

    a, b: tuples of ints, perhaps of different lengths, perhaps empty. Raises ValueError if they do not fit
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
# Now use broadcasting yourself. Add every element of one tensor to every element of another, without a loop.
# Make `x` a column, (k, 1), and `y` a row, (m,). The rules do the rest. (§5.3.1)


# %%
def outer_sum(x, y):
    """Every sum: tensors x (k,) and y (m,) give a tensor (k, m). Its element (i, j) is x[i] + y[j]."""
    ### BEGIN SOLUTION
    return x.unsqueeze(1) + y
    ### END SOLUTION


# %%
if __name__ == "__main__":
    print(outer_sum(from_list([10, 20]), from_list([1, 2, 3])))
    print(broadcast_shape((2, 1), (3,)))

# %% [markdown]
# ## On which device?
#
# A graphics card multiplies matrices many times faster, but only with numbers in its own memory. A program
# should run on any machine. So it asks once, at its beginning, which devices there are, and moves its tensors
# there. If you write `"cuda"` into every line, the program works only on a machine with a GPU. (§3.9)


# %%
def pick_device():
    """The torch.device to compute on: "cuda" if there is a CUDA GPU, else "cpu"."""
    ### BEGIN SOLUTION
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    ### END SOLUTION


# %% [markdown]
# A tensor does not move. Moving makes another tensor on the other device, and the old one stays. Every
# machine has a device that shows this well: `meta` keeps shapes and types, but no numbers. (§3.9.1)


# %%
def move(x, device):
    """The tensor x on this device. x itself stays where it is.

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
