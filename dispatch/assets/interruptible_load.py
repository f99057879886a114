r"""Interruptible load: part of the demand may be cut, within limits per step, per call and per day.

.. math::

    & p_t = D_t - r_t, \qquad 0 \le r_t \le R_t = \min(\varphi D_t, R^{max}) \\
    & \min(R^{min}, R_t)\, u_t \le r_t \le R_t u_t, \qquad u_t - u_{t-1} = v_t - w_t \\
    & \sum_t v_t \le N, \qquad \sum_{\tau = t-L+1}^{t} v_\tau \le u_t, \qquad \sum_{\tau=t}^{t+M} u_\tau \le M \\
    & \sum_{\tau = t-G+1}^{t} w_\tau \le 1 - u_t, \qquad \sum_t r_t h \le E^r, \qquad \sum_t p_t h \le E^p

Binaries exist only where a rule counts or measures calls. A call that begins must last its least length inside the
day. The start-stop form is that of Rajan & Takriti, Minimum up/down polytopes of the unit commitment problem,
IBM Research Report RC23628 (2005).

==================  =================================================  ====
symbol              name in code                                       unit
==================  =================================================  ====
:math:`r_t`         ``interrupted``                                    MW
:math:`u_t`         ``is_interrupted``                                 0/1
:math:`v_t, w_t`    ``is_call_start``, ``is_call_end``                 0/1
:math:`N`           ``calls_max`` less the calls already used          1
:math:`L, M, G`     least and most length of a call, least gap         steps
:math:`E^r, E^p`    ``interrupted_mwh_max``, ``energy_mwh_max``        MWh
==================  =================================================  ====
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import NEGLIGIBLE_MW, Behaviour, Block, Doing, Expr, values_of
from dispatch.windows import Array
from sites.assets.interruptible_load import InterruptibleLoad

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["InterruptibleLoadBehaviour"]

ROUND = 1e-9
HALF = 0.5


class InterruptibleLoadBehaviour(Behaviour[InterruptibleLoad]):
    """A load with calls."""

    clauses: ClassVar[tuple[str, ...]] = ("firm_load",)

    @property
    def demand(self) -> Array:
        """Demand, MW, shape (count,)."""
        return self.case.demand_mw[self.asset.name]

    @property
    def cut_max(self) -> Array:
        """Most power that may be cut in each step, MW, shape (count,)."""
        most = math.inf if self.asset.interrupted_mw_max is None else self.asset.interrupted_mw_max
        return np.minimum(self.asset.interruptible_frac * self.demand, most)

    def build(self, block: Block) -> None:
        """Cut power, energy limits, and the rules of calls where there are any."""
        cut = self.cut_max
        block.interrupted = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(cut[t])))
        if self.case.is_elastic:
            block.unserved_at_most = pyo.Constraint(
                self.T,
                rule=lambda b, t: self.slack(b, "firm_load", t) + b.interrupted[t] <= float(self.demand[t]),
            )
        hours, asset = self.case.hours, self.asset
        if asset.interrupted_mwh_max is not None:
            block.cut_energy_at_most = pyo.Constraint(
                expr=pyo.quicksum(block.interrupted[t] for t in self.T) * hours <= asset.interrupted_mwh_max
            )
        if asset.energy_mwh_max is not None:
            served = -pyo.quicksum(self.injection(block, t) for t in self.T)
            block.served_energy_at_most = pyo.Constraint(expr=served * hours <= asset.energy_mwh_max)
        if asset.has_calls:
            self._calls(block, cut)

    def _calls(self, block: Block, cut: Array) -> None:
        asset, last = self.asset, self.T[-1]
        block.is_interrupted = pyo.Var(self.T, within=pyo.Binary)
        block.is_call_start = pyo.Var(self.T, bounds=(0, 1))
        block.is_call_end = pyo.Var(self.T, bounds=(0, 1))
        least = [min(asset.interrupted_mw_min, float(cut[t])) for t in self.T]
        block.cut_only_in_a_call = pyo.Constraint(
            self.T, rule=lambda b, t: b.interrupted[t] <= float(cut[t]) * b.is_interrupted[t]
        )
        block.call_is_deep_enough = pyo.Constraint(
            self.T, rule=lambda b, t: b.interrupted[t] >= least[t] * b.is_interrupted[t]
        )
        block.call_starts_and_ends = pyo.Constraint(
            self.T,
            rule=lambda b, t: (
                b.is_interrupted[t] - (b.is_interrupted[t - 1] if t else 0)
                == b.is_call_start[t] - b.is_call_end[t]
            ),
        )
        if asset.calls_max is not None:
            left = max(0, asset.calls_max - self.case.state.calls_used.get(asset.name, 0))
            block.calls_at_most = pyo.Constraint(
                expr=pyo.quicksum(block.is_call_start[t] for t in self.T) <= left
            )
        shortest = max(1, self._steps(asset.call_hours_min, math.ceil))
        block.call_lasts_at_least = pyo.Constraint(
            self.T,
            rule=lambda b, t: (
                pyo.quicksum(b.is_call_start[s] for s in range(max(0, t - shortest + 1), t + 1))
                <= b.is_interrupted[t]
            ),
        )
        for t in range(last - shortest + 2, last + 1):
            block.is_call_start[t].fix(0)
        self._long_and_apart(block)

    def _long_and_apart(self, block: Block) -> None:
        asset = self.asset
        if asset.call_hours_max is not None:
            longest = self._steps(asset.call_hours_max, math.floor)
            block.call_lasts_at_most = pyo.Constraint(
                range(len(self.T) - longest),
                rule=lambda b, t: (
                    pyo.quicksum(b.is_interrupted[s] for s in range(t, t + longest + 1)) <= longest
                ),
            )
        gap = max(1, self._steps(asset.gap_hours_min, math.ceil))
        block.calls_lie_apart = pyo.Constraint(
            self.T,
            rule=lambda b, t: (
                pyo.quicksum(b.is_call_end[s] for s in range(max(0, t - gap + 1), t + 1))
                <= 1 - b.is_interrupted[t]
            ),
        )

    def _steps(self, hours: float, rounding: object) -> int:
        steps = hours / self.case.hours
        return math.ceil(steps - ROUND) if rounding is math.ceil else math.floor(steps + ROUND)

    def injection(self, block: Block, t: int) -> Expr:
        """The load takes its demand less what is cut."""
        return block.interrupted[t] + self.slack(block, "firm_load", t) - float(self.demand[t])

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """Compensation of what is cut, less the worth of what is served."""
        hours, asset = self.case.hours, self.asset
        cut = pyo.quicksum(block.interrupted[t] for t in self.T) * hours
        served = -pyo.quicksum(self.injection(block, t) for t in self.T) * hours
        return {
            "interruption": asset.compensation_yuan_per_mwh * cut,
            "served_value": -asset.value_yuan_per_mwh * served,
        }

    def results(self, block: Block) -> dict[str, Array]:
        """Demand, served, cut and unserved power, and whether a call is on."""
        cut = values_of(block.interrupted, self.T)
        unserved = self.overruns(block).get((self.asset.name, "firm_load"), np.zeros(len(self.T)))
        called = (
            values_of(block.is_interrupted, self.T) > HALF if self.asset.has_calls else cut > NEGLIGIBLE_MW
        )
        return {
            "demand_mw": self.demand,
            "power_mw": self.demand - cut - unserved,
            "interrupted_mw": cut,
            "is_interrupted": called.astype(float),
            "unserved_mw": unserved,
        }

    def committed_until(self, event: int, length: int, notice_hours: float) -> int:
        """A load with a longer notice than the event's own takes no part, and reacts no sooner than its notice."""
        late = math.ceil(max(0.0, self.asset.notice_hours - notice_hours) / self.case.hours - ROUND)
        return event + (max(late, length) if late else 0)

    @classmethod
    def preferred(cls, asset: InterruptibleLoad, inputs: Inputs) -> Doing:
        """The full demand, no call."""
        zero = np.zeros(inputs.steps.count)
        return _cut(inputs.demand_mw[asset.name], zero, zero)

    @classmethod
    def repeated(cls, asset: InterruptibleLoad, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """The calls of the earlier plan, as far as today's demand goes."""
        of, demand = earlier.sel(asset=asset.name), inputs.demand_mw[asset.name]
        cut = np.minimum(np.nan_to_num(of["interrupted_mw"].values), demand)
        return _cut(demand, cut, np.nan_to_num(of["is_interrupted"].values))

    @classmethod
    def bill(
        cls, asset: InterruptibleLoad, inputs: Inputs, quantities: Mapping[str, Array]
    ) -> dict[str, float]:
        """Compensation of what is cut, less the worth of what is served."""
        cut, served = quantities["interrupted_mw"].sum(), quantities["power_mw"].sum()
        return {
            "interruption": asset.compensation_yuan_per_mwh * float(cut) * inputs.hours,
            "served_value": -asset.value_yuan_per_mwh * float(served) * inputs.hours,
        }


def _cut(demand: Array, cut: Array, called: Array) -> Doing:
    quantities = {
        "demand_mw": demand,
        "power_mw": demand - cut,
        "interrupted_mw": cut,
        "is_interrupted": called,
    }
    return Doing({**quantities, "unserved_mw": np.zeros(len(demand))})
