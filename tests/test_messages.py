"""Messages: sentences and their arguments, said in one go."""

from __future__ import annotations

import pickle

from grader.words.messages import (
    NOTHING,
    Code,
    Heard,
    InFile,
    Items,
    Message,
    Name,
    Value,
    code_list,
    heard,
    of_course,
    quoted,
    say,
    say_many,
)


def test_each_kind_of_argument_is_shown_in_its_own_way() -> None:
    """Code in backticks, all else as it is."""
    said = say(
        "{code} {value} {name} {heard} {place} {number} {message}",
        code=Code("f(x)"),
        value=Value("(11,)"),
        name=Name("Ann"),
        heard=Heard("no such file"),
        place=InFile("a.ipynb", cell=4, line=2),
        number=1e-05,
        message=say("{n} is few", n=3),
    )
    assert str(said) == "`f(x)` (11,) Ann no such file a.ipynb, cell 4, line 2 1e-05 3 is few"


def test_what_an_argument_holds_is_not_read_again() -> None:
    """Braces, percent signs, names of other arguments: all is put in at one go."""
    said = say("Got {a}, then {b}.", a=Heard("{b} %s {0} {a!r}"), b=Code("{a}"))
    assert str(said) == "Got {b} %s {0} {a!r}, then `{a}`."


def test_a_place_without_an_argument_stays() -> None:
    """A course's own text may hold braces."""
    assert str(of_course('Write f"{x}" here.', "tensors/f/title")) == 'Write f"{x}" here.'


def test_sentences_follow_each_other() -> None:
    """An empty message is false and adds nothing."""
    both = say("This is wrong.") + NOTHING + say("Only the sign differs.")
    assert str(both) == "This is wrong. Only the sign differs."
    assert not NOTHING and both and str(NOTHING) == ""
    assert not of_course("", "tensors/f/title") and not heard("")


def test_lists_are_one_argument() -> None:
    """Of one, two and three, joined in three ways."""
    names = ("a", "b", "c")
    assert str(quoted(code_list(names))) == "`a`, `b` and `c`"
    assert str(quoted(code_list(names[:2], "or"))) == "`a` or `b`"
    assert str(quoted(code_list(names, "commas"))) == "`a`, `b`, `c`"
    assert str(quoted(code_list(names[:1]))) == "`a`"
    assert str(quoted(Items((InFile("x.py", line=3), Name("y")), "semicolons"))) == "x.py, line 3; y"
    assert str(quoted(Items(()))) == ""


def test_a_count_chooses_the_form() -> None:
    """One, none, several."""
    said = [str(say_many("{n} check failed.", "{n} checks failed.", n)) for n in (0, 1, 2)]
    assert said == ["0 checks failed.", "1 check failed.", "2 checks failed."]


def test_messages_are_data() -> None:
    """Equal by content, hashable, pickled; and no strings."""
    made = [say("{a} and {b}", b=Name("y"), a=2) for _ in range(2)]
    assert made[0] == made[1] and len(set(made)) == 1
    assert pickle.loads(pickle.dumps(made[0])) == made[0]
    assert str not in Message.__mro__
