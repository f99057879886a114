r"""What all stores have in common: levels that follow powers, a window, an own draw, wear, and the end of the day.

.. math::

    E_t &= \kappa E_{t-1} + \sigma (\eta_c c_t - d_t / \eta_d) \\
    E_{min} &\le E_t \le E_{max}, \qquad 0 \le c_t \le C, \qquad 0 \le d_t \le D \\
    c_t &\le C\, y_t, \qquad d_t \le D (1 - y_t) \qquad t \in X \\
    n_t &= c_t - d_t + a_t + k (c_t + d_t) - u_t, \qquad
    \text{loss}_t = n_t h - (E_t - E_{t-1}) \\
    \text{cyclic:} \quad E_T &= E_0, \quad E_{min} \le E_0 \le E_{max}; \qquad
    \text{target:} \quad s \ge E^* - E_T, \quad \text{cost} = \pi s

X are the steps that need the exclusivity binary (see `dispatch.exclusivity`). What a store reports as charged and
discharged is the net :math:`n_t` at its bus, so that its own draw counts among its losses.

=====================  ==========================================  =========
symbol                 name in code                                unit
=====================  ==========================================  =========
:math:`c_t, d_t`       ``charge``, ``discharge``                   MW
:math:`E_t`            ``energy``, at the end of the step          MWh
:math:`E_0`            ``energy_begin``, or the state's            MWh
:math:`\kappa,\sigma`  `Store.retention`                           1, h
:math:`\eta_c,\eta_d`  ``stored_per_taken``, ``given_per_stored``  1
:math:`y_t`            ``is_charging``                             0/1
:math:`a_t, k`         ``draw_mw`` while available, ``draw_frac``  MW, 1
:math:`u_t`            ``undrawn``, 0 unless the model is elastic  MW
:math:`E^*, s, \pi`    ``level_mwh_target``, ``short``, penalty    MWh, yuan
=====================  ==========================================  =========
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, TypeVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import NEGLIGIBLE_MW, Behaviour, Block, Doing, Expr, values_of
from dispatch.windows import Array
from sites.assets.store import Store

if TYPE_CHECKING:
    from dispatch.case import Case
    from dispatch.inputs import Inputs

__all__ = ["Stored", "carried_out", "draw_of", "inner_powers"]

S = TypeVar("S", bound=Store)


class Stored(Behaviour[S]):
    """A store: its types add what they have beyond this."""

    clauses: ClassVar[tuple[str, ...]] = ("level_window",)
    held: ClassVar[frozenset[str]] = frozenset({"energy_begin"})
    quantities: ClassVar[Mapping[str, tuple[str, str]]] = {
        "undrawn_mw": ("MW", "what a store needs for itself and does not get"),
    }

    def __init__(self, asset: S, case: Case) -> None:
        super().__init__(asset, case)
        self.draw_mw = draw_of(asset, case)
        self.charge_max = case.day.limited_mw(asset.name, case.steps, asset.charging_mw_max)
        self.discharge_max = case.day.limited_mw(asset.name, case.steps, asset.power_mw_rated)

    @property
    def level_before(self) -> float:
        """Level at the beginning of the day by the state, MWh."""
        return self.case.state.level_mwh(self.case.site, self.asset.name)

    @property
    def has_draw(self) -> bool:
        """Whether the store takes something for itself."""
        return self.asset.draw_mw > 0 or self.asset.draw_frac > 0

    @property
    def may_go_undrawn(self) -> bool:
        """Whether the elastic model may leave the store's own draw unserved."""
        return self.case.is_elastic and self.asset.draw_mw > 0

    def build(self, block: Block) -> None:
        """Powers, levels, the binaries where they are needed, and the end of the day."""
        block.charge = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(self.charge_max[t])))
        block.discharge = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(self.discharge_max[t])))
        self._levels(block)
        self._end_of_day(block)
        self.exclude(block)
        if self.may_go_undrawn:
            block.undrawn = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(self.draw_mw[t])))

    def _levels(self, block: Block) -> None:
        asset, case = self.asset, self.case
        if case.is_elastic:
            block.energy = pyo.Var(self.T, bounds=(0.0, asset.energy_mwh_max))
            for t in self.T:
                block.slack["level_window", t].setub(self._outside_most())
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
        if asset.is_cyclic:
            block.energy_begin = pyo.Var(bounds=(block.energy[0].lb, block.energy[0].ub))
        kept, span = asset.retention(case.hours)
        block.level_follows_power = pyo.Constraint(
            self.T,
            rule=lambda b, t: (
                b.energy[t]
                == kept * self.before(b, t)
                + span * (asset.stored_per_taken * b.charge[t] - b.discharge[t] / asset.given_per_stored)
            ),
        )

    def _outside_most(self) -> float:
        """How far a level may leave its window at all, MWh: as it came, and what it loses while it cannot charge.

        Of heat and hydrogen there may be none to charge with.
        """
        asset, before = self.asset, self.level_before
        came = max(asset.level_mwh_min - before, before - asset.level_mwh_max, 0.0)
        kept, _ = asset.retention(self.case.hours)
        can_not = (self.charge_max <= 0).any() or asset.carrier != "electricity"
        if asset.is_cyclic:
            return asset.level_mwh_min if can_not and kept < 1.0 else 0.0
        return float(came + (asset.level_mwh_min * (1.0 - kept ** len(self.T)) if can_not else 0.0))

    def _end_of_day(self, block: Block) -> None:
        asset, last = self.asset, self.T[-1]
        if asset.is_cyclic:
            block.day_closes = pyo.Constraint(expr=block.energy[last] == block.energy_begin)
        if asset.terminal == "target":
            block.short = pyo.Var(within=pyo.NonNegativeReals)
            block.short_of_target = pyo.Constraint(
                expr=block.short + block.energy[last] >= asset.level_mwh_target
            )

    def exclude(self, block: Block) -> None:
        """Binaries that keep the store from doing both at once, in the steps that need them.

        Heat and hydrogen bind no price, so that nothing would tell an event's day not to burn them; and where only net
        power is shown, both at once could not be seen: there in every step.
        """
        is_lazy = self.asset.carrier == "electricity" and not self.has_draw
        steps = sorted(self.case.exclusive_steps(self.asset.name)) if is_lazy else list(self.T)
        block.is_charging = pyo.Var(steps, within=pyo.Binary)
        block.charge_only_when_charging = pyo.Constraint(
            steps, rule=lambda b, t: b.charge[t] <= float(self.charge_max[t]) * b.is_charging[t]
        )
        block.discharge_only_when_not_charging = pyo.Constraint(
            steps, rule=lambda b, t: b.discharge[t] <= float(self.discharge_max[t]) * (1 - b.is_charging[t])
        )

    def before(self, block: Block, t: int) -> Expr:
        """Level at the beginning of a step, MWh."""
        if t:
            return block.energy[t - 1]
        return block.energy_begin if self.asset.is_cyclic else self.level_before

    def injection(self, block: Block, t: int) -> Expr:
        """Discharging feeds the bus; charging, and what the store needs for itself, take from it."""
        net = block.discharge[t] - block.charge[t]
        if not self.has_draw:
            return net
        undrawn = block.undrawn[t] if self.may_go_undrawn else 0.0
        passing = block.charge[t] + block.discharge[t]
        return net - float(self.draw_mw[t]) - self.asset.draw_frac * passing + undrawn

    def losses(self, block: Block, t: int) -> Expr:
        """What went in and neither came out nor stayed."""
        net_in = -self.injection(block, t) * self.case.hours
        return net_in - (block.energy[t] - self.before(block, t))

    def looped(self, block: Block, t: int) -> Expr:
        """The loss of the whole cycle for what is discharged, ((1 + k) / (eta_c eta_d) - (1 - k)) d h.

        With what the store draws beside, k; nothing where fuel adds.
        """
        cycle, share = self.asset.stored_per_taken * self.asset.given_per_stored, self.asset.draw_frac
        return max(0.0, (1.0 + share) / cycle - (1.0 - share)) * self.case.hours * block.discharge[t]

    def deliverable(self, block: Block, t: int) -> Expr:
        """What lies above the lowest level, after the loss of discharging."""
        return (self.before(block, t) - self.asset.level_mwh_min) * self.asset.given_per_stored

    def store_flows(self, block: Block, t: int) -> tuple[Expr, Expr, float, float]:
        """Charging and discharging power and the most of each."""
        charge, discharge = block.charge[t], block.discharge[t]
        return charge, discharge, float(charge.ub), float(discharge.ub)

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """Wear of discharged energy, the value of the change in stored energy, what lacks at the end."""
        asset, last = self.asset, self.T[-1]
        discharged = pyo.quicksum(block.discharge[t] for t in self.T) * self.case.hours
        kept = block.energy[last] - self.before(block, 0)
        parts = {
            "wear": asset.wear_yuan_per_mwh * discharged,
            "terminal_value": -asset.terminal_value_yuan_per_mwh * kept,
        }
        if asset.terminal == "target":
            parts["terminal_target"] = asset.terminal_penalty_yuan_per_mwh * block.short
        return parts

    def slacks(self, block: Block) -> dict[str, list[tuple[float, Expr]]]:
        """A level outside the window counts once, in MWh; what the store lacks for itself is firm load."""
        found = super().slacks(block)
        found["level_window"] = [(1.0, block.slack["level_window", t]) for t in self.T]
        if self.may_go_undrawn:
            found["firm_load"] = [(self.case.hours, block.undrawn[t]) for t in self.T]
        return found

    def overruns(self, block: Block) -> dict[tuple[str, str], Array]:
        """Broken limits, with what the store lacks for itself."""
        found = super().overruns(block)
        if self.may_go_undrawn:
            found[self.asset.name, "firm_load"] = values_of(block.undrawn, self.T)
        return found

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """The store's power."""
        return (self.injection(block, t),)

    def conflicts(self, block: Block) -> frozenset[int]:
        """Steps that charge and discharge at once."""
        both = np.minimum(values_of(block.charge, self.T), values_of(block.discharge, self.T))
        return frozenset(np.flatnonzero(both > NEGLIGIBLE_MW).tolist())

    def results(self, block: Block) -> dict[str, Array]:
        """Net powers at the bus, level at the end of each step, loss of each step."""
        charge, discharge = values_of(block.charge, self.T), values_of(block.discharge, self.T)
        own: dict[str, Array] = {}
        if self.has_draw:
            net = np.asarray([-pyo.value(self.injection(block, t)) for t in self.T], dtype=float)
            charge, discharge = np.maximum(net, 0.0), np.maximum(-net, 0.0)
        if self.may_go_undrawn:
            own["undrawn_mw"] = values_of(block.undrawn, self.T)
        energy = values_of(block.energy, self.T)
        before = np.concatenate([[pyo.value(self.before(block, 0))], energy[:-1]])
        loss = (charge - discharge) * self.case.hours - (energy - before)
        return {"charge_mw": charge, "discharge_mw": discharge, "energy_mwh": energy, "loss_mwh": loss, **own}

    @classmethod
    def preferred(cls, asset: S, inputs: Inputs) -> Doing:
        """Idle: the level decays by self-discharge alone, and the store takes what it needs for itself."""
        return carried_out(asset, inputs, draw_of(asset, inputs), np.zeros(inputs.steps.count))

    @classmethod
    def repeated(cls, asset: S, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """The powers of the earlier plan; the level follows from today's state."""
        of = earlier.sel(asset=asset.name)
        return carried_out(
            asset, inputs, np.asarray(of["charge_mw"].values), np.asarray(of["discharge_mw"].values)
        )

    @classmethod
    def bill(cls, asset: S, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """Wear, terminal value, and what lacks at the end."""
        discharge = quantities["discharge_mw"]
        if asset.draw_mw > 0 or asset.draw_frac > 0:
            net = quantities["charge_mw"] - discharge + quantities.get("undrawn_mw", 0.0)
            _, discharge = inner_powers(asset, inputs, net)
        end = float(quantities["energy_mwh"][-1])
        kept = end - inputs.state.level_mwh(inputs.site, asset.name, end)
        parts = {
            "wear": asset.wear_yuan_per_mwh * float(discharge.sum()) * inputs.hours,
            "terminal_value": -asset.terminal_value_yuan_per_mwh * kept,
        }
        if asset.terminal == "target":
            short = max(0.0, asset.level_mwh_target - end)
            parts["terminal_target"] = asset.terminal_penalty_yuan_per_mwh * short
        return parts


def draw_of(asset: Store, inputs: Inputs) -> Array:
    """What a store takes for itself while it stands still, MW, shape (count,); nothing of what is out of service."""
    return np.asarray(asset.draw_mw * inputs.day.available_frac(asset.name, inputs.steps), dtype=float)


def inner_powers(asset: Store, inputs: Inputs, net_mw: Array) -> tuple[Array, Array]:
    """Charging and discharging power behind the net power at the bus, MW, shape (count,) each.

    Since a store never does both, n = c (1 + k) + a, or n = a - d (1 - k).
    """
    above = net_mw - draw_of(asset, inputs)
    share = asset.draw_frac
    return np.maximum(above, 0.0) / (1.0 + share), np.maximum(-above, 0.0) / (1.0 - share)


def carried_out(asset: Store, inputs: Inputs, charge: Array, discharge: Array) -> Doing:
    """Levels and losses of given net powers, and how far they leave the window, MWh.

    A day that closes in itself begins where its powers bring it back to; where nothing decays, at the state's level.
    """
    count = inputs.steps.count
    kept, span = asset.retention(inputs.hours)
    has_draw = asset.draw_mw > 0 or asset.draw_frac > 0
    taken, given = inner_powers(asset, inputs, charge - discharge) if has_draw else (charge, discharge)
    inner = asset.stored_per_taken * taken - given / asset.given_per_stored
    levels = np.zeros(count + 1)
    levels[0] = inputs.state.level_mwh(inputs.site, asset.name)
    if asset.is_cyclic and kept < 1.0:
        gained = span * float((inner * kept ** np.arange(count - 1, -1, -1)).sum())
        levels[0] = max(0.0, gained / (1.0 - kept**count))
    for t in range(count):
        levels[t + 1] = kept * levels[t] + span * inner[t]
    loss = (charge - discharge) * inputs.hours - np.diff(levels)
    outside = np.maximum(asset.level_mwh_min - levels[1:], levels[1:] - asset.level_mwh_max)
    quantities = {"charge_mw": charge, "discharge_mw": discharge, "energy_mwh": levels[1:], "loss_mwh": loss}
    return Doing(quantities, broken={"level_window": np.maximum(outside, 0.0)})
