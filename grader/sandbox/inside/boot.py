"""What a bare interpreter is started with, for four purposes:

    python -P -s -S boot.py zygote <control fd> <options as JSON>
    python -P -s -S boot.py spawned <port> <options as JSON>
    python -P -s -S boot.py probe
    python -P -s -S boot.py card

Isolated from site-packages, user settings and the folder it is in, so that nothing a person left lying around
runs before the walls stand. It finds our package from its own place, without putting the folder that holds
`grader` (and, in a repository, the solutions) on the import path.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys


def adopt_package(folder: str) -> None:
    """Import the package in `folder` as `grader`."""
    spec = importlib.util.spec_from_file_location(
        "grader", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"no package in {folder}")
    module = importlib.util.module_from_spec(spec)
    sys.modules["grader"] = module
    spec.loader.exec_module(module)


if __name__ == "__main__":
    package = os.path.abspath(__file__)
    for _ in range(3):
        package = os.path.dirname(package)
    adopt_package(package)
    if sys.argv[1] == "probe":
        from grader.sandbox.inside.isolation import machine

        machine.main()
    elif sys.argv[1] == "card":
        from grader.sandbox.inside.isolation import nvidia

        nvidia.main()
    else:
        # Folders that are made for children are for them to enter, whatever mask the grader was started with.
        os.umask(0o022)
        sys.path.extend(json.loads(sys.argv[3])["sites"])
        if sys.argv[1] == "spawned":
            from grader.sandbox.inside import spawned_child

            spawned_child.main(int(sys.argv[2]), sys.argv[3])
        from grader.sandbox.inside import zygote

        zygote.main(int(sys.argv[2]), package, sys.argv[3])
