"""Rows with stamps of any order onto a regular grid: one value a step, what stood twice averaged and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forecasts.history.cleaning import LIMITS
from forecasts.notes import Times
from sites.problems import Problem, Refused, problem

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

__all__ = ["STEP_MINUTES_LEAST", "on_grid", "step_of"]

STEP_MINUTES_LEAST = 15
DIRECTIONS = ("wind_direction", "measured_wind_direction")


def step_of(times: Times, where: str) -> int:
    """Return the usual distance of two stamps in minutes.

    Raises
    ------
    Refused
        There are fewer than two stamps, or the step divides no hour.
    """
    known = np.unique(times[~np.isnat(times)])
    if len(known) < 2:
        raise Refused([problem("history-step", where, found=len(known))])
    apart, count = np.unique(np.round(np.diff(known) / np.timedelta64(1, "m")), return_counts=True)
    step = int(apart[np.argmax(count)])
    if step < 1 or 60 % step:
        raise Refused([problem("history-step-odd", where, found=step)])
    return step


def on_grid(
    times: Times,
    columns: dict[str, pd.Series],
    step_minutes: int,
    counts: dict[str, int],
    notes: list[Problem],
) -> xr.Dataset:
    """Return the columns over regular steps, NaN where no row stands.

    Rows of one stamp are averaged, a direction as a vector. Where a file has the plant's own forecast, rows of
    one stamp are its issues and their count is kept; elsewhere they are counted as duplicates. Steps finer
    than 15 minutes are averaged to 15. Impossible weather does not enter an average with possible weather.
    """
    import pandas as pd

    frame = pd.DataFrame({name: values.to_numpy() for name, values in columns.items()})
    target = max(step_minutes, STEP_MINUTES_LEAST)
    stamps = pd.DatetimeIndex(times).round(f"{step_minutes}min")
    _count_duplicates(frame, stamps, counts, notes)
    _take_out_impossible(frame, stamps.floor(f"{target}min"), counts)
    for name in DIRECTIONS:
        if name in frame:
            radians = np.deg2rad(frame.pop(name))
            frame[f"{name}:sin"], frame[f"{name}:cos"] = np.sin(radians), np.cos(radians)
    frame["stamp"] = stamps
    frame = frame[frame["stamp"].notna()]
    means = frame.groupby("stamp").mean()
    if "plant_forecast_mw" in columns:
        means["plant_forecast_issues"] = frame.groupby("stamp")["plant_forecast_mw"].count()
    if target > step_minutes:
        notes.append(problem("history-note-finer", found=step_minutes, step=target))
        means = means.groupby(pd.DatetimeIndex(means.index).floor(f"{target}min")).mean()
    grid = pd.date_range(means.index[0].floor(f"{target}min"), means.index[-1], freq=f"{target}min")
    aligned = means.reindex(grid)
    counts["missing_stamps"] = int((~grid.isin(means.index)).sum())
    counts["off_grid_stamps"] = int(np.sum(~np.asarray(means.index.isin(grid))))
    return _dataset(aligned, columns, target)


def _count_duplicates(
    frame: pd.DataFrame, stamps: pd.DatetimeIndex, counts: dict[str, int], notes: list[Problem]
) -> None:
    doubled = stamps.duplicated() & np.asarray(stamps.notna())
    if "plant_forecast_mw" in frame and doubled.any():
        same = frame.assign(stamp=stamps).duplicated().to_numpy() & doubled
        issues = int((doubled & ~same).sum())
        counts["duplicate_rows"] = int(same.sum())
        counts["further_issues"] = issues
        if issues:
            notes.append(problem("history-note-issues", count=issues))
    else:
        counts["duplicate_rows"] = int(doubled.sum())


def _take_out_impossible(frame: pd.DataFrame, steps: pd.DatetimeIndex, counts: dict[str, int]) -> None:
    """Take out the weather outside what nature does from steps of which another row is believed."""
    for name, (least, most) in LIMITS.items():
        if name in frame and name not in DIRECTIONS:
            believed = frame[name].between(least, most)
            spoils = frame[name].notna() & ~believed & believed.groupby(steps).transform("any")
            counts[f"out_of_range_{name}"] = int(spoils.sum())
            frame[name] = frame[name].where(~spoils)


def _dataset(aligned: pd.DataFrame, columns: dict[str, pd.Series], step_minutes: int) -> xr.Dataset:
    import xarray as xr

    data: dict[str, tuple[str, np.ndarray]] = {}
    for name in columns:
        if name in DIRECTIONS:
            sines, cosines = (aligned[f"{name}:{part}"].to_numpy(dtype=float) for part in ("sin", "cos"))
            degrees = np.rad2deg(np.arctan2(sines, cosines))
            data[name] = ("time", (degrees + 360.0) % 360.0)
        else:
            data[name] = ("time", aligned[name].to_numpy(dtype=float, copy=True))
    if "plant_forecast_issues" in aligned:
        data["plant_forecast_issues"] = (
            "time",
            aligned["plant_forecast_issues"].fillna(0).to_numpy(dtype=float),
        )
    times = aligned.index.to_numpy().astype("datetime64[ns]")
    return xr.Dataset(data, coords={"time": times}, attrs={"step_minutes": step_minutes})
