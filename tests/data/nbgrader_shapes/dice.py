# %% given cell
import random
import numpy as np
# %% right answer
def roll():
    return random.randint(1, 6)
def walk(n):
    return np.cumsum(np.random.choice([-1, 1], size=n))
def estimate_pi(n, seed):
    rng = np.random.default_rng(seed)
    points = rng.random((n, 2))
    return 4 * np.mean((points**2).sum(axis=1) < 1)
# %% wrong answer
# def roll():
#     return 7
# def walk(n):
#     return np.zeros(n)
# def estimate_pi(n, seed):
#     return 3.0
# %% grade cell 0
random.seed(1)
rolls = [roll() for _ in range(100)]
assert set(rolls) <= {1, 2, 3, 4, 5, 6}
assert len(set(rolls)) > 1
# %% grade cell 1
np.random.seed(0)
path = walk(50)
assert path.shape == (50,)
assert np.all(np.abs(np.diff(path)) == 1)
# %% grade cell 2
assert abs(estimate_pi(20000, 3) - np.pi) < 0.05
