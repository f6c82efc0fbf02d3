# %% given cell
from datetime import date, datetime, timedelta
start = date(2024, 2, 28)
# %% right answer
def days_between(a, b):
    return abs(b - a)
def next_working_day(day):
    day += timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day
def parse(text):
    return datetime.strptime(text, "%d.%m.%Y %H:%M")
# %% wrong answer
# def days_between(a, b):
#     return timedelta(0)
# def next_working_day(day):
#     return day
# def parse(text):
#     return text
# %% grade cell 0
assert days_between(start, date(2024, 3, 1)) == timedelta(days=2)
# %% grade cell 1
assert next_working_day(start) == date(2024, 2, 29)
assert next_working_day(date(2024, 3, 1)) == date(2024, 3, 4)
# %% grade cell 2
moment = parse("24.12.2024 18:30")
assert (moment.year, moment.hour) == (2024, 18)
assert moment.isoformat() == "2024-12-24T18:30:00"
