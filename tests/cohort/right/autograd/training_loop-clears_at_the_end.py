# assignment: autograd
# function: training_loop
# way: Clears at the end of every epoch, after the update.
# kind: clears at the end of an epoch

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        with torch.no_grad():
            params.copy_(params - learning_rate * params.grad)
        params.grad.zero_()
        if epoch % 500 == 0:
            print(f"{epoch}: {loss.item():.3f}")
    return params
