"""Parts of a load by sector, one row a sector and day: the largest and smallest power of each day."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from forecasts.history.detect import guessed_unit
from forecasts.history.mapping import POWER_UNITS
from forecasts.history.stamps import local_stamps
from forecasts.history.tables import numbers, read_table
from sites.problems import Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["read_sectors"]

_SHAPE = {
    "sector": "行业|类型|分类|sector|category|industry",
    "date": "时间|日期|date|day",
    "power_mw_max": "最大|max",
    "power_mw_min": "最小|min",
}


def read_sectors(path: str | Path) -> xr.Dataset:
    """Read the daily extremes of a load's sectors.

    Returns
    -------
    xarray.Dataset
        ``power_mw_max`` and ``power_mw_min`` (sector, date), MW; ``date`` is the local calendar day.

    Raises
    ------
    Refused
        The file has no column of sectors, of dates or of extremes.
    """
    import pandas as pd

    path = Path(path)
    table = read_table(path)
    found = {
        name: next((each for each in table.columns if re.search(words, each.lower())), None)
        for name, words in _SHAPE.items()
    }
    missing = [name for name, header in found.items() if header is None]
    if missing:
        headers = ", ".join(table.columns)
        raise Refused(
            [problem("history-column-missing", path.name, column=name, found=headers) for name in missing]
        )
    at = {name: str(header) for name, header in found.items()}
    days = local_stamps(table[at["date"]], None, "", None, path.name).stamps.normalize()
    frame = pd.DataFrame({"sector": table[at["sector"]].str.strip(), "date": days})
    for name in ("power_mw_max", "power_mw_min"):
        unit, _ = guessed_unit(at[name], "measured_mw", table[at[name]])
        frame[name] = numbers(table[at[name]])[0] * POWER_UNITS[unit]
    dataset: xr.Dataset = frame.groupby(["sector", "date"]).mean().to_xarray()
    return dataset.assign_attrs(source=path.name)
