# assignment: validation
# function: is_overfitting
# way: A 0-d bool tensor by logical_and.
# kind: logical_and

def is_overfitting(train_losses, val_losses):
    rise = (val_losses[-1] - val_losses.amin()) / val_losses.amin()
    return torch.logical_and(train_losses[-1] < train_losses[0], rise > 0.1)
