# assignment: validation
# function: is_overfitting
# mistake: The training loss must fall in every epoch.
# kind: every epoch must improve
# breaks: The training loss ended below its start.
# shows: bool(is_overfitting(torch.tensor([5.0, 6.0, 1.0]), torch.tensor([5.0, 2.0, 3.0])))

def is_overfitting(train_losses, val_losses):
    for before, after in zip(train_losses[:-1], train_losses[1:]):  # wrong
        if after >= before:  # wrong
            return False
    return bool(val_losses[-1] > 1.1 * val_losses.min())
