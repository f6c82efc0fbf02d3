"""`grader release`: exercises/ from solutions/, and the student kit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from grader.authoring.release import release as make_release
from grader.course.layout import find_root, open_course
from grader.errors import UsageError
from grader.output_files import write_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the command line asked of `grader release`."""

    course: Path
    check_only: bool = False
    # Where the student kit goes; None for no kit.
    kit: Path | None = None
    seeds: tuple[int, ...] = ()
    # Those that the kit is to hold; () is all.
    assignments: tuple[str, ...] = ()
    wheel: Path | None = None


def release(request: Request, console: Console) -> int:
    """Write exercises/ and the kit, or say what is stale; returns the exit code."""
    root = find_root(request.course)
    changed = make_release(root, check=request.check_only)
    said = "stale" if request.check_only else "written"
    for path in changed:
        console.print(f"{said}  {path.relative_to(root)}", highlight=False)
    if not changed:
        console.print("exercises/ is up to date")
    fresh = request.kit is None or _bring_kit(request, root, request.kit, console)
    if request.check_only and (changed or not fresh):
        console.print("run `grader release`, as you did here but without --check, to bring it up to date")
        return 1
    return 0


def _bring_kit(request: Request, root: Path, path: Path, console: Console) -> bool:
    """Write the kit, or only look; whether the file that was there was up to date."""
    if path.suffix != ".zip":
        raise UsageError(f"--kit {path}: expected the name of a zip archive, such as kit.zip")
    try:
        from grader.authoring import kit as kits
    except ImportError as error:
        raise UsageError(
            f"making a kit needs {error.name}; install it with: pip install 'torchgrader[authoring]'"
        ) from None
    options = kits.KitOptions(
        seeds=request.seeds or kits.SEEDS, assignments=request.assignments, wheel=request.wheel
    )
    made = kits.kit(open_course(root), options)
    fresh = path.is_file() and path.read_bytes() == made
    if fresh:
        console.print(f"{path} is up to date", highlight=False)
    elif request.check_only:
        console.print(f"stale  {path}", highlight=False)
    else:
        write_bytes(path, made)
        console.print(f"written  {path}: {len(made):,} bytes", highlight=False)
    return fresh
