# assignment: optimizers
# function: training_loop
# mistake: One step is taken, whatever n_epochs is.
# kind: epoch count not used
# breaks: n_epochs of steps
# shows: p = leaf(0.7, -0.3); training_loop(3, SGD(p, 0.05), p, X, Y).detach()

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    if n_epochs > 0:  # wrong
        train_step(optimizer, params, t_u, t_c)
    return params
