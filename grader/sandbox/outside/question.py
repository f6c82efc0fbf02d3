"""Trusted side: what a check asks of a function becomes a question that any child can answer.

Arguments that are not plain data are *recipes*: descriptions that the child builds. The same recipe or tensor
object in two places of one call is the same object there, too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import msgspec
import torch

from grader.sandbox import wire
from grader.words.messages import NOTHING, Message

_dtypes = {getattr(torch, name): name for name in wire.ITEM_SIZES}
_encoder = msgspec.msgpack.Encoder()


@dataclass(frozen=True, eq=False, slots=True)
class Leaf:
    """A leaf tensor that requires grad; `grad` is what its `.grad` holds before the call."""

    data: torch.Tensor
    grad: torch.Tensor | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Watched:
    """A tensor; the observation says whether autograd kept it for a backward pass."""

    data: torch.Tensor


@dataclass(frozen=True, eq=False, slots=True)
class Computed:
    """A tensor that is no leaf: computed from one, it requires grad."""

    data: torch.Tensor


@dataclass(frozen=True, eq=False, slots=True)
class OptimizerRecipe:
    """`torch.optim.<name>(params, **options)`, which has taken a step along each gradient of `stepped`."""

    name: str
    params: tuple[object, ...]
    options: Mapping[str, object]
    stepped: tuple[torch.Tensor, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class GeneratorRecipe:
    """A CPU generator with a seed."""

    seed: int


@dataclass(frozen=True, eq=False, slots=True)
class Array:
    """A NumPy array with a tensor's data."""

    data: torch.Tensor


def place(device: str) -> str:
    """The device's first, as PyTorch names it: cuda → cuda:0."""
    return device if device == "cpu" else f"{device}:0"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One call, encoded once and put to any number of children."""

    function: str
    arguments: list[wire.Value]
    keywords: list[tuple[str, wire.Value]]
    blob: bytes
    seed: int
    # As PyTorch names it: cpu, cuda:0, sim:0.
    device: str
    # Which argument each numbered object is: "params", or "optimizer" for what only it holds.
    owners: Mapping[int, str]
    # Names and live arguments, for people.
    shown: Mapping[str, object]
    # Numbers of the objects to be watched.
    watched: tuple[int, ...] = ()
    # It is put to a machine that says it has CUDA.
    cuda: bool = False
    # Of what kind the arguments are (`Call.case`).
    case: Message = NOTHING
    # Whether gradients are on around the call.
    gradients: bool = True

    @property
    def kind(self) -> str:
        """The kind of device: cpu, cuda, sim."""
        return self.device.partition(":")[0]

    def hands_over_tensors(self) -> bool:
        """Whether anything among the arguments lies on the device."""
        waiting = [*self.arguments, *(value for _, value in self.keywords)]
        while waiting:
            node = waiting.pop()
            if isinstance(node, wire.Tensor) and node.kind == "tensor":
                return True
            waiting += wire.children(node)
        return False

    def key(self) -> bytes:
        """A digest that is equal for equal calls, whatever function answers."""
        return self._key

    @cached_property
    def _key(self) -> bytes:
        around = self.seed, self.device, self.watched, self.gradients, self.cuda
        digest = hashlib.sha256(_encoder.encode((self.arguments, self.keywords, *around)))
        digest.update(self.blob)
        return digest.digest()

    def frame(self, number: int, function: str | None = None, *, effects: bool = False) -> bytes:
        """The request as bytes, perhaps to a function of another name."""
        ask = wire.Ask(
            number,
            function or self.function,
            self.arguments,
            self.keywords,
            self.seed,
            self.device,
            effects,
            list(self.watched),
            self.gradients,
        )
        return wire.pack(ask, self.blob)


def question(
    function: str,
    names: Sequence[str],
    arguments: Sequence[object],
    keywords: Mapping[str, object],
    *,
    seed: int,
    device: str,
    case: Message = NOTHING,
    gradients: bool = True,
    cuda: bool = False,
) -> Question:
    """Encode a call; `names` are the parameters' names. Raises TypeError for what cannot be an argument."""
    encoder = _Encoder(device, shared=_shared((*arguments, *keywords.values())))
    labels = [names[i] if i < len(names) else f"argument {i + 1}" for i in range(len(arguments))]
    nodes = [encoder.argument(label, argument) for label, argument in zip(labels, arguments, strict=True)]
    named = [(name, encoder.argument(name, argument)) for name, argument in keywords.items()]
    return Question(
        function=function,
        arguments=nodes,
        keywords=named,
        blob=bytes(encoder.blob),
        seed=seed,
        device=device,
        owners=encoder.owners,
        shown=dict(zip(labels, arguments, strict=True)) | dict(keywords),
        watched=tuple(encoder.watched),
        case=case,
        gradients=gradients,
        cuda=cuda,
    )


