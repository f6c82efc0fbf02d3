# assignment: optimizers
# function: train_step
# mistake: Plain gradient descent by hand; the optimizer never steps.
# kind: step by hand beside the optimizer
# breaks: params: a leaf tensor of 2 (w, b), which the optimizer changes in place.
# shows: p = leaf(0.7, -0.3); o = MOM(p, 0.05); train_step(o, p, X, Y); train_step(o, p, X, Y); p.detach()

def train_step(optimizer, params, t_u, t_c):
    loss = loss_fn(model(t_u, *params), t_c)
    optimizer.zero_grad()
    loss.backward()
    with torch.no_grad():
        params -= optimizer.param_groups[0]["lr"] * params.grad  # wrong
    return loss.item()
