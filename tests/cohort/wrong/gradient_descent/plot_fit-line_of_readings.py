# assignment: gradient_descent
# function: plot_fit
# mistake: The line joins the readings instead of the predictions.
# kind: line through the readings
# breaks: Draw the readings as points and your line through them.
# shows: lines_of(plot_fit(X, Y, P()))

def plot_fit(t_u, t_c, params):
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.scatter(t_u.cpu().numpy(), t_c.cpu().numpy())
    axes.plot(t_u.cpu().numpy(), t_c.cpu().numpy())  # wrong
    axes.set_xlabel("reading")
    axes.set_ylabel("degrees Celsius")
    return figure
