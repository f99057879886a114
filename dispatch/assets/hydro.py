r"""Hydropower station: run-of-river, with a pond where it has one.

.. math::

    & 0 \le u_t \le a_t, \qquad c_t = a_t - u_t \\
    & \underline{g}\, z_t \le g_t \le G_t\, z_t \\
    \text{no pond:} \quad & g_t = u_t \\
    \text{pond:} \quad & E_t = E_{t-1} + h (u_t - g_t), \qquad E_{min} \le E_t \le E_{max} \\
    & g_t + c_t \ge \min(r, a_t)

Used is the inflow that is not spilt, wherever it goes: a pond has no losses, so that water kept is energy kept, as in a
store. Fed into the bus is what the turbines make of it. The available inflow is at most what the turbines take, so that
nothing must be spilt for want of turbines; the least power binds where :math:`\underline{g} > 0` alone.

=======================  =========================================  =====
symbol                   name in code                               unit
=======================  =========================================  =====
:math:`a_t, u_t, c_t`    ``available``, ``used``, ``curtailed_mw``  MW
:math:`g_t, G_t`         ``turbined``, ``turbined_max``             MW
:math:`\underline{g}`    `Hydro.power_mw_least`                     MW
:math:`z_t`              ``is_running``                             0/1
:math:`E_t`              ``energy``, at the end of the step         MWh
:math:`r`                `Hydro.tailrace_mw`                        MW
=======================  =========================================  =====
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Block, Doing, Expr, values_of
from dispatch.assets.renewable import Renewable
from dispatch.windows import Array
from sites.assets.hydro import Hydro

if TYPE_CHECKING:
    from dispatch.case import Case
    from dispatch.inputs import Inputs
    from sites.state import State

__all__ = ["HydroBehaviour"]

ROUND = 1e-9


class HydroBehaviour(Renewable[Hydro]):
    """A run-of-river station."""

    clauses: ClassVar[tuple[str, ...]] = ("level_window",)
    quantities: ClassVar[Mapping[str, tuple[str, str]]] = {
        "turbined_mw": ("MW", "power of the turbines of a hydropower station")
    }

    def __init__(self, asset: Hydro, case: Case) -> None:
        super().__init__(asset, case)
        self.turbined_max = case.day.limited_mw(asset.name, case.steps, asset.power_mw_rated)

    @property
    def level_before(self) -> float:
        """Level at the beginning of the day, MWh."""
        return _level_before(self.asset, self.case)

    def build(self, block: Block) -> None:
        """Inflow used, water turbined, the least power, and the pond."""
        super().build(block)
        if self.asset.pond is not None:
            block.turbined = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(self.turbined_max[t])))
            self._pond(block)
        if self.asset.power_mw_least > 0:
            self._least(block)

    def _least(self, block: Block) -> None:
        least, most = self.asset.power_mw_least, self.turbined_max
        if self.asset.pond is None:
            most = np.minimum(most, self.available)
        block.is_running = pyo.Var(self.T, within=pyo.Binary)
        for t in self.T:
            if most[t] < least - ROUND:
                block.is_running[t].setub(0)
        block.runs_at_most = pyo.Constraint(
            self.T, rule=lambda b, t: self.injection(b, t) <= float(most[t]) * b.is_running[t]
        )
        block.runs_at_least = pyo.Constraint(
            self.T, rule=lambda b, t: self.injection(b, t) >= min(least, float(most[t])) * b.is_running[t]
        )

    def _pond(self, block: Block) -> None:
        asset, before = self.asset, self.level_before
        low, high = asset.level_mwh_min, asset.level_mwh_max
        if self.case.is_elastic:
            # A level outside its window can always be held where it came.
            outside = max(low - before, before - high, 0.0)
            block.energy = pyo.Var(self.T, bounds=(0.0, asset.energy_mwh_max))
            for t in self.T:
                block.slack["level_window", t].setub(outside)
            block.level_at_least = pyo.Constraint(
                self.T, rule=lambda b, t: b.energy[t] + self.slack(b, "level_window", t) >= low
            )
            block.level_at_most = pyo.Constraint(
                self.T, rule=lambda b, t: b.energy[t] - self.slack(b, "level_window", t) <= high
            )
        else:
            block.energy = pyo.Var(self.T, bounds=(low, high))
        block.level_follows_water = pyo.Constraint(
            self.T,
            rule=lambda b, t: (
                b.energy[t] == self._before(b, t) + self.case.hours * (b.used[t] - b.turbined[t])
            ),
        )
        if asset.tailrace_mw > 0:
            block.river_keeps_its_flow = pyo.Constraint(
                self.T,
                rule=lambda b, t: (
                    b.turbined[t] + float(self.available[t]) - b.used[t]
                    >= min(asset.tailrace_mw, float(self.available[t]))
                ),
            )

    def _before(self, block: Block, t: int) -> Expr:
        return block.energy[t - 1] if t else self.level_before

    def injection(self, block: Block, t: int) -> Expr:
        """What the turbines make."""
        return block.used[t] if self.asset.pond is None else block.turbined[t]

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """The turbines' power where it can be chosen."""
        return () if self.asset.pond is None else (block.turbined[t],)

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """What curtailing costs, and the value of the change in stored water."""
        parts = dict(super().costs(block))
        if self.asset.pond is not None:
            kept = block.energy[self.T[-1]] - self.level_before
            parts["terminal_value"] = -self.asset.terminal_value_yuan_per_mwh * kept
        return parts

    @classmethod
    def bill(cls, asset: Hydro, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """The same in figures."""
        parts = super().bill(asset, inputs, quantities)
        if asset.pond is not None:
            kept = float(quantities["energy_mwh"][-1]) - _level_before(asset, inputs)
            parts["terminal_value"] = -asset.terminal_value_yuan_per_mwh * kept
        return parts

    def slacks(self, block: Block) -> dict[str, list[tuple[float, Expr]]]:
        """A level outside the window counts once, in MWh."""
        return {"level_window": [(1.0, block.slack["level_window", t]) for t in self.T]}

    def results(self, block: Block) -> dict[str, Array]:
        """Inflow available, used and spilt, power of the turbines, level of the pond."""
        found = super().results(block)
        turbined, energy = found["used_mw"], np.zeros(len(self.T))
        if self.asset.pond is not None:
            turbined, energy = values_of(block.turbined, self.T), values_of(block.energy, self.T)
        return found | {"injection_mw": turbined, "turbined_mw": turbined, "energy_mwh": energy}

    @classmethod
    def as_used(cls, asset: Hydro, inputs: Inputs, used_mw: Array) -> Doing:
        """The pond stands still; what is left for the turbines below their least power is named."""
        level = np.full(inputs.steps.count, _level_before(asset, inputs))
        quantities = super().as_used(asset, inputs, used_mw).quantities
        quantities |= {"injection_mw": used_mw, "turbined_mw": used_mw, "energy_mwh": level}
        low = np.where(used_mw > ROUND, np.maximum(asset.power_mw_least - used_mw, 0.0), 0.0)
        outside = np.maximum(asset.level_mwh_min - level, level - asset.level_mwh_max)
        return Doing(quantities, broken={"unit_rules": low, "level_window": np.maximum(outside, 0.0)})

    @classmethod
    def repeated(cls, asset: Hydro, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """The turbines as planned as far as today's water goes; what the pond cannot hold is spilt.

        Without a pond nothing was decided: the water is used as it comes.
        """
        if asset.pond is None:
            return Doing()
        of = earlier.sel(asset=asset.name)
        wanted = np.asarray(of["turbined_mw"].values, dtype=float)
        spilt = np.asarray(of["curtailed_mw"].values, dtype=float)
        most = inputs.day.limited_mw(asset.name, inputs.steps, asset.power_mw_rated)
        available, hours = inputs.available_mw[asset.name], inputs.hours
        used, turbined, level = (np.zeros(inputs.steps.count) for _ in range(3))
        before = _level_before(asset, inputs)
        for t in range(inputs.steps.count):
            low, high = min(asset.level_mwh_min, before), max(asset.level_mwh_max, before)
            used[t] = available[t] - min(spilt[t], available[t])
            turbined[t] = min(wanted[t], most[t], used[t] + (before - low) / hours)
            if turbined[t] < asset.power_mw_least - ROUND:
                turbined[t] = 0.0
            room = (high - before) / hours
            used[t] = min(used[t], max(turbined[t] + room, 0.0))
            level[t] = before = before + hours * (used[t] - turbined[t])
        quantities = super().as_used(asset, inputs, used).quantities
        outside = np.maximum(asset.level_mwh_min - level, level - asset.level_mwh_max)
        return Doing(
            quantities | {"injection_mw": turbined, "turbined_mw": turbined, "energy_mwh": level},
            broken={"level_window": np.maximum(outside, 0.0)},
        )

    @classmethod
    def carried(
        cls, asset: Hydro, state: State, quantities: Mapping[str, Array], hours: float
    ) -> dict[tuple[str, str], float]:
        """The pond's level."""
        del state, hours
        if asset.pond is None:
            return {}
        end = float(quantities["energy_mwh"][-1])
        return {("levels_mwh", asset.name): min(max(end, 0.0), asset.energy_mwh_max)}


def _level_before(asset: Hydro, inputs: Inputs) -> float:
    return 0.0 if asset.pond is None else inputs.state.level_mwh(inputs.site, asset.name)
