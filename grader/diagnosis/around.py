"""Systematic mistakes made around a right function: with its arguments before, or its result afterwards."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations

from grader.diagnosis.mistake import Mistake, Right
from grader.diagnosis.results import changed_results
from grader.words.messages import Code, Message, say

# Results of more parts than these have no order that people mix up.
_PARTS = (2, 3)
# What people write in place of an argument, and for which kind of argument.
_PLAIN = {
    **dict.fromkeys(("0", "1", "2", "10", "100"), "int"),
    **dict.fromkeys(("1.0", "0.1", "0.01", "0.001", "0.0001"), "float"),
    **dict.fromkeys(("True", "False"), "bool"),
}


# ── arguments ────────────────────────────────────────────────────────────────────────────────────────────


def swapped(one: str, other: str) -> Message:
    """That two arguments stand in each other's place."""
    return say("You use {one} and {other} in each other's place.", one=Code(one), other=Code(other))


SWAPPED = say("Check the order of the arguments at each place that uses them, and in each call.")


def arguments_swapped(right: Right) -> Iterator[Mistake]:
    """Any two parameters stand for each other."""
    for one, other in combinations(right.parameters, 2):
        name = f"swaps_{one}_and_{other}"
        yield Mistake(
            name=name,
            headline=swapped(one, other),
            explanation=SWAPPED,
            source=right.wrapped(name, f"return {right.call({one: other, other: one})}"),
        )


def variables_of_the_file(right: Right) -> Iterator[Mistake]:
    """A variable of the file that is named like a parameter stands for the argument."""
    named = [
        (argument, variable)
        for argument in right.parameters
        for variable in right.variables
        if variable == argument or variable.startswith(argument)
    ]
    for argument, variable in named:
        yield _of_the_file(right, [(argument, variable)])
    own = [(argument, variable) for argument, variable in named if argument == variable]
    if len(own) > 1:
        yield _of_the_file(right, own)


def _of_the_file(right: Right, named: list[tuple[str, str]]) -> Mistake:
    name = "reads_the_files_" + "_and_".join(variable for _, variable in named)
    argument, variable = named[0]
    headline = say(
        "Your function uses the variable {variable} of the file, and not its argument {argument}.",
        variable=Code(variable),
        argument=Code(argument),
    )
    instead = {argument: f"globals()[{variable!r}]" for argument, variable in named}
    return Mistake(
        name=name,
        headline=headline,
        explanation=say("The caller may pass other data. Use only what the caller passes."),
        source=right.wrapped(name, f"return {right.call(instead)}"),
    )


def counts(right: Right) -> Iterator[Mistake]:
    """One more or one less than a number that was passed, or that is returned."""
    for argument in right.parameters:
        for sign, word in (("-", "less"), ("+", "more")):
            name, value = f"takes_one_{word}_than_{argument}", f"{argument} {sign} 1"
            yield Mistake(
                name=name,
                headline=say(
                    "Your result is right for {value}, and not for {argument}.",
                    value=Code(value),
                    argument=Code(argument),
                ),
                explanation=say("You count one too many or one too few."),
                source=right.wrapped(name, f"return {right.call({argument: value})}"),
            )
    for sign, word in (("-", "small"), ("+", "large")):
        name = f"counts_one_too_{word}"
        yield Mistake(
            name=name,
            headline=_ONE_OFF[sign],
            explanation=say("Does the count begin at 0 or at 1? Read it in the exercise."),
            source=_with_result(right, name, _counted(sign)),
        )


_ONE_OFF = {
    "-": say("The number that you return is one too small."),
    "+": say("The number that you return is one too large."),
}


def _counted(sign: str) -> str:
    return (
        "lambda r: r "
        f"{sign} 1 if type(r) is int else r {sign} 1 if isinstance(r, torch.Tensor) and not "
        "r.dtype.is_floating_point and r.dtype is not torch.bool else "
        "type(r)(map(changed, r)) if type(r) in (tuple, list) else r"
    )


