"""`grader release`: exercises/ from solutions/, and the student kit."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from grader.authoring.release import release as make_release
from grader.commands.options import ReleaseOptions
from grader.commands.standard_output import when_lost
from grader.course.layout import find_root, open_course
from grader.errors import UsageError, needing
from grader.output_files import write_bytes


def release(options: ReleaseOptions, console: Console) -> int:
    """Write exercises/ and the kit, or say what is stale; returns the exit code."""
    root = find_root(options.course)
    changed = make_release(root, check=options.check_only)
    said = "stale" if options.check_only else "written"
    for path in changed:
        console.print(f"{said}  {path.relative_to(root)}", highlight=False)
    if not changed:
        console.print("exercises/ is up to date")
    fresh = options.kit is None or _bring_kit(options, root, options.kit, console)
    if options.check_only and (changed or not fresh):
        console.print("run `grader release`, as you did here but without --check, to bring it up to date")
        return 1
    return 0


def _bring_kit(options: ReleaseOptions, root: Path, path: Path, console: Console) -> bool:
    """Write the kit, or only look; whether the file that was there was up to date."""
    if path.suffix != ".zip":
        raise UsageError(f"--kit {path}: expected the name of a zip archive, such as kit.zip")
    with needing("authoring", "making a kit"):
        from grader.authoring import kit as kits
    wanted = kits.KitOptions(
        seeds=tuple(options.seeds or kits.SEEDS),
        assignments=tuple(options.assignments or ()),
        wheel=options.wheel,
    )
    made = kits.kit(open_course(root), wanted)
    fresh = path.is_file() and path.read_bytes() == made
    if fresh:
        console.print(f"{path} is up to date", highlight=False)
    elif options.check_only:
        console.print(f"stale  {path}", highlight=False)
    else:
        write_bytes(path, made)
        when_lost(f"the kit is {path}")
        console.print(f"written  {path}: {len(made):,} bytes", highlight=False)
    return fresh
