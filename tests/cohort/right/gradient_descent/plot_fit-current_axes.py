# assignment: gradient_descent
# function: plot_fit
# way: pyplot's current figure, with the line drawn from the smallest to the largest reading.
# kind: gcf and pyplot alone

def plot_fit(t_u, t_c, params):
    import matplotlib.pyplot as plt

    w, b = params.tolist()
    plt.figure()
    plt.scatter(t_u.tolist(), t_c.tolist(), marker="x")
    ends = [min(t_u.tolist()), max(t_u.tolist())]
    plt.plot(ends, [w * end + b for end in ends])
    plt.xlabel("reading")
    plt.ylabel("°C")
    return plt.gcf()
