"""Wrong turns in the week."""


def breaks_another(days):
    """The days are not added up, and `rest` is broken as well. (§1.2)"""
    return -1


def rest(hours):
    """Stands in the way of the right `rest`. (§1.2)"""
    return -2