def with_argument_of(asked: Question, other: Question, name: str) -> Question:
    """The same call with one argument as in another call of that function."""
    values = {**asked.shown, **({name: other.shown[name]} if name in other.shown else {})}
    names = list(values)[: len(asked.arguments)]
    passed = [values.pop(one) for one in names]
    made = question(asked.function, names, passed, values, seed=asked.seed, device=asked.device)
    return replace(made, case=asked.case, gradients=asked.gradients, cuda=asked.cuda)


@dataclass
class _Encoder:
    device: str
    # Memories of which several tensors of the call are views, by address.
    shared: frozenset[int] = frozenset()
    blob: bytearray = field(default_factory=bytearray)
    numbers: dict[int, int] = field(default_factory=dict)
    owners: dict[int, str] = field(default_factory=dict)
    watched: list[int] = field(default_factory=list)
    owner: str = ""
    # Where the bytes of memories begin in the blob, by address.
    memories: dict[int, int] = field(default_factory=dict)

    def argument(self, name: str, argument: object) -> wire.Value:
        self.owner = name
        node = self.value(argument)
        number = self.numbers.get(id(argument))
        if number is not None:
            self.owners[number] = name
        return node

    def value(self, item: object) -> wire.Value:
        if item is None or isinstance(item, (bool, int, float, str)):
            return item
        if id(item) in self.numbers:
            return wire.Ref(self.numbers[id(item)])
        if isinstance(item, tuple):
            return wire.Sequence("tuple", [self.value(part) for part in item])
        if isinstance(item, list):
            parts = [self.value(part) for part in item]
            self._number(item)
            return wire.Sequence("list", parts)
        if isinstance(item, dict):
            return wire.Mapping([(self.value(key), self.value(part)) for key, part in item.items()])
        if isinstance(item, torch.dtype):
            return wire.Named("dtype", str(item).removeprefix("torch."))
        if isinstance(item, torch.device):
            return wire.Named("device", str(item))
        return self._object(item)

    def _number(self, item: object) -> int:
        number = self.numbers[id(item)] = len(self.numbers)
        self.owners[number] = self.owner
        return number

    def _object(self, item: object) -> wire.Value:
        number = self._number(item)
        if isinstance(item, torch.Tensor):
            return self._tensor(item, self.device)
        if isinstance(item, Computed):
            return self._tensor(item.data, self.device, requires_grad=True, computed=True)
        if isinstance(item, Watched):
            self.watched.append(number)
            return self._tensor(item.data, self.device)
        if isinstance(item, Leaf):
            grad = None if item.grad is None else self._tensor(item.grad, self.device)
            return self._tensor(item.data, self.device, requires_grad=True, grad=grad)
        if isinstance(item, Array):
            return self._tensor(item.data, "cpu", kind="array")
        if isinstance(item, GeneratorRecipe):
            return wire.GeneratorSeed(item.seed)
        if isinstance(item, OptimizerRecipe):
            params = [self.value(param) for param in item.params]
            return wire.Optimizer(
                item.name,
                params,
                [(name, self.value(option)) for name, option in item.options.items()],
                stepped=[self._tensor(gradient, self.device) for gradient in item.stepped],
            )
        raise TypeError(
            f"a {type(item).__name__} cannot be an argument of a check's call; use plain data, a tensor or "
            "a recipe of grader.testing (leaf, computed, watched, optimizer, generator, array)"
        )

    def _tensor(
        self,
        data: torch.Tensor,
        device: str,
        *,
        requires_grad: bool = False,
        grad: wire.Tensor | None = None,
        kind: str = "tensor",
        computed: bool = False,
    ) -> wire.Tensor:
        if data.is_meta:
            data, device = _zeros_as(data), "meta"
        order = memory_order(data)
        view = None if order else self._view(data)
        return wire.Tensor(
            _dtypes[data.dtype],
            list(data.shape),
            self._bytes(data, order) if view is None else self._memory(data),
            device,
            requires_grad,
            kind=kind,
            grad=grad,
            order=order,
            view=view,
            computed=computed,
        )

    def _view(self, data: torch.Tensor) -> wire.View | None:
        if not is_strided(data) and _address(data) not in self.shared:
            return None
        return wire.View(_whole(data).numel(), int(data.storage_offset()), list(data.stride()))

    def _memory(self, data: torch.Tensor) -> int:
        if _address(data) not in self.memories:
            self.memories[_address(data)] = self._bytes(_whole(data), [])
        return self.memories[_address(data)]

    def _bytes(self, data: torch.Tensor, order: list[int]) -> int:
        plain = data.detach().cpu()
        plain = (plain.permute(order) if order else plain).contiguous()
        self.blob.extend(bytes(-len(self.blob) % 16))
        offset = len(self.blob)
        if plain.numel():
            flat = plain.reshape(-1)
            # One element that was expanded has a stride of 0, which is no stride of bytes.
            flat = flat if flat.stride(0) == 1 else flat.clone(memory_format=torch.contiguous_format)
            self.blob.extend(flat.view(torch.uint8).numpy().tobytes())
        return offset


