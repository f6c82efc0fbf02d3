# assignment: validation
# function: training_loop
# mistake: The training loss recorded is the mean of all epochs so far.
# kind: running mean recorded
# breaks: training and validation loss before each update.
# shows: p = leaf(0.7, -0.3); training_loop(3, SGD(p, 0.05), p, X[:3], X[3:], Y[:3], Y[3:])[1]

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    rows, total = [], 0.0
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_loss = calc_forward(params, val_t_u, val_t_c, False)
        total += train_loss.item()
        rows.append([total / (epoch + 1), val_loss.item()])  # wrong
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return params, torch.tensor(rows, device=train_t_u.device)
