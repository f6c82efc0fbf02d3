"""Arguments that are not plain data: the child builds them from these descriptions.

The same recipe object in two places of one call is the same tensor there.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from grader.sandbox.outside.question import Array, GeneratorRecipe, Leaf, OptimizerRecipe, Watched

Data = torch.Tensor | float | Sequence["Data"]


def leaf(data: Data, grad: Data | None = None) -> Leaf:
    """A float32 leaf tensor that requires grad; `grad` is what its `.grad` holds beforehand."""
    return Leaf(_float32(data), None if grad is None else _float32(grad))


def watched(data: Data) -> Watched:
    """A float32 tensor of which `expect(...).builds_no_graph_over(...)` can be asked."""
    return Watched(_float32(data))


def optimizer(name: str, params: Leaf, **options: object) -> OptimizerRecipe:
    """`torch.optim.<name>([params], **options)`. Raises ValueError where torch.optim has no such class."""
    if not hasattr(torch.optim, name):
        raise ValueError(f"torch.optim has no class {name!r}")
    return OptimizerRecipe(name, (params,), options)


def generator(seed: int) -> GeneratorRecipe:
    """A CPU `torch.Generator` with this seed."""
    return GeneratorRecipe(seed)


def array(data: Data) -> Array:
    """A NumPy array of float32."""
    return Array(_float32(data))


def _float32(data: Data) -> torch.Tensor:
    return torch.as_tensor(data, dtype=torch.float32)
