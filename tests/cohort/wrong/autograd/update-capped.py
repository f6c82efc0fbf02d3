# assignment: autograd
# function: update
# mistake: No parameter moves by more than 1.
# kind: step capped at one
# breaks: subtract learning_rate times `params.grad` from params.
# shows: p = leaf(1.0, 2.0); p.grad = torch.tensor([300.0, -2.0]); update(p, 0.1); p.detach()

def update(params, learning_rate):
    with torch.no_grad():
        step = learning_rate * params.grad
        params -= step.clamp(-1.0, 1.0)  # wrong
