"""Which encoding bytes without any mark are in: UTF-8, or what Chinese and Western Windows wrote before it.

Most bytes can be read as Big5 and as GB 18030, so validity alone does not tell. Common characters do: in each
of the two they stand in a block of their own (Big5 A4–C6, GB 2312 B0–D7), and text is nearly all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

_COMMON = {"big5": (0xA4, 0xC6), "gb18030": (0xB0, 0xD7)}


def guess(data: bytes) -> str:
    """The name of an encoding in which `data` can be read; cp1252 or latin-1 where it is no Chinese."""
    if _reads(data, "utf-8"):
        return "utf-8"
    likely = [name for name in _COMMON if _reads(data, name)]
    best = max(likely, key=lambda name: _common(data, name), default=None)
    if best is not None and _common(data, best) > 0.5:
        return best
    return "cp1252" if _reads(data, "cp1252") else "latin-1"


def _reads(data: bytes, encoding: str) -> bool:
    """Whether the bytes can be read so, and written again as they were."""
    try:
        return data.decode(encoding).encode(encoding) == data
    except UnicodeError:
        return False


def _common(data: bytes, encoding: str) -> float:
    """The share of its characters beyond ASCII that are common ones."""
    first, last = _COMMON[encoding]
    leads = list(_leads(data))
    return sum(first <= lead <= last for lead in leads) / len(leads) if leads else 0.0


def _leads(data: bytes) -> Iterator[int]:
    """The first byte of each character of two."""
    at = 0
    while at < len(data):
        if data[at] < 0x80:
            at += 1
        else:
            yield data[at]
            at += 2
