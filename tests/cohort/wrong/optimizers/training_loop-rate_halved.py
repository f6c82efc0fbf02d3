# assignment: optimizers
# function: training_loop
# mistake: The learning rate in the optimizer is halved after the run.
# kind: learning rate of the optimizer changed
# breaks: So use the one that you are given, in all epochs.
# shows: p = leaf(0.7, -0.3); o = SGD(p, 0.05); training_loop(2, o, p, X, Y); o.param_groups[0]["lr"]

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs):
        optimizer.zero_grad()
        loss_fn(model(t_u, *params), t_c).backward()
        optimizer.step()
    for group in optimizer.param_groups:
        group["lr"] *= 0.5  # wrong
    return params
