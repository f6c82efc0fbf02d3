"""Wrong turns in recognising a training that blew up. A function's docstring is what the student reads."""


def _right(losses):
    return bool(~torch.isfinite(losses[-1]) | (losses[-1] > losses[0]))


def looks_only_for_growth(losses):
    """A loss of nan goes unnoticed: every comparison with nan is False.

    `nan > 1.0` is False, and so is `nan < 1.0`. Ask for a finite number first, with
    `torch.isfinite` for instance; then compare. (§5.4.3)
    """
    return bool(losses[-1] > losses[0])


def looks_only_for_nan_and_infinity(losses):
    """A loss that grows goes unnoticed as long as it is still a number.

    A training that ends higher than it began has diverged as well; it was only stopped before the numbers
    ran out. Compare the end with the beginning, too. (§5.4.3)
    """
    return not bool(torch.isfinite(losses[-1]))


def forgets_nan_or_infinity(losses):
    """`nan` is looked for, but there is no comparison with the beginning: growth and infinity pass.

    Diverging goes through large numbers to infinity, and only then to nan. Each of the three counts.
    (§5.4.3)
    """
    return bool(losses[-1] != losses[-1])


def compares_the_last_two(losses):
    """The last loss is compared with the one before it, not with the first.

    A small bump at the end is no divergence, and a training can blow up and then seem calm for one
    epoch. What counts is whether it ends above where it began. (§5.4.3)
    """
    return bool(~torch.isfinite(losses[-1]) | (losses[-1] > losses[-2]))


def minds_every_bump(losses):
    """A single epoch in which the loss rises is enough for this answer.

    Losses may swing on the way down, with a large learning rate nearly always. Only the end is compared
    with the beginning. (§5.4.3)
    """
    return bool(~torch.isfinite(losses[-1]) | (losses[1:] > losses[:-1]).any())


def looks_at_the_highest(losses):
    """The highest loss decides here, but a training may start with a leap and still arrive.

    What happened in between does not count as long as it comes down again: compare the last loss with
    the first. (§5.4.3)
    """
    return bool(~torch.isfinite(losses[-1]) | (losses.max() > losses[0]))


def compares_with_the_best(losses):
    """The last loss is compared with the lowest one, not with the first.

    A training that ends a little above its best value has still got better than it was. Diverged means:
    worse than at the beginning. (§5.4.3)
    """
    return bool(~torch.isfinite(losses[-1]) | (losses[-1] > losses.min()))


def turns_the_answer_around(losses):
    """The answer is the wrong way round: True where the training went well.

    The name asks "has it diverged?", so True stands for the bad end. (§5.4.3)
    """
    return bool(torch.isfinite(losses[-1]) & (losses[-1] <= losses[0]))


def answers_for_every_epoch(losses):
    """There is one answer for each epoch; one for the whole training is wanted.

    Comparing a whole tensor gives a tensor of bools. Only the last loss and the first one matter: take
    those two out before you compare. (§5.4.3)
    """
    return ~torch.isfinite(losses) | (losses > losses[0])
