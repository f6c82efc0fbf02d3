"""The pseudo-language shows what was not said through a catalog, on every surface."""

from __future__ import annotations

from helpers import pseudo


def test_a_sentence_is_marked_and_some_are_turned_round() -> None:
    """Letters are no ASCII, what is put in stands in ‹›, one entry of three is turned round."""
    assert pseudo.sentence("Expected {want}.", 1) == "⟦1 Ḗẋƥḗƈŧḗḓ ‹{want}›.⟧"
    assert pseudo.sentence("Expected {want}.", 3) == "⟦3 .‹{want}›Ḗẋƥḗƈŧḗḓ ⟧"


def test_what_is_not_said_shows() -> None:
    """Letters outside of ‹›, also behind a nested message; what is cut off is inside to its end."""
    assert pseudo.unsaid("⟦1 ȧ ‹x ⟦2 ƀ ‹y›⟧›⟧ then") == ["⟦1 ȧ ⟧ then"]
    assert pseudo.unsaid("⟦1 ȧ ‹some words of oth…") == []
    assert pseudo.unsaid(pseudo.page_text("<p title='Plain'>⟦1 ȧ <code>‹x›</code>⟧</p>")) == ["Plain"]
    assert pseudo.said("⟦1 ȧ ‹⟦12 ƀ⟧›⟧ ⟦0 ƈ⟧") == {1, 12}
