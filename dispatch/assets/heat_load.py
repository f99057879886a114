r"""Heat load: a firm demand, and a building whose walls hold heat.

.. math::

    p_t &= D_t - u_t + q_t, \qquad 0 \le q_t \le Q_t \\
    T_t &= a T_{t-1} + (1 - a) (T^{out}_t + (q_t + g) / L), \qquad a = e^{-L h / C} \\
    T_t + s_t h / C &\ge T_{min}, \qquad T_t \le \max(T_{max}, F_t)

The step from :math:`T_{t-1}` to :math:`T_t` is exact for what is constant within it. F is the temperature of the
building if it is never heated: warm weather breaks no rule. One resistance, one capacity: Bacher & Madsen, DOI
10.1016/j.enbuild.2011.02.005.

==================  ==========================================  ====
symbol              name in code                                unit
==================  ==========================================  ====
:math:`D, u`        demand, what of it is not served            MW
:math:`q`           ``heating[t]``                              MW
:math:`T`           ``indoor[t]``, at the end of the step       degC
:math:`s`           slack of the clause ``comfort``             MW
:math:`C, L, g`     capacity, loss, gains of the building       MWh/K, MW/K, MW
==================  ==========================================  ====
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Behaviour, Block, Doing, Expr, values_of
from dispatch.assets.firm import firm_mw, movable_mw
from dispatch.windows import Array
from sites.assets.heat_load import Building, HeatLoad

if TYPE_CHECKING:
    from dispatch.inputs import Inputs
    from sites.state import State

__all__ = ["HeatLoadBehaviour"]


def _before(asset: HeatLoad, inputs: Inputs) -> float:
    """Temperature at the beginning of the day, degC."""
    return inputs.state.value(inputs.site, "stocks", asset.name)


def _drift(building: Building, outdoor_c: float, hours: float) -> tuple[float, float, float]:
    """(a, b, c) of T = a T_before + b q + c."""
    kept = building.kept_frac(hours)
    rest = (1.0 - kept) / building.loss_mw_per_k
    return kept, rest, (1.0 - kept) * outdoor_c + rest * building.gains_mw


def indoor_c(asset: HeatLoad, inputs: Inputs, heating_mw: Array) -> Array:
    """Temperature at the end of each step under some heating, degC, shape (count,)."""
    assert asset.building is not None
    outdoor, level = inputs.outdoor_c(asset.temp_air_c), _before(asset, inputs)
    result = np.zeros(len(heating_mw))
    for t, power in enumerate(heating_mw):
        kept, gain, drift = _drift(asset.building, float(outdoor[t]), inputs.hours)
        level = kept * level + gain * float(power) + drift
        result[t] = level
    return result


class HeatLoadBehaviour(Behaviour[HeatLoad]):
    """A consumer of heat."""

    clauses: ClassVar[tuple[str, ...]] = ("firm_load", "comfort")
    quantities: ClassVar[Mapping[str, tuple[str, str]]] = {
        "heating_mw": ("MW", "heat into a building"),
        "indoor_c": ("degC", "temperature of a building at the end of the step"),
    }

    def build(self, block: Block) -> None:
        """What of the demand may be left unserved; the building's heat and temperature."""
        asset, case = self.asset, self.case
        wanted = firm_mw(case, asset.name, is_alone=asset.building is None)
        block.wanted = pyo.Param(self.T, initialize=dict(enumerate(wanted.tolist())))
        if case.is_elastic:
            block.unserved_at_most = pyo.Constraint(
                self.T, rule=lambda b, t: self.slack(b, "firm_load", t) <= float(wanted[t])
            )
        if asset.building is not None:
            self._building(block, asset.building)

    def _building(self, block: Block, building: Building) -> None:
        asset, case = self.asset, self.case
        most, outdoor = (
            movable_mw(case, asset.name, building.heating_mw_max),
            case.outdoor_c(asset.temp_air_c),
        )
        warm = np.maximum(building.comfort_c_max, indoor_c(asset, case, np.zeros(len(self.T))))
        block.heating = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(most[t])))
        block.indoor = pyo.Var(self.T, bounds=lambda _, t: (None, float(warm[t])))

        def follows(b: Block, t: int) -> Expr:
            kept, gain, drift = _drift(building, float(outdoor[t]), case.hours)
            before = b.indoor[t - 1] if t else _before(asset, case)
            return b.indoor[t] == kept * before + gain * b.heating[t] + drift

        block.temperature_follows_heat = pyo.Constraint(self.T, rule=follows)
        per_mw = case.hours / building.capacity_mwh_per_k
        block.warm_enough = pyo.Constraint(
            self.T,
            rule=lambda b, t: b.indoor[t] + per_mw * self.slack(b, "comfort", t) >= building.comfort_c_min,
        )

    def injection(self, block: Block, t: int) -> Expr:
        """Demand and heating take heat."""
        heating = block.heating[t] if self.asset.building is not None else 0.0
        return self.slack(block, "firm_load", t) - block.wanted[t] - heating

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """The building's heat."""
        return (block.heating[t],) if self.asset.building is not None else ()

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """Value of the heat in the walls after the day, less what was in them before."""
        building = self.asset.building
        if building is None:
            return {}
        warmer = block.indoor[self.T[-1]] - _before(self.asset, self.case)
        worth = building.terminal_value_yuan_per_mwh * building.capacity_mwh_per_k
        return {"terminal_value": -worth * warmer}

    def results(self, block: Block) -> dict[str, Array]:
        """Demand on the reference day, heat served, the building's heat and temperature."""
        unserved = self.overruns(block).get((self.asset.name, "firm_load"), np.zeros(len(self.T)))
        firm = firm_mw(self.case, self.asset.name, is_alone=self.asset.building is None) - unserved
        heating = values_of(block.heating, self.T) if self.asset.building is not None else None
        return _quantities(self.asset, self.case, firm, heating)

    @classmethod
    def preferred(cls, asset: HeatLoad, inputs: Inputs) -> Doing:
        """The demand, and the building held at its set-point as far as its radiators can."""
        return _doing(asset, inputs, inputs.demand_mw[asset.name], _held_mw(asset, inputs))

    @classmethod
    def repeated(cls, asset: HeatLoad, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """Today's demand or what the day pins, and the building's heat of the earlier plan."""
        firm = firm_mw(inputs, asset.name, is_alone=asset.building is None)
        heating = None
        if asset.building is not None:
            planned = np.asarray(earlier["heating_mw"].sel(asset=asset.name).values, dtype=float)
            heating = np.minimum(planned, movable_mw(inputs, asset.name, asset.building.heating_mw_max))
        return _doing(asset, inputs, firm, heating)

    @classmethod
    def bill(cls, asset: HeatLoad, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """Value of the heat in the walls."""
        building = asset.building
        if building is None:
            return {}
        warmer = float(quantities["indoor_c"][-1]) - _before(asset, inputs)
        worth = building.terminal_value_yuan_per_mwh * building.capacity_mwh_per_k
        return {"terminal_value": -worth * warmer}

    @classmethod
    def carried(
        cls, asset: HeatLoad, state: State, quantities: Mapping[str, Array], hours: float
    ) -> dict[tuple[str, str], float]:
        """Temperature of the building, degC."""
        if asset.building is None:
            return {}
        return {("stocks", asset.name): max(0.0, float(quantities["indoor_c"][-1]))}


def _held_mw(asset: HeatLoad, inputs: Inputs) -> Array | None:
    """Heat that holds the set-point, MW, shape (count,)."""
    building = asset.building
    if building is None:
        return None
    most = movable_mw(inputs, asset.name, building.heating_mw_max)
    outdoor, level = inputs.outdoor_c(asset.temp_air_c), _before(asset, inputs)
    power = np.zeros(inputs.steps.count)
    for t in range(inputs.steps.count):
        kept, gain, drift = _drift(building, float(outdoor[t]), inputs.hours)
        power[t] = min(max((building.set_point_c - kept * level - drift) / gain, 0.0), float(most[t]))
        level = kept * level + gain * power[t] + drift
    return power


def _quantities(asset: HeatLoad, inputs: Inputs, firm: Array, heating: Array | None) -> dict[str, Array]:
    demand, held = inputs.demand_mw[asset.name], _held_mw(asset, inputs)
    quantities = {
        "demand_mw": demand if held is None else demand + held,
        "power_mw": firm if heating is None else firm + heating,
        "unserved_mw": np.maximum(demand - firm, 0.0),
        "heating_mw": np.zeros(len(demand)) if heating is None else heating,
    }
    return quantities if heating is None else {**quantities, "indoor_c": indoor_c(asset, inputs, heating)}


def _doing(asset: HeatLoad, inputs: Inputs, firm: Array, heating: Array | None) -> Doing:
    quantities = _quantities(asset, inputs, firm, heating)
    if asset.building is None:
        return Doing(quantities)
    cold = np.maximum(asset.building.comfort_c_min - quantities["indoor_c"], 0.0)
    return Doing(quantities, broken={"comfort": cold * asset.building.capacity_mwh_per_k / inputs.hours})
