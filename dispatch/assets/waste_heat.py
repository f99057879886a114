r"""Power from waste heat: what the host's process gives, some time later, and no more than the machine can.

.. math:: 0 \le P_t \le \eta \rho H_{t - \delta}, \qquad P_t \le \overline P_t

with the host's power H (``host_mw``, MW), heat per power :math:`\rho` (``heat_frac``), the delay :math:`\delta` in
steps and the net efficiency :math:`\eta`. What lies before the day is the state's ``stocks`` (MW by step, counted
back). A cycle at fixed efficiency is the usual linear form; part load of ORC units stays within a few per cent of it
above half load (Quoilin et al., Renewable and Sustainable Energy Reviews 22 (2013), DOI 10.1016/j.rser.2013.01.028).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Behaviour, Block, Doing, Expr, injection_of, values_of
from dispatch.windows import Array
from sites.assets.waste_heat import WasteHeat

if TYPE_CHECKING:
    from dispatch.inputs import Inputs
    from sites.state import State

__all__ = ["WasteHeatBehaviour"]


class WasteHeatBehaviour(Behaviour[WasteHeat]):
    """Power from waste heat."""

    quantities: ClassVar[Mapping[str, tuple[str, str]]] = {
        "host_mw": ("MW", "power of the process that gives heat")
    }

    def build(self, block: Block) -> None:
        """Output within what the machine can; the host's heat comes with `link`."""
        limit = self.case.day.limited_mw(self.asset.name, self.case.steps, self.asset.power_mw_max)
        block.output = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(limit[t])))

    def link(self, block: Block, blocks: Mapping[str, tuple[Behaviour[Any], Block]]) -> None:
        """No more than the host's process gives."""
        host, its_block = blocks[self.asset.host]
        sign = _sign(self.case, self.asset)
        earlier = _before(self.asset, self.case)
        delay = len(earlier)
        block.host = pyo.Expression(self.T, rule=lambda _, t: sign * host.injection(its_block, t))

        def rule(b: Block, t: int) -> Expr:
            power = b.host[t - delay] if t >= delay else float(earlier[t])
            return b.output[t] <= self.asset.power_frac * power

        block.heat_comes_from_host = pyo.Constraint(self.T, rule=rule)

    def injection(self, block: Block, t: int) -> Expr:
        """The output feeds the bus."""
        return block.output[t]

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """The output."""
        return (block.output[t],)

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """Wear."""
        energy = self.case.hours * pyo.quicksum(block.output[t] for t in self.T)
        return {"running": self.asset.wear_yuan_per_mwh * energy}

    def results(self, block: Block) -> dict[str, Array]:
        """The output, and the host's power beside it."""
        output, host = values_of(block.output, self.T), values_of(block.host, self.T)
        return {"output_mw": np.maximum(output, 0.0), "host_mw": host}

    @classmethod
    def preferred(cls, asset: WasteHeat, inputs: Inputs) -> Doing:
        """As much as the host's reference day gives."""
        from dispatch.assets import BEHAVIOURS

        host = inputs.site.assets[asset.host]
        doing = BEHAVIOURS[host.type].preferred(host, inputs)
        return _following(asset, inputs, _sign(inputs, asset) * injection_of(doing.quantities))

    @classmethod
    def repeated(cls, asset: WasteHeat, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """As planned, as far as the host, repeated today, gives it."""
        from dispatch.assets import BEHAVIOURS

        host = inputs.site.assets[asset.host]
        doing = BEHAVIOURS[host.type].repeated(host, inputs, earlier)
        given = _following(asset, inputs, _sign(inputs, asset) * injection_of(doing.quantities)).quantities
        most = given["output_mw"]
        planned = np.asarray(earlier.sel(asset=asset.name)["output_mw"].values, dtype=float)
        return Doing({**given, "output_mw": np.minimum(planned, most)})

    @classmethod
    def bill(cls, asset: WasteHeat, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """Wear."""
        return {"running": asset.wear_yuan_per_mwh * float(quantities["output_mw"].sum()) * inputs.hours}

    @classmethod
    def carried(
        cls, asset: WasteHeat, state: State, quantities: Mapping[str, Array], hours: float
    ) -> dict[tuple[str, str], float]:
        """The host's power in the last steps, as far as the delay looks back."""
        host = quantities["host_mw"]
        delay = min(asset.delay_steps(round(hours * 60)), len(host))
        return {
            ("stocks", asset.stock_key(place)): max(0.0, float(host[-place])) for place in range(1, delay + 1)
        }


def _sign(inputs: Inputs, asset: WasteHeat) -> float:
    """Which way the host's power counts: what a load takes, what a unit gives."""
    return -1.0 if inputs.site.assets[asset.host].role == "load" else 1.0


def _before(asset: WasteHeat, inputs: Inputs) -> Array:
    """The host's power in the steps before the day that the delay looks back on, MW, in order."""
    delay = asset.delay_steps(inputs.steps.step_minutes)
    known = inputs.state.stocks
    places = range(min(delay, inputs.steps.count), 0, -1)
    skipped = max(0, delay - inputs.steps.count)
    return np.asarray(
        [known.get(asset.stock_key(p + skipped), asset.host_mw_before) for p in places], dtype=float
    )


def _following(asset: WasteHeat, inputs: Inputs, host_mw: Array) -> Doing:
    """All that the host gives."""
    earlier = _before(asset, inputs)
    given = np.maximum(np.concatenate([earlier, host_mw])[: inputs.steps.count] * asset.power_frac, 0.0)
    limit = inputs.day.limited_mw(asset.name, inputs.steps, asset.power_mw_max)
    return Doing({"output_mw": np.minimum(given, limit), "host_mw": host_mw})
