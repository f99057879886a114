"""What must be there before anything can be checked: variables, steps, assets, figures; and the reading of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xarray as xr

from dispatch.audit.case import Case, Track
from dispatch.audit.finding import Array, Finding
from dispatch.audit.ledger import Ledger
from dispatch.audit.network import network_missing, read_branches
from dispatch.audit.registry import CHECKS
from dispatch.audit.rules import Rule
from sites.time import Steps

__all__ = [
    "ATTRIBUTES",
    "Declared",
    "SERIES",
    "check_attributes",
    "check_labels",
    "missing",
    "read_forecast",
    "read_temp_air",
    "read_track",
]

ATTRIBUTES = (
    "site",
    "date",
    "time_zone",
    "step_minutes",
    "status",
    "targets_met",
    "gap_rel_allowed",
    "solver",
    "stages",
    "relaxations",
    "costs",
    "kpis",
)
JSON_ATTRIBUTES = {"stages": list, "relaxations": list, "costs": dict, "kpis": dict}
FINITE_SERIES = (
    "net_exchange_mw",
    "reference_exchange_mw",
    "load_mw",
    "reference_load_mw",
    "is_peak_window",
    "is_surplus",
)
SERIES = (*FINITE_SERIES, "capability_mw")


@dataclass(frozen=True)
class Declared:
    """What the schedule says about itself: series over time, attributes, and its relaxations."""

    series: Mapping[str, Array]
    period_kind: Sequence[str]
    attrs: Mapping[str, Any]
    reference_injection_mw: Array
    reference_feeds_mw: Mapping[str, Array] = field(default_factory=dict)
    island_hours: Array | None = None

    @property
    def kpis(self) -> dict[str, Any]:
        """Declared indicators by name."""
        return dict(self.attrs["kpis"])

    @property
    def costs(self) -> dict[str, float]:
        """Declared parts of the bill, yuan."""
        return dict(self.attrs["costs"])


def read_attributes(data: xr.Dataset) -> tuple[dict[str, Any], list[Finding]]:
    """Attributes with their JSON read, and a finding for each that is missing or not JSON."""
    attrs: dict[str, Any] = {}
    found: list[Finding] = []
    for name in ATTRIBUTES:
        try:
            value = data.attrs[name]
            attrs[name] = json.loads(value) if name in JSON_ATTRIBUTES else value
        except (KeyError, TypeError, ValueError):
            found.append(Finding(Rule.MISSING_ATTRIBUTE, name, (), 1.0, ""))
            continue
        if name in JSON_ATTRIBUTES and not isinstance(attrs[name], JSON_ATTRIBUTES[name]):
            found.append(Finding(Rule.MISSING_ATTRIBUTE, name, (), 1.0, ""))
    return attrs, found


def missing(case: Case, data: xr.Dataset) -> Iterator[Finding]:
    """What of a schedule is not there or has another shape; with any of these nothing else can be checked."""
    names = list(map(str, data["asset"].values)) if "asset" in data.coords else []
    if names != list(case.site.assets):
        unlike = len(set(names) ^ set(case.site.assets))
        yield Finding(Rule.ASSET_LIST, ", ".join(names), (), float(max(unlike, 1)), "")
        return
    if "time" not in data.coords or not np.array_equal(
        data["time"].values.astype("datetime64[ns]"), case.steps.times
    ):
        yield Finding(Rule.TIME_STEPS, "", (), float(abs(data.sizes.get("time", 0) - case.steps.count)), "")
        return
    for dim, wanted in (
        ("task", _parts(case, "tasks")),
        ("batch", _parts(case, "batches")),
        ("feed", feed_names(case)),
        ("stock", _parts(case, "stocks")),
        *((("bus", list(case.site.buses)),) if spilling(case) else ()),
    ):
        if _names(data, dim) != wanted:
            yield Finding(
                Rule.TASK_LIST,
                ", ".join(_names(data, dim)),
                (),
                float(abs(len(_names(data, dim)) - len(wanted))),
                "",
            )
    yield from network_missing(case, data)
    for name in sorted(needed(case) - set(map(str, data.variables))):
        yield Finding(Rule.MISSING_VARIABLE, name, (), 1.0, "")


def needed(case: Case) -> set[str]:
    """Variables that a schedule of the site must have."""
    names = {"injection_mw", "reference_injection_mw", "period_kind", "label", *SERIES}
    names |= {"spilled_mw"} if spilling(case) else set()
    names |= {"feed_mw", "reference_feed_mw"} if feed_names(case) else set()
    for asset in case.site.assets.values():
        names |= {*CHECKS[asset.type].variables, *CHECKS[asset.type].declared_variables}
    names |= {
        name
        for name, parts in (
            ("task_power_mw", "tasks"),
            ("batch_power_mw", "batches"),
            ("stock_level", "stocks"),
        )
        if _parts(case, parts)
    }
    return names


def feed_names(case: Case) -> list[str]:
    """``asset/field`` of every further bus of an asset."""
    return [f"{name}/{field}" for name, asset in case.site.assets.items() for field in asset.feeds]


def spilling(case: Case) -> list[str]:
    """Buses whose heat may be cooled away."""
    return [bus for bus, about in case.site.buses.items() if about.spilled_mw_max is not None]


def _parts(case: Case, kind: str) -> list[str]:
    names: list[str] = []
    for asset in case.site.assets.values():
        names += [key for key, _ in getattr(CHECKS[asset.type], kind)(asset, case)]
    return names


def _names(data: xr.Dataset, dim: str) -> list[str]:
    return list(map(str, data[dim].values)) if dim in data.coords else []


def read_track(case: Case, data: xr.Dataset, ledger: Ledger, event: str = "") -> Track:
    """The arrays of a complete day."""
    variables = {
        str(name): np.ascontiguousarray(array.transpose("asset", "time").values, dtype=float)
        for name, array in data.data_vars.items()
        if set(array.dims) == {"asset", "time"}
    }
    return Track(
        case=case,
        variables=variables,
        rows={name: row for row, name in enumerate(case.site.assets)},
        tasks=_rows(data, "task_power_mw", "task"),
        batches=_rows(data, "batch_power_mw", "batch"),
        feeds=_rows(data, "feed_mw", "feed"),
        spilled=_rows(data, "spilled_mw", "bus"),
        stocks=_rows(data, "stock_level", "stock"),
        branches=read_branches(data),
        ledger=ledger,
        event=event,
    )


def _rows(data: xr.Dataset, variable: str, dim: str) -> dict[str, Array]:
    if variable not in data or not data.sizes.get(dim, 0):
        return {}
    values = np.asarray(data[variable].transpose(dim, "time").values, dtype=float)
    return dict(zip(_names(data, dim), values, strict=True))


def read_declared(data: xr.Dataset, attrs: dict[str, Any]) -> Declared:
    """What the schedule says about itself."""
    return Declared(
        series={name: np.asarray(data[name].values, dtype=float) for name in SERIES},
        period_kind=[str(kind) for kind in data["period_kind"].values],
        attrs=attrs,
        island_hours=np.asarray(data["island_hours"].values, dtype=float) if "island_hours" in data else None,
        reference_feeds_mw=_rows(data, "reference_feed_mw", "feed"),
        reference_injection_mw=np.asarray(
            data["reference_injection_mw"].transpose("asset", "time").values, dtype=float
        ),
    )


def not_finite(case: Case, track: Track, *, is_plan: bool) -> Iterator[Finding]:
    """Where a variable that applies to an asset is no finite number."""
    for name, asset in case.site.assets.items():
        audit = CHECKS[asset.type]
        for variable in (*audit.variables, *(audit.declared_variables if is_plan else ())):
            steps = np.flatnonzero(~np.isfinite(track.of(variable, name)))
            if steps.size:
                yield track.at(Rule.NOT_FINITE, f"{name} {variable}", steps, float(steps.size), "")
    for parts in (
        track.tasks,
        track.batches,
        track.feeds,
        track.spilled,
        track.stocks,
        *track.branches.values(),
    ):
        for key, power in parts.items():
            steps = np.flatnonzero(~np.isfinite(power))
            if steps.size:
                yield track.at(Rule.NOT_FINITE, key, steps, float(steps.size), "")


def series_not_finite(track: Track, declared: Declared) -> Iterator[Finding]:
    """Where a series of the site is no finite number; capability may be marked as unknown."""
    for name in FINITE_SERIES:
        steps = np.flatnonzero(~np.isfinite(declared.series[name]))
        if steps.size:
            yield track.at(Rule.NOT_FINITE, name, steps, float(steps.size), "")


def check_labels(case: Case, data: xr.Dataset, track: Track) -> Iterator[Finding]:
    """Each step carries the trade's label, the clock at its end."""
    wrong = np.asarray([str(label) for label in data["label"].values]) != np.asarray(case.steps.labels)
    steps = np.flatnonzero(wrong)
    if steps.size:
        yield track.at(Rule.LABELS, "", steps, float(steps.size), "")


