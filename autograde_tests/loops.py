"""What checks of training loops share: how both sides are asked, and what they must agree on."""

from collections.abc import Callable, Iterable

from grader.model import Observation
from grader.testing import expect

Ask = Callable[..., Observation]
Answers = list[tuple[Observation, Observation]]
# A class of torch.optim and its options.
Kind = tuple[str, dict[str, float]]


def answers(student: Ask, reference: Ask, calls: Iterable[tuple[object, ...]]) -> Answers:
    """(the student's, the reference's) per call. All are asked before one is judged, for the diagnosis."""
    return [(student(*call), reference(*call)) for call in calls]


def agree_on_params(found: Answers) -> None:
    """The optimizer's parameters end where the reference's do; what is returned is another matter."""
    for got, want in found:
        expect(got).after("params").close_to(want.after["params"])
