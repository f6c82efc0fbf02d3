"""The sentences that the grader says: whether the code says them as a catalog needs it, and their template.

python scripts/sentences.py            write grader/words/translations/grader.pot
python scripts/sentences.py --check    exit 1 where a sentence is not as it must be, or this is stale

They are taken out of the syntax tree. Babel passes over a sentence inside another one's arguments, over an
f-string and a name, and glues both halves of a conditional together: all in silence. Looked for here, too, is
what no catalog can hold, and what no reader should meet.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import polib
from jinja2 import nodes

from grader.words.messages import PLACEHOLDER
from grader.words.translation import misplaced

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "grader"
CATALOGS = PACKAGE / "words" / "translations"
TEMPLATE = CATALOGS / "grader.pot"
PAGES = PACKAGE / "render" / "templates"
# How many texts each takes, from the front.
SAYS = {"say": 1, "say_many": 2}
# What joins the items of a list, and how a place is written, are sentences without a call of `say`.
TAKEN = {**SAYS, "Sentence": 1}
# What carries words of others, values or names: none of them may carry a sentence of ours.
CARRIERS = ("Code", "Value", "Name", "Heard", "heard")
HEAD = """Sentences of the grader. Copy this file to <language>.po beside it, and fill in each msgstr.
What stands in braces is put in later: keep each name in braces, in any order, and add none.
Made by `python scripts/sentences.py`."""

# What takes the sentences out of a text, each with its plural or nothing.
Take = Callable[[str], Iterator[tuple[str, str]]]

# Three words in a row are a sentence, or a part of one. Code stands in backticks.
_PROSE = re.compile(r"[a-z]{2,} [a-z]+ [a-z]{2,}")
_PROGRAMS = ("grader", "make", "nbgrader", "pip", "pytest", "python")
_SHOWN = ("title", "alt", "aria-label", "placeholder")
_LETTER = re.compile("[A-Za-z]")


# ── in the code ──────────────────────────────────────────────────────────────────────────────────────────


def complaints(text: str, name: str) -> list[str]:
    """What is wrong with the messages of one module. name: how it is called in a complaint."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return [f"{name}:{call.lineno}: {said}" for call in calls for said in _complaints_of(call)]


def _complaints_of(call: ast.Call) -> Iterator[str]:
    function = called(call.func)
    if function in SAYS:
        yield from _say(call, SAYS[function])
    elif function in CARRIERS and call.args:
        yield from _carrier(function, call.args[0])
    elif function.endswith("Error") and call.args and _reads_as_prose(call.args[0]):
        raised = function not in ("ValueError", "TypeError", "KeyError", "RuntimeError", "AssertionError")
        if raised and function in OURS:
            yield f"{function} takes a message: {function}(say(...))"


def called(function: ast.expr) -> str:
    """The last part of what is called: `say` of `messages.say`."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _errors_of_ours() -> set[str]:
    tree = ast.parse((PACKAGE / "errors.py").read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.ClassDef)}


OURS = _errors_of_ours()


def _say(call: ast.Call, texts: int) -> Iterator[str]:
    wanted = texts + (texts == 2)
    if len(call.args) != wanted or any(keyword.arg is None for keyword in call.keywords):
        yield f"say takes {texts} text{'s' * (texts == 2)}, then arguments by name"
        return
    given = {keyword.arg for keyword in call.keywords} | ({"n"} if texts == 2 else set())
    for text in call.args[:texts]:
        if not isinstance(text, ast.Constant) or not isinstance(text.value, str):
            yield "a sentence is one literal: no f-string, name, conditional or sum"
        else:
            yield from _sentence(text.value, given)
    for keyword in call.keywords:
        if isinstance(keyword.value, (ast.JoinedStr, ast.Constant)) and _is_text(keyword.value):
            yield f"`{keyword.arg}` is a bare string: give it a kind (Code, Value, Name, Heard, InFile)"


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _sentence(text: str, given: set[str | None]) -> Iterator[str]:
    places = set(PLACEHOLDER.findall(text))
    if lacking := places - given:
        yield f"nothing is given for {', '.join(sorted(lacking))} in {text!r}"
    if unused := {name for name in given - places if name not in (None, "n")}:
        yield f"{', '.join(sorted(map(str, unused)))} stands nowhere in {text!r}"
    if PLACEHOLDER.sub("", text).count("{") or PLACEHOLDER.sub("", text).count("}"):
        yield f"a brace in {text!r} is no place: give what stands there as an argument"
    if not text or text != text.strip():
        yield f"a sentence begins and ends with itself, not with a space: {text!r}"


def _carrier(kind: str, given: ast.expr) -> Iterator[str]:
    if _reads_as_prose(given) and not (kind == "Code" and _is_command(given)):
        yield f"{kind} carries a sentence of ours: say it"
    elif kind in ("Heard", "heard") and isinstance(given, ast.JoinedStr):
        yield f"{kind} takes words as they were heard: no f-string around them"


def _is_command(node: ast.expr) -> bool:
    """Whether it begins with a program's name: what a person is to type."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) else node
    return isinstance(first, ast.Constant) and str(first.value).split(" ")[0] in _PROGRAMS


