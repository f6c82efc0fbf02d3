"""report.json is a contract: schema, order and round trip."""

from __future__ import annotations

import json as plain
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from helpers.sample_reports import SECRET, a_class, ada, check, function, reports
from helpers.sample_reports import report as sample
from hypothesis import given

import grader.render
from grader.audience import for_student
from grader.model import Diagnosis, Example, Report, Status
from grader.render import json
from grader.render.in_words import in_words
from grader.words.messages import (
    NOTHING,
    Code,
    InFile,
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
from grader.words.translation import Translator

SCHEMA = plain.loads((Path(grader.render.__file__).parent / "report.schema.json").read_text("utf-8"))
FIRST = jsonschema.Draft202012Validator(
    plain.loads((Path(grader.render.__file__).parent / "report-1.schema.json").read_text("utf-8"))
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_is_a_schema() -> None:
    """The schema is valid by 2020-12 itself."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_field_is_described() -> None:
    """Every object requires its fields but for a sentence's optional ones, and each has a description."""
    objects = [SCHEMA, SCHEMA["properties"]["versions"]]
    objects += [item for name, item in SCHEMA["$defs"].items() if "properties" in item and name != "sentence"]
    for item in objects:
        assert item["required"] == [name for name in item["properties"] if name not in OPTIONAL]
        assert "additionalProperties" not in item
        assert all(field["description"] for field in item["properties"].values())
    assert all(field["description"] for field in SCHEMA["$defs"]["sentence"]["properties"].values())


# Fields of grader-report/2 that the first version did not have.
# Fields of a report that stand there only where there is something to say.
OPTIONAL = ("book", "unparsed", "located")
LATER = ("made_of", "language", "book", "path", "cell", "demand", "unparsed", "located", "printed")


def as_version_1(data: dict[str, Any]) -> dict[str, Any]:
    """A report as a reader of grader-report/1 would take it: without what came later, under that name."""

    def older(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: older(value) for key, value in part.items() if key not in LATER}
        return [older(item) for item in part] if isinstance(part, list) else part

    return {**older(data), "schema": "grader-report/1"}


@pytest.mark.parametrize("report", a_class(), ids=lambda report: f"{report.student}-{report.assignment}")
def test_without_what_is_new_it_is_valid_by_the_first_schema(report: Report) -> None:
    """And such a file of an earlier grader is read, its sentences as they stand."""
    old = as_version_1(plain.loads(json.render(report)))
    FIRST.validate(old)
    again = json.parse(plain.dumps(old))
    assert [check.score for f in again.functions for check in f.checks] == [
        check.score for f in report.functions for check in f.checks
    ]
    assert as_version_1(plain.loads(json.render(again))) == old


@pytest.mark.parametrize("report", a_class(), ids=lambda report: f"{report.student}-{report.assignment}")
def test_samples_validate_and_come_back(report: Report) -> None:
    """Reports of every kind follow the schema; reading one gives the report but for rounded seconds."""
    VALIDATOR.validate(plain.loads(json.render(report)))
    again = json.parse(json.render(report))
    assert json.render(again) == json.render(report)
    assert again.functions == () or again.functions[0].name == report.functions[0].name


@given(reports())
def test_any_report_validates_and_comes_back(report: Report) -> None:
    """Whatever the contract allows is valid, is UTF-8, and is the same report when read."""
    text = json.render(report)
    text.encode("utf-8")
    VALIDATOR.validate(plain.loads(text))
    if not any("\ud800" <= char <= "\udfff" for char in str(report.__repr__()) + _all_text(report)):
        assert json.render(json.parse(text)) == text


def _all_text(report: Report) -> str:
    return plain.dumps(json._report(report), ensure_ascii=False)


def test_the_order_is_the_contract() -> None:
    """Keys come in one order; the file ends in one newline."""
    text = json.render(ada())
    assert list(plain.loads(text)) == [name for name in SCHEMA["properties"] if name not in OPTIONAL]
    function = plain.loads(text)["functions"][0]
    assert list(function) == list(SCHEMA["$defs"]["function"]["properties"])
    every = SCHEMA["$defs"]["check"]["properties"]
    assert list(function["checks"][0]) == [name for name in every if name not in OPTIONAL]
    assert text.endswith("}\n") and not text.endswith("\n\n")


def test_seconds_are_the_only_timing() -> None:
    """Two gradings that differ in time differ in `seconds` alone, rounded to microseconds."""
    first, *_ = ada().functions
    slower = replace(first, checks=(replace(first.checks[0], seconds=1.23456789),))
    report = replace(ada(), functions=(slower, *ada().functions[1:]))
    one, other = json.render(ada()).splitlines(), json.render(report).splitlines()
    differing = [line.strip() for line, was in zip(other, one, strict=True) if line != was]
    assert differing == ['"seconds": 1.234568,']


@pytest.mark.parametrize("score", [float("nan"), float("inf"), float("-inf")])
def test_a_score_is_a_finite_number(score: float) -> None:
    """A report with an impossible score is not written."""
    with pytest.raises(ValueError, match="finite number of points"):
        json.render(replace(ada(), score=score))


def test_control_characters_are_escaped() -> None:
    """`cat report.json` does nothing to a terminal, and nothing is lost."""
    report = replace(ada(), student="\x1b[2J\x9b31m\x7f\u202eeve")
    text = json.render(report)
    assert not set(text) & set("\x1b\x9b\x7f\u202e")
    assert json.parse(text).student == report.student


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "expected a report.json"),
        ("[]", "expected a report.json"),
        ("{}", "missing required field"),
        (json.render(ada()).replace('"max_score": ', '"max_score": "', 1), "expected a report.json"),
        (json.render(ada()).replace('"graded"', '"not graded"'), "'not graded' without one"),
        (json.render(ada()).replace("grader-report/2", "grader-report/9"), "grader-report/9"),
        (json.render(ada()).replace('"score": 2.0', '"score": 1e999', 1), "out of range"),
    ],
)
def test_what_is_no_report_is_refused_in_a_sentence(text: str, words: str) -> None:
    """Reading anything else raises ValueError that says what is wrong."""
    with pytest.raises(ValueError, match=words):
        json.parse(text)


