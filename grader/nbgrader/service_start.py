"""`python -m grader.nbgrader.service_start OPTIONS`: the service, whose sandbox loads torch while it does."""

from __future__ import annotations

import sys

import msgspec

from grader.nbgrader.protocol import ServiceOptions
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside.ahead import StartedAhead


def main() -> None:
    """Serve until the input ends."""
    options = msgspec.json.decode(sys.argv[1], type=ServiceOptions)
    folders = [options.files] if options.files else []
    limits = Limits(**msgspec.structs.asdict(options.limits))
    with StartedAhead(Level(options.isolation), folders=folders, limits=limits) as start:
        # Students' own cells draw, whatever the course does.
        start.warm_up(figures=True)
        from grader.nbgrader import service

        service.run(options, start)


if __name__ == "__main__":
    main()
