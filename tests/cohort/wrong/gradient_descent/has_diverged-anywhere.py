# assignment: gradient_descent
# function: has_diverged
# mistake: One larger loss anywhere is taken for divergence.
# kind: any loss for the last one
# breaks: the losses end non-finite or above where they began.
# shows: bool(has_diverged(torch.tensor([1.0, 5.0, 0.5])))

def has_diverged(losses):
    if not torch.isfinite(losses[-1]):
        return True
    return bool((losses > losses[0]).any())  # wrong
