# assignment: gradient_descent
# function: has_diverged
# mistake: A loss above 1000 is taken for divergence.
# kind: limit written down
# breaks: above where they began.
# shows: bool(has_diverged(torch.tensor([5000.0, 2000.0])))

def has_diverged(losses):
    last = float(losses[-1])
    return last != last or last > 1000.0  # wrong
