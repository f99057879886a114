"""How a calibrated forecast would have done: every day of the last part of a history, forecast from what came before.

The models are taught again every two weeks, always on what was known by then.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from forecasts.calibration.columns import columns_of
from forecasts.calibration.frame import Frame, capacity_of, frame_of, left_out
from forecasts.calibration.power import BEFORE_DAYS, BLOCK_DAYS, light_notes
from forecasts.calibration.walking import BLEND, WEATHER_ONLY, Walk, block_days, walk_forward
from forecasts.notes import Array, notes_of, notes_to_json
from forecasts.probability.bands import LEVELS, error_bands
from forecasts.scores.references import with_references
from sites.problems import Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["backtest_power", "test_begin"]

SHARE_LIMITS = (0.0, 1.0)


def test_begin(history: xr.Dataset, share: float) -> np.datetime64:
    """Return where the last ``share`` of a history's span begins, UTC."""
    times = history["time"].to_numpy().astype("datetime64[ns]")
    if not SHARE_LIMITS[0] < share < SHARE_LIMITS[1]:
        raise Refused(problem("calibration-share", found=str(share)))
    span = (times[-1] - times[0]) / np.timedelta64(1, "s")
    begin: np.datetime64 = times[0] + np.timedelta64(round(span * (1.0 - share)), "s")
    return begin


def backtest_power(
    history: xr.Dataset,
    share: float = 0.3,
    *,
    capacity_mw: float | None = None,
    seed: int = 0,
    block_length_days: int = BLOCK_DAYS,
    before_days: int = BEFORE_DAYS,
    issued: str = "09:00",
    kind: str = "",
) -> xr.Dataset:
    """Return the forecasts of the last ``share`` of a history beside what was measured.

    Parameters
    ----------
    history
        As :func:`forecasts.history.read_history` gives it, cleaned.
    share
        Part of the span that is tested, 0 to 1.
    capacity_mw
        What everything is divided by, the scores and the models' shares; by default the 99.9 % quantile of measured
        power: of the whole span for the scores, of what was known at the beginning of the test for the models.
    seed, block_length_days, before_days, issued
        As :func:`forecasts.calibration.fit_power`.
    kind
        ``wind`` or ``pv``, passed on for the scores; by default by the weather that is there.

    Returns
    -------
    xarray.Dataset
        Over ``time`` of the test [MW]: ``measured_mw``, ``forecast_mw`` (the blend), ``weather_only_mw`` (without the
        plant's own forecast), ``vendor_mw`` where there is one, ``persistence_mw``, ``climatology_mw``, ``mix_mw``,
        ``quantile_mw(level, time)`` and ``weather_only_quantile_mw(level, time)``; ``is_curtailed`` where the history
        flags it. Attributes ``capacity_mw`` (for the scores), ``model_capacity_mw``, ``time_zone``, ``step_minutes``,
        ``kind``, ``issued``, ``notes``.

    Raises
    ------
    Refused
        See :func:`forecasts.calibration.fit_power`; ``calibration-share``.
    """
    begin = test_begin(history, share)
    frame = frame_of(history, capacity_mw, begin - np.timedelta64(1, "D"), issued)
    clock = frame.clock
    columns = columns_of(frame)
    first = int(clock.day[int(np.searchsorted(clock.times, begin))])
    days = block_days(int(clock.day[0]), int(clock.day[-1]), first, block_length_days, before_days)
    walk = walk_forward(frame, columns, days, seed)
    result = _beside(history, frame, walk, begin, kind)
    own = capacity_of(history["measured_mw"].to_numpy().astype(float))
    return result.assign_attrs(capacity_mw=own if capacity_mw is None else float(capacity_mw))


def _beside(history: xr.Dataset, frame: Frame, walk: Walk, begin: np.datetime64, kind: str) -> xr.Dataset:
    """Return the walk's forecasts of the test beside the references."""
    clock, scale = frame.clock, frame.capacity_mw
    test = clock.times >= begin
    measured = history["measured_mw"].to_numpy().astype(float)
    named: dict[str, Array] = {
        "measured_mw": np.maximum(measured, 0.0),
        "forecast_mw": np.clip(walk.forecasts[BLEND], 0.0, 1.0) * scale,
        "weather_only_mw": np.clip(walk.forecasts[WEATHER_ONLY], 0.0, 1.0) * scale,
    }
    if frame.vendor is not None:
        named["vendor_mw"] = history["plant_forecast_mw"].to_numpy().astype(float)
    power = frame.learnt_from(len(frame.measured))
    flags = cache(partial(left_out, frame))
    tables = {
        f"{name}quantile_mw": scale
        * error_bands(walk.forecasts[which], power, clock.day, clock.known, clock.hour, left_out=flags)
        for name, which in (("", BLEND), ("weather_only_", WEATHER_ONLY))
    }
    result = history[["measured_mw"]].drop_vars("measured_mw")
    for name, values in named.items():
        result[name] = ("time", values, {"units": "MW"})
    for name, table in tables.items():
        result[name] = (("level", "time"), table.T, {"units": "MW"})
    result = result.assign_coords(level=LEVELS)
    result = result.merge(with_references(result["measured_mw"], time_zone=clock.time_zone))
    if "is_curtailed" in history:
        result["is_curtailed"] = history["is_curtailed"]
    result = result.isel(time=test)
    result.attrs = {
        "model_capacity_mw": scale,
        "time_zone": clock.time_zone,
        "step_minutes": clock.step_minutes,
        "kind": kind or ("wind" if "wind_speed" in frame.weather else "pv"),
        "name": str(history.attrs.get("name", history.attrs.get("source", ""))),
        "notes": notes_to_json([*notes_of(history), *light_notes(frame)]),
    }
    return result
