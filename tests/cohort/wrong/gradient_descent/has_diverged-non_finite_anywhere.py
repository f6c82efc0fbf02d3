# assignment: gradient_descent
# function: has_diverged
# mistake: One infinite loss on the way is enough, though the run recovered.
# kind: any non-finite loss
# breaks: the losses end non-finite or above where they began.
# shows: bool(has_diverged(torch.tensor([3.0, float("inf"), 1.0])))

def has_diverged(losses):
    if not torch.isfinite(losses).all():  # wrong
        return True
    return bool(losses[-1] > losses[0])
