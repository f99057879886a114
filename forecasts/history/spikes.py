"""Outliers of a load: each figure judged by the days before it, a short jump also by its like clocks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forecasts.history.runs_of import place_in_run
from forecasts.notes import Array

__all__ = ["load_outliers"]

LEVEL_DAYS = 28
LEVEL_LEAST, LEVEL_MOST = 0.15, 5.0
TAIL, TAIL_LEAST, TAIL_MOST = 0.1, 0.5, 2.0
FAR_HOURS_MOST = 48
CLOCK_DAYS = 21
LOG_LEAST = 1e-9
WIDTHS, JUMP_LEAST = 8.0, 0.25
TAIL_QUANTILE, TAIL_JUMPS = 0.99, 1.25
MAD_TO_SIGMA = 1.4826


def load_outliers(power_mw: Array, steps_per_hour: int) -> dict[str, NDArray[np.bool_]]:
    """Return which figures are far from the level of the days before, and which are short spikes.

    Far: below 0.15 or above 5 times the median of the 28 days before, and also below half their 10 % or above
    twice their 90 % quantile, for at most two days: a works that stands still at night is no fault, and
    one that stays down has changed. A spike leaves the like clock's median
    of 21 days, less the day's own deviation, by more than eight usual deviations, a quarter, and 1.25 times the 99 %
    quantile of such deviations, for at most an hour; what lasts longer is a change.
    Nothing after a figure counts, so that a backtest may clean its whole history at once.

    Parameters
    ----------
    power_mw
        Load, MW, shape (time,); NaN where missing.
    steps_per_hour
        Steps an hour.
    """
    import pandas as pd

    day = 24 * steps_per_hour
    series = pd.Series(np.maximum(power_mw, LOG_LEAST))
    level = series.rolling(LEVEL_DAYS * day, min_periods=day).median().shift(1)
    window = series.rolling(LEVEL_DAYS * day, min_periods=day)
    low, high = window.quantile(TAIL).shift(1), window.quantile(1.0 - TAIL).shift(1)
    is_far = ((series < LEVEL_LEAST * level) & (series < TAIL_LEAST * low)).to_numpy(dtype=bool)
    is_far = is_far | ((series > LEVEL_MOST * level) & (series > TAIL_MOST * high)).to_numpy(dtype=bool)
    is_far &= place_in_run(is_far) <= FAR_HOURS_MOST * steps_per_hour
    series[is_far] = np.nan
    # like clocks: the series folded into days
    whole = -(-len(series) // day) * day
    log = np.full(whole, np.nan)
    log[: len(series)] = np.log(series.to_numpy())
    usual = pd.DataFrame(log.reshape(-1, day)).rolling(CLOCK_DAYS, min_periods=7).median().shift(1)
    off = pd.Series(log - usual.to_numpy().ravel())
    local = off - off.rolling(2 * steps_per_hour, min_periods=2).median().shift(1)
    usual_jumps = local.abs().rolling(LEVEL_DAYS * day, min_periods=3 * day)
    width = usual_jumps.median().shift(1) * MAD_TO_SIGMA
    limit = np.maximum(WIDTHS * width, TAIL_JUMPS * usual_jumps.quantile(TAIL_QUANTILE).shift(1))
    jumps = (local.abs() > np.maximum(limit, JUMP_LEAST)) & (off.abs() > JUMP_LEAST)
    is_jump = jumps.to_numpy(dtype=bool)
    is_spike = (is_jump & (place_in_run(is_jump) <= steps_per_hour))[: len(series)]
    return {"far_from_level": is_far, "spike": is_spike}
