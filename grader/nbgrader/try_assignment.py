"""`grader nbgrader try`: an assignment's notebooks, tried before the class."""

from __future__ import annotations

from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from grader.errors import UsageError
from grader.nbgrader import client
from grader.nbgrader.config_file import loaded
from grader.nbgrader.init import CONFIG
from grader.nbgrader.preprocess import RunInSandbox
from grader.nbgrader.trial import NotebookTrial
from grader.words.messages import Code, InFile, Name, say


def try_assignment(folder: Path, assignment: str) -> tuple[list[NotebookTrial], list[str]]:
    """The trial of each notebook, and the cells that the settings accept.

    folder: nbgrader's, with its settings. Raises UsageError where there is no such course or assignment.
    """
    step = _step(folder)
    directories = step.folders
    assert directories is not None
    sources = Path(directories.format_path(directories.source_directory, ".", assignment))
    found = sorted(path.stem for path in sources.glob("*.ipynb"))
    if not found:
        raise UsageError(
            say(
                "The folder {folder} has no notebook. Give the name of an assignment, such as {command}.",
                folder=InFile(str(sources)),
                command=Code("grader nbgrader try ps1"),
            )
        )
    try:
        return [_tried(step, assignment, notebook) for notebook in found], list(step.accept)
    finally:
        client.end()


def _tried(step: RunInSandbox, assignment: str, notebook: str) -> NotebookTrial:
    made = step.trial_of({"assignment": assignment, "notebook": notebook}, again=True)
    if made is None:
        raise UsageError(say("The notebook {notebook} is no longer there.", notebook=Name(notebook)))
    return made


def _step(folder: Path) -> RunInSandbox:
    if not (folder / CONFIG).is_file():
        raise UsageError(
            say(
                "There is no {file} in {folder}. Go to the folder of your nbgrader course.",
                file=Code(CONFIG),
                folder=InFile(str(folder)),
            )
        )
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.merge(loaded(folder))
    return RunInSandbox(config=config, folders=CourseDirectory(config=config))
