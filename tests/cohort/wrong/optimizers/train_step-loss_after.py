# assignment: optimizers
# function: train_step
# mistake: The loss after the step is returned.
# kind: loss computed again after the step
# breaks: Returns the loss before the step as a Python float.
# shows: p = leaf(0.7, -0.3); train_step(SGD(p, 0.05), p, X, Y)

def train_step(optimizer, params, t_u, t_c):
    loss = loss_fn(model(t_u, *params), t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss_fn(model(t_u, *params), t_c).item()  # wrong
