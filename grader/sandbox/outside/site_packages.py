"""Where this interpreter's installed packages lie: what a child may import from."""

from __future__ import annotations

import sys
from pathlib import Path


def sites() -> list[str]:
    """The folders with installed packages that this interpreter imports from."""
    found = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    return [path for path in dict.fromkeys(found) if Path(path).is_dir()]
