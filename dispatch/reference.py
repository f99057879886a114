r"""The reference day: what the site would do on its own, by rule, without any optimisation.

Stores idle; loads take their full demand; shiftable tasks run at full power from their preferred start; batches start
at their preferred time; renewables are used as they come and, above the export limit, curtailed in a stated order.
Peak shaving is measured against it:

.. math:: s = (P_{ref} - P_{plan}) / P_{ref}, \qquad P = \max_{t \in W} x_t

with the named series x (net exchange or load) and the peak windows W of the contract.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch.assets.base import Doing
from dispatch.inputs import Inputs
from dispatch.windows import Array, peak_window
from sites.site import Site

__all__ = ["ReferenceDay", "curtail", "reference_day"]

ROUND = 1e-9


@dataclass(frozen=True)
class ReferenceDay:
    """The reference day of a site.

    Attributes
    ----------
    own : dict of str to Doing
        What each store and load does on its own.
    injection_mw : dict of str to array, shape (count,)
        Injection of each asset into its bus, MW.
    net_exchange_mw, load_mw : array, shape (count,)
        Import less export, and power of all loads, MW.
    window : array of bool, shape (count,)
        Peak windows.
    peak_mw, cap_mw : float
        Highest value of the named series inside the windows (P_ref), and over the whole day.
    is_surplus_on : dict of str to array of bool, shape (count,)
        The set S of each bus: steps whose renewables exceed its load plus its export limit.
    """

    own: dict[str, Doing]
    injection_mw: dict[str, Array]
    net_exchange_mw: Array
    load_mw: Array
    window: NDArray[np.bool_]
    peak_mw: float
    cap_mw: float
    is_surplus_on: dict[str, NDArray[np.bool_]]

    @property
    def is_surplus(self) -> NDArray[np.bool_]:
        """Steps with a surplus on some bus, shape (count,)."""
        return np.asarray(np.any(list(self.is_surplus_on.values()), axis=0))

    @property
    def is_applicable(self) -> bool:
        """Whether a shaving rate can be measured: the reference peak is above zero."""
        return self.peak_mw > 0


def curtail(site: Site, bus: str, used_mw: dict[str, Array], excess_mw: Array) -> dict[str, Array]:
    """Take an excess away from the renewables of a bus in the stated order, MW."""
    order = site.objective.curtailment_order or site.of_role("renewable")
    names = [name for name in order if site.assets[name].bus == bus]
    names += [name for name in used_mw if site.assets[name].bus == bus and name not in names]
    left, result = excess_mw.copy(), dict(used_mw)
    for name in names:
        cut = np.minimum(left, result[name])
        result[name] = result[name] - cut
        left = left - cut
    return result


def reference_day(inputs: Inputs, own: dict[str, Doing]) -> ReferenceDay:
    """Compute the reference day by rule.

    Parameters
    ----------
    own : dict of str to Doing
        What each asset does on its own (`Behaviour.preferred`): the rule of each asset stands with its behaviour.
    """
    site, steps = inputs.site, inputs.steps
    zero = np.zeros(steps.count)
    injection = dict.fromkeys(site.assets, zero)
    for name in site.of_role("load"):
        injection[name] = -own[name].quantities["power_mw"]
    load = -np.asarray(sum((injection[name] for name in site.of_role("load")), zero), dtype=float)
    surplus: dict[str, NDArray[np.bool_]] = {}
    net = zero.copy()
    for bus in site.buses:
        used = {name: power for name, power in inputs.available_mw.items() if site.assets[name].bus == bus}
        ties = [name for name in site.of_role("tie") if site.assets[name].bus == bus]
        export = inputs.export_limit_mw[ties[0]] if ties else zero
        load_here = -sum((injection[n] for n in site.of_role("load") if site.assets[n].bus == bus), zero)
        excess = np.maximum(sum(used.values(), zero) - load_here - export, 0.0)
        surplus[bus] = excess > ROUND
        used = curtail(site, bus, used, excess)
        injection |= used
        balance = load_here - sum(used.values(), zero)
        if ties:
            injection[ties[0]] = balance
            net = net + balance
    window = peak_window(site, steps)
    series = net if site.targets.series == "net_exchange" else load
    return ReferenceDay(
        own=own,
        injection_mw=injection,
        net_exchange_mw=net,
        load_mw=load,
        window=window,
        peak_mw=float(series[window].max()) if window.any() else 0.0,
        cap_mw=float(series.max()),
        is_surplus_on=surplus,
    )
