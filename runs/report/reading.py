"""What the report is made from: the files of one run, and the archived days beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

import sites
from runs.archive import Archive
from runs.compare import history_of
from runs.files import read_json
from sites.day import DayFacts
from sites.reading import read_model

__all__ = ["Array", "Day", "read_day"]

Array = NDArray[np.float64]
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Day:
    """A run with its site and history, in the language of the report.

    Attributes
    ----------
    record
        What ``run.json`` says.
    data
        The schedule's Dataset.
    audit
        ``findings`` (list of mappings) and ``rules_checked`` (number or None).
    levels_mwh
        Levels of the stores at the beginning, as the state says.
    history
        The other days of the site, one plan a day.
    """

    record: Record
    data: xr.Dataset
    site: sites.Site
    audit: Mapping[str, Any]
    levels_mwh: Mapping[str, float]
    facts: DayFacts
    history: tuple[Record, ...]
    files: tuple[str, ...]
    language: str

    @property
    def kpis(self) -> Mapping[str, Any]:
        """Figures of the plan."""
        return self.record.get("kpis") or {}

    @cached_property
    def step_hours(self) -> float:
        """Length of a step, hours."""
        return float(self.data.attrs.get("step_minutes", self.site.step_minutes)) / 60.0

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Labels of the steps, the end of each."""
        return tuple(str(label) for label in self.data["label"].values)

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """Clock at the beginning of each step."""
        return tuple(f"{stamp:%H:%M}" for stamp in self._local)

    @cached_property
    def start_minutes(self) -> NDArray[np.int64]:
        """Minutes since midnight on the clock at the beginning of each step."""
        return np.asarray([stamp.hour * 60 + stamp.minute for stamp in self._local], dtype=np.int64)

    @cached_property
    def _local(self) -> Any:
        import pandas as pd

        return pd.DatetimeIndex(self.data["time"].values, tz="UTC").tz_convert(str(self.site.place.time_zone))

    def names(self, role: str) -> list[str]:
        """Assets of a role, in the site's order."""
        known = zip(self.data["asset"].values, self.data["asset_role"].values, strict=True)
        return [str(name) for name, its_role in known if its_role == role]

    def title(self, asset: str) -> str:
        """Name of an asset for people."""
        found = self.site.assets.get(asset)
        return found.called(self.language) if found is not None else asset

    def part_title(self, part: str) -> str:
        """Name of a task or batch for people: that of its asset, and its own."""
        asset, _, own = part.partition("/")
        return f"{self.title(asset)} · {own}"

    def of(self, variable: str, asset: str) -> Array:
        """A variable of an asset over the steps; zeros where it does not apply."""
        if variable not in self.data:
            return np.zeros(self.data.sizes["time"])
        values = np.asarray(self.data[variable].sel(asset=asset).values, dtype=float)
        return np.asarray(np.nan_to_num(values, nan=0.0), dtype=float)

    def total(self, variable: str, role: str) -> Array:
        """Sum of a variable over the assets of a role, over the steps."""
        parts = [self.of(variable, name) for name in self.names(role)]
        return np.asarray(sum(parts, np.zeros(len(self.labels))), dtype=float)

    def series(self, variable: str) -> Array:
        """A variable over the steps alone."""
        return np.asarray(self.data[variable].values, dtype=float)

    def energy_mwh(self, power_mw: Array) -> float:
        """Energy of a power series, MWh."""
        return float(np.nansum(power_mw) * self.step_hours)


def read_day(
    folder: Path,
    *,
    archive_root: Path,
    language: str,
    site: sites.Site | None = None,
    history: Iterable[Record] | None = None,
) -> Day:
    """Read a run's folder; history from the archive where it is not given.

    Raises
    ------
    sites.Refused
        Where the archived site cannot be read any more.
    """
    record = read_json(folder / "run.json")
    if history is None:
        history = Archive(archive_root).records(str(record.get("site")))
    day_file = folder / "day.toml"
    facts = (
        read_model(DayFacts, "day.toml", day_file.read_text("utf-8")) if day_file.is_file() else DayFacts()
    )
    return Day(
        record=record,
        data=_schedule(folder),
        site=site if site is not None else sites.load(folder / "site"),
        audit=_audit(folder),
        levels_mwh=_levels(folder),
        facts=facts,
        history=tuple(history_of(record, history)),
        files=tuple(sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))),
        language=language,
    )


def _schedule(folder: Path) -> xr.Dataset:
    with xr.open_dataset(folder / "schedule.nc", engine="h5netcdf", decode_timedelta=False) as stored:
        return stored.load()


def _audit(folder: Path) -> Mapping[str, Any]:
    path = folder / "audit.json"
    if not path.is_file():
        return {"findings": None, "rules_checked": None}
    found = json.loads(path.read_text("utf-8"))
    return {"findings": found, "rules_checked": None} if isinstance(found, list) else found


def _levels(folder: Path) -> Mapping[str, float]:
    path = folder / "state.json"
    return dict(read_json(path).get("levels_mwh") or {}) if path.is_file() else {}
