# assignment: autograd
# function: gradient
# mistake: What params.grad held before is part of the result.
# kind: old gradient not cleared
# breaks: The result must be right even if `params.grad` already holds something.
# shows: gradient(dirty(leaf(0.7, -0.3)), X, Y)

def gradient(params, t_u, t_c):
    loss = loss_fn(model(t_u, *params), t_c)
    loss.backward()  # wrong
    return params.grad
