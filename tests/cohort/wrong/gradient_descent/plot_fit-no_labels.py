# assignment: gradient_descent
# function: plot_fit
# mistake: The axes have no labels.
# kind: labels forgotten
# breaks: Label both axes, so that everybody knows what the plot shows.
# shows: f = plot_fit(X, Y, P()); bool(f.axes[0].get_xlabel() and f.axes[0].get_ylabel())

def plot_fit(t_u, t_c, params):
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots()
    axes.scatter(t_u.cpu(), t_c.cpu())
    axes.plot(t_u.cpu(), model(t_u, *params).detach().cpu())
    axes.set_title("Fit")  # wrong
    return figure
