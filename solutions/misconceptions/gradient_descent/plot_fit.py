"""Wrong turns in drawing the fit. A function's docstring is what the student reads."""


def _axes():
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.subplots()
    axes.set_xlabel("Measurement (unknown unit)")
    axes.set_ylabel("Temperature (°C)")
    return figure, axes


def _plot(axes, x, y, style="-"):
    axes.plot(x.detach().cpu().numpy(), y.detach().cpu().numpy(), style)


def _right(t_u, t_c, params):
    figure, axes = _axes()
    _plot(axes, t_u, model(t_u, *params))
    _plot(axes, t_u, t_c, "o")
    return figure


def forgets_the_labels(t_u, t_c, params):
    """The axes have no labels.

    A plot without them asks the reader to guess what was measured, and in which unit. Name both axes.
    (§5.4.5)
    """
    figure, axes = _axes()
    axes.set_xlabel("")
    axes.set_ylabel("")
    _plot(axes, t_u, model(t_u, *params))
    _plot(axes, t_u, t_c, "o")
    return figure


def labels_one_axis(t_u, t_c, params):
    """Only one axis has a label.

    Both need one: what went in along the bottom, what came out along the side. (§5.4.5)
    """
    figure, axes = _axes()
    axes.set_ylabel("")
    _plot(axes, t_u, model(t_u, *params))
    _plot(axes, t_u, t_c, "o")
    return figure


def forgets_the_line(t_u, t_c, params):
    """Only the readings are drawn; the fitted line is missing.

    The plot is there to show how well the line goes through the points. Draw what the model predicts
    for these inputs with these parameters, too. (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, t_c, "o")
    return figure


def forgets_the_readings(t_u, t_c, params):
    """Only the fitted line is drawn; the readings are missing.

    A line alone looks convincing whatever its parameters are. Draw the points it was fitted to, too.
    (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, model(t_u, *params))
    return figure


def joins_the_readings(t_u, t_c, params):
    """The readings are joined by a line that zigzags through the plot.

    `plot` joins what it is given, in the order of the data. Readings are single points: ask for a marker,
    or use `scatter`. (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, model(t_u, *params))
    _plot(axes, t_u, t_c)
    return figure


def draws_the_line_as_points(t_u, t_c, params):
    """The model's predictions are drawn as points, so no line is to be seen.

    The model answers for every input, also between the readings, and a line says so. Keep the markers
    for what was measured. (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, model(t_u, *params), "o")
    _plot(axes, t_u, t_c, "o")
    return figure


def swaps_the_axes(t_u, t_c, params):
    """The axes have changed places: the readings `t_c` lie along the bottom.

    What goes into the model belongs on the x axis, what comes out of it on the y axis. `plot` takes x
    first. (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, model(t_u, *params), t_u)
    _plot(axes, t_c, t_u, "o")
    return figure


def swaps_w_and_b(t_u, t_c, params):
    """The line is drawn with `w` and `b` in each other's place.

    `params` holds the weight first and the bias second, in the order in which `model` takes them.
    (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, model(t_u, params[1], params[0]))
    _plot(axes, t_u, t_c, "o")
    return figure


def scales_the_line_only(t_u, t_c, params):
    """The line is drawn for `0.1 * t_u`, the points for `t_u`: they do not belong together.

    The parameters fit the inputs that are passed with them. The caller has decided about scaling already;
    use the same `t_u` for both. (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, model(0.1 * t_u, *params))
    _plot(axes, t_u, t_c, "o")
    return figure


def plots_the_residuals(t_u, t_c, params):
    """What is drawn is how far each prediction is off, not the fit.

    Residuals are worth a plot of their own. This one shows readings and predictions, both in degrees.
    (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, model(t_u, *params) - t_c, "o")
    return figure


def returns_the_axes(t_u, t_c, params):
    """The axes come back, not the figure.

    `pyplot.subplots()` gives both, figure first. The figure is what can be shown and saved. (§5.4.5)
    """
    _, axes = _axes()
    _plot(axes, t_u, model(t_u, *params))
    _plot(axes, t_u, t_c, "o")
    return axes


def returns_nothing(t_u, t_c, params):
    """Nothing comes back: the plot is shown, but the figure is not returned.

    In a notebook a figure appears by itself, so this goes unnoticed. Whoever wants to save it or put it
    into a report needs the figure: return it. (§5.4.5)
    """
    _, axes = _axes()
    _plot(axes, t_u, model(t_u, *params))
    _plot(axes, t_u, t_c, "o")
