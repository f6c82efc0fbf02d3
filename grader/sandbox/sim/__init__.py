"""A pretend accelerator: tensors on the device `sim:0`, whose numbers lie in the CPU's memory.

Theory of operation
-------------------
It lives in a child that was asked for it, from `install()` on, before any text of a submission runs.

    device      PyTorch's free device slot (PrivateUse1), renamed to `sim`. From then on its own C++ knows it:
                `.device`, `.to`, `.grad = …` and autograd speak of it by themselves.
    tensor      `SimTensor`, a wrapper without memory of its own around a plain CPU tensor. Autograd, views
                and version counters are the wrapper's; below them, PyTorch hands every operation to
                `SimTensor.__torch_dispatch__`: refuse what a GPU refuses (`rules`), unwrap, compute on the
                CPU, wrap.
    factories   `torch.zeros(3, device="sim")` has no tensor to dispatch on: kernels for `empty`,
                `empty_strided` and `_copy_from` (`torch.tensor` copies with dispatch off) make the first one.
    generators  `torch.Generator(device="sim")` is a CPU generator that says it is not (`generators`).
    backward    As on a GPU it runs in a thread of its own. PyTorch counts devices at a process's first
                backward pass: the process that children are forked from must not have made one.

What a kernel computes here is the CPU's answer, bit for bit. What is compared is where things are, not how
well a GPU adds.
"""

from __future__ import annotations

from grader.sandbox.sim.backend import install, lacking, missing, unsupported
from grader.sandbox.sim.backend_name import TYPE
from grader.sandbox.sim.tensor import SimTensor

__all__ = ["TYPE", "SimTensor", "install", "lacking", "missing", "unsupported"]
