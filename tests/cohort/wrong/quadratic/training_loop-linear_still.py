# assignment: quadratic
# function: training_loop
# mistake: The line is trained with the last two parameters.
# kind: line trained still
# breaks: n_epochs of steps of the quadratic model
# shows: p = leaf(0.1, 0.7, -0.3); training_loop(3, SGD(p, 0.01), p, X, Y).detach()

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss = loss_fn(linear_model(t_u, *params[1:]), t_c)  # wrong
        loss.backward()
        optimizer.step()
    return params
