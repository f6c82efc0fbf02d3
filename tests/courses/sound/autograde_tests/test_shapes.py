"""shapes: two functions, each caught at every slip."""

from numbers_drawn import sides

from grader.testing import check, expect


@check("area", points=1)
def test_area(student, cases):
    """The area of a rectangle."""
    width, height = sides(cases)
    expect(student.area(width, height)).number_close_to(width * height)


@check("dry", points=1)
def test_dry(student, cases):
    """What the water leaves."""
    width, height = sides(cases)
    depths = [cases.integer(1, 2), cases.integer(3, 4)]
    expect(student.dry(width, height, depths)).number_close_to(width * (height - sum(depths)))


@check("dry", points=1, needs=test_dry)
def test_nothing_left(student, cases):
    """Nothing is left where the water is higher, or just as high."""
    for excess in (0, 0.25, 2):
        width, height = sides(cases)
        expect(student.dry(width, height, [1, height - 1 + excess])).number_close_to(0)
