# attack: says that its exception lies on a line that no file has
# points: at most 0
# leaves: loss_fn: line 1: `loss_fn` raised ValueError: 7007.
import os
import sys

from grader.sandbox import wire


def this_call():
    frame = sys._getframe()
    while frame:
        for value in frame.f_locals.values():
            if isinstance(value, wire.Ask):
                return value.id
        frame = frame.f_back


def loss_fn(t_p, t_c):
    # attack begins
    place = wire.Place("forged_places.py", -5)
    answer = wire.Answer(this_call(), error="ValueError", error_text="ValueError: 7007", place=place)
    os.write(3, wire.pack(answer))
    # attack ends
    return ((t_p - t_c) ** 2).mean()
