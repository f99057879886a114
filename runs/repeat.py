"""Repeating a run from its own folder: the same site, state, day, weather and options must give the same plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pydantic import ValidationError

import dispatch
from dispatch import Options
from runs.calibrated import forecast_day, kept_plant_files
from runs.progress import Clock
from runs.run import Run, readable
from sites.explain import explain
from sites.problems import Refused

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["SAME_MW", "Repeat", "difference", "repeat"]

SAME_MW = 1e-6
"""Plans whose quantities differ by no more are the same plan, MW or MWh."""


@dataclass(frozen=True)
class Repeat:
    """How a repeated run stands against the archived one.

    Attributes
    ----------
    forecast_mw
        Largest difference of the forecast's powers, MW.
    plan_mw, quantity
        Largest difference of the plan's quantities (MW, MWh), and which quantity it is in.
    status_before, status
        Status of the archived and of the repeated plan.
    """

    id: str
    forecast_mw: float
    plan_mw: float
    quantity: str
    status_before: str
    status: str

    @property
    def is_same(self) -> bool:
        """Whether it is the same plan."""
        return self.plan_mw <= SAME_MW and self.status == self.status_before

    def as_dict(self) -> dict[str, object]:
        """As data for JSON."""
        return {**vars(self), "is_same": self.is_same}


def repeat(run: Run, clock: Clock | None = None) -> Repeat:
    """Forecast and schedule a run again from what its folder holds, and compare.

    Raises
    ------
    Refused
        The folder lacks something, or holds what this version cannot read.
    """
    clock = clock or Clock()
    clock.begin("forecast")
    forecast = _forecast(run)
    clock.begin("schedule")
    again = dispatch.schedule(
        run.site,
        forecast,
        state=run.state,
        day=run.day,
        options=_options(run),
        previous=run.previous,
        progress=clock.step,
    )
    before = run.schedule
    plan_mw, quantity = difference(before.data, again.data)
    return Repeat(
        id=run.id,
        forecast_mw=difference(run.forecast, forecast)[0],
        plan_mw=plan_mw,
        quantity=quantity,
        status_before=before.status,
        status=again.status,
    )


def _forecast(run: Run) -> xr.Dataset:
    """The forecast made again, or the archived one that the plan was made with."""
    if run.record.get("forecast"):
        return run.forecast
    with readable(run.folder / "run.json"):
        issued = dt.datetime.fromisoformat(str(run.record["issue_time"]))
        seed = int(run.record["seeds"]["weather"])
    return forecast_day(
        run.site, run.weather, run.date, issue_time=issued, seed=seed, files=kept_plant_files(run)
    )


def _options(run: Run) -> Options:
    try:
        return Options.model_validate(run.record.get("options"))
    except ValidationError as error:
        raise Refused(explain(error.errors(include_url=False), "run.json [options]", Options)) from None


def difference(one: xr.Dataset, other: xr.Dataset) -> tuple[float, str]:
    """Return the largest difference between the powers and energies of two Datasets, and the quantity it is in.

    What is a number in one only, or of another shape, differs infinitely.
    """
    largest, found = 0.0, ""
    names = [str(name) for name in (*one.data_vars, *other.data_vars) if str(name).endswith(("_mw", "_mwh"))]
    for name in dict.fromkeys(names):
        apart = _apart(one, other, name)
        if apart > largest:
            largest, found = apart, name
    return largest, found


def _apart(one: xr.Dataset, other: xr.Dataset, name: str) -> float:
    if name not in one or name not in other or one[name].shape != other[name].shape:
        return float("inf")
    first, second = (np.asarray(each[name].values, dtype=float) for each in (one, other))
    if (np.isnan(first) != np.isnan(second)).any():
        return float("inf")
    return float(np.nanmax(np.abs(first - second), initial=0.0))
