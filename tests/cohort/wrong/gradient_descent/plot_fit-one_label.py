# assignment: gradient_descent
# function: plot_fit
# mistake: set_xlabel is called twice.
# kind: one label overwritten by the other
# breaks: a label on each axis.
# shows: f = plot_fit(X, Y, P()); bool(f.axes[0].get_ylabel())

def plot_fit(t_u, t_c, params):
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot(t_u.cpu().numpy(), t_c.cpu().numpy(), "o")
    axes.plot(t_u.cpu().numpy(), model(t_u, *params).detach().cpu().numpy())
    axes.set_xlabel("reading")
    axes.set_xlabel("degrees Celsius")  # wrong
    return figure