def test_the_students_copy_validates() -> None:
    """What a student gets is the same contract, with nothing in it of a hidden check's inputs."""
    copy = json.render(for_student(ada()))
    VALIDATOR.validate(plain.loads(copy))
    assert SECRET not in copy


SAID = [
    say("Expected shape {want}, got shape {got}.", want=Value("(11,)"), got=Value("()")),
    say("The result is wrong.") + say("Only the sign differs."),
    say("The result is wrong."),
    say_many("{n} check failed.", "{n} checks failed.", 2),
    of_course("The loss is one number.", "gradient_descent/loss_fn_scalar/title"),
    quoted(Value("tensor([1., 2.])")),
    quoted(Name("Ada")),
    quoted(Code("f(x)")),
    quoted(code_list(["a", "b"])),
    quoted(InFile("x.ipynb", 4, 2)),
    heard("could not convert string to float"),
    heard("{words}") + heard("two"),
    NOTHING,
]


@pytest.mark.parametrize("said", SAID, ids=str)
def test_a_message_comes_back(said: Message) -> None:
    """Whatever fills it, in every place of a report; its words alone are not enough to make it again."""
    example = Example(call="f()", expected=said, got=said)
    diagnosis = Diagnosis(id="f/d", headline=said, explanation=said, section="")
    failed = check("c", said, Status.FAILED, message=said, example=example, diagnosis=diagnosis)
    some = in_words(sample(function("f", failed), problem=said, notes=(said, heard("x"), said)), Translator())
    text = json.render(some)
    VALIDATOR.validate(plain.loads(text))
    again = json.parse(text)
    [found] = again.functions[0].checks
    assert found.example is not None and found.diagnosis is not None
    met = [found.title, found.message, found.example.expected, found.example.got, again.problem]
    met += [found.diagnosis.headline, found.diagnosis.explanation, again.notes[0], again.notes[2]]
    assert met == [said] * len(met)
    assert json.render(in_words(again, Translator())) == text


@pytest.mark.parametrize(
    ("expected", "demand"),
    [
        (quoted(Value("tensor(1.6667)")), ""),
        (say("The call returns."), "The call returns."),
        (heard("anything"), ""),
        (NOTHING, ""),
    ],
)
def test_a_demand_is_told_from_a_value(expected: Message, demand: str) -> None:
    """`expected` says what was expected; `demand` is empty where that is a value to compare with."""
    failed = check("c", "T.", Status.FAILED, example=Example(call="f()", expected=expected, got=heard("1")))
    data = plain.loads(json.render(sample(function("f", failed))))
    example = data["functions"][0]["checks"][0]["example"]
    assert (example["expected"], example["demand"]) == (str(expected), demand)


def test_what_sentences_were_made_of_takes_one_line() -> None:
    """It is for programs: a person who reads the file passes over it."""
    failed = check("c", '"made_of": {', Status.FAILED, message=SAID[0])
    text = json.render(sample(function("f", failed)))
    [line] = [line for line in text.splitlines() if "arguments" in line]
    assert line.strip().startswith(
        '"made_of": {"title": [{"context": "gradient_descent/c/title"}],"message": [{'
    )
    assert line.endswith("}")


def test_of_notes_each_has_what_it_was_made_of() -> None:
    """A file with more or fewer of them is none of ours."""
    text = json.render(sample(notes=(SAID[0], SAID[2])))
    data = plain.loads(text)
    data["made_of"]["notes"].pop()
    with pytest.raises(ValueError):
        json.parse(plain.dumps(data))
