"""shapes: two functions, each caught at every slip."""

from numbers_drawn import sides

from grader.testing import check, expect


@check("area", points=1)
def test_area(student, cases):
    """The area of a rectangle."""
    width, height = sides(cases)
    # One side changes at a time, and the first rectangle comes again: no answer is remembered.
    for a, b in [(width, height), (width, 1), (1, height), (width, height), (7.5, 20)]:
        expect(student.area(a, b)).number_close_to(a * b)


@check("dry", points=1)
def test_dry(student, cases):
    """What the water leaves."""
    width, height = sides(cases)
    depths = [cases.integer(1, 2), cases.integer(3, 4)]
    many = [0.25, 0.5, 0.75, 1, 1.25, 0.25]
    for a, b, c in [
        (width, height, depths),
        (width, 20.5, depths),
        (1, height, many),
        (width, height, depths),
    ]:
        expect(student.dry(a, b, c)).number_close_to(a * (b - sum(c)))
    expect(student.dry(width, 1, [])).number_close_to(width)


@check("dry", points=1, needs=test_dry)
def test_nothing_left(student, cases):
    """Nothing is left where the water is higher, or just as high."""
    for excess in (0, 0.25, 2):
        width, height = sides(cases)
        expect(student.dry(width, height, [1, height - 1 + excess])).number_close_to(0)


@check("folds", points=1, seconds=0.5)
def test_folds(student, cases):
    """Halved until nothing is left; a loop that never ends is stopped."""
    power = cases.integer(3, 9)
    for length in (2**power, 2**power - 1, 1):
        expect(student.folds(length)).number_close_to(length.bit_length())
    expect(student.folds(0)).number_close_to(0)
