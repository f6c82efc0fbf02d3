# assignment: validation
# function: is_overfitting
# mistake: The minimum is looked for without the first epoch.
# kind: ends left out of a minimum
# breaks: the validation loss turns and rises
# shows: bool(is_overfitting(torch.tensor([5.0, 2.0, 1.0]), torch.tensor([1.0, 4.0, 4.2])))

def is_overfitting(train_losses, val_losses):
    improved = train_losses[-1] < train_losses[0]
    lowest = val_losses[1:].min()  # wrong
    return bool(improved and val_losses[-1] > 1.1 * lowest)
