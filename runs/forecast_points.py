"""The points of an archived forecast: what each asset is forecast to do in each step of the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from forecasts.notes import Array
from runs.run import readable
from runs.vintages import Vintage
from sites.problems import Refused, problem
from sites.time import day_steps

__all__ = ["ForecastPoints", "points_of"]


@dataclass(frozen=True)
class ForecastPoints:
    """A day's forecast, step by step.

    Attributes
    ----------
    labels
        The clock at the end of each step.
    mean_mw
        Asset -> the forecast to plan with [MW], shape (time,); a load's is what it takes.
    low_mw, high_mw
        Asset -> the two quantiles that bound the 80 % band; only assets that have any.
    low, high
        Levels of these quantiles, 0 to 1; None where there are none.
    time_zone, step_minutes
        Of the labels.
    """

    labels: tuple[str, ...]
    mean_mw: dict[str, Array]
    low_mw: dict[str, Array]
    high_mw: dict[str, Array]
    low: float | None
    high: float | None
    time_zone: str
    step_minutes: int

    def as_dict(self) -> dict[str, Any]:
        """Return what JSON holds of it."""
        return {
            "labels": list(self.labels),
            "mean_mw": self.mean_mw,
            "quantiles_mw": {
                name: {str(self.low): self.low_mw[name], str(self.high): self.high_mw[name]}
                for name in self.low_mw
            },
        }


def points_of(vintage: Vintage) -> ForecastPoints:
    """Read the points of an archived forecast.

    Raises
    ------
    Refused
        Its ``forecast.nc`` cannot be read, or holds another number of steps than its day has.
    """
    path = vintage.folder / "forecast.nc"
    with readable(path):
        forecast = vintage.forecast
        zone, minutes = str(forecast.attrs["time_zone"]), int(forecast.attrs["step_minutes"])
        mean = forecast["mean_mw"] if "mean_mw" in forecast else forecast["power_mw"].isel(scenario=0)
        names = [str(name) for name in forecast["asset"].values]
        mean_mw = {name: mean.sel(asset=name).to_numpy() for name in names}
    steps = day_steps(vintage.date, zone, minutes)
    if forecast.sizes["time"] != steps.count:
        raise Refused(problem("run-unreadable", str(path)))
    low_mw: dict[str, Array] = {}
    high_mw: dict[str, Array] = {}
    low = high = None
    if "quantile_mw" in forecast:
        from forecasts.probability.bands import BAND

        table = (
            forecast["quantile_mw"]
            .transpose("level", "time", "asset")
            .sel(level=list(BAND), method="nearest")
        )
        low, high = (float(level) for level in table["level"].values)
        for name in names:
            own = table.sel(asset=name).to_numpy()
            if np.isfinite(own).all():
                low_mw[name], high_mw[name] = own[0], own[-1]
    return ForecastPoints(steps.labels, mean_mw, low_mw, high_mw, low, high, zone, minutes)
