# assignment: autograd
# function: update
# mistake: The step is added.
# kind: gradient added
# breaks: subtract learning_rate times `params.grad` from params.
# shows: p = dirty(leaf(1.0, 2.0)); update(p, 0.1); p.detach()

def update(params, learning_rate):
    params.data.add_(learning_rate * params.grad)  # wrong
