# assignment: autograd
# function: update
# mistake: The learning rate is not used.
# kind: learning rate left out
# breaks: subtract learning_rate times `params.grad` from params.
# shows: p = dirty(leaf(1.0, 2.0)); update(p, 0.1); p.detach()

def update(params, learning_rate):
    with torch.no_grad():
        params.sub_(params.grad)  # wrong
