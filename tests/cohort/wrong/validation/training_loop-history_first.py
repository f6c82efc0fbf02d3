# assignment: validation
# function: training_loop
# mistake: The history comes first.
# kind: results in the order (history, params)
# breaks: Returns (params, history).
# shows: p = leaf(0.7, -0.3); training_loop(2, SGD(p, 0.05), p, X[:3], X[3:], Y[:3], Y[3:])[0].shape

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    rows = []
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_loss = calc_forward(params, val_t_u, val_t_c, False)
        rows.append([train_loss.item(), val_loss.item()])
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return torch.tensor(rows, device=train_t_u.device), params  # wrong
