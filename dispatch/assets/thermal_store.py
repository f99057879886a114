"""Heat store: a store (`dispatch.assets.store`) on a bus of heat.

Losses through the walls go with the level, as in a mixed tank whose level counts the heat above the return temperature;
what is lost at any level is made up from the bus. For both kinds of loss see Steen et al., Modeling of thermal storage
systems in MILP distributed energy resource models, Applied Energy 137 (2015) 782-792, DOI
10.1016/j.apenergy.2014.07.036.
"""

from __future__ import annotations

from dispatch.assets.store import Stored
from sites.assets.thermal_store import ThermalStore

__all__ = ["ThermalStoreBehaviour"]


class ThermalStoreBehaviour(Stored[ThermalStore]):
    """A heat store: nothing beyond what every store has."""
