# assignment: gradient_descent
# function: has_diverged
# mistake: The last loss is compared with the one before it.
# kind: last step for the whole run
# breaks: above where they began.
# shows: bool(has_diverged(torch.tensor([1.0, 5.0, 3.0])))

def has_diverged(losses):
    last = losses[-1]
    before = losses[-2] if len(losses) > 1 else last  # wrong
    return not bool(torch.isfinite(last)) or bool(last > before)
