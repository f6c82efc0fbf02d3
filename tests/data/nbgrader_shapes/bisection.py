# %% given cell
import numpy as np
# %% right answer
def bisect(f, a, b, tol=1e-8):
    """Find a root of f in [a, b]."""
    while b - a > tol:
        m = (a + b) / 2
        if f(a) * f(m) <= 0:
            b = m
        else:
            a = m
    return (a + b) / 2
def trapezoid(f, a, b, n):
    x = np.linspace(a, b, n + 1)
    y = f(x)
    return (b - a) / n * (y.sum() - (y[0] + y[-1]) / 2)
# %% wrong answer
# def bisect(f, a, b, tol=1e-8):
#     return (a + b) / 2
# def trapezoid(f, a, b, n):
#     return 0.0
# %% grade cell 0
np.testing.assert_allclose(bisect(np.cos, 0, 3), np.pi / 2, atol=1e-6)
# %% grade cell 1
np.testing.assert_allclose(bisect(lambda x: x**2 - 2, 0, 2), np.sqrt(2), atol=1e-6)
# %% grade cell 2
np.testing.assert_almost_equal(trapezoid(np.sin, 0, np.pi, 1000), 2.0, decimal=4)
np.testing.assert_almost_equal(trapezoid(np.exp, 0, 1, 1000), np.e - 1, decimal=4)
