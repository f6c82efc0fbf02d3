# assignment: optimizers
# function: fixed_training_loop
# mistake: A detached copy goes forward, so the optimizer's tensor has no gradient.
# kind: copy trained beside the optimizer
# breaks: The same as training_loop
# shows: p = leaf(0.7, -0.3); fixed_training_loop(2, SGD(p, 0.05), p, X, Y).detach()

def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        copy = params.detach().requires_grad_()  # wrong
        loss = loss_fn(model(t_u, *copy), t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params
