"""What a report says of one function, short, as the Markdown that nbgrader keeps for a comment."""

from __future__ import annotations

from collections.abc import Iterator

from grader.model import Diagnosis, FunctionResult, Report, Status
from grader.render.markdown_text import example_block, prose
from grader.render.outline import FunctionOutline, kept, outline
from grader.render.phrases import look_where
from grader.render.text import brief
from grader.words.messages import Code, say
from grader.words.translation import Translator

_EXAMPLE = 300


def comments(report: Report, translate: Translator) -> dict[str, str]:
    """Per function what its student should read first; empty where there is nothing to say."""
    works = {work.function.name: work for work in outline(report).work}
    return {
        function.name: "\n\n".join(_parts(function, works.get(function.name), translate))
        for function in report.functions
    }


def _parts(function: FunctionResult, work: FunctionOutline | None, translate: Translator) -> Iterator[str]:
    if function.status is Status.UNATTEMPTED:
        yield prose(translate.said(say("{function} is not written yet.", function=Code(function.name))))
    elif work is not None:
        yield from map(_diagnosis, work.diagnoses)
        if work.located is not None:
            yield f"**{prose(translate.said(look_where(work.located)))}**"
        for finding in work.findings[:1]:
            if finding.diagnosis:
                yield _diagnosis(finding.diagnosis)
            said = finding.lead.message or finding.lead.title
            yield prose(brief(said, 600))
            if finding.lead.example is not None:
                yield example_block(finding.lead.example, translate, _EXAMPLE)
    else:
        failed = [check.message for check in function.checks if check.status is Status.FAILED]
        yield from (prose(brief(message, 600)) for message in failed[:1])
        yield from map(prose, kept(function))


def _diagnosis(diagnosis: Diagnosis) -> str:
    parts = [f"**{prose(diagnosis.headline)}**", prose(diagnosis.explanation), prose(diagnosis.section)]
    return " ".join(part for part in parts if part and part != "****")
