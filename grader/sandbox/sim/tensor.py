"""A tensor on `sim:0`: a wrapper without memory of its own around a plain CPU tensor."""

from __future__ import annotations

import functools
from typing import Any

import torch

from grader.sandbox.sim import rules
from grader.sandbox.sim.backend_name import NAME, TYPE, Unsupported

_HOST = torch.device("cpu")
# The type of `Tensor.data`, as C defines it: read detached, written through.
_data: Any = torch.Tensor.data
# Without `device=` these make a CPU tensor, wherever their first operands lie.
_HOST_FACTORIES = frozenset({"aten::linspace", "aten::logspace"})
_NUMBERS = frozenset({int, float, bool, type(None), torch.dtype, torch.memory_format})
# By operator, whether operands of sim and numbers alone can go straight through.
_simple: dict[Any, bool] = {}


@functools.cache
def _device() -> torch.device:
    return torch.device(NAME)


class SimTensor(torch.Tensor):
    """`numbers` is where the values are; sizes, dtype, views and autograd are the wrapper's."""

    numbers: torch.Tensor

    __torch_function__ = torch._C._disabled_torch_function_impl  # type: ignore[assignment]  # as torch says to

    @staticmethod
    def __new__(cls, numbers: torch.Tensor) -> SimTensor:
        made: SimTensor = torch.Tensor._make_wrapper_subclass(
            cls,
            numbers.size(),
            strides=numbers.stride(),
            storage_offset=numbers.storage_offset(),
            dtype=numbers.dtype,
            device=_device(),
        )
        made.numbers = numbers
        return made

    @classmethod
    def __torch_dispatch__(  # type: ignore[override]  # torch's stub lacks the operator
        cls, operator: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        return run(operator, args, kwargs or {})

    @property
    def data(self) -> torch.Tensor:
        return _data.__get__(self)  # type: ignore[no-any-return]  # C's own getter

    @data.setter
    def data(self, value: torch.Tensor) -> None:
        _data.__set__(self, value)
        if isinstance(value, SimTensor):
            self.numbers = value.numbers

    def numpy(self, *, force: bool = False) -> Any:
        if force:
            return self.numbers.numpy(force=True)
        raise TypeError(
            f"can't convert {NAME} device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host "
            "memory first."
        )

    def tolist(self) -> Any:
        return self.numbers.tolist()

    def data_ptr(self) -> int:
        return self.numbers.data_ptr()

    def untyped_storage(self) -> torch.UntypedStorage:
        return self.numbers.untyped_storage()

    def __repr__(self, *, tensor_contents: Any = None) -> str:  # type: ignore[override]  # stub names it not
        said = [repr(self.numbers)[:-1], f"device='{NAME}'"]
        if self.grad_fn is not None:
            said.append(f"grad_fn=<{type(self.grad_fn).__name__}>")
        elif self.requires_grad:
            said.append("requires_grad=True")
        return ", ".join(said) + ")"

    def __format__(self, form: str) -> str:
        return format(self.numbers, form) if not self.dim() else object.__format__(self, form)

    def __deepcopy__(self, memo: dict[int, Any]) -> torch.Tensor:
        if not self.is_leaf:
            raise RuntimeError("Only Tensors created explicitly by the user support the deepcopy protocol")
        if id(self) not in memo:
            copy = SimTensor(self.numbers.clone()).requires_grad_(self.requires_grad)
            copy.__dict__.update({key: value for key, value in self.__dict__.items() if key != "numbers"})
            copy.grad = None if self.grad is None else self.grad.clone()
            memo[id(self)] = copy
        return memo[id(self)]  # type: ignore[no-any-return]  # put there above

    def __reduce_ex__(self, protocol: object) -> Any:
        raise Unsupported("a tensor on sim cannot be saved or pickled")


# What a student prints says "torch.Tensor", as on any device.
SimTensor.__name__ = SimTensor.__qualname__ = "Tensor"
SimTensor.__module__ = "torch"


def run(operator: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """One operation on the pretend accelerator. Raises what PyTorch would on a GPU, or `Unsupported`."""
    plain = None if kwargs or torch.is_inference_mode_enabled() else _quickly_unwrapped(operator, args)
    if plain is None:
        return _run_with_care(operator, args, kwargs)
    result = operator(*plain)
    if type(result) is torch.Tensor:
        return args[0] if result is plain[0] else _on_sim(result)
    return _wrapped(result, {}, True)


def _quickly_unwrapped(operator: Any, args: tuple[Any, ...]) -> list[Any] | None:
    """Operands of sim and numbers alone, of an operator without a rule of its own: nearly all there is."""
    if operator not in _simple:
        _simple[operator] = _is_simple(operator)
    if not _simple[operator]:
        return None
    plain = []
    for value in args:
        kind = type(value)
        if kind is SimTensor:
            plain.append(value.numbers)
        elif kind in _NUMBERS or (kind is list and all(type(item) is int for item in value)):
            plain.append(value)
        else:
            return None
    return plain


def _is_simple(operator: Any) -> bool:
    name = operator._schema.name
    reshapes = torch.Tag.inplace_view in operator.tags or name in ("aten::resize_", "aten::set_")
    return not reshapes and name not in _HOST_FACTORIES


def _run_with_care(operator: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    rules.check(operator, args, kwargs)
    target = kwargs.get("device")
    if target is None:
        on_sim = operator._schema.name not in _HOST_FACTORIES
    else:
        on_sim = torch.device(target).type == TYPE
        kwargs = kwargs | {"device": _HOST} if on_sim else kwargs
    wrappers: dict[int, torch.Tensor] = {}
    result = operator(*_unwrapped(args, wrappers), **_unwrapped(kwargs, wrappers))
    if operator._schema.is_mutable:
        _follow_shapes(wrappers)
    if torch.is_inference_mode_enabled() and _is_view_of_normal(operator, args):
        with torch.inference_mode(False):
            return _wrapped(result, wrappers, on_sim)
    return _wrapped(result, wrappers, on_sim)


def _is_view_of_normal(operator: Any, args: tuple[Any, ...]) -> bool:
    """Whether what comes of it shares the version counter of a tensor from outside inference mode."""
    returns = operator._schema.returns
    is_view = bool(returns) and returns[0].alias_info is not None
    return is_view and isinstance(args[0], torch.Tensor) and not args[0].is_inference()


def _unwrapped(value: Any, wrappers: dict[int, torch.Tensor]) -> Any:
    """The value with plain tensors in place of wrappers, which are noted by the id of what they wrap."""
    if isinstance(value, torch.Tensor):
        plain = value.numbers if isinstance(value, SimTensor) else value
        wrappers[id(plain)] = value
        return plain
    if isinstance(value, (tuple, list)):
        return type(value)([_unwrapped(item, wrappers) for item in value])
    if isinstance(value, dict):
        return {key: _unwrapped(item, wrappers) for key, item in value.items()}
    return value


def _wrapped(value: Any, wrappers: dict[int, torch.Tensor], on_sim: bool) -> Any:
    if isinstance(value, torch.Tensor):
        known = wrappers.get(id(value))
        if known is not None:
            return known
        return _on_sim(value) if on_sim else value
    if isinstance(value, (tuple, list)):
        return type(value)(_wrapped(item, wrappers, on_sim) for item in value)
    return value


def _on_sim(plain: torch.Tensor) -> SimTensor:
    if plain.layout is not torch.strided or plain.is_quantized or plain.is_nested:
        raise Unsupported(f"sim has no tensors of layout {plain.layout}, quantized or nested ones")
    return SimTensor(plain.resolve_conj().resolve_neg() if plain.is_conj() or plain.is_neg() else plain)


def _follow_shapes(wrappers: dict[int, torch.Tensor]) -> None:
    """Give wrappers whose tensor was resized or transposed in place the tensor's new shape."""
    for wrapper in wrappers.values():
        if isinstance(wrapper, SimTensor) and _layout(wrapper) != _layout(wrapper.numbers):
            _data.__set__(wrapper, SimTensor(wrapper.numbers))


def _layout(tensor: torch.Tensor) -> tuple[object, ...]:
    return tensor.shape, tensor.stride(), tensor.storage_offset()


def empty(size: Any, *, device: object = None, pin_memory: object = None, **options: Any) -> torch.Tensor:
    """`aten::empty.memory_format` on sim."""
    return SimTensor(torch.empty(size, **options))


def empty_strided(
    size: Any, stride: Any, *, device: object = None, pin_memory: object = None, **options: Any
) -> torch.Tensor:
    """`aten::empty_strided` on sim."""
    return SimTensor(torch.empty_strided(size, stride, **options))


def copy_from(source: torch.Tensor, target: torch.Tensor, non_blocking: bool = False) -> torch.Tensor:
    """`aten::_copy_from`: between sim and anywhere, where dispatch to Python is off."""
    wrappers: dict[int, torch.Tensor] = {}
    plain_source, plain_target = _unwrapped((source, target), wrappers)
    plain_target.copy_(plain_source)
    return target


def item(source: SimTensor) -> Any:
    """`aten::_local_scalar_dense`, likewise: `torch.tensor([x, y])` of tensors reads them so."""
    return source.numbers.item()
