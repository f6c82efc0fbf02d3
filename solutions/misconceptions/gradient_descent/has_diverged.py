"""Mistakes in recognising a training that blew up. The student reads a function's docstring."""


def _right(losses):
    return bool(~torch.isfinite(losses[-1]) | (losses[-1] > losses[0]))


def looks_only_for_growth(losses):
    """You do not find a loss of nan, because every comparison with nan is False.

    `nan > 1.0` is False, and so is `nan < 1.0`. First test for a finite number, for example with
    `torch.isfinite`. Then compare. (§5.4.3)
    """
    return bool(losses[-1] > losses[0])


def looks_only_for_nan_and_infinity(losses):
    """You do not find a loss that grows but is still a finite number.

    A training that ends higher than it began has diverged, too. It only stopped before the numbers became
    infinite. Also compare the end with the beginning. (§5.4.3)
    """
    return not bool(torch.isfinite(losses[-1]))


def forgets_nan_or_infinity(losses):
    """You look for `nan`, but you do not compare with the beginning. So growth and infinity pass.

    A training that diverges goes through large numbers to infinity, and only then to nan. Each of the three
    counts. (§5.4.3)
    """
    return bool(losses[-1] != losses[-1])


def compares_the_last_two(losses):
    """You compare the last loss with the one before it, not with the first.

    A small rise at the end does not mean that training has diverged. And a training can diverge and then seem
    calm for one epoch. Compare the end with the beginning. (§5.4.3)
    """
    return bool(~torch.isfinite(losses[-1]) | (losses[-1] > losses[-2]))


def minds_every_bump(losses):
    """You answer True if the loss rises in a single epoch.

    A loss may rise and fall on the way down, and with a large learning rate it nearly always does. Compare
    only the end with the beginning. (§5.4.3)
    """
    return bool(~torch.isfinite(losses[-1]) | (losses[1:] > losses[:-1]).any())


def looks_at_the_highest(losses):
    """You look at the highest loss. But the loss may rise early in a training that ends well.

    The losses in between do not count if the loss comes down again. Compare the last loss with the first.
    (§5.4.3)
    """
    return bool(~torch.isfinite(losses[-1]) | (losses.max() > losses[0]))


def compares_with_the_best(losses):
    """You compare the last loss with the lowest one, not with the first.

    A training that ends a little above its best value is still better than at the beginning. Diverged means:
    worse than at the beginning. (§5.4.3)
    """
    return bool(~torch.isfinite(losses[-1]) | (losses[-1] > losses.min()))


def turns_the_answer_around(losses):
    """The answer is the opposite of what it should be: it is True if the training went well.

    The name asks "has it diverged?", so True means the bad end. (§5.4.3)
    """
    return bool(torch.isfinite(losses[-1]) & (losses[-1] <= losses[0]))


def answers_for_every_epoch(losses):
    """You return one answer for each epoch. Return one answer for the whole training.

    Comparing a whole tensor gives a tensor of bools. Only the last loss and the first one matter: take these
    two out before you compare. (§5.4.3)
    """
    return ~torch.isfinite(losses) | (losses > losses[0])


def has_a_limit_of_its_own(losses):
    """You compare the last loss with a fixed number. A training on other data may begin with larger losses.

    Compare the end with the beginning. (§5.4.3)
    """
    last = float(losses[-1])
    return last != last or last > 1000.0


def misses_infinity_from_the_start(losses):
    """You do not find an infinite loss if the first one is infinite, too.

    Infinity is not larger than infinity. First test for a finite number, with `torch.isfinite`. (§5.4.3)
    """
    return bool(losses[-1] != losses[-1]) or bool(losses[-1] > losses[0])


def allows_a_tenth_more(losses):
    """You allow a loss that grew by up to a tenth. Any growth counts.

    Compare the last loss with the first, and with nothing else. (§5.4.3)
    """
    return not bool(torch.isfinite(losses[-1])) or bool(losses[-1] > 1.1 * losses[0])
