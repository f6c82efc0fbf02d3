"""The pretend accelerator beside the CPU: the same answers, elsewhere, and a GPU's refusals.

One process has the device and evaluates every expression; this one, without it, judges.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import torch
from helpers import forked_python

# Reads {name: expression}; evaluates each with `d` as the device, and says what came or what was raised.
PROBE = """
import json, sys, copy
import numpy as np
import torch
from torch.nn import functional as F
from grader.sandbox import sim
sim.install()

def described(value):
    if isinstance(value, torch.Tensor):
        plain = value.detach().cpu()
        return {"device": str(value.device), "dtype": str(value.dtype), "strides": list(value.stride()),
                "numbers": plain.tolist()}
    if isinstance(value, (list, tuple)):
        return [described(item) for item in value]
    return repr(value)

def evaluated(text, device):
    torch.manual_seed(1)
    scope = {"d": device, "torch": torch, "np": np, "F": F, "copy": copy, "cpu": torch.ones(3)}
    scope["x"] = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).to(device)
    scope["w"] = torch.tensor([1.0, -2.0, 0.5]).to(device).requires_grad_()
    try:
        before, _, last = text.rpartition(";")
        exec(before.replace("; ", "\\n").strip(), scope)
        return {"value": described(eval(last.strip(), scope))}
    except Exception as error:
        return {"error": type(error).__name__, "text": str(error), "unsupported": sim.unsupported(error)}

