# assignment: validation
# function: is_overfitting
# way: Python numbers and a chained condition.
# kind: Python numbers

def is_overfitting(train_losses, val_losses):
    train, val = train_losses.tolist(), val_losses.tolist()
    return train[0] > train[-1] and val[-1] / min(val) > 1.1
