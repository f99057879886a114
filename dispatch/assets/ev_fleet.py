r"""Fleet of vehicles or ships: each group has what it needs when it leaves, charged when it suits best.

.. math::

    e_{gt} &= e_{g,t-1} + h (\eta_c c_{gt} - d_{gt} / \eta_d), \qquad e_{g,a-1} = A_g \\
    e_{gz} + m_g &\ge N_g, \qquad e_{gz} \le \max(N_g, A_g), \qquad
        \underline{e}_g \le e_{gt} \le \overline{e}_g \\
    \sum_g c_{gt} + H_t - u_t &\le P_t, \qquad \sum_g d_{gt} \le P_t \\
    \sum_g c_{gt} &\le P_t y_t, \qquad \sum_g d_{gt} \le P_t (1 - y_t) \qquad t \in X

over the steps a..z of a stay. A group that is there before the day begins with the state's energy; of one that stays on
after it at least that much must be there at midnight which the next morning cannot add. Nothing is charged beyond the
need, so that batteries that drive away do not count as a place for surplus. In the steps X the station as a whole takes
or gives. Aggregate model of flexible charging with V2G after e.g. Lund and Kempton, Energy Policy 36 (2008),
DOI 10.1016/j.enpol.2008.06.007; the loss of a cycle is counted like a battery's (`dispatch.objective`).

====================  ==========================================  =========
symbol                name in code                                unit
====================  ==========================================  =========
:math:`c, d`          ``charge[g, t]``, ``discharge[g, t]``       MW (bus)
:math:`e`             ``level[g, t]``, end of the step            MWh
:math:`A, N`          `Presence.start_mwh`, `Presence.need_mwh`   MWh
:math:`m`             ``missing[stay]``                           MWh
:math:`H, u`          shore power, what of it is not served       MW
:math:`P`             station limit after the day's facts         MW
:math:`y`             ``is_charging``                             0/1
====================  ==========================================  =========
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import NEGLIGIBLE_MW, Behaviour, Block, Doing, Expr
from dispatch.presence import presences, shore_mw
from dispatch.windows import Array
from sites.assets.ev_fleet import EvFleet

if TYPE_CHECKING:
    from dispatch.inputs import Inputs
    from sites.state import State

__all__ = ["EvFleetBehaviour"]


class EvFleetBehaviour(Behaviour[EvFleet]):
    """A charging station and its groups."""

    clauses: ClassVar[tuple[str, ...]] = ("firm_load",)

    def build(self, block: Block) -> None:
        """Powers and levels of each stay, the need at its end, the station's limit."""
        asset, case = self.asset, self.case
        stays = dict(enumerate(presences(asset, case)))
        block.STAYS = stays
        limit = case.day.limited_mw(asset.name, case.steps, asset.power_mw_max)
        block.station = limit
        block.shore = shore_mw(asset, list(stays.values()), len(self.T))
        pairs = [(k, t) for k, stay in stays.items() for t in stay.steps]
        giving = [(k, t) for k, t in pairs if stays[k].group.has_v2g]
        block.charge = pyo.Var(
            pairs, bounds=lambda _, k, t: (0.0, stays[k].group.count * stays[k].group.charge_mw_max)
        )
        block.discharge = pyo.Var(
            giving, bounds=lambda _, k, t: (0.0, stays[k].group.count * stays[k].group.discharge_mw_max)
        )
        block.level = pyo.Var(
            pairs,
            bounds=lambda _, k, t: (
                min(stays[k].group.least_mwh, stays[k].start_mwh),
                stays[k].group.capacity_mwh,
            ),
        )
        block.missing = pyo.Var(
            stays, bounds=lambda _, k: (0.0, stays[k].need_mwh if case.is_elastic else 0.0)
        )
        block.level_follows_power = pyo.Constraint(pairs, rule=self._level)
        block.leaves_with_its_need = pyo.Constraint(
            stays, rule=lambda b, k: b.level[k, stays[k].last] + b.missing[k] >= stays[k].need_mwh
        )
        block.leaves_with_no_more = pyo.Constraint(
            stays, rule=lambda b, k: b.level[k, stays[k].last] <= stays[k].most_mwh
        )
        self._station(block, limit)

    def _level(self, b: Block, k: int, t: int) -> Expr:
        stay, asset = b.STAYS[k], self.asset
        before = b.level[k, t - 1] if t > stay.first else stay.start_mwh
        given = b.discharge[k, t] / asset.discharge_efficiency_frac if stay.group.has_v2g else 0.0
        return b.level[k, t] == before + self.case.hours * (
            asset.charge_efficiency_frac * b.charge[k, t] - given
        )

    def _station(self, block: Block, limit: Array) -> None:
        asset, case = self.asset, self.case
        there = [t for t in self.T if any(t in stay.steps for stay in block.STAYS.values())]
        if case.is_elastic:
            block.unserved_at_most = pyo.Constraint(
                self.T, rule=lambda b, t: self.slack(b, "firm_load", t) <= float(b.shore[t])
            )
        block.station_takes_at_most = pyo.Constraint(
            there,
            rule=lambda b, t: (
                self.charging(b, t) + float(b.shore[t]) - self.slack(b, "firm_load", t) <= float(limit[t])
            ),
        )
        giving = [t for t in there if any(key[1] == t for key in block.discharge)]
        block.station_gives_at_most = pyo.Constraint(
            giving, rule=lambda b, t: self.giving(b, t) <= float(limit[t])
        )
        steps = sorted(case.exclusive_steps(asset.name) & set(giving))
        block.is_charging = pyo.Var(steps, within=pyo.Binary)
        block.charge_only_when_charging = pyo.Constraint(
            steps, rule=lambda b, t: self.charging(b, t) <= float(limit[t]) * b.is_charging[t]
        )
        block.discharge_only_when_not_charging = pyo.Constraint(
            steps, rule=lambda b, t: self.giving(b, t) <= float(limit[t]) * (1 - b.is_charging[t])
        )

    def charging(self, block: Block, t: int) -> Expr:
        """Charging power of all, MW."""
        return pyo.quicksum(block.charge[k, t] for k, stay in block.STAYS.items() if t in stay.steps)

    def giving(self, block: Block, t: int) -> Expr:
        """What all give back, MW."""
        return pyo.quicksum(block.discharge[k, t] for k in block.STAYS if (k, t) in block.discharge)

    def injection(self, block: Block, t: int) -> Expr:
        """What is given back less what is charged and taken from the shore."""
        unserved = self.slack(block, "firm_load", t)
        return self.giving(block, t) - self.charging(block, t) - float(block.shore[t]) + unserved

    def looped(self, block: Block, t: int) -> Expr:
        """The loss of the whole cycle for what is given back: (1 / (eta_c eta_d) - 1) d h."""
        cycle = self.asset.charge_efficiency_frac * self.asset.discharge_efficiency_frac
        return (1.0 / cycle - 1.0) * self.case.hours * self.giving(block, t)

    def losses(self, block: Block, t: int) -> Expr:
        """What charging and giving back lose."""
        asset = self.asset
        given = (1.0 / asset.discharge_efficiency_frac - 1.0) * self.giving(block, t)
        return self.case.hours * ((1.0 - asset.charge_efficiency_frac) * self.charging(block, t) + given)

    def store_flows(self, block: Block, t: int) -> tuple[Expr, Expr, float, float] | None:
        """What is charged and given back, where anything can be given back."""
        if not self.asset.has_v2g:
            return None
        most = float(block.station[t])
        return self.charging(block, t), self.giving(block, t), most, most

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """Wear of what is given back; value of what stays in the batteries after the day."""
        asset, stays = self.asset, block.STAYS
        given = pyo.quicksum(block.discharge.values()) * self.case.hours
        kept = pyo.quicksum(block.level[k, stay.last] for k, stay in stays.items() if stay.is_carried_on)
        came = sum(stay.start_mwh for stay in stays.values() if stay.is_carried_in)
        return {
            "wear": asset.wear_yuan_per_mwh * given,
            "terminal_value": -asset.terminal_value_yuan_per_mwh * (kept - came),
        }

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """The power of the station."""
        return (self.charging(block, t) - self.giving(block, t),)

    def conflicts(self, block: Block) -> frozenset[int]:
        """Steps in which something is charged and something given back."""
        charged = np.asarray([pyo.value(self.charging(block, t)) for t in self.T])
        given = np.asarray([pyo.value(self.giving(block, t)) for t in self.T])
        return frozenset(np.flatnonzero(np.minimum(charged, given) > NEGLIGIBLE_MW).tolist())

    def slacks(self, block: Block) -> dict[str, list[tuple[float, Expr]]]:
        """Shore power not served, and energy that is missing when a group leaves."""
        missing = [(1.0, missing) for missing in block.missing.values()]
        return {**super().slacks(block), "fleet_energy": missing}

    def overruns(self, block: Block) -> dict[tuple[str, str], Array]:
        """Shore power not served; energy that a group lacks, as a mean power over its stay, MW."""
        found = super().overruns(block)
        for k, stay in block.STAYS.items() if self.case.is_elastic else ():
            key = (f"{self.asset.name}/{stay.group.name}", "fleet_energy")
            lacking = max(0.0, pyo.value(block.missing[k])) / (len(stay.steps) * self.case.hours)
            found.setdefault(key, np.zeros(len(self.T)))[stay.first : stay.last + 1] += lacking
        return found

    def parts(self, block: Block) -> dict[str, Array]:
        """Power that each group takes, negative where it gives back, MW."""
        found = _no_power(self.asset, self.case)
        for k, stay in block.STAYS.items():
            for t in stay.steps:
                given = pyo.value(block.discharge[k, t]) if stay.group.has_v2g else 0.0
                found[f"{self.asset.name}/{stay.group.name}"][t] += pyo.value(block.charge[k, t]) - given
        return found

    def results(self, block: Block) -> dict[str, Array]:
        """Powers and the energy of all that stay."""
        unserved = self.overruns(block).get((self.asset.name, "firm_load"), np.zeros(len(self.T)))
        demand = -self.case.reference.injection_mw[self.asset.name]
        quantities, _ = _quantities(self.asset, self.case, self.parts(block), unserved)
        return {**quantities, "demand_mw": demand}

    @classmethod
    def preferred(cls, asset: EvFleet, inputs: Inputs) -> Doing:
        """Every group charges at full power from when it comes, in the order of the groups, until its need is met."""
        stays, parts = presences(asset, inputs), _no_power(asset, inputs)
        left = inputs.day.limited_mw(asset.name, inputs.steps, asset.power_mw_max)
        left = np.where(inputs.day.pinned_mw(asset.name, inputs.steps) == 0.0, 0.0, left)
        left = np.maximum(left - shore_mw(asset, stays, len(left)), 0.0)
        for stay in stays:
            lacking = max(0.0, stay.group.departure_mwh - stay.start_mwh) / asset.charge_efficiency_frac
            for t in stay.steps:
                most = min(stay.group.count * stay.group.charge_mw_max, float(left[t]))
                power = min(most, lacking / inputs.hours)
                parts[f"{asset.name}/{stay.group.name}"][t] += power
                left[t] -= power
                lacking -= power * inputs.hours
        return _doing(asset, inputs, parts)

    @classmethod
    def repeated(cls, asset: EvFleet, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """The power of each group in the earlier plan; levels follow from today's state."""
        parts = {
            key: np.array(earlier["task_power_mw"].sel(task=key).values, dtype=float)
            for key in _no_power(asset, inputs)
        }
        done = _doing(asset, inputs, parts)
        done.quantities["demand_mw"] = cls.preferred(asset, inputs).quantities["power_mw"]
        return done

    @classmethod
    def bill(cls, asset: EvFleet, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """Wear and terminal value."""
        came = sum(stay.start_mwh for stay in presences(asset, inputs) if stay.is_carried_in)
        kept = float(quantities["energy_mwh"][-1]) - came
        return {
            "wear": asset.wear_yuan_per_mwh * float(quantities["discharge_mw"].sum()) * inputs.hours,
            "terminal_value": -asset.terminal_value_yuan_per_mwh * kept,
        }

    @classmethod
    def carried(
        cls, asset: EvFleet, state: State, quantities: Mapping[str, Array], hours: float
    ) -> dict[tuple[str, str], float]:
        """Energy of the groups that stay overnight: what they came with and what was charged since."""
        found: dict[tuple[str, str], float] = {}
        for group in asset.groups:
            key = f"{asset.name}/{group.name}"
            if group.is_overnight and key in quantities:
                power = quantities[key]
                first = round(group.arrival / (60 * hours)) + len(power) - round(24 / hours)
                since = float(_inner(asset, power[max(first, 0) :]).sum()) * hours
                found["stocks", key] = min(max(group.arrival_mwh + since, 0.0), group.capacity_mwh)
        return found


def _inner(asset: EvFleet, power: Array) -> Array:
    """Power inside the batteries of a power at the bus, MW."""
    taken, given = np.maximum(power, 0.0), np.maximum(-power, 0.0)
    return np.asarray(asset.charge_efficiency_frac * taken - given / asset.discharge_efficiency_frac)


def _no_power(asset: EvFleet, inputs: Inputs) -> dict[str, Array]:
    """Every group, with no power yet."""
    return {f"{asset.name}/{group.name}": np.zeros(inputs.steps.count) for group in asset.groups}


def _quantities(
    asset: EvFleet, inputs: Inputs, parts: Mapping[str, Array], unserved: Array
) -> tuple[dict[str, Array], Array]:
    """Quantities of given powers of the groups, and the energy that all lack, as mean powers, MW."""
    count, hours, stays = inputs.steps.count, inputs.hours, presences(asset, inputs)
    energy = np.zeros(count)
    short = np.zeros(count)
    for stay in stays:
        inside = slice(stay.first, stay.last + 1)
        power = parts[f"{asset.name}/{stay.group.name}"][inside]
        level = stay.start_mwh + hours * np.cumsum(_inner(asset, power))
        energy[inside] += level
        if not stay.is_carried_on:
            energy[stay.last] -= level[-1]
        missing = max(0.0, stay.need_mwh - float(level[-1]))
        short[inside] += missing / (len(stay.steps) * hours)
    charge = np.asarray(sum(np.maximum(p, 0.0) for p in parts.values()), dtype=float)
    discharge = np.asarray(sum(np.maximum(-p, 0.0) for p in parts.values()), dtype=float)
    power = charge - discharge + shore_mw(asset, stays, count) - unserved
    return {
        "charge_mw": charge,
        "discharge_mw": discharge,
        "energy_mwh": energy,
        "power_mw": power,
        "injection_mw": -power,
        "unserved_mw": unserved,
    }, short


def _doing(asset: EvFleet, inputs: Inputs, parts: dict[str, Array]) -> Doing:
    limit = inputs.day.limited_mw(asset.name, inputs.steps, asset.power_mw_max)
    shore = shore_mw(asset, presences(asset, inputs), len(limit))
    unserved = np.maximum(shore - limit, 0.0)
    quantities, short = _quantities(asset, inputs, parts, unserved)
    broken = {"firm_load": unserved, "fleet_energy": short}
    return Doing({**quantities, "demand_mw": quantities["power_mw"]}, parts, broken)
