"""The READMEs taken apart: code blocks by language, commands, and tables."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

__all__ = ["ENGLISH", "READMES", "blocks", "commands", "options_named", "table_below"]

ROOT = Path(__file__).resolve().parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
ENGLISH = 0
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REDIRECTION = re.compile(r"\s*\d?>.*$")


def blocks(path: Path, language: str | None = None) -> list[tuple[str, str]]:
    """Return the fenced blocks of a file, language and text, of one language if given."""
    found = FENCED.findall(path.read_text(encoding="utf-8"))
    return [(kind, text) for kind, text in found if language in (None, kind)]


def commands(path: Path) -> list[list[str]]:
    """Return every command that begins with ``hengli`` in the blocks for a shell, as words without ``hengli``."""
    lines = [
        line for kind in ("sh", "console") for _, text in blocks(path, kind) for line in text.splitlines()
    ]
    stripped = [REDIRECTION.sub("", line.strip().removeprefix("$ ")) for line in lines]
    return [shlex.split(line)[1:] for line in stripped if line.startswith("hengli ")]


def options_named(path: Path) -> set[str]:
    """Return every long option that the file names, wherever it stands, blocks of other tools excepted."""
    text = path.read_text(encoding="utf-8")
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))


def table_below(path: Path, first: str) -> list[list[str]]:
    """Return the rows of the table whose first row begins with a cell, that row and all below it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"| {first} "))
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return rows
