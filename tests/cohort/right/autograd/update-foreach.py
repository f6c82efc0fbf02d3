# assignment: autograd
# function: update
# way: A foreach function over a list of one.
# kind: foreach

def update(params, learning_rate):
    with torch.no_grad():
        torch._foreach_add_([params], [params.grad], alpha=-learning_rate)
