"""A database's password is shown to nobody, whatever the address looks like."""

from __future__ import annotations

import pytest

from grader.results.database_address import shown_address

WITH_PASSWORD = (
    "postgresql://me:secret@host/name",
    "postgresql://me:secret@host:port/name",
    "postgresql://me:se:cret/1?2#3@4@host/name",
    "postgresql://me:/secret@host/name",
    "postgresql://:secret@host",
    "postgresql:/me:secret@host/name",
    "postgresql//me:secret@host/name",
    "postgres ql://me:secret@host/name",
    "postgresql://me:sec\nret@host/name",
    "me:secret@host",
    "postgresql://host/name?user=me&password=secret",
    "postgresql://host/name?PASSWORD=secret&user=me",
    "postgresql://host/name?sslpassword=secret",
)
PLAIN = (
    "postgresql://host:5432/name",
    "postgresql+psycopg://grader@/name?host=/tmp/x",
    "sqlite:////home/me@there/a:b@c/gradebook.db",
    "sqlite:///gradebook.db",
    "nonsense",
    "",
)


@pytest.mark.parametrize("url", WITH_PASSWORD)
def test_a_password_is_hidden(url: str) -> None:
    """Of it, no part is left."""
    shown = shown_address(url)
    assert "***" in shown
    assert not any(part in shown for part in ("secret", "cret", "sec", "ret", "1?2", "3@4"))


@pytest.mark.parametrize("url", PLAIN)
def test_what_has_none_is_shown_as_it_is(url: str) -> None:
    """Nothing is hidden there."""
    assert shown_address(url) == url


@pytest.mark.parametrize("url", WITH_PASSWORD[:8])
def test_a_store_that_cannot_be_opened(url: str) -> None:
    """One sentence says so, whatever is wrong with the address, and the password is not in it."""
    pytest.importorskip("psycopg", reason="needs PostgreSQL's driver: pip install -e '.[postgres]'")
    pytest.importorskip("sqlalchemy", reason="needs SQLAlchemy: pip install -e '.[postgres]'")
    from grader.results.database import StoreError
    from grader.results.remote import RemoteDatabase

    with pytest.raises(StoreError) as raised:
        RemoteDatabase(url.replace("host", "localhost:1", 1), write=False)
    assert "secret" not in str(raised.value) and "***" in str(raised.value)


@pytest.mark.parametrize("url", WITH_PASSWORD[:8])
def test_a_gradebook_that_cannot_be_opened(url: str) -> None:
    """Likewise."""
    pytest.importorskip("nbgrader", reason="needs nbgrader: pip install -e '.[nbgrader]'")
    from grader.errors import UsageError
    from grader.nbgrader.gradebook import ScoreBook

    with pytest.raises(UsageError) as raised:
        ScoreBook(url.replace("host", "localhost:1", 1))
    assert "secret" not in str(raised.value) and "***" in str(raised.value)
