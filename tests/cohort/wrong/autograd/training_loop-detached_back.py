# assignment: autograd
# function: training_loop
# mistake: What comes back is detached and another object.
# kind: detached at the end
# breaks: Returns the same params object, trained.
# shows: training_loop(3, 0.05, leaf(0.7, -0.3), X, Y).requires_grad

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        zero_grad(params)
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        update(params, learning_rate)
    return params.detach()  # wrong
