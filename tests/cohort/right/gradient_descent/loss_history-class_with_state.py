# assignment: gradient_descent
# function: loss_history
# way: A small class that holds the parameters of one run.
# kind: class that trains

class Descent:
    def __init__(self, params, learning_rate):
        self.params, self.learning_rate = params, learning_rate

    def epoch(self, t_u, t_c):
        t_p = model(t_u, *self.params)
        self.params = self.params - self.learning_rate * grad_fn(t_u, t_c, t_p, *self.params)
        return loss_fn(t_p, t_c)


def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    run = Descent(params, learning_rate)
    return torch.stack([run.epoch(t_u, t_c) for _ in range(n_epochs)])
