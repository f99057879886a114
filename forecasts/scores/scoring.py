"""All scores of one series of forecasts beside its references: in all, by lead time, by month and by hour."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array, notes_of
from forecasts.scores.point import PointScore, point_score, rmse_frac, skill
from forecasts.scores.probability import Probabilistic, ensemble_score, quantile_score
from forecasts.scores.references import CUT_OFF, REFERENCES, lead_hours, with_references
from forecasts.scores.regions import Assessment, Region, assess
from sites.problems import Problem, Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["FORECASTERS", "GROUPS", "Group", "Line", "Score", "score"]

FORECASTERS: tuple[str, ...] = ("forecast_mw", "weather_only_mw", "vendor_mw", *REFERENCES)
"""What is scored, in the order in which it is shown; those that are there."""

GROUPS: tuple[str, ...] = ("lead", "month", "hour")
LEAD_BIN_HOURS = 3
WHOLE_MONTH = 0.9
"""Share of a month's steps from which on it counts as whole."""


@dataclass(frozen=True)
class Line:
    """The scores of one forecaster.

    Attributes
    ----------
    skill_frac
        Against each reference, and the vendor where there is one, by name.
    rmse_with_curtailed_frac
        RMSE with the curtailed points left in: no forecast can foresee an order, but leaving them out flatters.
    rmse_ratio_vendor
        RMSE over the vendor's, on the points that both have; None without a vendor.
    assessment
        What it costs by the region's rule; None where there is no rule.
    daylight
        Over the steps of daylight alone; None but for PV.
    """

    point: PointScore
    rmse_with_curtailed_frac: float
    skill_frac: Mapping[str, float]
    rmse_ratio_vendor: float | None
    assessment: Assessment | None
    daylight: PointScore | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the figures by name."""
        return {
            **self.point.as_dict(),
            "rmse_with_curtailed_frac": self.rmse_with_curtailed_frac,
            "skill_frac": dict(self.skill_frac),
            "rmse_ratio_vendor": self.rmse_ratio_vendor,
            "assessment": self.assessment.as_dict() if self.assessment else None,
            "daylight": self.daylight.as_dict() if self.daylight else None,
        }


@dataclass(frozen=True)
class Group:
    """Errors over a part of the points.

    Attributes
    ----------
    label
        ``15-18`` hours of lead, ``2022-08``, or the hour ``00`` ... ``23`` at the site.
    rmse_frac
        By forecaster.
    is_part
        Whether less than nine tenths of the month's points were scored; false but for months.
    """

    label: str
    points: int
    rmse_frac: Mapping[str, float]
    bias_frac: float
    is_part: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the figures by name."""
        return {
            "label": self.label,
            "points": self.points,
            "rmse_frac": dict(self.rmse_frac),
            "bias_frac": self.bias_frac,
            "is_part": self.is_part,
        }


