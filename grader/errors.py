"""Every error that a person or a submission can cause, drawn once.

    GraderError                 one line: what was expected, what came, what to do next
     ├ UsageError               exit 2: the command line or a file it names
     │  ├ CourseError           the course folder: exercises, checks, misconceptions
     │  └ SubmissionError       one submission cannot be read; the rest of a class goes on
     └ FaultError               exit 3: something could not be graded, and it is not the student's doing
        ├ IsolationError        the isolation asked for cannot be had here
        └ DeviceError           the device asked for cannot be had here

Outcomes of the student's code are data (`grader.model.Outcome`), never exceptions.
"""

from __future__ import annotations


class GraderError(Exception):
    """A sentence for a person; `exit_code` is what a command ends with."""

    exit_code = 2


class UsageError(GraderError):
    """The command was given something it cannot use."""


class CourseError(UsageError):
    """A course folder is incomplete or contradicts itself."""


class SubmissionError(UsageError):
    """A submission cannot be read: missing, unreadable, too large, none of the functions."""


class FaultError(GraderError):
    """The grader could not do its work; no score may be given."""

    exit_code = 3


class IsolationError(FaultError):
    """The isolation asked for cannot be had on this machine."""


class DeviceError(FaultError):
    """The device asked for cannot be had on this machine."""
