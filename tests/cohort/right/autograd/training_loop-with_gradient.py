# assignment: autograd
# function: training_loop
# way: Takes the gradient from `gradient` of the same file, and asserts what it needs.
# kind: through the sibling gradient

def training_loop(n_epochs: int, learning_rate: float, params: torch.Tensor, t_u, t_c) -> torch.Tensor:
    assert params.requires_grad and params.is_leaf
    for _ in range(n_epochs):
        step = gradient(params, t_u, t_c)
        params.data.sub_(learning_rate * step)
    return params