@dataclass(frozen=True)
class Score:
    """How good a series of forecasts was.

    Attributes
    ----------
    kind
        ``wind``, ``pv`` or ``load``.
    begin, end
        First and last local day.
    steps, points, missing, curtailed
        Steps of the span; those that were scored; those without a measurement; those left out as curtailed.
    lines
        By forecaster.
    quantiles, scenarios
        Scores of the quantiles and of the scenarios, where there are any.
    groups
        By ``lead``, ``month`` and ``hour``.
    cleaning
        ``file`` and ``counts`` of what was taken out of the history; empty where that is not known.
    """

    name: str
    kind: str
    capacity_mw: float
    time_zone: str
    begin: str
    end: str
    steps: int
    points: int
    missing: int
    curtailed: int
    lines: Mapping[str, Line]
    quantiles: Probabilistic | None
    scenarios: Probabilistic | None
    groups: Mapping[str, tuple[Group, ...]]
    region: Region | None
    notes: tuple[Problem, ...] = ()
    cleaning: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as JSON can hold it."""
        plain = (
            "name",
            "kind",
            "capacity_mw",
            "time_zone",
            "begin",
            "end",
            "steps",
            "points",
            "missing",
            "curtailed",
        )
        return {
            **{name: getattr(self, name) for name in plain},
            "forecasters": {name: line.as_dict() for name, line in self.lines.items()},
            "quantiles": self.quantiles.as_dict() if self.quantiles else None,
            "scenarios": self.scenarios.as_dict() if self.scenarios else None,
            "groups": {by: [each.as_dict() for each in rows] for by, rows in self.groups.items()},
            "region": self.region.model_dump(mode="json") if self.region else None,
            "cleaning": dict(self.cleaning),
            "notes": [note.as_dict() for note in self.notes],
        }


def score(pairs: xr.Dataset, *, region: Region | None = None, clock: str = CUT_OFF) -> Score:
    """Score forecasts against what was measured.

    Parameters
    ----------
    pairs
        Over ``time`` (UTC, starts of steps): ``measured_mw`` and ``forecast_mw``; where there are any ``vendor_mw``,
        ``persistence_mw``, ``climatology_mw``, ``mix_mw`` (references that are not there are made from the measured
        series alone), ``quantile_mw(level, time)``, ``scenario_mw(scenario, time)`` with ``probability(scenario)``,
        ``is_curtailed`` (left out, counted), ``is_daylight`` (scored once more by itself) and ``lead_hours``.
        Attributes: ``capacity_mw``, ``time_zone``, ``kind`` (``wind``, ``pv``, ``load``), maybe ``name``, ``notes`` and
        ``cleaning`` (JSON).
    region
        Whose rule assesses it; none where not given.
    clock
        Cut-off of the references, local, the day before.

    Raises
    ------
    Refused
        There is no point that is both measured and forecast.
    """
    zone, capacity = str(pairs.attrs["time_zone"]), float(pairs.attrs["capacity_mw"])
    kind, name = str(pairs.attrs.get("kind", "")), str(pairs.attrs.get("name", ""))
    if not set(REFERENCES) <= set(pairs.data_vars):
        made = with_references(pairs["measured_mw"], time_zone=zone, clock=clock)
        pairs = pairs.merge(made.drop_vars([each for each in REFERENCES if each in pairs]))
    measured, curtailed, missing = _measured(pairs)
    figures = {each: _values(pairs, each) for each in FORECASTERS if each in pairs}
    if not np.any(np.isfinite(measured) & np.isfinite(figures["forecast_mw"])):
        raise Refused(problem("score-no-points", name))
    clocks = _Clocks(pairs, zone, clock)
    rule = region.rule(kind) if region else None
    bright = _in_daylight(pairs, measured)
    lines = {
        each: Line(
            point=point_score(measured, values, capacity),
            rmse_with_curtailed_frac=rmse_frac(_values(pairs, "measured_mw"), values, capacity),
            skill_frac=_skills(measured, values, each, figures),
            rmse_ratio_vendor=_ratio(measured, values, figures.get("vendor_mw")),
            assessment=assess(rule, measured, values, capacity, clocks.days) if rule else None,
            daylight=None if bright is None else point_score(bright, values, capacity),
        )
        for each, values in figures.items()
    }
    return Score(
        name=name,
        kind=kind,
        capacity_mw=capacity,
        time_zone=zone,
        begin=str(clocks.days[0]),
        end=str(clocks.days[-1]),
        steps=len(measured),
        points=lines["forecast_mw"].point.points,
        missing=missing,
        curtailed=curtailed,
        lines=lines,
        quantiles=_quantiles(pairs, measured, capacity),
        scenarios=_scenarios(pairs, measured, capacity),
        groups={by: _groups(clocks, by, measured, figures, capacity) for by in GROUPS},
        region=region,
        notes=tuple(notes_of(pairs)),
        cleaning=json.loads(str(pairs.attrs.get("cleaning", "{}"))),
    )


class _Clocks:
    """Days, months, hours and lead times of the steps."""

    def __init__(self, pairs: xr.Dataset, zone: str, clock: str) -> None:
        import pandas as pd

        times = pairs["time"].to_numpy()
        local = pd.DatetimeIndex(times, tz="UTC").tz_convert(zone).tz_localize(None)
        self.days: NDArray[np.datetime64] = np.asarray(local.to_numpy(), dtype="datetime64[D]")
        self._month = np.asarray(local.strftime("%Y-%m"), dtype=object)
        self._hour = np.asarray(local.strftime("%H"), dtype=object)
        self._step = np.min(np.diff(times)) if len(times) > 1 else np.timedelta64(15, "m")
        lead = _values(pairs, "lead_hours") if "lead_hours" in pairs else lead_hours(times, zone, clock)
        first = (np.nan_to_num(lead) // LEAD_BIN_HOURS * LEAD_BIN_HOURS).astype(int)
        self._lead = np.array(
            [f"{hours:02d}-{hours + LEAD_BIN_HOURS:02d}" for hours in first.tolist()], dtype=object
        )

    def steps_of_month(self, label: str) -> float:
        """Return how many steps a whole month has."""
        month = np.datetime64(label, "M")
        days = (month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")
        return float(days / self._step)

    def labels(self, by: str) -> NDArray[np.object_]:
        """Return the label of each step."""
        return {"lead": self._lead, "month": self._month, "hour": self._hour}[by]


def _values(pairs: xr.Dataset, name: str) -> Array:
    return np.asarray(pairs[name].to_numpy(), dtype=float)


def _measured(pairs: xr.Dataset) -> tuple[Array, int, int]:
    """Return the measured power without curtailed steps, and how many were curtailed and were missing."""
    measured = _values(pairs, "measured_mw")
    missing = int((~np.isfinite(measured)).sum())
    if "is_curtailed" not in pairs:
        return measured, 0, missing
    is_curtailed = np.asarray(pairs["is_curtailed"].to_numpy(), dtype=bool) & np.isfinite(measured)
    return np.where(is_curtailed, np.nan, measured), int(is_curtailed.sum()), missing


def _in_daylight(pairs: xr.Dataset, measured: Array) -> Array | None:
    """Return the measured power of daylight alone; None where nothing says what is day."""
    if "is_daylight" not in pairs:
        return None
    return np.where(np.asarray(pairs["is_daylight"].to_numpy(), dtype=bool), measured, np.nan)


def _skills(measured: Array, values: Array, own: str, figures: Mapping[str, Array]) -> dict[str, float]:
    others = {name: each for name, each in figures.items() if name not in ("forecast_mw", "weather_only_mw")}
    return {name: 0.0 if name == own else skill(measured, values, each) for name, each in others.items()}


def _ratio(measured: Array, values: Array, vendor: Array | None) -> float | None:
    return None if vendor is None else 1.0 - skill(measured, values, vendor)


def _quantiles(pairs: xr.Dataset, measured: Array, capacity: float) -> Probabilistic | None:
    if "quantile_mw" not in pairs:
        return None
    table = pairs["quantile_mw"].transpose("time", "level").sortby("level")
    return quantile_score(
        measured, table.to_numpy(), np.asarray(table["level"].to_numpy(), dtype=float), capacity
    )


def _scenarios(pairs: xr.Dataset, measured: Array, capacity: float) -> Probabilistic | None:
    if "scenario_mw" not in pairs:
        return None
    table = pairs["scenario_mw"].transpose("time", "scenario").to_numpy()
    if "probability" not in pairs:
        return ensemble_score(measured, table, np.full(table.shape[1], 1.0 / table.shape[1]), capacity)
    weights = pairs["probability"]
    weights = weights.transpose("time", "scenario") if "time" in weights.dims else weights
    return ensemble_score(measured, table, np.asarray(weights.to_numpy(), dtype=float), capacity)


def _groups(
    clocks: _Clocks, by: str, measured: Array, figures: Mapping[str, Array], capacity: float
) -> tuple[Group, ...]:
    rows: list[Group] = []
    labels = clocks.labels(by)
    for label in sorted(set(labels.tolist())):
        part = labels == label
        own = point_score(measured[part], figures["forecast_mw"][part], capacity)
        if not own.points:
            continue
        errors = {name: rmse_frac(measured[part], each[part], capacity) for name, each in figures.items()}
        is_part = by == "month" and own.points < WHOLE_MONTH * clocks.steps_of_month(str(label))
        rows.append(Group(str(label), own.points, errors, own.bias_frac, is_part))
    return tuple(rows)
