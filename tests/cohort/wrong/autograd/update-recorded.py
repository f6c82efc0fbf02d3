# assignment: autograd
# function: update
# mistake: Autograd is on, so PyTorch refuses to change a leaf in place.
# kind: step recorded by autograd
# breaks: In place and outside the graph
# shows: p = dirty(leaf(1.0, 2.0)); update(p, 0.1); p.detach()

def update(params, learning_rate):
    params -= learning_rate * params.grad  # wrong
