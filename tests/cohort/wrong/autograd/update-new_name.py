# assignment: autograd
# function: update
# mistake: params = params - x makes another tensor with the same name.
# kind: same name for another tensor
# breaks: `params -= x` changes the tensor, but `params = params - x` makes another one with the same name.
# shows: p = dirty(leaf(1.0, 2.0)); update(p, 0.1); p.detach()

def update(params, learning_rate):
    with torch.no_grad():
        params = params - learning_rate * params.grad  # wrong