def arguments_ignored(right: Right) -> Iterator[Mistake]:
    """An argument has no effect: what the first call passed stands for it, or a plain number."""
    for argument in right.parameters:
        name = f"ignores_{argument}"
        yield Mistake(
            name=name,
            headline=_ignored(argument),
            explanation=_FIXED,
            source=right.wrapped(name, f"return {right.call()}"),
            ignored=argument,
        )
        for number, kind in _PLAIN.items():
            fixed = f"{name}_for_{number.replace('.', '_')}"
            yield Mistake(
                name=fixed,
                headline=_ignored(argument),
                explanation=_FIXED,
                source=right.wrapped(
                    fixed,
                    f"if type({argument}) is not {kind}:",
                    "    raise TypeError",
                    f"return {right.call({argument: number})}",
                ),
            )


_FIXED = say("One fixed value stands for it in every call. Use the value that the caller passes.")


def _ignored(argument: str) -> Message:
    return say("Your result does not depend on {argument}.", argument=Code(argument))


def copies(right: Right) -> Iterator[Mistake]:
    """A copy of an argument is changed in its place, with an optimizer of its own or the caller's."""
    for argument in right.parameters:
        for over in ("", *sorted(right.optimizers & set(right.parameters))):
            name = f"changes_a_copy_of_{argument}" + (f"_with_another_{over}" if over else "")
            lines = [f"{argument} = {argument}.detach().clone().requires_grad_({argument}.requires_grad)"]
            if over == argument:
                continue
            if over:
                held = f"any({argument} is p for group in {over}.param_groups for p in group['params'])"
                lines = [f"if not {held}:", "    raise TypeError", *lines]
                options = f"{{k: v for k, v in {over}.param_groups[0].items() if k != 'params'}}"
                lines.append(f"{over} = type({over})([{argument}], **{options})")
            yield Mistake(
                name=name,
                headline=say(
                    "You change a copy of {argument}, and not the tensor of the caller.",
                    argument=Code(argument),
                ),
                explanation=say("`clone()` and `detach()` make another tensor. Work on the argument itself."),
                source=right.wrapped(name, *lines, f"return {right.call()}"),
            )


def arguments_returned(right: Right) -> Iterator[Mistake]:
    """What is returned is an argument."""
    for argument in right.parameters:
        for before, name in (("", "returns"), (right.call(), "works_and_returns")):
            yield Mistake(
                name=f"{name}_{argument}",
                headline=say("You return the argument {argument}.", argument=Code(argument)),
                explanation=say("The exercise asks for another result."),
                source=right.wrapped(f"{name}_{argument}", *filter(None, [before, f"return {argument}"])),
            )


def optimizers_made_anew(right: Right) -> Iterator[Mistake]:
    """An optimizer is made in every call, of its own class or of another."""
    for argument in right.parameters:
        if argument in right.optimizers:
            for kind in ("", "SGD", "Adam"):
                name = f"makes_a_new_{argument}" + (f"_of_{kind}" if kind else "")
                headline, explanation = _own(argument, kind) if kind else without_memory(argument)
                yield Mistake(
                    name=name,
                    headline=headline,
                    explanation=explanation,
                    source=right.wrapped(
                        name, f"{argument} = {_new(argument, kind)}", f"return {right.call()}"
                    ),
                )


def without_memory(argument: str) -> tuple[Message, Message]:
    """(headline, explanation) for who loses what an optimizer remembers."""
    return (
        say("You do not keep the memory of {argument}: it begins again.", argument=Code(argument)),
        say("An optimizer may remember earlier steps. Use the one that the caller passes, as it is."),
    )


def _own(argument: str, kind: str) -> tuple[Message, Message]:
    return (
        say(
            "Your steps are those of your own {optimizer}, and not of the argument {argument}.",
            optimizer=Code(f"torch.optim.{kind}"),
            argument=Code(argument),
        ),
        say("Make no step by hand and no optimizer. Call `step()` of the one that the caller passes."),
    )


def _new(argument: str, kind: str) -> str:
    if not kind:
        return f"type({argument})({argument}.param_groups)"
    params = f"[p for group in {argument}.param_groups for p in group['params']]"
    return f"torch.optim.{kind}({params}, lr={argument}.param_groups[0]['lr'])"


# ── results ──────────────────────────────────────────────────────────────────────────────────────────────