asked = json.load(sys.stdin)
print(json.dumps([[evaluated(text, "cpu"), evaluated(text, "sim")] for text in asked]))
"""

ALIKE = [
    # factories
    "torch.zeros(2, 3, device=d)", "torch.ones(3, device=d)", "torch.full((2,), 7.0, device=d)",
    "torch.arange(5, device=d)", "torch.arange(0.0, 1.0, 0.25, device=d)",
    "torch.linspace(0, 1, 5, device=d)", "torch.eye(3, device=d)", "torch.tensor([[1.0, 2.0]], device=d)",
    "torch.as_tensor([1, 2], device=d)", "torch.rand(3, device=d)", "torch.randn(2, 2, device=d)",
    "torch.randint(0, 9, (4,), device=d)", "torch.randperm(6, device=d)", "torch.zeros_like(x)",
    "torch.rand_like(x)", "x.new_zeros(2)", "x.new_tensor([1.0])", "torch.from_numpy(np.ones(3)).to(d)",
    "torch.empty(0, device=d)",
    # arithmetic and comparison
    "x + 1", "2 - x", "x * x / 3", "x ** 2", "-x", "x // 2", "x > 2", "x == x", "x @ w",
    "x + torch.tensor(2.0)", "torch.tensor(2.0) * x", "torch.where(x > 2, x, 0.0)",
    "torch.where(x > 2, x, torch.tensor(0.0))", "torch.einsum('ij,j->i', x, w)", "torch.outer(w, w)",
    "torch.exp(x)", "x.clamp(2, 4)",
    # reductions
    "x.sum()", "x.mean(dim=1)", "x.std(dim=0)", "x.var()", "x.max(dim=0)", "x.argmin()", "x.min()",
    "x.cumsum(1)", "x.norm()", "torch.isfinite(x).all()", "torch.equal(x, x.clone())",
    "torch.allclose(x, x.clone())",
    # indexing
    "x[0]", "x[:, 1]", "x[0, 1]", "x[x > 2]", "x[torch.tensor([1, 0])]",
    "x[torch.tensor([1, 0], device=d)]", "x[..., None]", "x[-1, ::2]",
    "x.index_select(1, torch.tensor([0, 2], device=d))", "x.nonzero()",
    "x.gather(1, torch.tensor([[0], [2]], device=d))", "torch.sort(w, descending=True)", "x.topk(2)",
    "torch.unique(x)", "x.masked_fill(x > 3, 0.0)", "x[0] = 5.0; x", "x[x > 2] = 0.0; x", "x[0] = cpu; x",
    "x[:, 0] += 1; x",
    # shapes, views and aliasing
    "x.t()", "x.reshape(-1)", "x.view(3, 2)", "x.permute(1, 0)", "x.unsqueeze(0).expand(4, 2, 3)",
    "x.flatten()", "torch.stack([w, w])", "torch.cat([x, x], dim=1)", "x.split(1)", "x.chunk(3, dim=1)",
    "x.contiguous()", "torch.broadcast_to(w, (2, 3))", "torch.meshgrid(w, w, indexing='ij')",
    "x.view(-1)[0] = 9.0; x", "y = x[1]; y.zero_(); x", "y = x.t(); y[0, 1] = 7.0; x",
    "y = x.clone(); y.zero_(); x", "y = w.detach(); y.mul_(2); w",
    "(x.data_ptr() == x[0].data_ptr(), x.data_ptr() == x.clone().data_ptr())",
    # in place
    "x.add_(1)", "x -= 1; x", "x.mul_(x)", "x.zero_()", "x.fill_(2.0)", "x.copy_(torch.ones(2, 3))",
    "x.clamp_(2, 3)", "x.t_()", "x.unsqueeze_(0)", "x.resize_(1, 3)", "x.normal_()",
    "torch.add(x, 1, out=torch.empty(0, device=d))",
    # autograd
    "(w * w).sum().backward(); w.grad", "(x @ w).mean().backward(); w.grad",
    "torch.autograd.grad((w ** 3).sum(), w)", "y = (w * 2).sum(); y.backward(); y.backward; w.grad",
    "(w * w).sum().backward(); (w * w).sum().backward(); w.grad",
    "w.grad = torch.ones_like(w); w.grad.zero_(); w.grad",
    "F.mse_loss(x @ w, torch.zeros(2, device=d)).backward(); w.grad",
    "torch.func.grad(lambda v: (v * v).sum())(x)", "torch.func.vmap(lambda row: row.sum())(x)",
    "torch.autograd.functional.jacobian(lambda v: v * v, x[0])", "w.data = w.data - 0.5; w",
    "w.data -= 0.5; w", "w.data.copy_(torch.zeros(3)); w", "(w.is_leaf, w.requires_grad)",
    "(w * 2).requires_grad",
    "y = torch.nn.Parameter(torch.ones(2, device=d)); (isinstance(y, torch.nn.Parameter), y)",
    "copy.deepcopy(w)", "torch.no_grad()(lambda: w * 2)().requires_grad",
    "sum(w[i] for i in range(3)).backward(); w.grad",
    # modules and losses
    "torch.nn.Linear(3, 1).to(d)(x)", "torch.nn.Linear(3, 1, device=d)(x)", "F.relu(x - 3)",
    "torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1)).to(d)(x)",
    "F.cross_entropy(x, torch.tensor([0, 2], device=d))", "F.mse_loss(x, x * 2)", "F.softmax(x, dim=1)",
    "F.conv2d(torch.ones(1, 1, 4, 4, device=d), torch.ones(1, 1, 2, 2, device=d))",
    "next(iter(torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x))))",
    # to Python and back
    "x[0, 0].item()", "x.tolist()", "float(x.sum())", "bool((x > 0).all())", "int(x[1, 2])", "len(x)",
    "f'{x[0, 1]:.3f}'", "x.cpu().numpy().tolist()", "w.detach().cpu().numpy().tolist()",
    "[row.sum().item() for row in x]", "range(torch.tensor(3, device=d))[2]", "x.shape", "x.dtype",
    "x.double()", "x.long()", "x.to(torch.float16)", "x.to(x.device) is x", "x.to(d) is x",
    "torch.finfo(x.dtype).eps",
]  # fmt: skip


def optimizer(name: str) -> str:
    """Five steps with a closure, on a matrix, which Muon wants."""
    return (
        "p = torch.tensor([[1.0, 0.5], [0.0, -1.0]]).to(d).requires_grad_(); "
        "y = torch.tensor([[1.0, 2.0], [3.0, 4.0]]).to(d); "
        f"o = torch.optim.{name}([p], lr=0.1); "
        "c = lambda: (o.zero_grad(), (l := ((y @ p - 1) ** 2).mean()).backward(), l)[-1]; "
        "[o.step(c) for _ in range(5)]; p"
    )


OPTIMIZERS = sorted(
    name
    for name, kind in vars(torch.optim).items()
    # SparseAdam wants sparse gradients, which sim has none of.
    if isinstance(kind, type) and name not in ("Optimizer", "SparseAdam")
)

SAME = "Expected all tensors to be on the same device, but found at least two devices, sim:0 and cpu!"
NUMPY = "can't convert sim:0 device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory"
INDEX = "indices should be either on cpu or on the same device as the indexed tensor (cpu)"

REFUSED = {
    "x + cpu": SAME, "cpu + x": SAME, "x @ cpu": SAME, "x * cpu[:1]": SAME, "x == cpu": SAME,
    "x[0].add_(cpu)": SAME, "cpu.add_(x[0])": SAME, "torch.tensor(1.0).add_(x[0, 0])": SAME,
    "torch.stack([cpu, x[0]])": SAME, "torch.cat([x[0], cpu])": SAME,
    "torch.stack([torch.tensor(1.0), x[0, 0]])": SAME, "torch.where(x > 2, x, cpu)": SAME,
    "torch.equal(x[0], cpu)": SAME, "F.mse_loss(x[0], cpu)": SAME,
    "F.cross_entropy(x, torch.tensor([0, 2]))": SAME, "torch.nn.Linear(3, 1)(x)": SAME,
    "x.gather(1, torch.tensor([[0], [2]]))": SAME, "x.index_select(1, torch.tensor([0]))": SAME,
    "x.masked_fill_(torch.ones(2, 3) > 0, 0.0)": SAME, "torch.add(x[0], 1, out=cpu)": SAME,
    "torch.dot(cpu, w)": SAME, "x[x > 2] = torch.ones(4)": SAME, "cpu[torch.tensor([0], device=d)]": INDEX,
    "cpu[w > 0]": INDEX, "x.numpy()": NUMPY, "w.numpy()": NUMPY, "np.asarray(x)": NUMPY,
    "np.sqrt(x)": NUMPY,
    "w.grad = cpu": "assign a gradient with device type 'cpu' to a tensor with device type 'sim'",
    "(w * 2).sum().backward(torch.ones(3))": "Mismatch in shape",
    "torch.randn(3, device=d, generator=torch.Generator())": "Expected a 'sim' device type for generator",
    "torch.randperm(3, device=d, generator=torch.Generator())": "Expected a 'sim' device type for generator",
    "x.normal_(generator=torch.Generator())": "Expected a 'sim' device type for generator but found 'cpu'",
    "torch.randperm(3, generator=torch.Generator(device=d))": "Expected a 'cpu' device type for generator",
    "w.add_(1)": "a leaf Variable that requires grad is being used in an in-place operation",
    "x.view(7)": "shape '[7]' is invalid for input of size 6",
}  # fmt: skip

ON_THE_CPU = [
    "x.cpu()", "x.to('cpu')", "torch.zeros(3)", "torch.zeros_like(x, device='cpu')",
    "torch.tensor([x[0, 0], x[0, 1]])", "torch.linspace(x.min(), x.max(), 4)", "cpu.copy_(x[0])",
    "torch.randperm(3, generator=torch.Generator())",
]  # fmt: skip

UNSUPPORTED = [
    "x.to_sparse()", "copy.copy(x)", "x.pin_memory()", "cpu.data = x[0]", "x.map_(x, lambda a, b: a)",
    "o = torch.optim.SparseAdam([w]); w.grad = torch.eye(3, device=d)[0].to_sparse()",
]  # fmt: skip


MOVED = "m = torch.nn.Linear(2, 1); p = m.weight; m.to(d); (m.weight is p, p.device.type)"


@pytest.fixture(scope="module")
def answers() -> dict[str, list[dict[str, object]]]:
    """[on cpu, on sim] by expression."""
    asked = [*ALIKE, *map(optimizer, OPTIMIZERS), *REFUSED, *ON_THE_CPU, *UNSUPPORTED, MOVED]
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        input=json.dumps([whole(text) for text in asked]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(asked, json.loads(done.stdout), strict=True))


def whole(text: str) -> str:
    """Statements that end without a value end in None."""
    last = text.rpartition(";")[2]
    try:
        compile(last.strip(), "expression", "eval")
    except SyntaxError:
        return f"{text}; None"
    return text


def places(described: object) -> set[str]:
    """The devices of the tensors in an answer."""
    if isinstance(described, list):
        return set().union(*map(places, described)) if described else set()
    return {described["device"]} if isinstance(described, dict) else set()


def moved(described: object) -> object:
    """An answer without its devices."""
    if isinstance(described, list):
        return [moved(item) for item in described]
    return {**described, "device": ""} if isinstance(described, dict) else described


@pytest.mark.parametrize("text", ALIKE)
def test_the_same_answer_on_sim(text: str, answers: dict[str, list[dict[str, object]]]) -> None:
    """What the CPU answers, sim answers: numbers, dtype, strides; and it lies on sim."""
    on_cpu, on_sim = answers[text]
    assert "value" in on_cpu, on_cpu
    assert "value" in on_sim, on_sim
    assert moved(on_sim["value"]) == moved(on_cpu["value"])
    assert places(on_sim["value"]) <= {"sim:0"}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_trains_on_sim(name: str, answers: dict[str, list[dict[str, object]]]) -> None:
    """Every optimizer of torch.optim makes the same steps on sim."""
    on_cpu, on_sim = answers[optimizer(name)]
    assert moved(on_sim["value"]) == moved(on_cpu["value"])
    assert places(on_sim["value"]) == {"sim:0"}


@pytest.mark.parametrize("text", REFUSED)
def test_refused_in_pytorchs_words(text: str, answers: dict[str, list[dict[str, object]]]) -> None:
    """What a GPU refuses, sim refuses in the same words, and it counts as the student's."""
    _, on_sim = answers[text]
    assert REFUSED[text] in str(on_sim.get("text")), on_sim
    assert on_sim["unsupported"] is False


