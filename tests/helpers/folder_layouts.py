"""Classes in folders: an instructor's, Google Drive's, clones, zips of repositories, and nbgrader's.

Sources: github/gh-classroom clone/student-repos, foundation50/classroom50 contract.go, nbgrader zip_collect.
"""

from __future__ import annotations

from collections.abc import Iterator

from helpers.downloads import Expected, Layout, Pairs, flat, in_folder, of
from helpers.hand_ins import ASSIGNMENT, PLAIN, REPOSITORY, Files, Student, Work, content, zipped
from helpers.lms_layouts import BOTH_FOLDERS, Blackboard, Canvas, Moodle

KIT = (
    f"autograde_tests/test_{ASSIGNMENT}.py",
    "autograde_tests/loops.py",
    f"answers/{ASSIGNMENT}.py",
    "README.md",
    ".git/hooks/pre-commit.py",
)


class Instructor(Layout):
    """A folder a person, named by the instructor."""

    name = "folders"
    folder = "class"
    twins = False
    zips = True
    can: tuple[str, ...] = BOTH_FOLDERS

    def place(self, student: Student, work: Work) -> Files:
        return in_folder(self.above(student) + self.shown(student), work.last)

    def above(self, student: Student) -> str:
        """Folders that are nobody."""
        return ""

    def ids(self, student: Student) -> frozenset[str] | None:
        return None


class InstructorSections(Instructor):
    """Below a week and two sections; two of one name are in different sections."""

    name = "folders-sections"
    folder = "spring"
    twins = True

    def above(self, student: Student) -> str:
        return f"Week 3/Section {'AB'[int(student.key[1:]) % 2]}/"


class InstructorFlat(Layout):
    """One file a person, the person's name before the assignment's."""

    name = "flat"
    twins = False
    roles = PLAIN
    shape = "{name}_{path}"

    def ids(self, student: Student) -> frozenset[str] | None:
        return None

    def place(self, student: Student, work: Work) -> Files:
        return {self.shape.format(name=student.full, path=path): data for path, data in work.last.items()}


class InstructorStems(InstructorFlat):
    """One file a person, named with the person's name alone."""

    name = "flat-stems"

    def place(self, student: Student, work: Work) -> Files:
        return {f"{student.full}.{path.rpartition('.')[2]}": data for path, data in work.last.items()}


class DriveFlat(InstructorFlat):
    """`<Name> - [Copy of ]<file>[ (1)]`, below wrapper folders."""

    name = "drive-flat"
    folder = "drive-download-20260302T101112Z-001"
    roles = Layout.roles
    can: tuple[str, ...] = ("folders",)

    def place(self, student: Student, work: Work) -> Files:
        turn = int(student.key[1:]) % 3
        files = flat(work.last).items()
        return {f"CS101 Week 5/{student.full} - {drive_name(path, turn)}": data for path, data in files}


def drive_name(path: str, turn: int) -> str:
    """Words of Drive or the browser around a file's name."""
    stem, dot, suffix = path.rpartition(".")
    return (path, f"Copy of {path}", f"{stem} (1){dot}{suffix}")[turn]


class DriveFolders(Instructor):
    """A folder a person, below wrapper folders; files are copies."""

    name = "drive-folders"
    folder = "takeout-20260302T101112Z-001"

    def place(self, student: Student, work: Work) -> Files:
        turn = int(student.key[1:]) % 3
        files = {path if "/" in path else drive_name(path, turn): data for path, data in work.last.items()}
        return in_folder(f"Takeout/Drive/CS101 Week 5/{student.full}", files)


class Clones(Layout):
    """`<slug>-submissions/<slug>-<login>/`: what `gh classroom clone` leaves."""

    name = "github"
    folder = "week-5-loops-submissions"
    zips = False
    roles = REPOSITORY
    prefix = "week-5-loops-"
    branch = ""

    def shown(self, student: Student) -> str:
        return student.login

    def ids(self, student: Student) -> frozenset[str] | None:
        return frozenset({"", student.login})

    def place(self, student: Student, work: Work) -> Files:
        return in_folder(f"{self.prefix}{student.login}{self.branch}", self.repository(student, work))

    def repository(self, student: Student, work: Work) -> Files:
        """A kit with the person's work in exercises/: nothing else in it is anybody's."""
        nobody = Student("nobody", "", "Nobody", "nobody", 0)
        tree = {path: content(nobody, 0, path) for path in KIT}
        tree |= {f"exercises/{path}": data for path, data in work.last.items()}
        return tree | {".git/HEAD": b"ref: refs/heads/main\n", "course.toml": b""}


class Classroom50(Clones):
    """`<classroom>-<assignment>_submissions_<time>/<classroom>-<assignment>-<login>/`."""

    name = "classroom50"
    folder = "cs101-spring-week-5_submissions_20260302T101112"
    prefix = "cs101-spring-week-5-"

    def repository(self, student: Student, work: Work) -> Files:
        results = {"result.json": b'{"score": 30}', "results.json": b"[]"}
        return super().repository(student, work) | results

    def beside(self, pairs: Pairs) -> Files:
        lines = ["username,score", *(f"{student.login},0" for student, _ in pairs)]
        return {"scores.csv": "\n".join(lines).encode()}


class Branches(Clones):
    """Zips of repositories, unpacked: `<repository>-<branch>/`."""

    name = "repository-folders"
    branch = "-main"


class BranchZips(Branches):
    """The same as zips, one a person."""

    name = "repository-zips"

    def place(self, student: Student, work: Work) -> Files:
        inner = f"{self.prefix}{student.login}-main"
        return {f"{inner}.zip": of_folder(inner, self.repository(student, work))}


class SharedWord(Clones):
    """Clones in a folder of another name: the first word, which all share, is the assignment's."""

    name = "clones-elsewhere"
    folder = "clones"
    prefix = "hw-"


def of_folder(folder: str, files: Files) -> bytes:
    """A zip of one folder."""
    return zipped(in_folder(folder, files))


class Nbgrader(Layout):
    """`downloaded/<assignment>/{archive,extracted}`: the platform's zip, and the same hand-ins unpacked."""

    zips = False
    inner: Layout = Canvas()

    def __init__(self) -> None:
        self.folder = "downloaded"
        self.can = self.inner.can
        self.twins = self.inner.twins

    def place(self, student: Student, work: Work) -> Files:
        folder = f"{ASSIGNMENT}/extracted/{self.inner.folder}/"
        return {folder + path: data for path, data in self.inner.place(student, work).items()}

    def beside(self, pairs: Pairs) -> Files:
        whole = of(self.inner, pairs).tree
        extra = {
            f"{ASSIGNMENT}/extracted/{self.inner.folder}/{path}": data
            for path, data in self.inner.beside(pairs).items()
        }
        return extra | {f"{ASSIGNMENT}/archive/{self.inner.folder}.zip": zipped(whole)}

    def expected(self, student: Student, work: Work) -> Iterator[Expected]:
        yield from self.inner.expected(student, work)


class NbgraderCanvas(Nbgrader):
    """Canvas's zip, collected by nbgrader."""

    name = "nbgrader-canvas"


class NbgraderMoodle(Nbgrader):
    """Moodle's zip, collected by nbgrader."""

    name = "nbgrader-moodle"
    inner = Moodle()


class NbgraderBlackboard(Nbgrader):
    """Blackboard's zip, collected by nbgrader."""

    name = "nbgrader-blackboard"
    inner = Blackboard()
