# assignment: quadratic
# function: training_loop
# mistake: The scaled readings of the file are used where the length fits.
# kind: scaled readings of the file
# breaks: t_u, t_c: tensors (N,).
# shows: p = leaf(0.1, 0.7, -0.3); training_loop(1, SGD(p, 0.01), p, torch.ones(11), t_c).detach()

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        inputs = t_un if len(t_u) == len(t_un) else t_u  # wrong
        optimizer.zero_grad()
        loss = loss_fn(model(inputs, *params), t_c)
        loss.backward()
        optimizer.step()
    return params
