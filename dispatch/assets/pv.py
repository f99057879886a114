"""A PV array in the dispatch: its forecast, curtailed where need be (equations: `dispatch.assets.renewable`)."""

from __future__ import annotations

from dispatch.assets.renewable import Renewable
from sites.assets.pv import Pv

__all__ = ["PvBehaviour"]


class PvBehaviour(Renewable[Pv]):
    """A PV array."""
