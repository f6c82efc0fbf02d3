# %% given cell
import numpy as np
A = np.array([[4.0, 1.0], [2.0, 3.0]])
b = np.array([1.0, 2.0])
# %% right answer
x = np.linalg.solve(A, b)
eigenvalues = np.sort(np.linalg.eigvals(A).real)
def normalise(M):
    M = np.asarray(M, dtype=float)
    if not M.any():
        raise ValueError("a zero matrix cannot be normalised")
    return M / np.linalg.norm(M)
# %% wrong answer
# x = b
# eigenvalues = np.array([1.0, 2.0])
# def normalise(M):
#     return M
# %% grade cell 0
assert x.shape == (2,), "x should be a vector"
np.testing.assert_allclose(A @ x, b)
# %% grade cell 1
np.testing.assert_allclose(eigenvalues, [2.0, 5.0])
# %% grade cell 2
assert np.isclose(np.linalg.norm(normalise(A)), 1.0)
try:
    normalise(np.zeros((2, 2)))
except ValueError as error:
    assert "zero" in str(error)
else:
    raise AssertionError("expected a ValueError")
