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
    state
        The state at the beginning, its tables by name.
    history
        The other days of the site, one plan a day.
    islands
        The days of the worst outages, None where the site asks for none.
    """

    record: Record
    data: xr.Dataset
    site: sites.Site
    audit: Mapping[str, Any]
    state: Mapping[str, Any]
    facts: DayFacts
    history: tuple[Record, ...]
    files: tuple[str, ...]
    language: str
    islands: xr.Dataset | None = None

    @property
    def kpis(self) -> Mapping[str, Any]:
        """Figures of the plan."""
        return self.record.get("kpis") or {}

    @property
    def levels_mwh(self) -> Mapping[str, float]:
        """Levels of the stores at the beginning, as the state says."""
        return self.state.get("levels_mwh") or {}

    @cached_property
    def carriers(self) -> tuple[str, ...]:
        """What the buses of the site carry, electricity first."""
        return tuple(dict.fromkeys(["electricity", *(bus.carrier for bus in self.site.buses.values())]))

    @cached_property
    def _carrier_of(self) -> Mapping[str, str]:
        names = [str(name) for name in self.data["asset"].values]
        known = self.data["asset_carrier"].values if "asset_carrier" in self.data.coords else ()
        return (
            dict(zip(names, map(str, known), strict=True))
            if len(known)
            else dict.fromkeys(names, "electricity")
        )

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

    def names(self, role: str, carrier: str | None = None) -> list[str]:
        """Assets of a role, in the site's order; those at home on buses of a carrier where it is given."""
        known = zip(self.data["asset"].values, self.data["asset_role"].values, strict=True)
        of_role = [str(name) for name, its_role in known if its_role == role]
        return [name for name in of_role if carrier in (None, self._carrier_of[name])]

    def carrier_of(self, asset: str) -> str:
        """Carrier of the bus where an asset is at home."""
        return self._carrier_of[asset]

    def having(self, variable: str) -> list[str]:
        """Assets that have a quantity, in the site's order."""
        if variable not in self.data:
            return []
        is_known = np.isfinite(np.asarray(self.data[variable].values, dtype=float)).any(axis=0)
        return [str(name) for name in self.data["asset"].values[is_known]]

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

    def injection(self, asset: str) -> Array:
        """What an asset feeds into the bus where it is at home, MW; taken from it where negative."""
        return self.of("injection_mw", asset)

    def fed(self) -> list[tuple[str, str, Array]]:
        """What assets feed into their further buses: asset, carrier of the bus, MW (drawn from it where negative)."""
        if "feed" not in self.data.dims:
            return []
        keys, buses = self.data["feed"].values, self.data["feed_bus"].values
        power = np.nan_to_num(np.asarray(self.data["feed_mw"].values, dtype=float))
        return [
            (str(key).partition("/")[0], self.site.buses[str(bus)].carrier, power[:, place])
            for place, (key, bus) in enumerate(zip(keys, buses, strict=True))
        ]

    def total(self, variable: str, role: str, carrier: str | None = None) -> Array:
        """Sum of a variable over the assets of a role, of one carrier where it is given, over the steps."""
        parts = [self.of(variable, name) for name in self.names(role, carrier)]
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
        state=_state(folder),
        facts=facts,
        history=tuple(history_of(record, history)),
        files=tuple(sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))),
        language=language,
        islands=_islands(folder),
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


def _state(folder: Path) -> Mapping[str, Any]:
    path = folder / "state.json"
    return dict(read_json(path)) if path.is_file() else {}


def _islands(folder: Path) -> xr.Dataset | None:
    path = folder / "islands.nc"
    if not path.is_file():
        return None
    with xr.open_dataset(path, engine="h5netcdf", decode_timedelta=False) as stored:
        return stored.load()
