"""Has a CPU build of torch ask NVIDIA's driver what a CUDA build asks it, and when.

Lies in a folder named site-packages before the real one, so that zygotes and children import it. torch's own
Python code decides when to ask, by CUDA_VISIBLE_DEVICES and PYTORCH_NVML_BASED_CUDA_CHECK; replaced is only
what that code calls in C++, and what autograd's engine does there:

    torch.cuda.is_available(), Adam.step()   count devices                       → cuInit
    Adam.step(), where there is a device     whether a graph is captured         → cuInit
    the first backward pass                  count devices, of whatever kind     → cuInit

A CUDA build of torch needs none of it.
"""

import ctypes
import os
import sys
import types
import warnings

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_path = list(sys.path)
sys.path[:] = [folder for folder in _path if os.path.abspath(folder) != _HERE]
del sys.modules["torch"]
import torch  # noqa: E402 - the real one, which takes this one's place in sys.modules

sys.path[:] = _path


def _start_driver() -> int:
    """What cuInit says, of a library found by its name as by CUDA's runtime; without one, no device."""
    try:
        return ctypes.CDLL("libcuda.so.1").cuInit(0)
    except OSError:
        return 100


def _count() -> int:
    """As c10::cuda::device_count: a driver that does not start is a warning, and no device."""
    code = _start_driver()
    if code not in (0, 100):
        warnings.warn(f"CUDA initialization: Error {code}", stacklevel=3)
    return 0 if code else 1


def _is_capturing() -> bool:
    _start_driver()
    return False


def _name(device: object = None) -> str:
    text = ctypes.create_string_buffer(64)
    ctypes.CDLL("libcuda.so.1").cuDeviceGetName(text, len(text), 0)
    return text.value.decode()


def _pretend(core: types.ModuleType) -> None:
    """Have `torch._C` answer like a CUDA build's."""
    built_for = core._accelerator_getAccelerator
    core._has_cuda = True
    core._cuda_getDeviceCount = _count
    core._cuda_getCurrentRawStream = None  # imported by torch._dynamo, called by no CPU code
    core._accelerator_getAccelerator = lambda: built_for() or torch.device("cuda")
    torch.cuda.graphs._cuda_isCurrentStreamCapturing = _is_capturing  # asked by Adam until torch 2.12
    torch.accelerator.current_stream = lambda: types.SimpleNamespace(is_capturing=_is_capturing)  # and since
    torch.cuda.get_device_name = _name
    torch.version.cuda = "13.0"


def _count_at_backward() -> None:
    engine = torch.autograd.graph.Variable._execution_engine
    run = engine.run_backward

    def run_backward(*arguments: object, **options: object) -> object:
        _start_driver()
        return run(*arguments, **options)

    torch.autograd.graph.Variable._execution_engine = types.SimpleNamespace(
        run_backward=run_backward,
        queue_callback=engine.queue_callback,
        is_checkpoint_valid=engine.is_checkpoint_valid,
    )


if not torch._C._has_cuda:
    _pretend(torch._C)
    _count_at_backward()
