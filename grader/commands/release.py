"""`grader release`: exercises/ from solutions/, and the student kit."""

from __future__ import annotations

from pathlib import Path

from grader.authoring.release import release as make_release
from grader.commands.options import ReleaseOptions
from grader.commands.output import Output
from grader.commands.standard_output import when_lost
from grader.course.layout import find_root, open_course
from grader.errors import UsageError, needing
from grader.output_files import write_bytes
from grader.words.messages import InFile, Value, say


def release(options: ReleaseOptions, output: Output) -> int:
    """Write exercises/ and the kit, or say what is stale; returns the exit code."""
    root = find_root(options.course)
    changed = make_release(root, check=options.check_only)
    for path in changed:
        file = InFile(str(path.relative_to(root)))
        output.tell(
            say("Out of date: {file}", file=file) if options.check_only else say("Written: {file}", file=file)
        )
    if not changed:
        output.tell(say("exercises/ is up to date."))
    fresh = options.kit is None or _bring_kit(options, root, options.kit, output)
    if options.check_only and (changed or not fresh):
        output.tell(say("Run this command again without --check to bring it up to date."))
        return 1
    return 0


def _bring_kit(options: ReleaseOptions, root: Path, path: Path, output: Output) -> bool:
    """Write the kit, or only look; whether the file that was there was up to date."""
    if path.suffix != ".zip":
        raise UsageError(
            say("--kit is {got}. Expected the name of a zip archive, such as kit.zip.", got=Value(str(path)))
        )
    if options.wheel is not None and options.from_index:
        raise UsageError(say("--wheel and --from-index exclude each other. Give one of the two."))
    with needing("authoring", say("The making of a kit")):
        from grader.authoring import kit as kits
    wanted = kits.KitOptions(
        seeds=tuple(options.seeds or kits.SEEDS),
        assignments=tuple(options.assignments or ()),
        wheel=options.wheel,
        from_index=options.from_index,
    )
    made = kits.kit(open_course(root), wanted)
    fresh = path.is_file() and path.read_bytes() == made
    if fresh:
        output.tell(say("{file} is up to date.", file=InFile(str(path))))
    elif options.check_only:
        output.tell(say("Out of date: {file}", file=InFile(str(path))))
    else:
        write_bytes(path, made)
        when_lost(say("The kit is {file}.", file=InFile(str(path))))
        output.tell(say("Written: {file}, {n} bytes", file=InFile(str(path)), n=len(made)))
    return fresh
