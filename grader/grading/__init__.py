"""The engine: a submission in, a report out. This is its theory of operation; begin to read at `grade`.

Processes. This one is trusted and runs no code of a course or a student but the checks, which are pytest
functions, collected once (`session`). Everything else is asked of children over sockets: the submission,
the reference, the misconceptions, each in children of its own, which a zygote forks (grader.sandbox).

Who asks whom. A check asks through its fixtures `student` and `reference` (`fixtures`). A call becomes a
question, encoded once (`questions`); a responder has it answered (`responders`). Which responders, and which
device, is given to each run of a check (`runs`); nothing is switched on and off on the way:

    run         `student` answers                                   `reference` answers
    student     the submission; recorded                            the reference
    lent        the same, broken siblings answered by the reference the reference
    control     the reference; must answer as on the CPU            the reference
    probe       the reference; the submission asked and recorded    the reference

One check (`judging`, for an `evaluation`). On the first device it is run with the submission by itself. What
passes is tried on the next device, where only the device can be what is wrong; the first no ends it. Where
it says no:

    on sim, the pretend accelerator     a control must pass there, else the check is "not checked"
    a sibling that it calls is broken   run once more with that sibling lent: what passes then keeps its
                                        points, and the sibling is blamed; else what is still wrong counts
    at the end, once for a function     what it was asked is replayed on misconceptions; where one fits,
                                        its open checks are run as probes for the questions that a first
                                        failure cut short, and only what answers alike throughout is named

Faults. What is nobody's answer (no child to be had, a reference that does not answer, a check that breaks)
is a `FaultError`: the verdict is a fault and the report has no score. What was lost of ours is a `LostError`:
it is asked once more, passes through whatever makes something of other faults, and is never remembered. On
sim what may be its own doing is "not checked", and weighs nothing. `verdicts` says all of this in words and
points, and runs nothing.

What is remembered. For a class (`context`): the reference's answers by question and device, those of the
misconceptions, and which controls passed. For one submission (`sources`): a source per device and set of lent
siblings, with all that it answered. For one run: its questions. Settings (`settings`) travel whole, from
the command to the report: same settings, same submission, same report.
"""
