# assignment: validation
# function: training_loop
# mistake: The losses are stacked with their graphs.
# kind: history with its graph
# breaks: Record the numbers, not the tensors with their graphs.
# shows: p = leaf(0.7, -0.3); training_loop(3, SGD(p, 0.05), p, X[:3], X[3:], Y[:3], Y[3:])[1].requires_grad

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    rows = []
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_loss = calc_forward(params, val_t_u, val_t_c, False)
        rows.append(torch.stack([train_loss, val_loss]))  # wrong
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return params, torch.stack(rows)
