# assignment: autograd
# function: accumulated_gradient
# mistake: A running total of the losses goes backward each time, so rounds count 1, 2, 3 …
# kind: sum of losses doubled
# breaks: `backward()` `times` times.
# shows: accumulated_gradient(leaf(0.7, -0.3), X, Y, 3)

def accumulated_gradient(params, t_u, t_c, times):
    params.grad = None
    for round_number in range(1, times + 1):
        loss = loss_fn(model(t_u, *params), t_c)
        total = loss * round_number  # wrong
        total.backward()
    return params.grad
