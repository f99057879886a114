"""E files as different makers write them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np

ZONE = "Asia/Shanghai"
DAY = dt.date(2026, 7, 15)
MIDNIGHT = np.datetime64("2026-07-14T16:00")
"""00:00 of the day in Shanghai, UTC."""


def rows(count: int, tail: str = "") -> list[str]:
    """Return rows ``#n`` whose figure is a tenth of their number."""
    return [f"#{number}\t{number / 10:.3f}{tail}" for number in range(1, count + 1)]


def e_lines(*lines: str, entity: str = "FARM", time: str = "2026-07-15") -> str:
    """Return an E file of one table."""
    head = f"<! Entity={entity} type=DQ time='{time}' !>"
    body = "\r\n".join(lines)
    return f"{head}\r\n<ShortTermForcast::{entity}>\r\n{body}\r\n</ShortTermForcast::{entity}>\r\n"


def write(folder: Path, text: str, name: str = "farm.WPD", encoding: str = "utf-8") -> Path:
    """Write a file and return it."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path
