"""Addresses of databases: read in one place, and shown without their passwords, whatever they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

# Before the last "@", all behind the first ":" that is not the scheme's. To hide too much costs nobody.
_SCHEME = r"[^:/@]*:?/+"
_OF_A_USER = re.compile(rf"^((?:{_SCHEME}|(?!{_SCHEME}))[^:/@]*):.*@", re.DOTALL)
_IN_A_QUERY = re.compile(r"([?&][^=&]*pass[^=&]*=)[^&]*", re.IGNORECASE)


def read_address(url: str) -> URL:
    """Its parts. Raises SQLAlchemy's ArgumentError for any text that is no address."""
    # Extras bring it, and it is slow to import.
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(url)
    except ValueError:
        raise ArgumentError("its port is no number") from None


def shown_address(url: str) -> str:
    """`postgresql://me:secret@host/name` → `postgresql://me:***@host/name`; any text at all."""
    return _IN_A_QUERY.sub(r"\1***", _OF_A_USER.sub(r"\1:***@", url))