def check_attributes(case: Case, declared: Declared) -> Iterator[Finding]:
    """Site, zone and step are those of the site that the schedule is held against."""
    wanted = {
        "site": case.site.name,
        "date": str(case.date),
        "time_zone": case.steps.time_zone,
        "step_minutes": str(case.steps.step_minutes),
    }
    for name, value in wanted.items():
        if str(declared.attrs[name]) != value:
            yield Finding(Rule.ATTRIBUTES, name, (), 1.0, "")


def read_forecast(
    site_assets: Mapping[str, Any], forecast: xr.Dataset, steps: Steps
) -> tuple[dict[str, Array], list[Finding]]:
    """Forecast power by asset, MW, shape (count,); a finding for each renewable or demand that it lacks."""
    wanted = [
        name for name, asset in site_assets.items() if asset.role == "renewable" or hasattr(asset, "demand")
    ]
    times = forecast["time"].values.astype("datetime64[ns]")
    first = int(np.searchsorted(times, steps.times[0]))
    fits = np.array_equal(times[first : first + steps.count], steps.times)
    known = list(map(str, forecast["asset"].values))
    found = [
        Finding(Rule.FORECAST_MISSING, name, (), 1.0, "") for name in wanted if not fits or name not in known
    ]
    if found:
        return {}, found
    if "mean_mw" in forecast:
        power = forecast["mean_mw"].transpose("time", "asset").values[first : first + steps.count]
    elif forecast.sizes["scenario"] == 1:
        power = (
            forecast["power_mw"].transpose("scenario", "time", "asset").values[0, first : first + steps.count]
        )
    else:
        return {}, [Finding(Rule.FORECAST_MISSING, "mean_mw", (), float(forecast.sizes["scenario"]), "")]
    series = {name: np.ascontiguousarray(power[:, known.index(name)], dtype=float) for name in wanted}
    bad = [name for name, values in series.items() if not np.isfinite(values).all()]
    return series, [Finding(Rule.FORECAST_MISSING, name, (), 1.0, "") for name in bad]


def read_temp_air(forecast: xr.Dataset, steps: Steps) -> Array | None:
    """Outdoor temperature of a forecast at the steps, degC; None where it has none."""
    if "temp_air" not in forecast:
        return None
    times = forecast["time"].values.astype("datetime64[ns]")
    first = int(np.searchsorted(times, steps.times[0]))
    return np.asarray(forecast["temp_air"].values[first : first + steps.count], dtype=float)
