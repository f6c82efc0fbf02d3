# assignment: optimizers
# function: training_loop
# mistake: The last loss is returned, not the params.
# kind: loss for the parameters
# breaks: Returns the same params object that the optimizer holds.
# shows: p = leaf(0.7, -0.3); training_loop(3, SGD(p, 0.05), p, X, Y).detach()

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs):
        loss = train_step(optimizer, params, t_u, t_c)
    return torch.tensor(loss)  # wrong
