# assignment: validation
# function: is_overfitting
# mistake: 0.1 is added to the minimum instead of a tenth of it.
# kind: tenth added for multiplied
# breaks: The validation loss ended more than a tenth above its lowest value.
# shows: bool(is_overfitting(torch.tensor([50.0, 20.0]), torch.tensor([20.0, 20.5])))

def is_overfitting(train_losses, val_losses):
    improved = train_losses[-1] < train_losses[0]
    turned = val_losses[-1] > val_losses.min() + 0.1  # wrong
    return bool(improved and turned)
