"""Inside the child: live values become nodes. Facts only; whoever reads them decides what they mean.

What is said here can be forged by a determined submission, for it lives in the same process. The numbers are
compared with answers that this process does not hold, and nothing else earns points by itself.
"""

from __future__ import annotations

import hashlib
import re
import sys
from typing import Any

import torch

from grader.sandbox import sim, wire

# Kept before any submission runs (see `build`).
_equal = torch.equal
_zeros = torch.zeros
_isnan = torch.isnan
_plain_function = torch._C.DisableTorchFunctionSubclass
_names = {getattr(torch, name): name for name in wire.ITEM_SIZES}
_PLAIN = (torch.Tensor, torch.nn.Parameter, sim.SimTensor)
_POINTS = 10_000
# Lines, and groups of points, in one axes: readings drawn one by one, and more.
_DRAWN = 256
_NOTHING = ("None", "none", "", " ", None)
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


class Now:
    """What a value holds when it is read: what it holds then."""

    def of(self, live: Any) -> Any:
        """What stands for it."""
        return live

    def grad(self, live: torch.Tensor) -> torch.Tensor | None:
        """Its gradient."""
        return live.grad


class Observer:
    """Describes values; `objects` are the numbered arguments, by identity, `blob` collects the bytes."""

    def __init__(self, objects: list[Any], *, effects: bool = False) -> None:
        self.objects = objects
        # What stands for a value that another thread may still be writing to.
        self.now = Now()
        # A list that comes back is described like any other: who returns it has made nothing of it.
        self.numbers = {id(item): number for number, item in enumerate(objects) if not isinstance(item, list)}
        self.blob = bytearray()
        self.effects = effects
        # By identity, optimizers that had a state before the call: they are described with what it left.
        self.remembering: set[int] = set()
        # While arguments of a lent call are described, objects are numbered as they are met.
        self.numbering = False

    def value(self, live: Any, depth: int = 0) -> wire.Value:
        """The node of any value at all; what cannot be described is `Opaque`."""
        if live is None or type(live) in (bool, float):
            return live  # type: ignore[no-any-return]  # narrowed by type() on purpose: no subclass gets here
        if id(live) in self.numbers:
            return wire.Ref(self.numbers[id(live)])
        if depth > wire.DEPTH_LIMIT:
            raise wire.WireError("nested too deeply")
        if isinstance(live, (torch.Tensor, torch.optim.Optimizer, torch.Generator)) or is_array(live):
            return self._object(live)
        if isinstance(live, (list, tuple, dict)):
            return self._container(live, depth + 1)
        return _scalar(live)

    def _object(self, live: Any) -> wire.Value:
        if self.numbering:
            self.numbers[id(live)] = len(self.objects)
            self.objects.append(live)
        return self.content(live)

    def content(self, live: Any) -> wire.Value:
        """What a tensor, array, optimizer, generator or list holds, whether or not it is numbered."""
        if isinstance(live, torch.Tensor):
            with _plain_function():
                return self.tensor(live)
        if isinstance(live, torch.optim.Optimizer):
            return self._optimizer(live)
        if isinstance(live, torch.Generator):
            return wire.GeneratorSeed(live.initial_seed(), _state_of(live))
        return self._list(self.now.of(live)) if isinstance(live, list) else self._array(live)

    def _list(self, live: list[Any]) -> wire.Value:
        try:
            return self._container(live, 1)
        except wire.WireError:
            return wire.Opaque("list", "[...]", "size")

    def _container(self, live: Any, depth: int) -> wire.Value:
        if isinstance(live, dict):
            if wire.has_too_many_keys(list(dict.keys(live))):
                return wire.Opaque(type(live).__name__, "{...}", "size")
            pairs = [(self.value(k, depth), self.value(v, depth)) for k, v in dict.items(live)]
            return wire.Mapping(pairs)
        kind = list if isinstance(live, list) else tuple
        items = [self.value(item, depth) for item in kind.__iter__(live)]
        if self.numbering and kind is list:
            self.objects.append(live)
        return wire.Sequence("list" if kind is list else "tuple", items)

    def tensor(self, live: torch.Tensor) -> wire.Value:
        """A dense tensor with its bytes; any other kind is `Opaque`."""
        if _is_too_large(live):
            return wire.Opaque(type(live).__name__, _written(live), "size")
        if not _is_plain(live):
            return wire.Opaque(type(live).__name__, _written(live))
        # A meta tensor has everything but numbers: zeros stand for them. `zeros_like` of one loads a part of
        # PyTorch, which takes a second.
        numbers = _zeros(live.shape, dtype=live.dtype) if live.is_meta else self.now.of(live)
        plain = numbers.detach().resolve_conj().resolve_neg().cpu().contiguous()
        if type(plain) is not torch.Tensor:
            plain = plain.as_subclass(torch.Tensor)
        own = self.now.grad(live) if live.is_leaf else None
        grad = None if own is None else self.tensor(own)
        return wire.Tensor(
            dtype=_names[numbers.dtype],
            shape=list(numbers.shape),
            offset=self._bytes(plain),
            device=str(live.device),
            requires_grad=live.requires_grad,
            has_graph=live.grad_fn is not None,
            kind="tensor" if type(live) in _PLAIN else type(live).__name__,
            grad=grad if isinstance(grad, wire.Tensor) else None,
            shares=self._sharers(live),
        )

    def _array(self, live: Any) -> wire.Value:
        try:
            described = self.tensor(torch.as_tensor(self.now.of(live).copy()))
        except (TypeError, ValueError):
            return wire.Opaque(type(live).__name__, f"numpy.{type(live).__name__}(..., dtype={live.dtype})")
        if not isinstance(described, wire.Tensor):
            return described
        kind = "array" if type(live).__name__ == "ndarray" else "scalar"
        return wire.Tensor(
            described.dtype,
            described.shape,
            described.offset,
            kind=kind,
            shares=self._sharers(live),
        )

    def _bytes(self, plain: torch.Tensor) -> int:
        self.blob.extend(bytes(-len(self.blob) % 16))
        offset = len(self.blob)
        if plain.numel():
            flat = plain.reshape(-1)
            # One element that was expanded has a stride of 0, which is no stride of bytes.
            flat = flat if flat.stride(0) == 1 else flat.clone(memory_format=torch.contiguous_format)
            self.blob.extend(flat.view(torch.uint8).numpy().tobytes())
        if len(self.blob) > wire.BLOB_LIMIT:
            raise wire.WireError("too many bytes")
        return offset

    def _sharers(self, live: Any) -> list[int]:
        start = memory(live)
        if not start:
            return []
        return [
            number for number, item in enumerate(self.objects) if item is not live and memory(item) == start
        ]

    def _optimizer(self, live: torch.optim.Optimizer) -> wire.Value:
        group = live.param_groups[0] if live.param_groups else {"params": []}
        params = [self.value(param) for each in live.param_groups for param in each["params"]]
        options = [(str(key), self.value(item)) for key, item in group.items() if key != "params"]
        state: list[list[tuple[str, wire.Value]]] = []
        if self.effects or id(live) in self.remembering:
            for param in group["params"]:
                held = live.state.get(param, {}) if isinstance(live.state, dict) else {}
                state.append([(str(key), self.value(item)) for key, item in held.items()])
        return wire.Optimizer(type(live).__name__, params, options, state)


