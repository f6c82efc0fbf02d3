"""Loops that are right on every device, in a dozen styles: none may lose a point where loops are cut."""

from __future__ import annotations

# (assignment, style) → what stands in the place of the reference's function.
RIGHT_LOOPS = {
    ("gradient_descent", "counts down with while"): """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    left = n_epochs
    while left > 0:
        w, b = params
        params = params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        left -= 1
    return params
""",
    ("gradient_descent", "calls itself for the rest"): """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    if n_epochs == 0:
        return params
    w, b = params
    params = params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
    return training_loop(n_epochs - 1, learning_rate, params, t_u, t_c)
""",
    ("gradient_descent", "works on a clone in place, and prints each tenth epoch"): """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    params = params.clone()
    for epoch in range(1, n_epochs + 1):
        w, b = params[0].clone(), params[1].clone()
        t_p = model(t_u, w, b)
        if epoch % 10 == 0:
            print(f"Epoch {epoch}, Loss {float(loss_fn(t_p, t_c)):f}, {params.tolist()}")
        params -= learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return params
""",
    ("gradient_descent", "keeps every params in a list that begins with the first"): """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    seen = [params]
    for epoch in range(n_epochs):
        w, b = seen[-1]
        seen.append(seen[-1] - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b))
    return torch.stack(seen)[n_epochs]
""",
    ("gradient_descent", "a history filled into a tensor on the device of the readings"): """
def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = torch.zeros(n_epochs, device=t_u.device)
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        losses[epoch] = loss_fn(t_p, t_c)
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return losses
""",
    ("autograd", "makes a plain step by hand, under no_grad"): """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        params.grad = None
        loss_fn(model(t_u, *params), t_c).backward()
        with torch.no_grad():
            params -= learning_rate * params.grad
    return params
""",
    ("autograd", "keeps the best loss, and starts it from infinity on the device"): """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    best = torch.full((), float("inf"), device=params.device)
    for epoch in range(n_epochs):
        zero_grad(params)
        loss = loss_fn(model(t_u, *params), t_c)
        best = torch.minimum(best, loss.detach())
        loss.backward()
        update(params, learning_rate)
    return params
""",
    ("autograd", "zeroes with zeros_like from the second epoch on"): """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    zero_grad(params)
    for epoch in range(n_epochs):
        if epoch >= 1:
            params.grad = torch.zeros_like(params)
        loss_fn(model(t_u, *params), t_c).backward()
        update(params, learning_rate)
    return params
""",
    ("optimizers", "counts with itertools, and takes losses to the CPU to show them"): """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    import itertools
    losses = []
    for epoch in itertools.count(1):
        if epoch > n_epochs:
            break
        optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach().cpu())
    print(torch.tensor([float(one) for one in losses]))
    return params
""",
    ("optimizers", "clears gradients last"): """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    optimizer.zero_grad()
    for epoch in range(n_epochs):
        loss_fn(model(t_u, *params), t_c).backward()
        optimizer.step()
        optimizer.zero_grad()
    return params
""",
    ("optimizers", "limits gradients by a tensor made like them"): """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    limit = params.detach().new_full((2,), 1e9)
    for epoch in range(n_epochs):
        optimizer.zero_grad()
        loss_fn(model(t_u, *params), t_c).backward()
        params.grad = torch.minimum(params.grad, limit)
        optimizer.step()
    return params
""",
    ("quadratic", "keeps a running mean of params on their device"): """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    mean = torch.zeros(3).to(params)
    for epoch in range(1, n_epochs + 1):
        loss = loss_fn(model(t_u, *params), t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        mean += (params.detach() - mean) / epoch
    return params
""",
}
