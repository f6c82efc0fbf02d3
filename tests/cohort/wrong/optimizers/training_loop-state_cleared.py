# assignment: optimizers
# function: training_loop
# mistake: The optimizer's state is cleared, so a second call forgets the first.
# kind: state of the optimizer cleared at the start
# breaks: Some optimizers remember things from step to step.
# shows: p = leaf(0.7, -0.3); o = MOM(p, 0.05); training_loop(2, o, p, X, Y); training_loop(2, o, p, X, Y).detach()

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    optimizer.state.clear()  # wrong
    for epoch in range(n_epochs):
        optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
    return params
