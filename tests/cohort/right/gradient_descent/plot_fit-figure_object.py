# assignment: gradient_descent
# function: plot_fit
# way: A Figure of its own, without pyplot, the readings sorted.
# kind: Figure without pyplot

def plot_fit(t_u, t_c, params):
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.add_subplot()
    order = torch.argsort(t_u)
    axes.plot(t_u[order].cpu().numpy(), model(t_u, *params)[order].detach().cpu().numpy(), "-")
    axes.plot(t_u.cpu().numpy(), t_c.cpu().numpy(), "ro")
    axes.set(xlabel="unknown unit", ylabel="Celsius")
    return figure