class Snapshot:
    """The numbered arguments before a call, to tell afterwards which of them it changed."""

    def __init__(self, objects: list[Any]) -> None:
        self.objects = list(objects)
        self.kept = [_copy(item) for item in objects]
        self.remembering = {id(item) for item in objects if _is_optimizer(item) and item.state}

    def changes(self, observer: Observer) -> list[tuple[int, wire.Value]]:
        """The changed objects as they are now; an optimizer that had a state, or with `effects`, always."""
        observer.remembering = self.remembering
        found: list[tuple[int, wire.Value]] = []
        for number, (live, kept) in enumerate(zip(self.objects, self.kept, strict=True)):
            always = _is_optimizer(live) and (observer.effects or id(live) in self.remembering)
            if always or not _same(live, kept, observer.now):
                found.append((number, observer.content(live)))
        return found


def _is_optimizer(live: Any) -> bool:
    return isinstance(live, torch.optim.Optimizer)


def _options(live: torch.optim.Optimizer) -> list[dict[str, Any]]:
    """The options of each group of an optimizer, and which parameters it holds."""
    return [
        {key: [id(param) for param in item] if key == "params" else item for key, item in group.items()}
        for group in live.param_groups
    ]


def _state_of(live: torch.Generator) -> str:
    """A digest of where a generator is in its sequence."""
    return hashlib.sha256(live.get_state().numpy().tobytes()).hexdigest()


