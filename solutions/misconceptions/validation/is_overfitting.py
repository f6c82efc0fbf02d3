"""Mistakes in reading two curves of losses. The student reads a function's docstring."""


def _right(train_losses, val_losses):
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > 1.1 * val_losses.min())


def ignores_the_training_loss(train_losses, val_losses):
    """You look only at the validation loss. But a training that fails completely is not overfitting.

    If both losses rise, the training went wrong. Overfitting means that one becomes better while the other
    becomes worse. Test both. (§5.5.3)
    """
    return bool(val_losses[-1] > 1.1 * val_losses.min())


def either_will_do(train_losses, val_losses):
    """You answer True if one of the two conditions is true. Both must be true.

    A training loss that falls is a good sign when it is the only one. Use `and`, not `or`. (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] or val_losses[-1] > 1.1 * val_losses.min())


def compares_with_the_start(train_losses, val_losses):
    """You compare the validation loss with its beginning, not with its best value.

    At first it nearly always falls. What counts is how far it has risen again since its best value. (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > 1.1 * val_losses[0])


def forgets_the_margin(train_losses, val_losses):
    """You count every end above the best validation loss. Up to 10 % above it is still fine.

    Losses go up and down a little. Without a margin, nearly every training looks like overfitting. (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > val_losses.min())


def adds_a_tenth(train_losses, val_losses):
    """Your margin is always 0.1, whatever the size of the losses. It must be 10 % of the best loss.

    For squared degrees, 0.1 may be almost nothing or a lot. A percentage grows with the loss:
    `1.1 * val_losses.min()`. (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > val_losses.min() + 0.1)


def takes_ten_percent_of_the_end(train_losses, val_losses):
    """You take the 10 % from the last validation loss, not from the lowest.

    10 % above the best loss is `1.1 * best`. A tenth of the larger number is more, so you miss small cases.
    (§5.5.3)
    """
    rise = val_losses[-1] - val_losses.min()
    return bool(train_losses[-1] < train_losses[0] and rise > 0.1 * val_losses[-1])


def compares_the_two_losses(train_losses, val_losses):
    """You compare the validation loss with the training loss. A difference between them is not overfitting.

    A model is nearly always a little worse on data that it has not seen. What counts is the direction: has
    the validation loss risen since its best value? (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > 1.1 * train_losses[-1])


def compares_the_last_two(train_losses, val_losses):
    """You compare the last validation loss with the one before it, not with the best one.

    One epoch shows little. A curve that rises for long may fall at its end, and a falling one may rise for a
    moment. (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > 1.1 * val_losses[-2])


def minds_every_bump(train_losses, val_losses):
    """You answer True for any validation loss far above the best one, even the very first.

    All losses are high in the beginning. Only the *end* of the curve counts. (§5.5.3)
    """
    return bool(train_losses[-1] < train_losses[0] and (val_losses > 1.1 * val_losses.min()).any())


def wants_training_to_fall_to_the_end(train_losses, val_losses):
    """You require that training ends at its lowest loss. It must only end below its start.

    Training losses also go up and down a little. The question is whether the model has learned anything since
    the beginning. (§5.5.3)
    """
    learns = train_losses[-1] <= train_losses.min()
    return bool(learns and val_losses[-1] > 1.1 * val_losses.min())


def turns_the_answer_around(train_losses, val_losses):
    """The answer is the opposite of what it should be: it is True when all is well.

    The name asks "is it overfitting?", so True means the bad case. (§5.5.3)
    """
    return not (train_losses[-1] < train_losses[0] and val_losses[-1] > 1.1 * val_losses.min())


def answers_for_every_epoch(train_losses, val_losses):
    """You return one answer for each epoch. Return one answer for the whole training.

    Comparing a whole tensor gives a tensor of bools. Take the last losses out, with `[-1]`, before you
    compare. (§5.5.3)
    """
    return (train_losses < train_losses[0]) & (val_losses > 1.1 * val_losses.min())
