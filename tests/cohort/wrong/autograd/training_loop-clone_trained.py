# assignment: autograd
# function: training_loop
# mistake: A clone is trained and returned; the caller's tensor stays as it was.
# kind: clone trained and returned
# breaks: Returns the same params object, trained.
# shows: p = leaf(0.7, -0.3); training_loop(3, 0.05, p, X, Y) is p

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    params = params.detach().clone().requires_grad_()  # wrong
    for epoch in range(n_epochs):
        zero_grad(params)
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        update(params, learning_rate)
    return params
