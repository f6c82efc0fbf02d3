# assignment: gradient_descent
# function: training_loop
# way: A clone is changed in place; prints as it goes.
# kind: in place on a clone

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    params = params.detach().clone()
    for epoch in range(1, n_epochs + 1):
        grad = grad_fn(t_u, t_c, model(t_u, params[0], params[1]), params[0], params[1])
        params.sub_(learning_rate * grad)
        print(f"epoch {epoch}: {params}")
    return params
