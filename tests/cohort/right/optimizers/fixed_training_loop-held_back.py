# assignment: optimizers
# function: fixed_training_loop
# way: Reads and returns the object from the optimizer's own group.
# kind: object that the optimizer holds

def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    held = optimizer.param_groups[0]["params"][0]
    epoch = 0
    while epoch < n_epochs:
        held.grad = torch.zeros_like(held)
        loss = (model(t_u, *held) - t_c).square().mean()
        loss.backward()
        optimizer.step()
        epoch += 1
    return held
