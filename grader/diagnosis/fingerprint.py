"""What two answers to one call share that nothing tells apart: equal for equal bits."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import fields

import torch

from grader.model import Observation, Outcome
from grader.sandbox.outside.observed_values import Argument, SeenOptimizer, SeenTensor


def fingerprint(seen: Observation) -> Hashable:
    """Of exceptions their type and words, else every bit of value and arguments; and what autograd did."""
    conduct = seen.outcome, seen.used_autograd, seen.kept, seen.gradients_on
    if seen.outcome is Outcome.RAISED:
        return *conduct, seen.error_type, seen.error
    return *conduct, _bits(seen.value), tuple((name, _bits(seen.after[name])) for name in sorted(seen.after))


def _bits(value: object) -> Hashable:
    if isinstance(value, torch.Tensor):
        flat = value.detach().contiguous().reshape(-1)
        return str(value.dtype), tuple(value.shape), flat.view(torch.uint8).numpy().tobytes()
    if isinstance(value, tuple | list):
        return type(value).__name__, tuple(map(_bits, value))
    if isinstance(value, Mapping):
        return tuple((repr(key), _bits(part)) for key, part in value.items())
    if isinstance(value, SeenTensor | SeenOptimizer | Argument):
        return type(value).__name__, *(_bits(getattr(value, field.name)) for field in fields(value))
    return repr(value)
