# assignment: optimizers
# function: training_loop
# way: Calls train_step.
# kind: through the sibling train_step

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    losses = [train_step(optimizer, params, t_u, t_c) for _ in range(n_epochs)]
    if losses:
        print("last loss", losses[-1])
    return params
