# assignment: validation
# function: training_loop
# mistake: The history goes through NumPy and becomes float64.
# kind: history of double precision through NumPy
# breaks: history: float32, (n_epochs, 2)
# shows: p = leaf(0.7, -0.3); training_loop(3, SGD(p, 0.05), p, X[:3], X[3:], Y[:3], Y[3:])[1].dtype

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    import numpy

    history = numpy.zeros((n_epochs, 2))  # wrong
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        history[epoch, 0] = train_loss.item()
        history[epoch, 1] = calc_forward(params, val_t_u, val_t_c, False).item()
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return params, torch.from_numpy(history).to(train_t_u.device)
