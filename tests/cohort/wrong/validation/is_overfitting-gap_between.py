# assignment: validation
# function: is_overfitting
# mistake: It compares the validation loss with the training loss.
# kind: gap between the curves for a turn
# breaks: If both losses fall, all is well, even with a difference between them.
# shows: bool(is_overfitting(torch.tensor([5.0, 2.0, 1.0]), torch.tensor([6.0, 4.0, 3.0])))

def is_overfitting(train_losses, val_losses):
    improved = train_losses[-1] < train_losses[0]
    gap = val_losses[-1] > 1.1 * train_losses[-1]  # wrong
    return bool(improved and gap)
