# assignment: quadratic
# function: grad_fn
# way: One reading after the other in double precision, then back.
# kind: loop over readings

def grad_fn(t_u, t_c, t_p, w2, w1, b):
    total = torch.zeros(3, dtype=torch.float64, device=t_u.device)
    for u, c, p in zip(t_u.double(), t_c.double(), t_p.double()):
        total += 2 * (p - c) * torch.stack([u * u, u, torch.ones_like(u)])
    return (total / len(t_u)).float()
