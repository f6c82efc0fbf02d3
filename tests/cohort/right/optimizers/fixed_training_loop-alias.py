# assignment: optimizers
# function: fixed_training_loop
# way: Calls training_loop.
# kind: alias of another loop

def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    return training_loop(n_epochs, optimizer, params, t_u, t_c)
