# assignment: gradient_descent
# function: has_diverged
# mistake: Growth of up to ten percent is let pass.
# kind: a margin added
# breaks: above where they began.
# shows: bool(has_diverged(torch.tensor([2.0, 2.1])))

def has_diverged(losses):
    if not torch.isfinite(losses[-1]):
        return True
    return bool(losses[-1] > 1.1 * losses[0])  # wrong
