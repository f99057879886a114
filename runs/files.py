"""Files written whole or not at all, and values that JSON can hold."""

from __future__ import annotations

import json
import math
import os
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

__all__ = ["json_text", "plain", "read_json", "replace_file", "sync_folder"]


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: numbers that are none become null, dates and paths their text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if hasattr(value, "tolist"):  # of NumPy
        return plain(value.tolist())
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def json_text(value: object) -> str:
    """Return a value as JSON text, two blanks deep, Chinese as it is, never ``NaN``."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def read_json(path: Path) -> Any:
    """Read a JSON file."""
    return json.loads(path.read_text(encoding="utf-8-sig"))


def replace_file(path: Path, content: str | bytes) -> None:
    """Write a file beside its place, then put it there in one move: readers see the old one or the new one."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        with beside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have the disk hold a folder and all that is in it before going on."""
    for path in (*folder.rglob("*"), folder):
        if os.name == "nt" and path.is_dir():
            continue  # Windows has no handle of a folder that could be synced
        handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
