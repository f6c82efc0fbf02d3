# assignment: optimizers
# function: training_loop
# mistake: A fresh optimizer of the same class each epoch forgets momentum.
# kind: fresh optimizer each epoch
# breaks: So use the one that you are given, in all epochs.
# shows: p = leaf(0.7, -0.3); training_loop(4, MOM(p, 0.05), p, X, Y).detach()

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs):
        fresh = type(optimizer)([params], **optimizer.defaults)  # wrong
        fresh.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        fresh.step()
    return params
