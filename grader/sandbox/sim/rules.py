"""What a GPU refuses, in PyTorch's words: operands in two places, an index or generator from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

import torch

from grader.sandbox.sim.backend_name import NAME, TYPE
from grader.sandbox.sim.generators import is_on_sim

# Between devices by design: the second operand's numbers go to where the first one lies.
_TRANSFERS = frozenset({"aten::copy_", "aten::_to_copy", "aten::_copy_from", "aten::_foreach_copy_"})
# Only the sizes of the second operand are read.
_SHAPES_ONLY = frozenset({"aten::is_same_size", "aten::resize_as_"})
# One kernel for all parts: a number on the CPU is no exception here.
_JOINS = frozenset(
    {"aten::cat", "aten::stack", "aten::_stack", "aten::hstack", "aten::vstack", "aten::dstack"}
)
_INDEXED = frozenset({"aten::index", "aten::index_put", "aten::index_put_", "aten::_index_put_impl_"})


def check(operator: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> None:
    """Refuse what a GPU would. Raises RuntimeError."""
    _check_generator(args, kwargs)
    name = operator._schema.name
    if name in _TRANSFERS or name in _SHAPES_ONLY:
        return
    if name in _INDEXED:
        _check_indices(args[0], args[1])
        args = (args[0], *args[2:])
    outputs = _outputs(operator, args, kwargs)
    allowed = 0 if name in _JOINS else 1
    for tensor in tensors((*args, *kwargs.values())):
        if tensor.device.type != TYPE:
            allowed -= 1
            if tensor.dim() or allowed < 0 or any(tensor is output for output in outputs):
                _refuse(tensor)


def _refuse(tensor: torch.Tensor) -> NoReturn:
    raise RuntimeError(
        "Expected all tensors to be on the same device, but found at least two devices, "
        f"{NAME} and {tensor.device}!"
    )


def _check_indices(indexed: torch.Tensor, indices: Iterable[torch.Tensor | None]) -> None:
    for index in indices:
        if index is not None and index.device.type not in ("cpu", indexed.device.type):
            raise RuntimeError(
                "indices should be either on cpu or on the same device as the indexed tensor "
                f"({indexed.device})"
            )


def _check_generator(args: Sequence[Any], kwargs: dict[str, Any]) -> None:
    for value in (*args, *kwargs.values()):
        if isinstance(value, torch._C.Generator) and not is_on_sim(value):
            raise RuntimeError(f"Expected a '{TYPE}' device type for generator but found 'cpu'")


def _outputs(operator: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> list[torch.Tensor]:
    """The operands that the operator writes to."""
    if not operator._schema.is_mutable:
        return []
    written: list[torch.Tensor] = []
    for position, argument in enumerate(operator._schema.arguments):
        if argument.alias_info is not None and argument.alias_info.is_write:
            value = args[position] if position < len(args) else kwargs.get(argument.name)
            written.extend(tensors((value,)))
    return written


def tensors(values: Iterable[Any]) -> Iterator[torch.Tensor]:
    """The tensors among values and in lists of them."""
    for value in values:
        if isinstance(value, torch.Tensor):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from tensors(value)
