# assignment: gradient_descent
# function: model
# mistake: A typing mistake uses other readings: those of the file.
# kind: file's readings for the argument
# breaks: Predict degrees Celsius from readings.
# shows: model(X, 2.0, 3.0)

def model(t_u, w, b):
    readings = globals()["t_u"]  # wrong
    return w * readings + b
