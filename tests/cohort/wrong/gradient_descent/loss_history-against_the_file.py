# assignment: gradient_descent
# function: loss_history
# mistake: The loss is computed with the file's temperatures under another argument name.
# kind: targets of the file
# breaks: t_u, t_c: tensors (N,).
# shows: loss_history(3, 0.05, P(), X, Y)

def loss_history(n_epochs, learning_rate, params, inputs, targets):
    losses = []
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(inputs, w, b)
        losses.append(loss_fn(t_p, t_c[: len(t_p)]))  # wrong
        params = params - learning_rate * grad_fn(inputs, targets, t_p, w, b)
    return torch.stack(losses)
