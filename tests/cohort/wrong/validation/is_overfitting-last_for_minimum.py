# assignment: validation
# function: is_overfitting
# mistake: The validation loss is compared with its start, not its minimum.
# kind: start of the validation for its minimum
# breaks: The lowest value is rarely the first one
# shows: bool(is_overfitting(torch.tensor([5.0, 2.0, 1.0]), torch.tensor([5.0, 2.0, 3.0])))

def is_overfitting(train_losses, val_losses):
    improved = train_losses[-1] < train_losses[0]
    turned = val_losses[-1] > 1.1 * val_losses[0]  # wrong
    return bool(improved and turned)
