"""Wrong turns in reading two curves of losses. A function's docstring is what the student reads."""


def _right(train_losses, val_losses):
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > 1.1 * val_losses.min())


def ignores_the_training_loss(train_losses, val_losses):
    """Only the validation loss is looked at, but where training itself fails, nothing is overfitted.

    Both losses climbing is a training that went wrong. Overfitting is when one gets better while the other
    gets worse: ask for both. (§5.5.3)
    """
    return bool(val_losses[-1] > 1.1 * val_losses.min())


def either_will_do(train_losses, val_losses):
    """One of the two conditions is enough for this answer; both together are asked for.

    A training loss that falls is a good thing by itself. `and`, not `or`. (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] or val_losses[-1] > 1.1 * val_losses.min())


def compares_with_the_start(train_losses, val_losses):
    """The validation loss is compared with where it began, not with its best.

    It nearly always falls at first. What counts is how far it has climbed again since it was
    best. (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > 1.1 * val_losses[0])


def forgets_the_margin(train_losses, val_losses):
    """Every end above the best validation loss counts here; up to 10 % above it is still fine.

    Losses tremble. Without a margin, nearly every training would be found to overfit. (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > val_losses.min())


def adds_a_tenth(train_losses, val_losses):
    """The margin is 0.1, whatever the size of the losses; 10 % of the best one is asked for.

    In square degrees, 0.1 is nothing or a lot. A percentage grows with what it is taken of:
    `1.1 * val_losses.min()`. (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > val_losses.min() + 0.1)


def takes_ten_percent_of_the_end(train_losses, val_losses):
    """The 10 % are taken of the last validation loss, not of the lowest.

    10 % above the best is `1.1 * best`. A tenth of the larger number is more, so small cases slip
    through. (§5.5.3)
    """
    rise = val_losses[-1] - val_losses.min()
    return bool(train_losses[-1] < train_losses[0] and rise > 0.1 * val_losses[-1])


def compares_the_two_losses(train_losses, val_losses):
    """The validation loss is compared with the training loss; a gap between them is no overfitting.

    A model nearly always does a little worse on what it has not seen. What counts is the direction: has the
    validation loss climbed since its best? (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > 1.1 * train_losses[-1])


def compares_the_last_two(train_losses, val_losses):
    """The last validation loss is compared with the one before it, not with the best.

    One epoch says little: a curve that climbs for long may dip at its end, and a falling one may have a
    bump. (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > 1.1 * val_losses[-2])


def minds_every_bump(train_losses, val_losses):
    """Any validation loss far above the best one is enough here, be it the very first.

    All losses are high in the beginning. Only where the curve *ends* counts. (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] and (val_losses > 1.1 * val_losses.min()).any())


def wants_training_to_fall_to_the_end(train_losses, val_losses):
    """Training is asked to end at its lowest loss; ending below its start is enough.

    Training losses tremble, too. The question is whether the model has learned anything since the
    beginning. (§5.5.3)
    """
    learns = train_losses[-1] <= train_losses.min()
    return bool(learns and val_losses[-1] > 1.1 * val_losses.min())


def turns_the_answer_around(train_losses, val_losses):
    """The answer is the wrong way round: True where all is well.

    The name asks "is it overfitting?", so True stands for the bad news. (§5.5.3)
    """
    return not (train_losses[-1] < train_losses[0] and val_losses[-1] > 1.1 * val_losses.min())


def answers_for_every_epoch(train_losses, val_losses):
    """There is one answer for each epoch; one for the whole training is wanted.

    Comparing a whole tensor gives a tensor of bools. Take the last losses out, with `[-1]`, before you
    compare. (§5.5.3)
    """
    return (train_losses < train_losses[0]) & (val_losses > 1.1 * val_losses.min())
