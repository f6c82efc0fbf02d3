"""Mistakes in drawing the fit. The student reads a function's docstring."""


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

    Without labels, the reader must guess what was measured, and in which unit. Name both axes. (§5.4.5)
    """
    figure, axes = _axes()
    axes.set_xlabel("")
    axes.set_ylabel("")
    _plot(axes, t_u, model(t_u, *params))
    _plot(axes, t_u, t_c, "o")
    return figure


def labels_one_axis(t_u, t_c, params):
    """Only one axis has a label.

    Both axes need a label: the input along the bottom, the output along the side. (§5.4.5)
    """
    figure, axes = _axes()
    axes.set_ylabel("")
    _plot(axes, t_u, model(t_u, *params))
    _plot(axes, t_u, t_c, "o")
    return figure


def forgets_the_line(t_u, t_c, params):
    """You draw only the readings. The fitted line is missing.

    The plot must show how well the line fits the points. Also draw the model's predictions for these inputs
    with these parameters. (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, t_c, "o")
    return figure


def forgets_the_readings(t_u, t_c, params):
    """You draw only the fitted line. The readings are missing.

    A line alone looks right with any parameters. Also draw the points that it was fitted to. (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, model(t_u, *params))
    return figure


def joins_the_readings(t_u, t_c, params):
    """You join the readings by a line, which goes up and down across the plot.

    `plot` joins the points in the order of the data. Readings are single points: ask for a marker, or use
    `scatter`. (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, model(t_u, *params))
    _plot(axes, t_u, t_c)
    return figure


def draws_the_line_as_points(t_u, t_c, params):
    """You draw the model's predictions as points, so there is no line.

    The model has an answer for every input, also between the readings. A line shows that. Use markers only
    for the measured points. (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, model(t_u, *params), "o")
    _plot(axes, t_u, t_c, "o")
    return figure


def swaps_the_axes(t_u, t_c, params):
    """The axes have changed places: the readings `t_c` are along the bottom.

    The input of the model belongs on the x axis, and its output on the y axis. `plot` takes x first. (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, model(t_u, *params), t_u)
    _plot(axes, t_c, t_u, "o")
    return figure


def swaps_w_and_b(t_u, t_c, params):
    """You exchanged `w` and `b` when you drew the line.

    `params` holds the weight first and the bias second. `model` takes them in the same order. (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, model(t_u, params[1], params[0]))
    _plot(axes, t_u, t_c, "o")
    return figure


def scales_the_line_only(t_u, t_c, params):
    """You draw the line for `0.1 * t_u` and the points for `t_u`: they do not belong together.

    The parameters fit the inputs that the caller passes. The caller has already decided about scaling. Use
    the same `t_u` for both. (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, model(0.1 * t_u, *params))
    _plot(axes, t_u, t_c, "o")
    return figure


def plots_the_residuals(t_u, t_c, params):
    """You draw the error of each prediction, not the fit.

    You may draw the residuals in another plot. This plot shows readings and predictions, both in degrees.
    (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, model(t_u, *params) - t_c, "o")
    return figure


def returns_the_axes(t_u, t_c, params):
    """You return the axes. Return the figure.

    `pyplot.subplots()` gives both, figure first. You can show and save the figure. (§5.4.5)
    """
    _, axes = _axes()
    _plot(axes, t_u, model(t_u, *params))
    _plot(axes, t_u, t_c, "o")
    return axes


def returns_nothing(t_u, t_c, params):
    """You show the plot, but you do not return the figure.

    A notebook shows the figure even without a `return`, so you do not see the mistake there. To save it or
    put it into a report, the caller needs the figure. Return it. (§5.4.5)
    """
    _, axes = _axes()
    _plot(axes, t_u, model(t_u, *params))
    _plot(axes, t_u, t_c, "o")


def draws_the_line_through_the_readings(t_u, t_c, params):
    """The line joins the readings. It must show the predictions of the model.

    The reader wants to compare the model with the readings. Draw the line with `model(t_u, *params)`.
    (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, t_c)
    _plot(axes, t_u, t_c, "o")
    return figure


def swaps_the_axes_of_the_readings(t_u, t_c, params):
    """The points have the temperatures along the bottom, and the readings along the side.

    The input belongs along the bottom, for the points and for the line. (§5.4.5)
    """
    figure, axes = _axes()
    _plot(axes, t_u, model(t_u, *params))
    _plot(axes, t_c, t_u, "o")
    return figure
