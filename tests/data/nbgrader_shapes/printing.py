# %% given cell
import io
from contextlib import redirect_stdout
# %% right answer
def greet(name):
    print(f"Hello, {name}!")
def table(n):
    for i in range(1, n + 1):
        print(f"{i:2d} x {n} = {i * n:3d}")
def money(amount):
    return f"{amount:,.2f} EUR"
# %% wrong answer
# def greet(name):
#     print("Hello", name)
# def table(n):
#     print(n)
# def money(amount):
#     return str(amount)
# %% grade cell 0
buffer = io.StringIO()
with redirect_stdout(buffer):
    greet("Ada")
assert buffer.getvalue().strip() == "Hello, Ada!"
# %% grade cell 1
with redirect_stdout(io.StringIO()) as out:
    table(3)
assert out.getvalue().splitlines()[1] == " 2 x 3 =   6"
assert len(out.getvalue().splitlines()) == 3
# %% grade cell 2
assert money(1234567.891) == "1,234,567.89 EUR"
