"""The page that a package index shows: README.md without what would be dead there. hatchling asks for it.

A relative link leads nowhere outside the source: its words stay, and the link goes. Pictures, links in
brackets and the table of contents go as a whole.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_PICTURES = re.compile(r"<picture>.*?</picture>|<img[^>]*>|!\[[^\]]*\]\([^)]*\)", re.DOTALL)
_LINK = re.compile(r"\[([^\]]*)\]\((?!https?://)[^)]*\)")
# "… ([how](docs/diagnosis.md))": the word alone would say nothing.
_ASIDE = re.compile(r"\s+\(\[[^\]]*\]\((?!https?://)[^)]*\)\)")
_CONTENTS = "\n## Contents\n"
_FOLLOWS = "\nThe documents that this page names are in the project's source, in the folder `docs/`.\n"


class PackagePage(MetadataHookInterface):
    """Fills `readme` in, which pyproject.toml calls dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Give the metadata its page."""
        readme = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": page(readme)}


def page(readme: str) -> str:
    """README as an index can show it."""
    text = _PICTURES.sub("", readme.partition(_CONTENTS)[0])
    text = _LINK.sub(r"\1", _ASIDE.sub("", text))
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n" + _FOLLOWS
