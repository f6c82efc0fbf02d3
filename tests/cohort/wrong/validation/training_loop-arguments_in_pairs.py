# assignment: validation
# function: training_loop
# mistake: The four parts are taken in the order (t_u, t_c) of training, then of validation.
# kind: four arguments in another order
# breaks: The other tensors: (N,) for training, (M,) for validation.
# shows: p = leaf(0.7, -0.3); training_loop(2, SGD(p, 0.05), p, X[:2], X[2:4], Y[:2], Y[2:4])

def training_loop(n_epochs, optimizer, params, train_t_u, train_t_c, val_t_u, val_t_c):  # wrong
    history = torch.zeros(n_epochs, 2, device=train_t_u.device)
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_loss = calc_forward(params, val_t_u, val_t_c, False)
        history[epoch, 0] = train_loss.item()
        history[epoch, 1] = val_loss.item()
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return params, history
