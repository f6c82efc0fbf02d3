# assignment: gradient_descent
# function: loss_fn
# mistake: Errors above 10 are clamped against outliers.
# kind: large errors counted less
# breaks: Squares make every error positive, and large errors count more.
# shows: loss_fn(torch.tensor([30.0, 1.0]), torch.tensor([0.0, 0.0]))

def loss_fn(t_p, t_c):
    errors = (t_p - t_c).clamp(-10, 10)  # wrong
    return (errors**2).mean()
