# assignment: gradient_descent
# function: grad_fn
# mistake: The gradient is that of autograd, at the file's own predictions.
# kind: autograd in a gradient by hand
# breaks: by the chain rule and without autograd: a tensor of 2.
# shows: grad_fn(X, Y, X + 1, 0.7, -0.3)

def grad_fn(t_u, t_c, t_p, w, b):
    params = torch.tensor([float(w), float(b)], requires_grad=True)  # wrong
    loss_fn(model(t_u, *params), t_c).backward()  # wrong
    return params.grad  # wrong
