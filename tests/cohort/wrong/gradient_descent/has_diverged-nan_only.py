# assignment: gradient_descent
# function: has_diverged
# mistake: Only nan is looked for, and an infinite end above a first infinite loss is missed.
# kind: infinity forgotten
# breaks: the losses end non-finite or above where they began.
# shows: bool(has_diverged(torch.tensor([float("inf"), float("inf")])))

def has_diverged(losses):
    last = losses[-1]
    return bool(torch.isnan(last) or last > losses[0])  # wrong
