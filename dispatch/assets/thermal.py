r"""Thermal unit: commitment, output between limits, ramps, fuel by a convex curve, heat, reserve.

.. math::

    P_t &= \underline P u_t + \sum_l q_{l,t}, \qquad 0 \le q_{l,t} \le \Delta_l u_t - C^v_l v_t - C^w_l w_{t+1} \\
    \sum_l q_{l,t} + r_t &\le (\overline P_t - \underline P) u_t - (\overline P_t - SU)^+ v_t
        - (\overline P_t - SD)^+ w_{t+1} \\
    A_t + r_t - A_{t-1} &\le RU h (u_t - v_t) + (SU - \underline P) v_t, \qquad A_t = P_t - \underline P u_t \\
    A_{t-1} - A_t &\le RD h (u_t - v_t) + (SD - \underline P) w_t \\
    \text{out}_t &= (1 - a) P_t - b u_t, \qquad \text{heat}_t = \rho P_t + c u_t

=============================  ==============================================  ====
symbol                         name in code                                    unit
=============================  ==============================================  ====
:math:`P_t, q_{l,t}`           ``power`` (of the generator), ``piece``         MW
:math:`u, v, w`                see `dispatch.commitment`                       0/1
:math:`r_t`                    ``held_reserve``                                MW
:math:`\overline P_t`          ``power_mw_max`` after outages and derates      MW
:math:`SU, SD, RU, RD`         ``start_limit_mw``, ..., ``ramp_up_mw_per_h``   MW, MW/h
:math:`a, b, \rho, c`          ``own_use_frac``, ..., ``heat_frac``, ...       1, MW
=============================  ==============================================  ====

:math:`C^v_l, C^w_l` take away what of a piece lies above SU or SD. A unit that may be on for one step alone has these
rows once for v and once for w. A forced stop takes no heed of SD and RD. In an elastic model output may lie below the
minimum and leave the ramps by ``slack`` (MW). Costs: fuel (or the cost curve), starts and stops, running, carbon.

Morales-España, Latorre & Ramos (2013), DOI 10.1109/TPWRS.2013.2251373, eqs. 5-14; tightened pieces after Knueven,
Ostrowski & Watson (2020), DOI 10.1287/ijoc.2019.0944, sec. 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Behaviour, Block, Doing, Expr
from dispatch.commitment import COMMITMENT, Commitment, add_commitment, add_start_costs
from dispatch.fuels import add_fuels, add_order
from dispatch.thermal_day import (
    broken_by,
    carried_out,
    co2_t_per_mwh,
    commitment_of,
    power_before,
    quantities_of,
)
from dispatch.windows import Array
from sites.assets.thermal import LONG_HOURS, Thermal

if TYPE_CHECKING:
    from dispatch.inputs import Inputs
    from sites.state import State

__all__ = ["ThermalBehaviour"]

ROUND_MW = 1e-6


class ThermalBehaviour(Behaviour[Thermal]):
    """A thermal unit."""

    clauses: ClassVar[tuple[str, ...]] = ("unit_rules",)
    held: ClassVar[frozenset[str]] = COMMITMENT
    quantities: ClassVar[Mapping[str, tuple[str, str]]] = {
        "first_fuel_mwh": ("MWh", "of the first fuel burnt in the step"),
        "second_fuel_mwh": ("MWh", "of the second fuel burnt in the step"),
    }

    @cached_property
    def commitment(self) -> Commitment:
        """When the unit may be on."""
        return commitment_of(self.asset, self.case)

    @cached_property
    def limit_mw(self) -> Array:
        """Most power in each step it may be on, MW, shape (count,)."""
        limit = self.case.day.limited_mw(self.asset.name, self.case.steps, self.asset.power_mw_max)
        return np.asarray(np.maximum(limit, self.asset.power_mw_min))

    @property
    def _has_reserve(self) -> bool:
        return self.case.site.reserve is not None and self.asset.reserve_mw_max != 0.0

    def build(self, block: Block) -> None:
        """Commitment, pieces, limits, ramps, fuel."""
        asset, c = self.asset, self.commitment
        add_commitment(block, c)
        if power_before(asset, self.case) > asset.stop_limit_mw + ROUND_MW and not c.is_forced_off[0]:
            block.is_stopping[0].setub(0)
        widths = [width for width, _ in asset.pieces]
        block.piece = pyo.Var(range(len(widths)), self.T, bounds=lambda _, k, t: (0.0, widths[k]))
        if self.case.is_elastic:
            block.below = pyo.Var(self.T, bounds=(0.0, asset.power_mw_min))
            block.below_while_on = pyo.Constraint(
                self.T, rule=lambda b, t: b.below[t] <= asset.power_mw_min * b.is_on[t]
            )
            block.below_breaks_rule = pyo.Constraint(
                self.T, rule=lambda b, t: b.below[t] <= self.slack(b, "unit_rules", t)
            )
        if self._has_reserve:
            most = asset.power_mw_max if asset.reserve_mw_max is None else asset.reserve_mw_max
            block.held_reserve = pyo.Var(self.T, bounds=(0.0, most))
        self._limit(block, widths)
        self._ramp(block)
        block.start_yuan = pyo.Expression(expr=add_start_costs(block, c))
        if asset.fuels:
            if asset.is_fuel_exact and len(widths) > 1:
                add_order(block, widths, self.T)
            add_fuels(block, asset, self.case, {t: self._burnt(block, t) for t in self.T})

    def _stopping(self, block: Block, t: int) -> Expr:
        """Whether the unit stops after a step of its own will: not by force, nor after the day."""
        is_last = t + 1 >= len(self.T) or self.commitment.is_forced_off[t + 1]
        return 0.0 if is_last else block.is_stopping[t + 1]

    def _rows(self, block: Block, t: int, at_start: float, at_stop: float) -> tuple[Expr, ...]:
        """What a start and the stop after a step take away, MW: in one row, or two where both may come at once."""
        start, stop = at_start * block.is_starting[t], at_stop * self._stopping(block, t)
        if self.commitment.up_steps > 1 or not at_start or not at_stop:
            return (start + stop,)
        return (start, stop)

    def _limit(self, block: Block, widths: list[float]) -> None:
        """Pieces and their sum stay below what the unit may give, less at a start and before a stop."""
        asset, least = self.asset, self.asset.power_mw_min
        block.piece_while_on = pyo.ConstraintList()
        block.power_within_limit = pyo.ConstraintList()
        for t in self.T:
            top = least
            for k, width in enumerate(widths):
                top += width
                cut = [
                    min(width, max(0.0, top - most)) for most in (asset.start_limit_mw, asset.stop_limit_mw)
                ]
                for taken in self._rows(block, t, *cut):
                    block.piece_while_on.add(block.piece[k, t] <= width * block.is_on[t] - taken)
            limit = float(self.limit_mw[t])
            given = pyo.quicksum(block.piece[k, t] for k in range(len(widths))) + self._held(block, t)
            if not pyo.is_potentially_variable(given):
                continue
            cut = [max(0.0, limit - most) for most in (asset.start_limit_mw, asset.stop_limit_mw)]
            for taken in self._rows(block, t, *cut):
                block.power_within_limit.add(given <= (limit - least) * block.is_on[t] - taken)

    def _held(self, block: Block, t: int) -> Expr:
        return block.held_reserve[t] if self._has_reserve else 0.0

    def _above(self, block: Block, t: int) -> Expr:
        """Power above the minimum, MW; below it only in an elastic model."""
        if t < 0:
            before = power_before(self.asset, self.case)
            return before - self.asset.power_mw_min if self.commitment.was_on else 0.0
        below = block.below[t] if self.case.is_elastic else 0.0
        return pyo.quicksum(block.piece[k, t] for k in range(len(self.asset.pieces))) - below

    def _ramp(self, block: Block) -> None:
        """Changes from step to step, where they can bind at all."""
        asset, hours, c = self.asset, self.case.hours, self.commitment
        least = asset.power_mw_min
        span = asset.power_mw_max - least

        def stays(b: Block, t: int) -> Expr:
            return b.is_on[t] - b.is_starting[t]

        def up(b: Block, t: int) -> Expr:
            most = float(asset.ramp_up_mw_per_h or 0.0) * hours
            rise = self._above(b, t) + self._held(b, t) - self._above(b, t - 1)
            at_start = (asset.start_limit_mw - least) * b.is_starting[t]
            return rise <= most * stays(b, t) + at_start + self.slack(b, "unit_rules", t)

        def down(b: Block, t: int) -> Expr:
            most = float(asset.ramp_down_mw_per_h or 0.0) * hours
            fall = self._above(b, t - 1) - self._above(b, t)
            at_stop = (asset.stop_limit_mw - least) * b.is_stopping[t]
            return fall <= most * stays(b, t) + at_stop + self.slack(b, "unit_rules", t)

        risen = asset.ramp_up_mw_per_h is not None and asset.ramp_up_mw_per_h * hours < span
        fallen = asset.ramp_down_mw_per_h is not None and asset.ramp_down_mw_per_h * hours < span
        block.ramps_up = pyo.Constraint([t for t in self.T if risen and not c.is_forced_off[t]], rule=up)
        block.ramps_down = pyo.Constraint([t for t in self.T if fallen and not c.is_forced_off[t]], rule=down)

    def power(self, block: Block, t: int) -> Expr:
        """Power of the generator in a step, MW."""
        return self.asset.power_mw_min * block.is_on[t] + self._above(block, t)

    def _burnt(self, block: Block, t: int) -> Expr:
        """Fuel in a step, MW, or its cost in yuan/h where no fuel is told."""
        asset = self.asset
        rising = pyo.quicksum(slope * block.piece[k, t] for k, (_, slope) in enumerate(asset.pieces))
        below = asset.slope_below * block.below[t] if self.case.is_elastic else 0.0
        return asset.points[0][1] * block.is_on[t] + rising - below

    def injection(self, block: Block, t: int) -> Expr:
        """What of its power reaches the bus."""
        return self.asset.net_mw(self.power(block, t), block.is_on[t])

    def feeds(self, block: Block, t: int) -> Mapping[str, Expr]:
        """Heat, where it gives any."""
        if self.asset.heat_bus is None:
            return {}
        heat = self.asset.heat_frac * self.power(block, t) + self.asset.heat_mw_on * block.is_on[t]
        return {"heat_bus": heat}

    def reserve(self, block: Block, t: int) -> Expr:
        """What it could still give within its limits and its ramp."""
        return (1.0 - self.asset.own_use_frac) * self._held(block, t)

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """The unit's power."""
        return (self.injection(block, t),)

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """Fuel or cost curve, starts and stops, running, carbon."""
        asset, hours = self.asset, self.case.hours
        on = hours * pyo.quicksum(block.is_on[t] for t in self.T)
        energy = hours * pyo.quicksum(self.power(block, t) for t in self.T)
        stops = asset.stop_cost_yuan * pyo.quicksum(block.is_stopping[t] for t in self.T)
        parts = {
            "start_stop": block.start_yuan + stops,
            "running": asset.no_load_yuan_per_h * on + asset.wear_yuan_per_mwh * energy,
        }
        if not asset.fuels:
            return {**parts, "generation": hours * pyo.quicksum(self._burnt(block, t) for t in self.T)}
        burnt = [hours * pyo.quicksum(block.fuel[k, t] for t in self.T) for k in range(len(asset.fuels))]
        emitted = co2_t_per_mwh(asset)
        price = self.case.site.contract.carbon_price_yuan_per_t(self.case.date) * asset.carbon_liable_frac
        return {
            **parts,
            "fuel": pyo.quicksum(
                f.price_yuan_per_mwh * each for f, each in zip(asset.fuels, burnt, strict=True)
            ),
            "carbon": price * pyo.quicksum(co2 * each for co2, each in zip(emitted, burnt, strict=True)),
        }

    def burnt(self, block: Block, t: int) -> Expr:
        """Fuel of all kinds."""
        return self.case.hours * pyo.quicksum(block.fuel[k, t] for k in range(len(self.asset.fuels)))

    def emitted(self, block: Block, t: int) -> Expr:
        """Fossil CO2 of all kinds."""
        kinds = enumerate(co2_t_per_mwh(self.asset) if self.asset.fuels else ())
        return self.case.hours * pyo.quicksum(co2 * block.fuel[k, t] for k, co2 in kinds)

    def slacks(self, block: Block) -> dict[str, list[tuple[float, Expr]]]:
        """Broken rules of running, fuel that is not there, waste that is not burnt."""
        hours = self.case.hours
        found = super().slacks(block)
        if self.asset.fuels:
            found["unit_rules"] += [(1.0, slack) for slack in block.burn_slack.values()]
            found["budget"] = [(hours, slack) for slack in block.fuel_slack.values()]
        return found

    def overruns(self, block: Block) -> dict[tuple[str, str], Array]:
        """Broken limits as the solution shows them, not as the slacks share them out."""
        if not self.case.is_elastic:
            return {}
        states = np.asarray([pyo.value(block.is_on[t]) for t in self.T])
        power = np.asarray([pyo.value(self.power(block, t)) for t in self.T])
        quantities = self.results(block)
        burnt = quantities["first_fuel_mwh"], quantities["second_fuel_mwh"]
        held = quantities["reserve_mw"] / (1.0 - self.asset.own_use_frac)
        return {
            (f"{self.asset.name}{part}", clause): amount
            for (part, clause), amount in broken_by(self.asset, self.case, power, states, burnt, held).items()
        }

    def results(self, block: Block) -> dict[str, Array]:
        """State, net output, fuels, CO2, reserve."""
        states = np.asarray([pyo.value(block.is_on[t]) for t in self.T], dtype=float)
        power = np.asarray([pyo.value(self.power(block, t)) for t in self.T], dtype=float)
        second = None
        if len(self.asset.fuels) > 1:
            both = np.asarray([[pyo.value(block.fuel[k, t]) for t in self.T] for k in (0, 1)], dtype=float)
            total = both.sum(axis=0)
            second = np.divide(both[1], total, out=np.zeros_like(total), where=total > 0)
        held = np.asarray([pyo.value(self.reserve(block, t)) for t in self.T], dtype=float)
        return quantities_of(self.asset, self.case.hours, power, states, second) | {"reserve_mw": held}

    @classmethod
    def preferred(cls, asset: Thermal, inputs: Inputs) -> Doing:
        """Its reference power, or the minimum if it must run, else off as soon as it may be."""
        count = inputs.steps.count
        wanted = np.full(count, asset.must_run or bool(asset.reference_mw))
        usual = (
            asset.power_mw_min
            if not asset.reference_mw
            else float(asset.generator_mw(asset.reference_mw, 1.0))
        )
        return carried_out(asset, inputs, wanted, np.full(count, usual))

    @classmethod
    def repeated(cls, asset: Thermal, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """States and power of the earlier plan, as far as today's outages and the state allow."""
        of = earlier.sel(asset=asset.name)
        states = np.asarray(of["is_on"].values, dtype=float)
        power = np.asarray(asset.generator_mw(np.asarray(of["output_mw"].values, dtype=float), states))
        burnt = np.asarray(of["fuel_mwh"].values, dtype=float)
        second = np.asarray(of["second_fuel_mwh"].values, dtype=float)
        share = np.divide(second, burnt, out=np.zeros_like(burnt), where=burnt > 0)
        return carried_out(asset, inputs, states > 0.5, np.maximum(power, asset.power_mw_min), share)

    @classmethod
    def bill(cls, asset: Thermal, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """Fuel or cost curve, starts and stops, running, carbon."""
        hours, states = inputs.hours, quantities["is_on"]
        power = np.asarray(asset.generator_mw(quantities["output_mw"], states))
        c = commitment_of(asset, inputs)
        starts = sum(asset.start_yuan(off) for off in c.off_hours(states).values())
        before = np.concatenate([[float(c.was_on)], states[:-1]])
        stops = asset.stop_cost_yuan * float(((before > 0.5) & (states < 0.5)).sum())
        running = asset.no_load_yuan_per_h * states.sum() + asset.wear_yuan_per_mwh * power.sum()
        parts = {"start_stop": starts + stops, "running": float(running) * hours}
        if not asset.fuels:
            return {**parts, "generation": float(asset.curve(power, states).sum()) * hours}
        burnt = (quantities["first_fuel_mwh"], quantities["second_fuel_mwh"])
        fuel = sum(f.price_yuan_per_mwh * float(b.sum()) for f, b in zip(asset.fuels, burnt, strict=False))
        price = inputs.site.contract.carbon_price_yuan_per_t(inputs.date) * asset.carbon_liable_frac
        return {**parts, "fuel": fuel, "carbon": price * float(quantities["co2_t"].sum())}

    @classmethod
    def carried(
        cls, asset: Thermal, state: State, quantities: Mapping[str, Array], hours: float
    ) -> dict[tuple[str, str], float]:
        """Hours on or off, the last output, what is left of each stock."""
        states, assumed = quantities["is_on"] > 0.5, asset.initial_state()
        before = state.unit_hours.get(asset.name, assumed["unit_hours"][asset.name])
        changes = np.flatnonzero(states != states[-1])
        lasted = (len(states) - 1 - int(changes[-1]) if changes.size else len(states)) * hours
        if not changes.size and (before > 0) == bool(states[-1]):
            lasted += abs(before)
        sign = 1.0 if states[-1] else -1.0
        kept = {
            ("unit_hours", asset.name): sign * min(lasted, LONG_HOURS),
            ("output_mw", asset.name): max(0.0, float(quantities["output_mw"][-1])),
        }
        for fuel, name in zip(asset.fuels, ("first_fuel_mwh", "second_fuel_mwh"), strict=False):
            if fuel.stock_mwh_initial is not None:
                key = asset.stock_key(fuel)
                begin = state.stocks.get(key, fuel.stock_mwh_initial)
                come = sum(each.energy_mwh for each in fuel.deliveries)
                kept["stocks", key] = max(0.0, begin + come - float(quantities[name].sum()))
        return kept
