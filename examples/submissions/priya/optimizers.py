import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])


def model(t_u, w, b):
    """The line; given."""
    return w * t_u + b


def loss_fn(t_p, t_c):
    """Mean squared error; given."""
    return ((t_p - t_c) ** 2).mean()


def available_optimizers():
    from torch.optim import Optimizer
    return sorted({cls.__name__ for cls in vars(torch.optim).values()
                   if isinstance(cls, type) and Optimizer in cls.__mro__[1:]})


def make_optimizer(name, params, learning_rate):
    classes = {n: getattr(torch.optim, n) for n in available_optimizers()}
    match classes.get(name):
        case None:
            raise ValueError(name)
        case cls:
            return cls([params], learning_rate)


def train_step(optimizer, params, t_u, t_c):
    def closure():
        for group in optimizer.param_groups:
            for p in group["params"]:
                p.grad = None
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        return loss

    return optimizer.step(closure).item()


def training_loop(n_epochs, optimizer, params, t_u, t_c):
    losses = [train_step(optimizer, params, t_u, t_c) for _ in range(n_epochs)]
    print("last loss:", losses[-1])
    return params


def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        loss = torch.nn.functional.mse_loss(model(t_u, *params), t_c)
        params.grad = None
        loss.backward()
        optimizer.step()
    return optimizer.param_groups[0]["params"][0]
