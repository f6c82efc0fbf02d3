"""Inside the child: nodes become live arguments. The counterpart of `observe`."""

from __future__ import annotations

import inspect
from typing import Any

import torch

from grader.sandbox import wire

# Kept before any submission runs, so that one that patches torch breaks its own calls and not ours.
_frombuffer = torch.frombuffer
_empty = torch.empty
# What a name in a frame may mean: a frame may be a student's, and get any other of torch's names.
_torch_names = {
    str(item).removeprefix("torch."): item
    for item in vars(torch).values()
    if isinstance(item, (torch.dtype, torch.layout))
}
_optimizers = {
    name: item
    for name, item in vars(torch.optim).items()
    if isinstance(item, type) and issubclass(item, torch.optim.Optimizer)
}
_leaf_dtypes = {name: getattr(torch, name) for name in wire.ITEM_SIZES}


def _is_real(device: str) -> bool:
    """Whether tensors of a device have memory of their own there, which others can be views of."""
    return device.partition(":")[0] in ("cpu", "cuda")


class Builder:
    """Builds the arguments of one call; `objects` are the numbered ones, as `wire` counts them."""

    def __init__(self, blob: bytes | bytearray, objects: list[Any] | None = None) -> None:
        self.blob = blob
        self.objects: list[Any] = [] if objects is None else objects
        # What views are of, by the place of its bytes.
        self._memories: dict[int, torch.Tensor] = {}

    def value(self, node: wire.Value) -> Any:
        """The live object that a node describes."""
        if node is None or isinstance(node, (bool, int, float, str)):
            return node
        if isinstance(node, wire.Tensor):
            return self._numbered_tensor(node)
        if isinstance(node, wire.Ref):
            return self.objects[node.number]
        if isinstance(node, wire.Sequence):
            items = [self.value(item) for item in node.items]
            if node.kind == "tuple":
                return tuple(items)
            self.objects.append(items)
            return items
        if isinstance(node, wire.Mapping):
            return {self.value(key): self.value(item) for key, item in node.items}
        if isinstance(node, wire.Optimizer):
            return self._optimizer(node)
        return self._small(node)

    def _small(self, node: wire.Value) -> Any:
        if isinstance(node, wire.Integer):
            return int(node.text, 16)
        if isinstance(node, wire.Named):
            if node.kind != "device" and node.text not in _torch_names:
                raise wire.WireError("no dtype or layout of PyTorch has this name")
            return torch.device(node.text) if node.kind == "device" else _torch_names[node.text]
        if isinstance(node, wire.GeneratorSeed):
            self.objects.append(torch.Generator().manual_seed(node.seed))
            return self.objects[-1]
        raise wire.WireError(f"a {type(node).__name__} cannot be an argument")

    def _numbered_tensor(self, node: wire.Tensor) -> Any:
        tensor = self.tensor(node)
        live = tensor.numpy() if node.kind == "array" else tensor
        self.objects.append(live)
        return live

    def tensor(self, node: wire.Tensor) -> torch.Tensor:
        """A tensor with its gradient and flags, on its device; of its own memory, if it is no view."""
        built = self._plain(node) if node.view is None else self._view(node, node.view)
        if node.requires_grad:
            built.requires_grad_(True)
        if node.grad is not None:
            built.grad = self.tensor(node.grad)
        return built.clone() if node.computed else built

    def _view(self, node: wire.Tensor, view: wire.View) -> torch.Tensor:
        """Views at one offset have one memory. In the eyes of autograd none is a view of another."""
        size = wire.size(node)
        if node.offset not in self._memories:
            raw = _frombuffer(self.blob, dtype=torch.uint8, count=size, offset=node.offset)
            memory = raw.view(_leaf_dtypes[node.dtype]).clone()
            self._memories[node.offset] = memory.to(node.device) if _is_real(node.device) else memory
        memory = self._memories[node.offset]
        built = _empty(0, dtype=memory.dtype, device=memory.device)
        built = built.set_(memory.untyped_storage(), view.start, node.shape, view.strides)
        return built if _is_real(node.device) else built.contiguous().to(node.device)

    def _plain(self, node: wire.Tensor) -> torch.Tensor:
        size = wire.size(node)
        dtype = _leaf_dtypes[node.dtype]
        if size:
            count = size // wire.ITEM_SIZES[node.dtype]
            raw = _frombuffer(self.blob, dtype=dtype, count=count, offset=node.offset)
            order = node.order or range(len(node.shape))
            built = raw.reshape([node.shape[dim] for dim in order])
            if node.order:
                built = built.permute([node.order.index(dim) for dim in range(len(node.order))])
            # No view of anything, as at home: some operations refuse views, and speak of them.
            built = built.clone()
        else:
            built = _empty(node.shape, dtype=dtype)
        return built if node.device == "cpu" else built.to(node.device)

    def _optimizer(self, node: wire.Optimizer) -> torch.optim.Optimizer:
        number = len(self.objects)
        self.objects.append(None)
        params = [self.value(param) for param in node.params]
        kind = _optimizers.get(node.name)
        if kind is None:
            raise wire.WireError("an optimizer that PyTorch does not have")
        accepted = inspect.signature(kind).parameters
        options = {name: self.value(option) for name, option in node.options if name in accepted}
        built: torch.optim.Optimizer = kind(params, **options)
        self.restore_state(built, node)
        self._step(built, node)
        self.objects[number] = built
        return built

    def _step(self, optimizer: torch.optim.Optimizer, node: wire.Optimizer) -> None:
        """Let it take a step along each gradient; its one parameter and its `.grad` stay as they are."""
        if not node.stepped:
            return
        (param,) = optimizer.param_groups[0]["params"]
        data, grad = param.detach().clone(), param.grad
        for gradient in node.stepped:
            param.grad = self.tensor(gradient)
            optimizer.step()
        param.grad = grad
        param.data.copy_(data)

    def restore_state(self, optimizer: torch.optim.Optimizer, node: wire.Optimizer) -> None:
        """Give an optimizer the state that the node describes, parameter by parameter."""
        params = optimizer.param_groups[0]["params"]
        for param, state in zip(params, node.state, strict=False):
            if state:
                optimizer.state[param] = {
                    key: self.tensor(item) if isinstance(item, wire.Tensor) else self.value(item)
                    for key, item in state
                }
