# assignment: validation
# function: training_loop
# way: A helper for one epoch; the validation loss comes first, on detached parameters.
# kind: helper for one epoch

def epoch_of(optimizer, params, train, val):
    val_loss = loss_fn(model(val[0], *params.detach()), val[1])
    optimizer.zero_grad()
    train_loss = loss_fn(model(train[0], *params), train[1])
    train_loss.backward()
    optimizer.step()
    return torch.stack([train_loss.detach(), val_loss])


def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    train, val = (train_t_u, train_t_c), (val_t_u, val_t_c)
    rows = [epoch_of(optimizer, params, train, val) for _ in range(n_epochs)]
    return params, torch.stack(rows)
