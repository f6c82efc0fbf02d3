# assignment: validation
# function: training_loop
# way: Two lists of numbers, put together at the end.
# kind: lists of numbers

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    train_losses, val_losses = [], []
    for _ in range(n_epochs):
        optimizer.zero_grad()
        train_loss = loss_fn(model(train_t_u, *params), train_t_c)
        train_loss.backward()
        train_losses.append(train_loss.item())
        with torch.no_grad():
            val_losses.append(loss_fn(model(val_t_u, *params), val_t_c).item())
        optimizer.step()
    history = torch.tensor(list(zip(train_losses, val_losses)), device=train_t_u.device)
    return params, history
