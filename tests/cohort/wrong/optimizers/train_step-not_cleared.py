# assignment: optimizers
# function: train_step
# mistake: zero_grad is missing.
# kind: gradient of other code used in a step
# breaks: Forward, `zero_grad`, `backward`, `step`.
# shows: p = dirty(leaf(0.7, -0.3)); train_step(SGD(p, 0.05), p, X, Y); p.detach()

def train_step(optimizer, params, t_u, t_c):
    loss = loss_fn(model(t_u, *params), t_c)  # wrong
    loss.backward()
    optimizer.step()
    return loss.item()
