# assignment: optimizers
# function: train_step
# mistake: The step comes before backward and takes the old gradient.
# kind: step before backward
# breaks: Forward, `zero_grad`, `backward`, `step`.
# shows: p = leaf(0.7, -0.3); train_step(SGD(p, 0.05), p, X, Y); p.detach()

def train_step(optimizer, params, t_u, t_c):
    loss = loss_fn(model(t_u, *params), t_c)
    optimizer.zero_grad()
    optimizer.step()  # wrong
    loss.backward()
    return loss.item()
