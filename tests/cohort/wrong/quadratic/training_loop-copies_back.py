# assignment: quadratic
# function: training_loop
# mistake: A list of new leaves is returned, with the values of the trained params.
# kind: trained copy written over the data of nobody
# breaks: Returns the same params object that the optimizer holds.
# shows: p = leaf(0.1, 0.7, -0.3); training_loop(2, SGD(p, 0.01), p, X, Y) is p

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
    return torch.tensor(params.tolist(), requires_grad=True)  # wrong