@pytest.mark.parametrize("text", ON_THE_CPU)
def test_stays_on_the_cpu(text: str, answers: dict[str, list[dict[str, object]]]) -> None:
    """What lies on the CPU beside a GPU lies on the CPU beside sim."""
    assert places(answers[text][1]["value"]) == {"cpu"}


@pytest.mark.parametrize("text", UNSUPPORTED)
def test_what_sim_cannot_do_says_so(text: str, answers: dict[str, list[dict[str, object]]]) -> None:
    """What sim cannot do is told from what a GPU refuses."""
    assert answers[text][1].get("unsupported") is True, answers[text][1]


def test_a_module_that_moves_keeps_its_parameters(answers: dict[str, list[dict[str, object]]]) -> None:
    """An optimizer made before `.to(device)` trains the module after it, as on a GPU."""
    assert answers[MOVED][1]["value"] == ["True", "'sim'"]


def test_a_name_without_the_device_is_in_nobodys_way() -> None:
    """The grader's own process knows the name alone, and trains on the CPU as before."""
    program = """
import torch
from grader.sandbox.sim.backend_name import give_name
give_name()
give_name()
weight = torch.ones(2, requires_grad=True)
optimizer = torch.optim.Adam([weight], lr=0.1)
weight.sum().backward()
optimizer.step()
print(torch.device("sim").type, torch.accelerator.is_available())
"""
    done = forked_python.run("-c", program)
    assert done.stdout.split() == ["sim", str(torch.accelerator.is_available())]
