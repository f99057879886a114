"""The network between the buses: linear equations for the model, AC power flow for what it brought.

``feeder``  impedances and topology as arrays      ``tangents``  where losses are linearised, what was tightened
``flow``    AC power flow of every step            ``equations`` linearised DistFlow in the model
``checked`` a plan held against AC                 ``rounds``    solve, check, tighten, solve again
``settled`` losses where no solver chooses         ``crossing``  steps in which nothing can be exported
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sites.lazy import lazily

if TYPE_CHECKING:
    from dispatch.network.equations import add_network as add_network
    from dispatch.network.flow import ac_flow as ac_flow
    from dispatch.network.rounds import with_network as with_network

__all__ = ["ac_flow", "add_network", "with_network"]

__getattr__ = lazily(__name__, {"ac_flow": ".flow", "add_network": ".equations", "with_network": ".rounds"})


def __dir__() -> list[str]:
    return __all__
