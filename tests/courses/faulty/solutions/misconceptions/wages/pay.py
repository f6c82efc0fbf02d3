"""Wrong turns in the pay."""


def pays_once(hours, rate):
    """The rate is paid once, whatever the hours. (§1.1)"""
    return rate


def forgets_the_rate(hours, rate):
    """Only the hours are counted. (§1.1)"""
    return hours


def pays_an_hour(hours, rate):
    """Every hour is paid with 1, the same answers as the one above, and cites no section."""
    return hours * 1
