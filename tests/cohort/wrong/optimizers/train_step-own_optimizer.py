# assignment: optimizers
# function: train_step
# mistake: A new SGD takes the step, not the given optimizer.
# kind: own optimizer for the given one
# breaks: One step of the optimizer, which holds params.
# shows: p = leaf(0.7, -0.3); train_step(ADAM(p, 0.1), p, X, Y); p.detach()

def train_step(optimizer, params, t_u, t_c):
    optimizer = torch.optim.SGD([params], lr=optimizer.param_groups[0]["lr"])  # wrong
    loss = loss_fn(model(t_u, *params), t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss)
