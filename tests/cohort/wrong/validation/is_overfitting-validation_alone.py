# assignment: validation
# function: is_overfitting
# mistake: The training loss is not looked at.
# kind: one condition left out
# breaks: The training loss ended below its start.
# shows: bool(is_overfitting(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0])))

def is_overfitting(train_losses, val_losses):
    return bool(val_losses[-1] > 1.1 * val_losses.min())  # wrong