def _copy(live: Any) -> Any:
    if isinstance(live, torch.Tensor):
        grad = live.grad.detach().clone() if live.is_leaf and live.grad is not None else None
        return live.detach().clone(), grad, live.requires_grad, live.is_leaf
    if isinstance(live, list):
        return [_copy(item) if isinstance(item, list) else item for item in live]
    if isinstance(live, torch.Generator):
        return live.get_state()
    if isinstance(live, torch.optim.Optimizer):
        return _options(live)
    return live.copy() if is_array(live) else None


def _same(live: Any, kept: Any, now: Now) -> bool:
    if isinstance(live, torch.Tensor):
        data, grad, requires_grad, is_leaf = kept
        if (live.requires_grad, live.is_leaf) != (requires_grad, is_leaf):
            return False
        own = now.grad(live) if is_leaf else None
        return _equal_or_absent(now.of(live).detach(), data) and _equal_or_absent(
            None if own is None else now.of(own), grad
        )
    if is_array(live):
        return bool(live.shape == kept.shape and (now.of(live) == kept).all())
    if isinstance(live, torch.Generator):
        return bool(_equal(live.get_state(), kept))
    if isinstance(live, torch.optim.Optimizer):
        return bool(_options(live) == kept)
    return _same_list(now.of(live), kept) if isinstance(live, list) else True


def _same_list(live: list[Any], kept: list[Any]) -> bool:
    """The same items, and in the lists among them, too; what has a number of its own is asked by itself."""
    return len(live) == len(kept) and all(map(_same_item, live, kept))


def _same_item(live: Any, kept: Any) -> bool:
    if type(live) is list and type(kept) is list:
        return _same_list(live, kept)
    if type(live) in (int, float, str, bool):
        return type(live) is type(kept) and (live == kept or live is kept)
    return live is kept


def _equal_or_absent(left: torch.Tensor | None, right: torch.Tensor | None) -> bool:
    if left is None or right is None:
        return left is right
    if left.dtype != right.dtype or left.shape != right.shape:
        return False
    if left.is_meta or right.is_meta:
        return left.is_meta and right.is_meta
    return bool(_equal(left, right)) or bool(_isnan(left).any() and _alike_but_for_nan(left, right))


def _alike_but_for_nan(left: torch.Tensor, right: torch.Tensor) -> bool:
    """nan is not equal to itself, and an argument that holds one is unchanged all the same."""
    holes = _isnan(left)
    return bool(_equal(holes, _isnan(right)) and _equal(left[~holes], right[~holes]))


def _is_plain(live: torch.Tensor) -> bool:
    """Whether a tensor is a dense one of a dtype that can cross."""
    dense = live.layout is torch.strided and not live.is_quantized and not live.is_nested
    return dense and live.dtype in _names


def _is_too_large(live: torch.Tensor) -> bool:
    return _is_plain(live) and live.numel() * live.element_size() > wire.BLOB_LIMIT // 4


def _written(live: torch.Tensor) -> str:
    """A tensor without its numbers, as Python writes one."""
    layout = "" if live.layout is torch.strided else f", layout={live.layout}"
    size = "" if live.is_nested else f", size={tuple(live.shape)}"
    place = "" if live.device.type == "cpu" else f", device='{live.device}'"
    return f"tensor(...{size}, dtype={live.dtype}{layout}{place})"


def memory(live: Any) -> int:
    """Where the memory of a tensor or array begins, 0 where there is none."""
    if isinstance(live, torch.Tensor):
        if live.layout is not torch.strided:
            return 0
        return int(live.untyped_storage().data_ptr()) if live.numel() else 0
    if is_array(live):
        while is_array(live.base):
            live = live.base
        return int(live.__array_interface__["data"][0])
    return 0


