"""wages: weak, contradictory and missing checks."""

from grader.testing import check, expect


@check("pay", points=1)
def test_pay(student, cases):
    """One hour's pay."""
    rate = cases.integer(2, 9)
    expect(student.pay(1, rate)).number_close_to(rate)


@check("bonus", points=1)
def test_bonus(student):
    """What is above forty hours."""
    expect(student.bonus(45)).number_close_to(5)


@check("rest", points=1)
def test_rest(student, cases):
    """What is left of the day; with seed 2 this expects something else."""
    hours = cases.integer(1, 9)
    expect(student.rest(hours)).number_close_to(24 - min(hours, 6))


@check("week", points=1)
def test_week(student):
    """Hours of all days."""
    days = [8, 8]
    seen = student.week(days)
    expect(seen).that(seen.value + 1 == 17, f"expected the sum of {days}")
