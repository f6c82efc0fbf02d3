# assignment: gradient_descent
# function: has_diverged
# mistake: The end is compared with the minimum.
# kind: minimum for the beginning
# breaks: above where they began.
# shows: bool(has_diverged(torch.tensor([5.0, 1.0, 2.0])))

def has_diverged(losses):
    last = losses[-1]
    if not torch.isfinite(last):
        return True
    return bool(last > losses.min())  # wrong
