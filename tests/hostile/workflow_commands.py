# attack: says commands to the machine that runs the grader, as GitHub's runner reads them
# points: at most 1
# leaves: loss_fn: ValueError: 6006
def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    print("::stop-commands::6006")
    raise ValueError("6006\n::error::forged\n##[error]forged")
    # attack ends
    return ((t_p - t_c) ** 2).mean()
