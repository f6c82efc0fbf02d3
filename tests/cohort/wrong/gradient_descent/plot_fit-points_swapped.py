# assignment: gradient_descent
# function: plot_fit
# mistake: The temperatures are drawn to the right and the readings upwards.
# kind: axes of the points swapped
# breaks: the readings as points, the fitted line
# shows: sorted(points_of(plot_fit(X, Y, P())))

def plot_fit(t_u, t_c, params):
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot(t_c.cpu().numpy(), t_u.cpu().numpy(), "o")  # wrong
    axes.plot(t_u.cpu().numpy(), model(t_u, *params).detach().cpu().numpy())
    axes.set_xlabel("reading")
    axes.set_ylabel("degrees Celsius")
    return figure
