# assignment: optimizers
# function: train_step
# way: Clears by hand before the forward pass and converts by float.
# kind: cleared by hand

def train_step(optimizer, params, t_u, t_c):
    params.grad = None
    t_p = model(t_u, params[0], params[1])
    loss = loss_fn(t_p, t_c)
    before = float(loss.detach())
    loss.backward()
    optimizer.step()
    return before
