# assignment: autograd
# function: update
# way: Through .data.
# kind: .data

def update(params, learning_rate):
    params.data = params.data - learning_rate * params.grad
