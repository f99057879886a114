"""A plan held against an AC power flow of every step: losses that differ, limits that are broken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dispatch.network.equations import planned_flows
from dispatch.network.feeder import Feeder
from dispatch.network.flow import Flow, ac_flow, taken_at_buses
from dispatch.network.tangents import Linearisation, Point, point_of
from dispatch.windows import Array

if TYPE_CHECKING:
    from dispatch.model import Model
    from dispatch.results import Decisions
    from sites.site import Site

__all__ = [
    "LOADING_TOLERANCE_FRAC",
    "VOLTAGE_TOLERANCE_PU",
    "Checked",
    "checked",
    "excesses",
    "loss_tolerance_mw",
]

VOLTAGE_TOLERANCE_PU = 1e-4
LOADING_TOLERANCE_FRAC = 1e-3
# Planned losses agree with AC losses within this share of what flows through the network, and this amount.
LOSS_TOLERANCE_FRAC = 5e-4
LOSS_TOLERANCE_MW = 5e-4
# Tightening of voltages where no power flow exists: of limits, and of buses that have none from `LOWEST_PU` up.
UNSOLVED_PU, UNSOLVED_FLOOR_PU = 0.05, 0.1
BEYOND_EXCESS = 0.1


def loss_tolerance_mw(taken_mw: Array) -> Array:
    """How far planned losses may be from AC losses, MW, shape (count,), by what is fed and taken at the buses."""
    return np.asarray(LOSS_TOLERANCE_MW + LOSS_TOLERANCE_FRAC * np.abs(taken_mw).sum(axis=1))


def excesses(feeder: Feeder, flow: Flow) -> tuple[Array, Array, Array]:
    """How far voltages are too low and too high, p.u., and loadings too high, share of the rating; 0 where kept."""
    low = np.nan_to_num(feeder.voltage_min - flow.voltage_pu)
    high = np.nan_to_num(flow.voltage_pu - feeder.voltage_max)
    loading = np.nan_to_num(flow.loading_frac - feeder.limit / feeder.rating)
    return (
        np.where(low > VOLTAGE_TOLERANCE_PU, low, 0.0),
        np.where(high > VOLTAGE_TOLERANCE_PU, high, 0.0),
        np.where(loading > LOADING_TOLERANCE_FRAC, loading, 0.0),
    )


@dataclass(frozen=True)
class Checked:
    """What AC says of a plan.

    Attributes
    ----------
    point : Point
        The AC flows.
    low, high : array, shape (count, buses)
        Voltages beyond their limits, p.u.
    loading : array, shape (count, branches)
        Loadings beyond their limits, share of the rating.
    gap_mw : array, shape (count,)
        Planned less AC losses of all branches, MW.
    is_apart : array of bool, shape (count,)
        Steps in which they differ by more than the tolerance.
    is_inflated : array of bool, shape (count, branches)
        Branches of trees that lose more than AC does, beyond the tolerance.
    is_lost : array of bool, shape (count, buses)
        Where no AC solution exists.
    """

    point: Point
    low: Array
    high: Array
    loading: Array
    gap_mw: Array
    is_apart: NDArray[np.bool_]
    is_inflated: NDArray[np.bool_]
    is_lost: NDArray[np.bool_]

    @property
    def excess(self) -> float:
        """Sum of all broken limits: 0.01 p.u. of voltage counts as 1 % of loading; steps without a solution as 1."""
        broken = self.low.sum() + self.high.sum() + self.loading.sum()
        return float(broken + self.is_lost.any(axis=1).sum())

    @property
    def is_fine(self) -> bool:
        """Whether the plan keeps all limits, and its losses are those of AC."""
        return self.excess == 0.0 and not self.is_apart.any()

    @property
    def rank(self) -> tuple[float, float]:
        """Smaller is better: broken limits, then energy of the wrong losses."""
        return self.excess, float(np.abs(self.gap_mw[self.is_apart]).sum())

    def tightened(self, linear: Linearisation) -> Linearisation:
        """The network about this plan's flows, its broken limits tightened by what they are broken by and a tenth.

        Not in steps whose losses are apart: there the new tangent comes first.
        """
        more = np.where(np.isnan(linear.feeder.voltage_min), UNSOLVED_FLOOR_PU, UNSOLVED_PU)
        unsolved = np.where(self.is_lost, more, 0.0)
        is_close = ~self.is_apart[:, None]
        return linear.after(
            self.point,
            self.is_inflated,
            _with_margin(self.low * is_close, VOLTAGE_TOLERANCE_PU) + unsolved,
            _with_margin(self.high * is_close, VOLTAGE_TOLERANCE_PU),
            _with_margin(self.loading * is_close, LOADING_TOLERANCE_FRAC),
            everywhere=int(self.gap_mw.argmin()) if self.is_apart.any() else None,
        )


def _with_margin(excess: Array, tolerance: float) -> Array:
    return np.where(excess > 0, (1 + BEYOND_EXCESS) * excess + tolerance / 2, 0.0)


def checked(model: Model, decisions: Decisions) -> Checked:
    """Hold a solved model against AC."""
    from dispatch.assets.base import injection_of

    linear = model.case.network
    assert linear is not None
    feeder, site, count = linear.feeder, model.case.site, model.case.steps.count
    homes = {name: injection_of(quantities) for name, quantities in decisions.assets.items()}
    taken = taken_at_buses(site, count, homes, decisions.feeds)
    flow = ac_flow(site, *taken)
    low, high, loading = excesses(feeder, flow)
    flows = planned_flows(model)
    difference = np.stack([flows[name][1] for name in feeder.branches], axis=1) - np.nan_to_num(flow.loss_mw)
    allowed = loss_tolerance_mw(taken[0])
    trees = _by_tree(site, feeder)
    gaps = np.stack([difference[:, places].sum(axis=1) for places in trees], axis=1)
    is_apart = (np.abs(gaps) > allowed[:, None]).any(axis=1) & flow.is_solved
    is_inflated = np.zeros_like(difference, dtype=bool)
    for places, gap in zip(trees, gaps.T, strict=True):  # all of a tree: else the next branch would lose it
        is_inflated[:, places] = (gap > allowed)[:, None]
    return Checked(
        point=point_of(feeder, flow, *taken),
        low=low,
        high=high,
        loading=loading,
        gap_mw=difference.sum(axis=1),
        is_apart=is_apart,
        is_inflated=is_inflated,
        is_lost=np.isnan(flow.voltage_pu),
    )


def _by_tree(site: Site, feeder: Feeder) -> list[list[int]]:
    """Places of the branches of each tree."""
    return [[feeder.branches.index(joint.branch) for joint in tree.joints] for tree in site.trees]
