r"""Heat pump: heat from electricity, by a COP that follows the temperature of its source.

.. math:: \rho_t = \text{COP}_t, \qquad \text{COP}_t\, p_t \le Q

The rest is that of `dispatch.assets.heater`. The COP is known before the day (`HeatPump.cop`), so that the equation
stays linear; the loss of COP at part load is not modelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from dispatch.assets.heater import Heater
from dispatch.windows import Array
from sites.assets.heat_pump import HeatPump

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["HeatPumpBehaviour"]


class HeatPumpBehaviour(Heater[HeatPump]):
    """A heat pump."""

    quantities: ClassVar[Mapping[str, tuple[str, str]]] = {"cop": ("1", "heat per electricity")}

    @classmethod
    def ratio(cls, asset: HeatPump, inputs: Inputs) -> Array:
        """COP of each step."""
        return asset.cop(inputs.outdoor_c(asset.temp_air_c))

    @classmethod
    def most_mw(cls, asset: HeatPump, inputs: Inputs) -> Array:
        """Most electric power after the day's facts and the most heat, MW, shape (count,)."""
        limit = super().most_mw(asset, inputs)
        if asset.heat_mw_max is None:
            return limit
        return np.minimum(limit, asset.heat_mw_max / cls.ratio(asset, inputs))

    @classmethod
    def quantities_of(cls, asset: HeatPump, inputs: Inputs, power: Array) -> dict[str, Array]:
        """Power and COP."""
        return {**super().quantities_of(asset, inputs, power), "cop": cls.ratio(asset, inputs)}
