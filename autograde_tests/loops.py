"""What checks of training loops share."""

from grader.testing import Answers, expect

# A class of torch.optim and its options.
Kind = tuple[str, dict[str, float]]


def agree_on_params(found: Answers) -> None:
    """The optimizer's parameters end where the reference's do; what is returned is another matter."""
    for got, want in found:
        expect(got).after("params").close_to(want.after["params"])
