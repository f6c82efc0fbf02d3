# assignment: gradient_descent
# function: train_until
# mistake: It stops when one parameter of the two stands still.
# kind: any parameter for all
# breaks: until an epoch moves no parameter by more than tolerance
# shows: train_until(0.01, 50, 0.05, P(2.0, -0.3), X, Y)[1]

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    epochs = 0
    while epochs < max_epochs:
        w, b = params
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - step
        epochs += 1
        if (step.abs() <= tolerance).any():  # wrong
            break
    return params, epochs
