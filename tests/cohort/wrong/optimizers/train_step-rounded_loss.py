# assignment: optimizers
# function: train_step
# mistake: The loss is rounded to one digit.
# kind: loss rounded for printing
# breaks: Returns the loss before the step as a Python float.
# shows: p = leaf(0.7, -0.3); train_step(SGD(p, 0.05), p, X, Y)

def train_step(optimizer, params, t_u, t_c):
    optimizer.zero_grad()
    loss = loss_fn(model(t_u, *params), t_c)
    loss.backward()
    optimizer.step()
    return round(loss.item(), 1)  # wrong
