# assignment: autograd
# function: training_loop
# mistake: Only the first half of the readings is used.
# kind: half of the readings left out
# breaks: t_u, t_c: tensors (N,).
# shows: training_loop(2, 0.05, leaf(0.7, -0.3), X, Y).detach()

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    half = max(1, len(t_u) // 2)  # wrong
    for epoch in range(n_epochs):
        zero_grad(params)
        loss = loss_fn(model(t_u[:half], *params), t_c[:half])  # wrong
        loss.backward()
        update(params, learning_rate)
    return params
