"""Made-up histories and the files they could have come in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

ZONE = "Asia/Shanghai"


def stamps(days: int, first: str = "2024-03-04", minutes: int = 15) -> pd.DatetimeIndex:
    """Return naive local stamps of whole days."""
    return pd.date_range(first, periods=days * 24 * 60 // minutes, freq=f"{minutes}min")


def load_mw(days: int) -> np.ndarray:
    """Return a load with a daily course and some noise, MW."""
    hours = np.arange(days * 96) / 4
    noise = np.random.default_rng(1).normal(0, 2, len(hours))
    return 200 + 60 * np.sin(2 * np.pi * (hours - 8) / 24) + noise


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a file and return it."""
    path.write_bytes(text.encode(encoding))
    return path


def write_frame(path: Path, frame: pd.DataFrame, encoding: str = "utf-8") -> Path:
    """Write a table as CSV."""
    return write(path, frame.to_csv(index=False), encoding)
