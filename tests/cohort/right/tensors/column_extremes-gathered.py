# assignment: tensors
# function: column_extremes
# way: argmax, then gather; returned as a named tuple.
# kind: argmax and gather

from typing import NamedTuple


class Extremes(NamedTuple):
    values: torch.Tensor
    indices: torch.Tensor


def column_extremes(x):
    rows = torch.argmax(x, dim=0)
    return Extremes(torch.gather(x, 0, rows[None]).squeeze(0), rows)
