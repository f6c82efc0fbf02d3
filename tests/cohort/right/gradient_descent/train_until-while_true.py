# assignment: gradient_descent
# function: train_until
# way: while True with two ways out.
# kind: while True

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    used = 0
    while True:
        old = params
        params = old - learning_rate * grad_fn(t_u, t_c, model(t_u, *old), *old)
        used += 1
        if used >= max_epochs:
            return params, used
        if bool(((params - old).abs() <= tolerance).all()):
            return params, used
