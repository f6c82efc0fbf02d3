"""`python -m grader.nbgrader.service_start OPTIONS`: the service, whose sandbox loads torch while it does."""

from __future__ import annotations

import atexit
import os
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

import msgspec

from grader.nbgrader.protocol import ServiceOptions
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside.ahead import StartedAhead


def main() -> NoReturn:
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
    # What a normal exit does; but nbgrader does not wait until torch is taken apart, object by object.
    atexit._run_exitfuncs()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
