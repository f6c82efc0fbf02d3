# assignment: validation
# function: training_loop
# mistake: The sum of both losses goes backward.
# kind: trained on the validation part, too
# breaks: Only the training loss changes the parameters.
# shows: p = leaf(0.7, -0.3); training_loop(3, SGD(p, 0.05), p, X[:3], X[3:], Y[:3], Y[3:])[0].detach()

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    history = torch.zeros(n_epochs, 2, device=train_t_u.device)
    for epoch in range(n_epochs):
        train_loss = loss_fn(model(train_t_u, *params), train_t_c)
        val_loss = loss_fn(model(val_t_u, *params), val_t_c)
        history[epoch] = torch.stack([train_loss.detach(), val_loss.detach()])
        optimizer.zero_grad()
        (train_loss + val_loss).backward()  # wrong
        optimizer.step()
    return params, history
