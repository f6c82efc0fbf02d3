# assignment: validation
# function: training_loop
# mistake: A graph is built for the validation loss and cut off afterwards.
# kind: graph of a loss that only is looked at
# breaks: Do not build a graph for the validation loss either.
# shows: p = leaf(0.7, -0.3); o = SGD(p, 0.05); graphs(model, lambda: training_loop(2, o, p, X[:3], X[3:], Y[:3], Y[3:]))

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    history = torch.zeros(n_epochs, 2, device=train_t_u.device)
    for epoch in range(n_epochs):
        train_loss = loss_fn(model(train_t_u, *params), train_t_c)
        val_loss = loss_fn(model(val_t_u, *params), val_t_c)  # wrong
        history[epoch, 0], history[epoch, 1] = train_loss.item(), val_loss.item()
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return params, history
