# assignment: autograd
# function: update
# way: no_grad as a decorator, with add_ and alpha.
# kind: decorator no_grad

@torch.no_grad()
def update(params, learning_rate):
    params.add_(params.grad, alpha=-learning_rate)
