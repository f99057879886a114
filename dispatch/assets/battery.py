r"""Battery: a store (`dispatch.assets.store`) whose power falls near full and empty, and whose cells wear at rest.

.. math::

    c_t &\le C \left(1 - (1 - \rho_c) \frac{E_t / \bar E - s_c}{1 - s_c}\right), \qquad
    d_t \le D \left(\rho_d + (1 - \rho_d) \frac{E_t}{s_d \bar E}\right) \\
    \text{cycle wear} &= w \sum_t d_t h, \qquad \text{calendar wear} = w_0 + w_r \sum_t \tfrac12 (x_{t-1} + x_t) h,
    \qquad x_t \ge E_t - s_r \bar E

The level is that at the *end* of the step: it rises while charging and falls while discharging, so that the limit
holds in the whole step, on the safe side. That the power a cell takes falls in a nearly straight line of its energy
once it is charged at constant voltage: Pandzic & Bobanac, An Accurate Charging Model of Battery Energy Storage, IEEE
Transactions on Power Systems 34 (2019), DOI 10.1109/TPWRS.2018.2876466. Cells at rest age the faster the fuller they
are, with a plateau below: Keil et al., Calendar Aging of Lithium-Ion Batteries, J. Electrochem. Soc. 163 (2016)
A1872, DOI 10.1149/2.0411609jes; the form here, a constant and a slope above a level, is the convex one nearest to it.

====================  ===========================================================  ==========
symbol                name in code                                                 unit
====================  ===========================================================  ==========
:math:`\bar E`        ``energy_mwh_max``                                           MWh
:math:`s_c, \rho_c`   ``taper_charge_soc_frac``, ``taper_charge_power_frac``       1
:math:`s_d, \rho_d`   ``taper_discharge_soc_frac``, ``taper_discharge_power_``     1
:math:`w`             ``wear_yuan_per_mwh``                                        yuan/MWh
:math:`w_0, w_r`      ``calendar_wear_yuan_per_day``, ``.._per_mwh_hour``          yuan, yuan/MWh/h
:math:`x_t, s_r`      ``high``, ``calendar_wear_soc_frac``                         MWh, 1
====================  ===========================================================  ==========

The form is the generic linear one with exclusivity binaries only where they are needed; on what the binaries change see
Linear Battery Models for Power Systems Analysis (2022), DOI 10.48550/arXiv.2204.08240.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyomo.environ as pyo

from dispatch.assets.base import Block, Expr
from dispatch.assets.store import Stored
from dispatch.windows import Array
from sites.assets.battery import Battery

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["BatteryBehaviour"]


class BatteryBehaviour(Stored[Battery]):
    """A battery."""

    def build(self, block: Block) -> None:
        """What every store has, power that falls near full and empty, and the level that wears."""
        super().build(block)
        self._taper(block)
        if self.asset.calendar_wear_yuan_per_mwh_hour > 0:
            limit = self.asset.level_mwh_wearing
            block.high = pyo.Var(self.T, within=pyo.NonNegativeReals)
            block.high_is_above = pyo.Constraint(self.T, rule=lambda b, t: b.high[t] >= b.energy[t] - limit)
            if self.asset.is_cyclic:
                block.high_begin = pyo.Var(within=pyo.NonNegativeReals)
                block.high_begin_is_above = pyo.Constraint(
                    expr=block.high_begin >= block.energy_begin - limit
                )

    def _taper(self, block: Block) -> None:
        asset = self.asset
        full = asset.energy_mwh_max
        if asset.taper_charge_soc_frac is not None:
            begin, most = asset.taper_charge_soc_frac, asset.charging_mw_max
            slope = most * (1.0 - asset.taper_charge_power_frac) / (1.0 - begin)
            block.charge_falls_near_full = pyo.Constraint(
                self.T, rule=lambda b, t: b.charge[t] + slope / full * b.energy[t] <= most + slope * begin
            )
        if asset.taper_discharge_soc_frac is not None:
            end, most_out, left = (
                asset.taper_discharge_soc_frac,
                asset.power_mw_max,
                asset.taper_discharge_power_frac,
            )
            rise = most_out * (1.0 - left) / (end * full)
            block.discharge_falls_near_empty = pyo.Constraint(
                self.T, rule=lambda b, t: b.discharge[t] - rise * b.energy[t] <= most_out * left
            )

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """What every store costs, and the wear of rest."""
        parts, asset = dict(super().costs(block)), self.asset
        if asset.calendar_wear_yuan_per_day > 0 or asset.calendar_wear_yuan_per_mwh_hour > 0:
            parts["calendar_wear"] = asset.calendar_wear_yuan_per_day + self._resting(block)
        return parts

    def _resting(self, block: Block) -> Expr:
        """Cost of what is held high, yuan: the mean of begin and end of each step."""
        asset = self.asset
        if asset.calendar_wear_yuan_per_mwh_hour == 0:
            return 0.0
        begin = block.high_begin if asset.is_cyclic else max(0.0, self.level_before - asset.level_mwh_wearing)
        inside = pyo.quicksum(block.high[t] for t in self.T[:-1])
        held = begin * 0.5 + inside + 0.5 * block.high[self.T[-1]]
        return asset.calendar_wear_yuan_per_mwh_hour * self.case.hours * held

    @classmethod
    def bill(cls, asset: Battery, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """What every store costs, and the wear of rest."""
        parts = super().bill(asset, inputs, quantities)
        if asset.calendar_wear_yuan_per_day > 0 or asset.calendar_wear_yuan_per_mwh_hour > 0:
            energy = quantities["energy_mwh"]
            begin = inputs.state.level_mwh(inputs.site, asset.name, float(energy[-1]))
            high = np.maximum(np.concatenate([[begin], energy]) - asset.level_mwh_wearing, 0.0)
            held = float((high[:-1] + high[1:]).sum()) / 2 * inputs.hours
            parts["calendar_wear"] = (
                asset.calendar_wear_yuan_per_day + asset.calendar_wear_yuan_per_mwh_hour * held
            )
        return parts