def _reads_as_prose(node: ast.expr) -> bool:
    """Whether what is written here has three words of English in a row."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and _PROSE.search(node.value) is not None
    if isinstance(node, ast.JoinedStr):
        # What is put in is a word like any other.
        parts = [part.value if isinstance(part, ast.Constant) else "word" for part in node.values]
        return _PROSE.search("".join(map(str, parts))) is not None
    if isinstance(node, (ast.List, ast.Tuple)):
        return any(map(_reads_as_prose, node.elts))
    if isinstance(node, ast.BinOp):
        return _reads_as_prose(node.left) or _reads_as_prose(node.right)
    if isinstance(node, ast.IfExp):
        return _reads_as_prose(node.body) or _reads_as_prose(node.orelse)
    if isinstance(node, ast.Call) and called(node.func) in ("join", "format"):
        return any(map(_reads_as_prose, [*node.args, node.func]))
    return isinstance(node, ast.Attribute) and _reads_as_prose(node.value)


# ── on the pages ─────────────────────────────────────────────────────────────────────────────────────────


def page_complaints(text: str, name: str) -> list[str]:
    """What is wrong with the sentences of one template: those not said, and those not literal."""
    tree = jinja2.Environment(autoescape=True).parse(text)
    calls = tree.find_all(nodes.Call)
    found = [f"{name}:{call.lineno}: {said}" for call in calls for said in _page_call(call)]
    shown = _Shown()
    shown.feed("".join(_outside(tree)))
    return found + [f"{name}: {words!r} is not said: {{{{ say(...) }}}}" for words in shown.words]


def _page_call(call: nodes.Call) -> Iterator[str]:
    if not isinstance(call.node, nodes.Name) or call.node.name not in SAYS:
        return
    texts = call.args[: SAYS[call.node.name]]
    if not texts or not all(isinstance(text, nodes.Const) and isinstance(text.value, str) for text in texts):
        yield "a sentence is one literal"
        return
    given: set[str | None] = {keyword.key for keyword in call.kwargs}
    for text in texts:
        assert isinstance(text, nodes.Const)
        yield from _sentence(str(text.value), given | ({"n"} if len(texts) == 2 else set()))


def _outside(tree: nodes.Template) -> Iterator[str]:
    """What stands in a template as it is, with a mark where something is put in."""
    for output in tree.find_all(nodes.Output):
        for part in output.nodes:
            yield part.data if isinstance(part, nodes.TemplateData) else "\ufffc"


class _Shown(HTMLParser):
    """Letters that a reader would see or hear, outside of style."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag in ("style", "script")
        self.words += [value for name, value in attrs if name in _SHOWN and value and _LETTER.search(value)]

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style and _LETTER.search(data):
            self.words.append(" ".join(data.split()))


# ── the template, and catalogs ───────────────────────────────────────────────────────────────────────────


def template() -> str:
    """The text of grader.pot: each sentence once, with the modules that say it."""
    catalog = polib.POFile(wrapwidth=100)
    catalog.header = HEAD
    catalog.metadata = {"Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit"}
    entries: dict[tuple[str, str], polib.POEntry] = {}
    for path, take in _sources():
        for one, many in take(_read(path)):
            entry = entries.setdefault((one, many), _entry(one, many))
            place = (_name(path), "")
            if place not in entry.occurrences:
                entry.occurrences.append(place)
    catalog.extend(entries.values())
    return str(catalog) + "\n"


def of_code(text: str) -> Iterator[tuple[str, str]]:
    """The sentences of a module, and their plurals or nothing, in the order of lines."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        count = TAKEN.get(called(call.func), 0)
        texts = [text.value for text in call.args[:count] if isinstance(text, ast.Constant)]
        if count and len(texts) == count:
            yield str(texts[0]), str(texts[1]) if count == 2 else ""


def of_page(text: str) -> Iterator[tuple[str, str]]:
    """The same of a template."""
    for call in jinja2.Environment(autoescape=True).parse(text).find_all(nodes.Call):
        count = SAYS.get(call.node.name, 0) if isinstance(call.node, nodes.Name) else 0
        texts = [text.value for text in call.args[:count] if isinstance(text, nodes.Const)]
        if count and len(texts) == count:
            yield str(texts[0]), str(texts[1]) if count == 2 else ""


def _entry(one: str, many: str) -> polib.POEntry:
    if many:
        return polib.POEntry(msgid=one, msgid_plural=many, msgstr_plural={0: "", 1: ""})
    return polib.POEntry(msgid=one)


def _sources() -> list[tuple[Path, Take]]:
    code = [path for path in sorted(PACKAGE.rglob("*.py")) if "templates" not in path.parts]
    pages = sorted(PAGES.glob("*.j2"))
    return [*((path, of_code) for path in code), *((path, of_page) for path in pages)]


def catalog_complaints(path: Path) -> list[str]:
    """Entries of a catalog whose places in braces are not those of the sentence."""
    return [
        f"{path.name}: {said!r} has other places in braces than {entry.msgid!r}"
        for entry in polib.pofile(str(path)).translated_entries()
        for said in misplaced(entry)
    ]


def all_complaints() -> list[str]:
    """Everything that is wrong with the sentences of this checkout."""
    found: list[str] = []
    for path, take in _sources():
        found += (complaints if take is of_code else page_complaints)(_read(path), _name(path))
    for path in sorted(CATALOGS.glob("*.po")):
        found += catalog_complaints(path)
    if not TEMPLATE.is_file() or _read(TEMPLATE) != template():
        found.append(f"{_name(TEMPLATE)} is stale: run `python scripts/sentences.py`")
    return found


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def main(arguments: list[str]) -> int:
    """Write the template, or say what is wrong."""
    if arguments == ["--check"]:
        wrong = all_complaints()
        print("\n".join(wrong) or "sentences: all as they must be")
        return 1 if wrong else 0
    CATALOGS.mkdir(exist_ok=True)
    TEMPLATE.write_text(template(), "utf-8")
    print(f"{_name(TEMPLATE)}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
