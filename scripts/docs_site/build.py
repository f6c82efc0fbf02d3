"""The documents as a site: `make docs`. Every warning of Sphinx is an error, and all of them are printed.

build/site/index.html           the site: any server can show it, and a browser opens it from the disk
build/torchgrader-docs.zip      the same to hand out, in one folder
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from sphinx.cmd.build import main as sphinx_build

ROOT = Path(__file__).resolve().parents[2]
NAME = "torchgrader-docs"


def build(root: Path, output: Path) -> int:
    """Write the site of the Markdown below a folder into output/site; the exit code of Sphinx."""
    site = output / "site"
    shutil.rmtree(site, ignore_errors=True)
    strict = ["--nitpicky", "--fail-on-warning", "--keep-going", "--quiet", "--fresh-env"]
    here = str(Path(__file__).parent)
    doctrees = str(output / "doctrees")
    return sphinx_build([*strict, "-b", "html", "-c", here, "-d", doctrees, str(root), str(site)])


def pack(output: Path) -> Path:
    """The site as a zip, in which one folder holds all."""
    folder = output / NAME
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(output / "site", folder, ignore=shutil.ignore_patterns(".buildinfo", "objects.inv"))
    made = shutil.make_archive(str(folder), "zip", output, NAME)
    shutil.rmtree(folder)
    return Path(made)


def main(arguments: list[str]) -> int:
    """Build and pack; the exit code."""
    parser = argparse.ArgumentParser(description="The documents as a site and as a zip.")
    parser.add_argument("--root", type=Path, default=ROOT, help="The folder of README.md and docs/.")
    parser.add_argument("--output", type=Path, default=ROOT / "build", help="Where the site goes.")
    options = parser.parse_args(arguments)
    if code := build(options.root, options.output):
        return code
    made = pack(options.output)
    print(f"Site: {options.output / 'site' / 'index.html'}   to hand out: {made}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
