"""Inputs that the checks share."""

from grader.testing import Cases


def sides(cases: Cases) -> tuple[int, int]:
    """Two sides of a rectangle, neither alike nor small enough for a sum to equal a product."""
    return cases.integer(11, 19), cases.integer(8, 10)
