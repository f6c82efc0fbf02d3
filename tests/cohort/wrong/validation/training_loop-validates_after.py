# assignment: validation
# function: training_loop
# mistake: The validation loss is computed after the update.
# kind: validation loss after the update
# breaks: Every epoch now computes two losses, both before the update.
# shows: p = leaf(0.7, -0.3); training_loop(3, SGD(p, 0.05), p, X[:3], X[3:], Y[:3], Y[3:])[1]

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    history = []
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
        val_loss = calc_forward(params, val_t_u, val_t_c, False)  # wrong
        history.append([train_loss.item(), val_loss.item()])
    return params, torch.tensor(history, device=train_t_u.device)
