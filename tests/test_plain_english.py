"""What people read is plain English: short sentences, frequent words, no phrase that has to be read twice.

The reader is a student or an instructor whose first language is another one. A sentence has 20 words at most
(code in backquotes, a shape and a number count as one). Each word stands in `words/frequent.txt`, in
`words/terms.txt` or in docs/glossary.md, in any of its forms. `words/banned.txt` lists phrases, each with
what to write instead.

Not held to it: docs/decisions and CHANGELOG.md, which are history, and the docstrings of grader/, of which
docs/api.md is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from helpers import plain_english, texts
from helpers.plain_english import Text, complaints, findings, sentences, words

# A new kind of text is a function in helpers/texts.py and a line here.
KINDS: list[Callable[[], Iterable[Text]]] = [
    texts.misconceptions,
    texts.checks,
    texts.exercises,
    texts.hints,
    texts.documents,
    texts.examples,
    texts.templates,
    texts.engine_messages,
]
WRONG = [
    ("Whoever called learns of it only later.", "learns of"),
    ("The numbers are dealt out anew.", "anew"),
    ("A GPU cannot be had here.", "cannot be had"),
    ("The check says no to this file.", "says no"),
    ("A person decides which file counts.", "a person decides"),
    ("It stops by itself when the file is there.", "by itself"),
    ("Nothing stands in the way of a second try.", "stands in the way"),
    ("All rows are to start at zero.", "are to start"),
    ("For want of a GPU, the check fails.", "for want of"),
    ("Where the shapes differ, raise ValueError.", "where the shapes"),
    ("A tensor is wanted.", "is wanted"),
    ("The scribe obfuscates the shape.", "not a frequent word"),
    ("A row of " + "one two three four five six " * 3 + ".", "21 words"),
]
RIGHT = [
    "The function returns a tensor of shape (2, 3). It must return a Python float.",
    "If `x.numel() % n` is not 0, raise `ValueError(f'{n} does not divide it')` before you reshape.",
    "`backward()` adds to `params.grad`. Clear the gradient in every epoch, before `backward()`. (§5.5.1)",
    "Write `grader check --assignment tensors`, and look at exercises/tensors.py or https://pytorch.org/docs.",
    "The unsorted, non-contiguous 2-D tensors were compared, and the biggest one's type is float32.",
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_texts_are_plain_english(kind: Callable[[], Iterable[Text]]) -> None:
    """No sentence of this kind of text is too long, has a rare word or a banned phrase."""
    collected = list(kind())
    assert sum(len(sentences(text.words)) for text in collected) >= 30, "the texts are not found any more"
    found = [str(finding) for text in collected for finding in findings(text)]
    assert found == [], "\n" + "\n".join(found)


@pytest.mark.parametrize(("sentence", "wrong"), WRONG)
def test_a_planted_one_is_found(sentence: str, wrong: str) -> None:
    """Each kind of stumbling block is named."""
    assert any(wrong in complaint.lower() for complaint in complaints(sentence))


@pytest.mark.parametrize("text", RIGHT)
def test_plain_sentences_pass(text: str) -> None:
    """Code, shapes, names of files and inflected words are no hindrance."""
    assert [complaint for sentence in sentences(text) for complaint in complaints(sentence)] == []


def test_sentences_and_words_are_counted_as_read() -> None:
    """Code with dots and blanks is one word, a section of the book is none; a number ends no sentence."""
    text = "Call `f(a, b. c)`. It gives 2.5 for (k, m), as `g` does. (§3.1, §3.2) Then stop."
    assert [len(words(sentence)) for sentence in sentences(text)] == [2, 8, 2]


def test_the_lists_are_kept() -> None:
    """3,000 frequent words at most, with source and licence; no term is listed twice or is frequent."""
    header = (plain_english.WORDS / "frequent.txt").read_text(encoding="utf-8")[:600]
    frequent = plain_english.listed("frequent.txt")
    terms = [word for line in plain_english.listed("terms.txt") for word in line.split()]
    assert "CC BY-SA 4.0" in header and "newgeneralservicelist" in header
    assert 2500 < len(frequent) <= 3000
    assert len(terms) == len(set(terms))
    assert sorted(set(terms) & {word for line in frequent for word in line.split()}) == []
