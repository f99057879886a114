r"""Battery: a store with an efficiency each way, a window of levels, wear, and a value of what is left.

.. math::

    E_t &= \kappa E_{t-1} + \sigma (\eta_c c_t - d_t / \eta_d) \\
    E_{min} &\le E_t \le E_{max}, \qquad 0 \le c_t \le C, \qquad 0 \le d_t \le D \\
    c_t &\le C\, y_t, \qquad d_t \le D (1 - y_t) \qquad t \in X \\
    \text{loss}_t &= (c_t - d_t) h - (E_t - E_{t-1}) \\
    \text{wear} &= w \sum_t d_t h, \qquad \text{terminal value} = -v (E_T - E_0)

X are the steps that need the exclusivity binary (see `dispatch.exclusivity`).

=====================  ==========================================  =========
symbol                 name in code                                unit
=====================  ==========================================  =========
:math:`c_t, d_t`       ``charge``, ``discharge`` (at the bus)      MW
:math:`E_t`            ``energy``, at the end of the step          MWh
:math:`\kappa,\sigma`  `Battery.retention`                         1, h
:math:`\eta_c,\eta_d`  ``charge_efficiency_frac``, ...             1
:math:`y_t`            ``is_charging``                             0/1
:math:`w, v`           ``wear_yuan_per_mwh``, ``terminal_value_``  yuan/MWh
=====================  ==========================================  =========

The form is the generic linear one with exclusivity binaries only where they are needed; on what the binaries change see
Linear Battery Models for Power Systems Analysis (2022), DOI 10.48550/arXiv.2204.08240.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import NEGLIGIBLE_MW, Behaviour, Block, Doing, Expr, values_of
from dispatch.windows import Array
from sites.assets.battery import Battery

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["BatteryBehaviour"]


class BatteryBehaviour(Behaviour[Battery]):
    """A battery."""

    clauses: ClassVar[tuple[str, ...]] = ("level_window",)

    @property
    def level_before(self) -> float:
        """Level at the beginning of the day, MWh."""
        return self.case.state.level_mwh(self.case.site, self.asset.name)

    def build(self, block: Block) -> None:
        """Powers, levels, and the binaries where they are needed."""
        asset, case = self.asset, self.case
        charge_max = case.day.limited_mw(asset.name, case.steps, asset.charging_mw_max)
        discharge_max = case.day.limited_mw(asset.name, case.steps, asset.power_mw_max)
        block.charge = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(charge_max[t])))
        block.discharge = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(discharge_max[t])))
        if case.is_elastic:
            block.energy = pyo.Var(self.T, bounds=(0.0, asset.energy_mwh_max))
            for t in self.T:
                block.slack["level_window", t].setub(self._outside_most(charge_max))
            block.level_at_least = pyo.Constraint(
                self.T,
                rule=lambda b, t: b.energy[t] + self.slack(b, "level_window", t) >= asset.level_mwh_min,
            )
            block.level_at_most = pyo.Constraint(
                self.T,
                rule=lambda b, t: b.energy[t] - self.slack(b, "level_window", t) <= asset.level_mwh_max,
            )
        else:
            block.energy = pyo.Var(self.T, bounds=(asset.level_mwh_min, asset.level_mwh_max))
        kept, span = asset.retention(case.hours)
        block.level_follows_power = pyo.Constraint(
            self.T,
            rule=lambda b, t: (
                b.energy[t]
                == kept * self._before(b, t)
                + span
                * (
                    asset.charge_efficiency_frac * b.charge[t]
                    - b.discharge[t] / asset.discharge_efficiency_frac
                )
            ),
        )
        self._exclude(block, charge_max, discharge_max)

    def _outside_most(self, charge_max: Array) -> float:
        """How far a level may leave its window at all, MWh: as it came, and what it loses while it cannot charge."""
        asset, before = self.asset, self.level_before
        came = max(asset.level_mwh_min - before, before - asset.level_mwh_max, 0.0)
        kept, _ = asset.retention(self.case.hours)
        lost = asset.level_mwh_min * (1.0 - kept ** len(self.T)) if (charge_max <= 0).any() else 0.0
        return float(came + lost)

    def _exclude(self, block: Block, charge_max: Array, discharge_max: Array) -> None:
        steps = sorted(self.case.exclusive_steps(self.asset.name))
        block.is_charging = pyo.Var(steps, within=pyo.Binary)
        block.charge_only_when_charging = pyo.Constraint(
            steps, rule=lambda b, t: b.charge[t] <= float(charge_max[t]) * b.is_charging[t]
        )
        block.discharge_only_when_not_charging = pyo.Constraint(
            steps, rule=lambda b, t: b.discharge[t] <= float(discharge_max[t]) * (1 - b.is_charging[t])
        )

    def _before(self, block: Block, t: int) -> Expr:
        return block.energy[t - 1] if t else self.level_before

    def injection(self, block: Block, t: int) -> Expr:
        """Discharging feeds the bus, charging takes from it."""
        return block.discharge[t] - block.charge[t]

    def losses(self, block: Block, t: int) -> Expr:
        """What went in and neither came out nor stayed."""
        net_in = (block.charge[t] - block.discharge[t]) * self.case.hours
        return net_in - (block.energy[t] - self._before(block, t))

    def looped(self, block: Block, t: int) -> Expr:
        """The loss of the whole cycle for what is discharged: (1 / (eta_c eta_d) - 1) d h."""
        cycle = self.asset.charge_efficiency_frac * self.asset.discharge_efficiency_frac
        return (1.0 / cycle - 1.0) * self.case.hours * block.discharge[t]

    def store_flows(self, block: Block, t: int) -> tuple[Expr, Expr, float, float]:
        """Charging and discharging power and the most of each."""
        charge, discharge = block.charge[t], block.discharge[t]
        return charge, discharge, float(charge.ub), float(discharge.ub)

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """Wear of discharged energy, and the value of the change in stored energy."""
        discharged = pyo.quicksum(block.discharge[t] for t in self.T) * self.case.hours
        kept = block.energy[self.T[-1]] - self.level_before
        return {
            "wear": self.asset.wear_yuan_per_mwh * discharged,
            "terminal_value": -self.asset.terminal_value_yuan_per_mwh * kept,
        }

    def slacks(self, block: Block) -> dict[str, list[tuple[float, Expr]]]:
        """A level outside the window counts once, in MWh."""
        return {"level_window": [(1.0, block.slack["level_window", t]) for t in self.T]}

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """The battery's power."""
        return (self.injection(block, t),)

    def conflicts(self, block: Block) -> frozenset[int]:
        """Steps that charge and discharge at once."""
        both = np.minimum(values_of(block.charge, self.T), values_of(block.discharge, self.T))
        return frozenset(np.flatnonzero(both > NEGLIGIBLE_MW).tolist())

    def results(self, block: Block) -> dict[str, Array]:
        """Powers, level at the end of each step, loss of each step."""
        charge, discharge = values_of(block.charge, self.T), values_of(block.discharge, self.T)
        energy = values_of(block.energy, self.T)
        before = np.concatenate([[self.level_before], energy[:-1]])
        loss = (charge - discharge) * self.case.hours - (energy - before)
        return {"charge_mw": charge, "discharge_mw": discharge, "energy_mwh": energy, "loss_mwh": loss}

    @classmethod
    def preferred(cls, asset: Battery, inputs: Inputs) -> Doing:
        """Idle: the level decays by self-discharge alone."""
        zero = np.zeros(inputs.steps.count)
        return _follow(asset, inputs, zero, zero)

    @classmethod
    def repeated(cls, asset: Battery, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """The powers of the earlier plan; the level follows from today's state."""
        of = earlier.sel(asset=asset.name)
        return _follow(
            asset, inputs, np.asarray(of["charge_mw"].values), np.asarray(of["discharge_mw"].values)
        )

    @classmethod
    def bill(cls, asset: Battery, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """Wear and terminal value."""
        discharged = float(quantities["discharge_mw"].sum()) * inputs.hours
        kept = float(quantities["energy_mwh"][-1]) - inputs.state.level_mwh(inputs.site, asset.name)
        return {
            "wear": asset.wear_yuan_per_mwh * discharged,
            "terminal_value": -asset.terminal_value_yuan_per_mwh * kept,
        }


def _follow(asset: Battery, inputs: Inputs, charge: Array, discharge: Array) -> Doing:
    """Levels and losses of given powers, and how far they leave the window, MWh."""
    kept, span = asset.retention(inputs.hours)
    inner = asset.charge_efficiency_frac * charge - discharge / asset.discharge_efficiency_frac
    levels = np.zeros(inputs.steps.count + 1)
    levels[0] = inputs.state.level_mwh(inputs.site, asset.name)
    for t in range(inputs.steps.count):
        levels[t + 1] = kept * levels[t] + span * inner[t]
    loss = (charge - discharge) * inputs.hours - np.diff(levels)
    outside = np.maximum(asset.level_mwh_min - levels[1:], levels[1:] - asset.level_mwh_max)
    quantities = {"charge_mw": charge, "discharge_mw": discharge, "energy_mwh": levels[1:], "loss_mwh": loss}
    return Doing(quantities, broken={"level_window": np.maximum(outside, 0.0)})
