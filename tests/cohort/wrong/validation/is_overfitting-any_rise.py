# assignment: validation
# function: is_overfitting
# mistake: Any rise above the minimum is enough.
# kind: ten percent forgotten
# breaks: The validation loss ended more than a tenth above its lowest value.
# shows: bool(is_overfitting(torch.tensor([5.0, 2.0, 1.0]), torch.tensor([5.0, 2.0, 2.05])))

def is_overfitting(train_losses, val_losses):
    improved = train_losses[-1] < train_losses[0]
    return bool(improved and val_losses[-1] > val_losses.min())  # wrong