def is_array(live: Any) -> bool:
    """Whether it is an array or a number of NumPy's."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(live, (numpy.ndarray, numpy.generic))


def _scalar(live: Any) -> wire.Value:
    if isinstance(live, int):
        return _integer(int.__index__(live))
    if isinstance(live, float):
        return float.__float__(live)
    if isinstance(live, str):
        return text(str.__str__(live))
    if isinstance(live, (torch.dtype, torch.layout)):
        kind = "dtype" if isinstance(live, torch.dtype) else "layout"
        return wire.Named(kind, str(live).removeprefix("torch."))  # type: ignore[arg-type]  # one of the two
    if isinstance(live, torch.device):
        return wire.Named("device", str(live))
    if isinstance(live, BaseException):
        # Its words are the student's own, and say nothing of what was done.
        name = text(type(live).__name__)
        return wire.Opaque(name, f"{name}(...)", "exception")
    figures = sys.modules.get("matplotlib.figure")
    if figures is not None and isinstance(live, figures.Figure):
        return _figure(live)
    return wire.Opaque(text(type(live).__name__), describe(live))


def _integer(number: int) -> wire.Value:
    if -(2**63) <= number < 2**63:
        return number
    if number.bit_length() > 4 * wire.DIGIT_LIMIT:
        return wire.Opaque("int", f"{number >> max(0, number.bit_length() - 64):#x}...", "size")
    return wire.Integer(hex(number))


def _figure(live: Any) -> wire.Figure:
    return wire.Figure([_axes(axes, live) for axes in live.axes[:16]])


def _axes(axes: Any, figure: Any) -> wire.Axes:
    lines = [_line(line) for line in axes.get_lines()[:_DRAWN] if _shows(line)]
    scatters = sys.modules["matplotlib.collections"].PathCollection
    for scattered in [item for item in axes.collections if isinstance(item, scatters)][:_DRAWN]:
        offsets = scattered.get_offsets()
        lines.append(wire.Line(_numbers(offsets[:, 0]), _numbers(offsets[:, 1]), False))
    xlabel, ylabel = axes.get_xlabel(), axes.get_ylabel()
    if len(figure.axes) == 1:  # then the figure's own labels are these
        xlabel, ylabel = xlabel or figure.get_supxlabel(), ylabel or figure.get_supylabel()
    return wire.Axes(text(xlabel), text(ylabel), text(axes.get_title()), lines)


def _line(line: Any) -> wire.Line:
    """What was plotted; an endless line as two points of it. One point joins nothing."""
    xs, ys = _ends(line) or (_numbers(line.get_xdata()), _numbers(line.get_ydata()))
    return wire.Line(xs, ys, _is_stroked(line) and len(xs) > 1)


def _shows(line: Any) -> bool:
    """Whether anything of it is to be seen: a stroke, or a marker at each point."""
    return line.get_marker() not in _NOTHING or (_is_stroked(line) and len(line.get_xdata()) > 1)


def _is_stroked(line: Any) -> bool:
    return line.get_linestyle() not in _NOTHING and line.get_linewidth() > 0


def _ends(line: Any) -> tuple[list[float], list[float]] | None:
    """Two points of an `axline`, which is drawn through the whole axes; None for any other line."""
    if not hasattr(line, "get_slope"):
        return None
    (x, y), other, slope = line.get_xy1(), line.get_xy2(), line.get_slope()
    there = (x + 1.0, y + slope) if other is None else other
    return _numbers([x, there[0]]), _numbers([y, there[1]])


def _numbers(data: Any) -> list[float]:
    return [float(number) for number in list(data)[:_POINTS]]


def text(raw: str) -> str:
    """A string that can cross: valid Unicode, of bounded length."""
    return raw[: wire.TEXT_LIMIT].encode("utf-8", "backslashreplace").decode("utf-8")


def describe(live: Any) -> str:
    """The beginning of a value's repr, whatever its repr does. Raises MemoryError."""
    try:
        # Where it lies in memory is chance, and would make equal answers unequal.
        return text(_ADDRESS.sub("", repr(live)[:300])[:200])
    except MemoryError:
        raise  # it is asked once more
    except BaseException as error:
        return f"<{text(type(live).__name__)} object: {text(type(error).__name__)}>"
