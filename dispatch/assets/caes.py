r"""Compressed air: a store (`dispatch.assets.store`) with two trains that start, run at a least load, and stop.

.. math::

    & \underline C y_t - s_t \le c_t \le C_t y_t, \qquad \underline D z_t - s_t \le d_t \le D_t z_t, \qquad
    y_t + z_t \le 1 \\
    & v_t \ge y_t - y_{t-1}, \qquad \sum_{\tau = t - L + 1}^{t} v_\tau \le y_t \\
    & E_t = \kappa E_{t-1} + \sigma (c_t - d_t / \rho), \qquad \text{fuel}_t = \varphi\, d_t h

for each train; the sum of both indicators is bounded unless both may run. A train that came running before it had
run for its least time goes on, until an outage or derate stops it. The two trains with an output ratio and a heat rate
are the usual description of compressed air: Budt et al., A review on compressed air energy storage, Applied Energy 170
(2016) 250-268, DOI 10.1016/j.apenergy.2016.02.108; the inequalities of least running time after Rajan & Takriti, IBM
Research Report RC23628 (2005).

==========================  ====================================================  ======
symbol                      name in code                                          unit
==========================  ====================================================  ======
:math:`y_t, z_t`            ``is_compressing``, ``is_expanding``                  0/1
:math:`v_t`                 ``is_start[train, t]``                                1
:math:`\underline C, L`     ``compressor_mw_min``, ``compressor_hours_min``       MW, steps
:math:`\rho`                ``expander_output_mwh_per_mwh``                       1
:math:`\varphi`             ``fuel_mwh_per_mwh``                                  1
:math:`s_t`                 slack ``unit_rules``, 0 unless the model is elastic   MW
==========================  ====================================================  ======
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Block, Doing, Expr, values_of
from dispatch.assets.store import Stored, carried_out
from dispatch.windows import Array
from sites.assets.caes import TRAINS, Caes

if TYPE_CHECKING:
    from dispatch.case import Case
    from dispatch.inputs import Inputs
    from sites.state import State

__all__ = ["CaesBehaviour"]

ROUND = 1e-9
HALF = 0.5
RUNS = {"compressor": ("charge_mw", "is_compressing"), "expander": ("discharge_mw", "is_expanding")}


class CaesBehaviour(Stored[Caes]):
    """A cavern with its compressor and its expander."""

    clauses: ClassVar[tuple[str, ...]] = ("level_window", "unit_rules")
    held: ClassVar[frozenset[str]] = frozenset({"energy_begin", "is_running", "is_start"})
    quantities: ClassVar[Mapping[str, tuple[str, str]]] = {
        "is_compressing": ("1", "whether a compressor runs"),
        "is_expanding": ("1", "whether an expander runs"),
    }

    def __init__(self, asset: Caes, case: Case) -> None:
        super().__init__(asset, case)
        self.limits = {"compressor": self.charge_max, "expander": self.discharge_max}
        self.bound = bound_steps(asset, case)

    def exclude(self, block: Block) -> None:
        """The rules of the trains, in every step."""
        block.is_running = pyo.Var(TRAINS, self.T, within=pyo.Binary)
        block.is_start = pyo.Var(TRAINS, self.T, bounds=(0, 1))
        for train in TRAINS:
            least = self.asset.train(train)[0]
            for t in self.T:
                if self.limits[train][t] < max(least, ROUND):
                    block.is_running[train, t].setub(0)
                elif t in self.bound[train]:
                    block.is_running[train, t].setlb(1)
        powers = {"compressor": block.charge, "expander": block.discharge}
        block.power_only_while_running = pyo.Constraint(
            TRAINS,
            self.T,
            rule=lambda b, k, t: powers[k][t] <= float(self.limits[k][t]) * b.is_running[k, t],
        )
        block.power_at_least = pyo.Constraint(
            TRAINS,
            self.T,
            rule=lambda b, k, t: (
                powers[k][t] + self.slack(b, "unit_rules", t) >= self.asset.train(k)[0] * b.is_running[k, t]
            ),
        )
        if self.asset.is_one_way:
            block.one_train_at_once = pyo.Constraint(
                self.T, rule=lambda b, t: pyo.quicksum(b.is_running[k, t] for k in TRAINS) <= 1
            )
        self._starts(block)

    def _starts(self, block: Block) -> None:
        was_on = {train: hours_on(self.asset, self.case, train) > 0 for train in TRAINS}
        block.start_is_seen = pyo.Constraint(
            TRAINS,
            self.T,
            rule=lambda b, k, t: (
                b.is_start[k, t] >= b.is_running[k, t] - (b.is_running[k, t - 1] if t else int(was_on[k]))
            ),
        )
        shortest = {k: self._steps(self.asset.train(k)[3]) for k in TRAINS}
        block.runs_at_least = pyo.Constraint(
            [k for k in TRAINS if shortest[k] > 1],
            self.T,
            rule=lambda b, k, t: (
                pyo.quicksum(b.is_start[k, s] for s in range(max(0, t - shortest[k] + 1), t + 1))
                <= b.is_running[k, t]
            ),
        )

    def _steps(self, hours: float) -> int:
        return math.ceil(hours / self.case.hours - ROUND)

    def conflicts(self, block: Block) -> frozenset[int]:
        """None: the trains have their binaries in every step."""
        return frozenset()

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """What every store costs, starts, fuel and its carbon."""
        asset, case = self.asset, self.case
        parts = dict(super().costs(block))
        parts["start_stop"] = pyo.quicksum(
            asset.train(k)[2] * block.is_start[k, t] for k in TRAINS for t in self.T
        )
        given = pyo.quicksum(block.discharge[t] for t in self.T) * case.hours
        return parts | {part: price * given for part, price in fuel_prices(asset, case).items()}

    def burnt(self, block: Block, t: int) -> Expr:
        """Fuel of the expander."""
        return self.asset.fuel_mwh_per_mwh * self.case.hours * block.discharge[t]

    def emitted(self, block: Block, t: int) -> Expr:
        """Its fossil CO2."""
        return self.asset.co2_t_per_mwh * self.case.hours * block.discharge[t]

    def results(self, block: Block) -> dict[str, Array]:
        """What every store has, which train runs, fuel and CO2."""
        found = super().results(block)
        for train, (_, name) in RUNS.items():
            running = values_of({t: block.is_running[train, t] for t in self.T}, self.T)
            found[name] = (running > HALF).astype(float)
        return found | burnt(self.asset, found["discharge_mw"], self.case.hours)

    @classmethod
    def preferred(cls, asset: Caes, inputs: Inputs) -> Doing:
        """Idle."""
        zero = np.zeros(inputs.steps.count)
        return _doing(asset, inputs, zero, zero)

    @classmethod
    def repeated(cls, asset: Caes, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """The powers of the earlier plan."""
        of = earlier.sel(asset=asset.name)
        return _doing(
            asset, inputs, np.asarray(of["charge_mw"].values), np.asarray(of["discharge_mw"].values)
        )

    @classmethod
    def bill(cls, asset: Caes, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """What every store costs, starts, fuel and its carbon."""
        parts = super().bill(asset, inputs, quantities)
        parts["start_stop"] = 0.0
        for train, (_, name) in RUNS.items():
            was_on = float(hours_on(asset, inputs, train) > 0)
            starts = np.maximum(np.diff(np.concatenate([[was_on], quantities[name]])), 0.0).sum()
            parts["start_stop"] += asset.train(train)[2] * float(starts)
        given = float(quantities["discharge_mw"].sum()) * inputs.hours
        return parts | {part: price * given for part, price in fuel_prices(asset, inputs).items()}

    @classmethod
    def carried(
        cls, asset: Caes, state: State, quantities: Mapping[str, Array], hours: float
    ) -> dict[tuple[str, str], float]:
        """How long each train has been running (+) or standing (-)."""
        found: dict[tuple[str, str], float] = {}
        for train, (_, name) in RUNS.items():
            running = quantities[name] > HALF
            same = running == running[-1]
            length = len(running) if same.all() else int(np.argmin(same[::-1]))
            before = state.unit_hours.get(f"{asset.name}/{train}", 0.0) if same.all() else 0.0
            sign = 1.0 if running[-1] else -1.0
            total = length * hours + max(0.0, sign * before)
            found["unit_hours", f"{asset.name}/{train}"] = sign * min(total, 8784.0)
        return found


def hours_on(asset: Caes, inputs: Inputs, train: str) -> float:
    """How long a train has been running (+) or standing (-) at the beginning of the day, hours; 0 where unknown."""
    return inputs.state.value(inputs.site, "unit_hours", f"{asset.name}/{train}")


def bound_steps(asset: Caes, inputs: Inputs) -> dict[str, range]:
    """First steps in which a train must go on running since it came so, by train.

    They end where the day's outages and derates leave it less than its least load; of two trains that came running
    and may not both, the compressor goes on.
    """
    found: dict[str, range] = {}
    rated = {"compressor": asset.compressor_mw_max, "expander": asset.expander_mw_max}
    for train in TRAINS:
        least, _, _, shortest = asset.train(train)
        on = hours_on(asset, inputs, train)
        left = math.ceil((shortest - on) / inputs.hours - ROUND) if on > 0 else 0
        limit = inputs.day.limited_mw(asset.name, inputs.steps, rated[train])
        stopped = np.flatnonzero(limit < max(least, ROUND))
        end = min([max(0, left), inputs.steps.count, *stopped[:1].tolist()])
        is_second = train == "expander" and asset.is_one_way and len(found["compressor"]) > 0
        found[train] = range(0 if is_second else end)
    return found


def fuel_prices(asset: Caes, inputs: Inputs) -> dict[str, float]:
    """Cost parts of a MWh given by the expander, yuan; none without fuel."""
    if asset.fuel_mwh_per_mwh == 0.0:
        return {}
    carbon = inputs.site.contract.carbon_price_yuan_per_t(inputs.date)
    return {
        "fuel": asset.fuel_mwh_per_mwh * asset.fuel_yuan_per_mwh,
        "carbon": asset.co2_t_per_mwh * asset.carbon_liable_frac * carbon,
    }


def burnt(asset: Caes, discharge: Array, hours: float) -> dict[str, Array]:
    """Fuel and its fossil CO2 of each step, MWh and t."""
    given = discharge * hours
    return {"fuel_mwh": asset.fuel_mwh_per_mwh * given, "co2_t": asset.co2_t_per_mwh * given}


def _doing(asset: Caes, inputs: Inputs, charge: Array, discharge: Array) -> Doing:
    """Given powers carried out: a train runs where it has power, or must go on."""
    doing = carried_out(asset, inputs, charge, discharge)
    quantities, lacking = dict(doing.quantities), np.zeros(inputs.steps.count)
    bound = bound_steps(asset, inputs)
    for train, (power, name) in RUNS.items():
        running = quantities[power] > ROUND
        must = np.isin(np.arange(inputs.steps.count), bound[train])
        least = asset.train(train)[0]
        short = np.where(running, least - quantities[power], 0.0)
        lacking = np.maximum(lacking, np.where(must & ~running, max(least, ROUND * 10), short))
        quantities[name] = running.astype(float)
    broken = {**doing.broken, "unit_rules": np.maximum(lacking, 0.0)}
    return Doing(quantities | burnt(asset, discharge, inputs.hours), broken=broken)
