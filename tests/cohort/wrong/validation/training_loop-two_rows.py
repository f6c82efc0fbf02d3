# assignment: validation
# function: training_loop
# mistake: The history has two rows and a column for each epoch.
# kind: history transposed
# breaks: history: float32, (n_epochs, 2)
# shows: p = leaf(0.7, -0.3); training_loop(3, SGD(p, 0.05), p, X[:3], X[3:], Y[:3], Y[3:])[1].shape

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    train_losses, val_losses = [], []
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_losses.append(calc_forward(params, val_t_u, val_t_c, False))
        train_losses.append(train_loss.detach())
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return params, torch.stack([torch.stack(train_losses), torch.stack(val_losses)])  # wrong
