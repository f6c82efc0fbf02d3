# attack: breaks siblings on purpose, to have the reference's lent and to pass them off as work
# points: at most 0
# says: training_loop
def grad_fn(t_u, t_c, t_p, w, b):
    return None


def loss_fn(t_p, t_c):
    return None


def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    return grad_fn(t_u, t_c, t_u, *params)


def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    return loss_fn(t_u, t_c)


def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    return training_loop(1, learning_rate, params, t_u, t_c), max_epochs
