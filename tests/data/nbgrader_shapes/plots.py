# %% given cell
import matplotlib.pyplot as plt
import numpy as np
t = np.linspace(0, 1, 50)
# %% right answer
fig, ax = plt.subplots()
ax.plot(t, t**2, label="square")
ax.set_xlabel("time")
ax.set_title("A parabola")
def draw(xs):
    plt.figure()
    plt.plot(xs)
    return plt.gca()
# %% wrong answer
# fig, ax = plt.subplots()
# def draw(xs):
#     plt.figure()
#     return plt.gca()
# %% grade cell 0
assert ax.get_xlabel() == "time"
assert ax.get_title() == "A parabola"
# %% grade cell 1
line = ax.get_lines()[0]
np.testing.assert_allclose(line.get_ydata(), t**2)
# %% grade cell 2
drawn = draw([1, 2, 3])
assert len(drawn.lines) == 1
