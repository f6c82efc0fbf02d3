# assignment: gradient_descent
# function: has_diverged
# way: "Not at most the beginning" holds for nan as well; infinity is looked for apart.
# kind: negated comparison

def has_diverged(losses):
    first, *_, last = [*losses.tolist(), losses[-1].item()]
    return not last <= first or abs(last) == float("inf")
