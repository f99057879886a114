"""Write site files: plain TOML text of a table, and several new files at once or none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sites.problems import Problem, Refused, Trouble, problem

__all__ = ["toml_text", "write_new"]


def toml_text(table: Mapping[str, Any]) -> str:
    """A table as TOML: plain values first, then tables; lists of tables as inline tables, one a line."""
    return "\n".join(_lines(table, ())).strip() + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    plain = [f"{key} = {_value(value)}" for key, value in table.items() if not isinstance(value, Mapping)]
    head = [f"[{'.'.join(path)}]"] if path and plain else []
    found = [*head, *plain, ""] if plain else []
    for key, value in table.items():
        if isinstance(value, Mapping):
            found += _lines(value, (*path, key)) or [f"[{'.'.join((*path, key))}]", ""]
    return found


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        if value and all(isinstance(each, Mapping) for each in value):
            return "[\n" + "".join(f"    {_value(each)},\n" for each in value) + "]"
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def write_new(folder: Path, files: Mapping[str, str]) -> dict[str, Path]:
    """Write files into a folder, made where it is not there; all of them, or none where one is there already.

    Raises
    ------
    Refused
        Where a file is there already.
    Trouble
        Where the folder cannot be written.
    """
    problems: list[Problem] = [
        problem("file-exists", file=str(folder / name)) for name in files if (folder / name).exists()
    ]
    if folder.exists() and not folder.is_dir():
        problems.append(problem("file-exists", file=str(folder)))
    if problems:
        raise Refused(problems)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            with (folder / name).open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except OSError as error:
        raise Trouble(
            problem("file-unwritable", str(folder), detail=error.strerror or type(error).__name__)
        ) from None
    return {name: folder / name for name in files}
