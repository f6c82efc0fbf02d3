"""Arguments that are not plain data: the child builds them from these descriptions.

The same recipe object in two places of one call is the same tensor there. Tensors themselves arrive as they
lie in memory: `x[::2]` with steps, a transposed one transposed, and two views of one tensor as such.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from grader.sandbox.outside.question import Array, Computed, GeneratorRecipe, Leaf, OptimizerRecipe, Watched

__all__ = ["Array", "Data", "Leaf", "array", "computed", "generator", "leaf", "optimizer", "watched"]

Data = torch.Tensor | float | Sequence["Data"]


def leaf(data: Data, grad: Data | None = None) -> Leaf:
    """A float32 leaf tensor that requires grad, of the shape of `data`, on the device under test.

    grad: what its `.grad` holds beforehand, of the same shape; None: nothing.
    """
    return Leaf(_float32(data), None if grad is None else _float32(grad))


def computed(data: Data) -> Computed:
    """A float32 tensor of the shape of `data` that requires grad and is no leaf: it was computed from one."""
    return Computed(_float32(data))


def watched(data: Data) -> Watched:
    """A float32 tensor of the shape of `data`; `expect(...).builds_no_graph_over(...)` can be asked of it."""
    return Watched(_float32(data))


def optimizer(name: str, params: Leaf, *, stepped: Sequence[Data] = (), **options: object) -> OptimizerRecipe:
    """`torch.optim.<name>([params], **options)`, over the very tensor that `params` becomes.

    stepped: gradients, each of the shape of `params`; it has taken a step along each of them, and `params`
        is as given after that. An observation then says what it keeps after the call, too.

    Raises:
        ValueError: torch.optim has no such class.
    """
    if not hasattr(torch.optim, name):
        raise ValueError(f"torch.optim has no class {name!r}")
    return OptimizerRecipe(name, (params,), options, tuple(map(_float32, stepped)))


def generator(seed: int) -> GeneratorRecipe:
    """A `torch.Generator` on the CPU with this seed, whatever the device under test."""
    return GeneratorRecipe(seed)


def array(data: Data, dtype: torch.dtype = torch.float32) -> Array:
    """A NumPy array of the shape of `data`, strided where that is a strided tensor: `array(x[::2])`.

    dtype: what NumPy calls by the same name.
    """
    return Array(torch.as_tensor(data, dtype=dtype))


def _float32(data: Data) -> torch.Tensor:
    return torch.as_tensor(data, dtype=torch.float32)
