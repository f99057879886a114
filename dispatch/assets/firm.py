"""What loads on other carriers share: a firm demand, or what the day pins, beside a part that can be moved."""

from __future__ import annotations

import numpy as np

from dispatch.inputs import Inputs
from dispatch.windows import Array

__all__ = ["firm_mw", "movable_mw"]


def firm_mw(inputs: Inputs, asset: str, *, is_alone: bool) -> Array:
    """Firm demand, MW, shape (count,); where the day pins the asset no more than that, all of it where it is alone."""
    demand, pinned = inputs.demand_mw[asset], -inputs.day.pinned_mw(asset, inputs.steps)
    wanted = pinned if is_alone else np.minimum(demand, pinned)
    return np.where(np.isnan(pinned), demand, wanted)


def movable_mw(inputs: Inputs, asset: str, rated_mw: float) -> Array:
    """Most power of the movable part after the day's facts and the firm demand, MW, shape (count,)."""
    limit = inputs.day.limited_mw(asset, inputs.steps, rated_mw)
    left = inputs.day.power_mw_max(asset, inputs.steps) - inputs.demand_mw[asset]
    return np.asarray(np.maximum(np.minimum(limit, left), 0.0), dtype=float)
