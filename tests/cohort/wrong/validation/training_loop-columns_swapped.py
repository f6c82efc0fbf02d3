# assignment: validation
# function: training_loop
# mistake: The validation loss is in the first column.
# kind: columns of a history swapped
# breaks: training and validation loss before each update.
# shows: p = leaf(0.7, -0.3); training_loop(3, SGD(p, 0.05), p, X[:3], X[3:], Y[:3], Y[3:])[1]

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    history = torch.zeros(n_epochs, 2, device=train_t_u.device)
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_loss = calc_forward(params, val_t_u, val_t_c, False)
        history[epoch] = torch.stack([val_loss, train_loss.detach()])  # wrong
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return params, history
