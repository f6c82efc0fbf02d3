# assignment: quadratic
# function: training_loop
# mistake: The parameters are turned round before the model takes them apart.
# kind: parameters passed backwards to a model
# breaks: params: a leaf tensor of 3 (w2, w1, b).
# shows: p = leaf(0.1, 0.7, -0.3); training_loop(3, SGD(p, 0.01), p, X, Y).detach()

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        b, w1, w2 = params  # wrong
        loss = loss_fn(model(t_u, w2, w1, b), t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params
