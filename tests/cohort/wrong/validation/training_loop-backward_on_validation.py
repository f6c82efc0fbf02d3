# assignment: validation
# function: training_loop
# mistake: The validation loss goes backward, the training loss is only looked at.
# kind: validation loss goes backward
# breaks: Only the training loss changes the parameters.
# shows: p = leaf(0.7, -0.3); training_loop(3, SGD(p, 0.05), p, X[:3], X[3:], Y[:3], Y[3:])[0].detach()

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    rows = []
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, False)
        val_loss = calc_forward(params, val_t_u, val_t_c, True)
        rows.append((train_loss.item(), val_loss.item()))
        optimizer.zero_grad()
        val_loss.backward()  # wrong
        optimizer.step()
    return params, torch.tensor(rows, device=train_t_u.device)
