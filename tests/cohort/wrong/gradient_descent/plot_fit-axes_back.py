# assignment: gradient_descent
# function: plot_fit
# mistake: The axes are returned, not the figure.
# kind: axes for the figure
# breaks: A matplotlib Figure
# shows: type(plot_fit(X, Y, P())).__name__

def plot_fit(t_u, t_c, params):
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.scatter(t_u.cpu().numpy(), t_c.cpu().numpy())
    axes.plot(t_u.cpu().numpy(), model(t_u, *params).detach().cpu().numpy())
    axes.set_xlabel("reading")
    axes.set_ylabel("degrees Celsius")
    return axes  # wrong
