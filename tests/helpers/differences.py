"""Where two reports differ, for a test that must say more than that they do."""

from __future__ import annotations


def differences(got: object, want: object, place: str) -> list[str]:
    """Where two reports differ, and what stands there."""
    if isinstance(got, dict) and isinstance(want, dict):
        keys = sorted(got.keys() | want.keys())
        return [line for key in keys for line in differences(got.get(key), want.get(key), f"{place}.{key}")]
    if isinstance(got, list) and isinstance(want, list) and len(got) == len(want):
        pairs = enumerate(zip(got, want, strict=True))
        return [line for number, pair in pairs for line in differences(*pair, f"{place}[{number}]")]
    return [] if got == want else [f"{place}: {got!r}, expected {want!r}"]
