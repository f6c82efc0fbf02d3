# assignment: optimizers
# function: train_step
# way: A closure passed to step, as LBFGS wants it.
# kind: closure passed to step

def train_step(optimizer, params, t_u, t_c):
    def closure():
        optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        return loss

    return optimizer.step(closure).item()