def _shared(arguments: Iterable[object]) -> frozenset[int]:
    """Addresses of memories that several tensors among these arguments have."""
    found: dict[int, set[int]] = {}
    waiting = list(arguments)
    while waiting:
        item = waiting.pop()
        if isinstance(item, torch.Tensor) and item.numel() and not item.is_meta:
            found.setdefault(_address(item), set()).add(id(item))
        elif isinstance(item, (list, tuple)):
            waiting += item
    return frozenset(address for address, views in found.items() if len(views) > 1)


def _address(data: torch.Tensor) -> int:
    return data.untyped_storage().data_ptr()


def _whole(data: torch.Tensor) -> torch.Tensor:
    """The memory of which a tensor is a view, (count,)."""
    return torch.empty(0, dtype=data.dtype).set_(data.detach().untyped_storage())


def is_strided(data: torch.Tensor) -> bool:
    """Whether there is something between a tensor's elements in memory: `x[::2]`, a column."""
    steps = [stride for extent, stride in zip(data.shape, data.stride(), strict=True) if extent > 1]
    return not (data.is_contiguous() or memory_order(data) or 0 in steps)


def _zeros_as(data: torch.Tensor) -> torch.Tensor:
    """Zeros of this shape in this memory order. (torch.zeros_like imports SymPy for a meta tensor: 0.3 s.)"""
    order = memory_order(data) or list(range(data.dim()))
    zeros = torch.zeros([data.shape[dim] for dim in order], dtype=data.dtype)
    return zeros.permute([order.index(dim) for dim in range(data.dim())])


def memory_order(data: torch.Tensor) -> list[int]:
    """Dimensions of a transposed or permuted tensor, largest stride first; empty: it is sent in C order."""
    order = sorted(range(data.dim()), key=lambda dim: data.stride()[dim], reverse=True)
    return order if not data.is_contiguous() and data.permute(order).is_contiguous() else []
