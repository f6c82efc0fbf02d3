"""`python -m grader.nbgrader.service_start OPTIONS`: the service, whose sandbox loads torch while it does."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import msgspec

from grader.nbgrader.protocol import ServiceOptions
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside.ahead import StartedAhead


def main() -> None:
    """Serve until the input ends."""
    options = msgspec.json.decode(sys.argv[1], type=ServiceOptions)
    limits = Limits(**msgspec.structs.asdict(options.limits))
    # What was released with an assignment is put in here when it is that assignment's turn.
    with tempfile.TemporaryDirectory() as folder:
        # Children may have another id.
        os.chmod(folder, 0o755)
        with StartedAhead(Level(options.isolation), folders=[folder], limits=limits) as start:
            # Students' own cells draw, whatever the course does.
            start.warm_up(figures=True)
            from grader.nbgrader import service

            service.run(options, start, Path(folder))


if __name__ == "__main__":
    main()
