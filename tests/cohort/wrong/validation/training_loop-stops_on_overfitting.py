# assignment: validation
# function: training_loop
# mistake: It stops where the validation loss rises, and the rest of the history stays zero.
# kind: stop where the validation loss rises
# breaks: n_epochs of steps on the training part.
# shows: p = leaf(0.7, -0.3); training_loop(12, SGD(p, 0.05), p, X[:2], X[2:], Y[:2], -Y[2:])

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    history = torch.zeros(n_epochs, 2, device=train_t_u.device)
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_loss = calc_forward(params, val_t_u, val_t_c, False)
        history[epoch, 0] = train_loss.item()
        history[epoch, 1] = val_loss.item()
        if epoch > 0 and history[epoch, 1] > history[epoch - 1, 1]:  # wrong
            break  # wrong
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return params, history
