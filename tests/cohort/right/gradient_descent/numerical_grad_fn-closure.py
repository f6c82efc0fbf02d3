# assignment: gradient_descent
# function: numerical_grad_fn
# way: A closure in double precision, cast back at the end.
# kind: closure and double

def numerical_grad_fn(t_u, t_c, w, b, delta):
    w, b = torch.as_tensor(w, dtype=torch.float64), torch.as_tensor(b, dtype=torch.float64)
    w, b = w.to(t_u.device), b.to(t_u.device)
    x, y = t_u.double(), t_c.double()

    def at(dw, db):
        return (((w + dw) * x + b + db - y) ** 2).mean()

    rates = [(at(delta, 0) - at(-delta, 0)) / (2 * delta), (at(0, delta) - at(0, -delta)) / (2 * delta)]
    return torch.stack(rates).float()
