# assignment: validation
# function: is_overfitting
# mistake: One of the two conditions is enough.
# kind: or for and
# breaks: Here is a simple rule with two conditions.
# shows: bool(is_overfitting(torch.tensor([5.0, 2.0, 1.0]), torch.tensor([5.0, 3.0, 2.0])))

def is_overfitting(train_losses, val_losses):
    improved = train_losses[-1] < train_losses[0]
    turned = val_losses[-1] > 1.1 * val_losses.min()
    return bool(improved or turned)  # wrong
