# assignment: gradient_descent
# function: plot_fit
# mistake: b is taken for w.
# kind: parameters unpacked backwards
# breaks: params: (w, b), a tensor of 2.
# shows: lines_of(plot_fit(X, Y, P()))

def plot_fit(t_u, t_c, params):
    import matplotlib.pyplot as plt

    b, w = params.tolist()  # wrong
    figure, axes = plt.subplots()
    axes.scatter(t_u.cpu().numpy(), t_c.cpu().numpy())
    axes.plot(t_u.cpu().numpy(), model(t_u, w, b).cpu().numpy())
    axes.set(xlabel="reading", ylabel="degrees Celsius")
    return figure
