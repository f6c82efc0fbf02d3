"""NVIDIA's driver, but for the GPU: the library of tests/standin, built and put where it is found."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[1] / "standin"
# Demands that only a machine with the device files and modules can meet.
OF_THE_MACHINE = "-ctl -uvm -tools -gpu -initstate -uvm_initstate"


def build(folder: Path, words: str = OF_THE_MACHINE) -> Path:
    """`libcuda.so.1` in `folder`. words: what it is to be, see its source. Skips without a compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("needs a C compiler: apt-get install gcc")
    folder.mkdir(parents=True, exist_ok=True)
    library = folder / "libcuda.so.1"
    options = [
        "-O1",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-shared",
        "-fPIC",
        "-pthread",
        "-Wl,-soname,libcuda.so.1",
    ]
    subprocess.run([compiler, *options, "-o", str(library), str(SOURCES / "libcuda.c")], check=True)
    tell(folder, words)
    return library


def tell(folder: Path, words: str) -> None:
    """Change what the stand-in in `folder` is."""
    (folder / "libnvidia-standin.so.conf").write_text(words)


def install_hook(folder: Path) -> Path:
    """A folder for the import path with which a CPU build of torch asks the driver what a CUDA build does."""
    site = folder / "site-packages"
    shutil.copytree(SOURCES / "hook", site)
    return site
