# assignment: optimizers
# function: train_step
# mistake: The loss is returned as a tensor, with its graph.
# kind: loss kept with its graph
# breaks: Returns the loss before the step as a Python float.
# shows: p = leaf(0.7, -0.3); type(train_step(SGD(p, 0.05), p, X, Y)) is float

def train_step(optimizer, params, t_u, t_c):
    loss = loss_fn(model(t_u, *params), t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss  # wrong