def _with_result(right: Right, name: str, change: str) -> str:
    """change: an expression for a function of the result, which may call itself `changed`."""
    return right.wrapped(name, f"changed = {change}", f"return changed({right.call()})")


def results_in_another_order(right: Right) -> Iterator[Mistake]:
    """The parts of a result in another order, one of them alone, one of them twice."""
    for size in _sizes(right):
        for order in _orders(size):
            name = "returns_parts_" + "_".join(map(str, order))
            picked = ", ".join(f"r[{place}]" for place in order)
            yield Mistake(
                name=f"{name}_of_{size}",
                headline=_ordered(order, size),
                explanation=_READ,
                source=_with_result(right, f"{name}_of_{size}", _picking(picked, alone=len(order) == 1)),
            )

    yield Mistake(
        name="returns_parts_backwards",
        headline=_ordered((1, 0), 2),
        explanation=_READ,
        source=_with_result(right, "returns_parts_backwards", "lambda r: r.flip(0)"),
    )


def results_changed(right: Right) -> Iterator[Mistake]:
    """The result, or one part of it, in another type or shape, or of another size."""
    returned = [node.value for node in ast.walk(right.node) if isinstance(node, ast.Return)]
    yield from changed_results(
        right, max((len(value.elts) for value in returned if isinstance(value, ast.Tuple)), default=0)
    )


def _sizes(right: Right) -> list[int]:
    """Of how many parts the results of a function may be."""
    returned = [node.value for node in ast.walk(right.node) if isinstance(node, ast.Return)]
    return sorted({size for value in returned for size in _parts(value)})


_READ = say("Read in the exercise what the function returns, and in which order.")


def _picking(picked: str, *, alone: bool) -> str:
    if alone:
        return f"lambda r: {picked}"
    return f"lambda r: torch.stack([{picked}]) if isinstance(r, torch.Tensor) else type(r)([{picked}])"


def _parts(value: ast.expr | None) -> Iterator[int]:
    """Of how many parts a returned expression is: a tuple's, or a list's that is stacked."""
    if isinstance(value, ast.Call) and len(value.args) == 1:
        value = value.args[0]
    if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) in _PARTS:
        yield len(value.elts)


def _orders(size: int) -> Iterator[tuple[int, ...]]:
    for one, other in combinations(range(size), 2):
        order = list(range(size))
        order[one], order[other] = order[other], order[one]
        yield tuple(order)
    for place in range(size):
        yield (place,)
    if size == 2:
        yield from ((0, 0), (1, 1))


def _ordered(order: tuple[int, ...], size: int) -> Message:
    if len(order) == 1:
        return say("You return only one of {count} values: number {number}.", count=size, number=order[0] + 1)
    if len(set(order)) < len(order):
        return say("You return one value twice: the other one is missing.")
    return say("The values of your result are in the wrong order.")


def results_without_graph(right: Right) -> Iterator[Mistake]:
    """The result without its graph, or computed while autograd is off."""
    headline = say("Your result has no graph, so `backward()` cannot go back through it.")
    explanation = say("`detach()`, `.data`, `.item()` and `torch.no_grad()` cut a result off.")
    name = "detaches_the_result"
    change = (
        "lambda r: r.detach() if isinstance(r, torch.Tensor) else "
        "type(r)(map(changed, r)) if type(r) in (tuple, list) else r"
    )
    yield Mistake(
        name=name, headline=headline, explanation=explanation, source=_with_result(right, name, change)
    )
    name = "computes_without_graph"
    yield Mistake(
        name=name,
        headline=headline,
        explanation=explanation,
        source=right.wrapped(name, "with torch.no_grad():", f"    return {right.call()}"),
    )


def results_copied(right: Right) -> Iterator[Mistake]:
    """The result in another tensor."""
    for change, word in ((".clone()", "clone"), (".detach().clone()", "copy"), (_NEW_LEAF, "new_leaf")):
        name = f"returns_a_{word}"
        yield Mistake(
            name=name,
            headline=say("You return another tensor with the right numbers."),
            explanation=say("`clone()`, `detach()` and `.data` make a new tensor. Return the tensor itself."),
            source=right.wrapped(name, f"return {right.call()}{change}"),
        )


_NEW_LEAF = ".detach().clone().requires_grad_()"
