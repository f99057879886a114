r"""The reference day: what the site would do on its own, by rule, without any optimisation.

Stores idle, and take what they need for themselves; loads take their full demand; shiftable tasks run at full power
from their preferred start; batches start at their preferred time; units run as they must; what feeds a bus of another
carrier follows what is needed there, in the site's order; renewables are used as they come and, above the export limit,
curtailed in a stated order. What is joined by lines counts as one area, with the AC losses of its flows.
Peak shaving is measured against it:

.. math:: s = (P_{ref} - P_{plan}) / P_{ref}, \qquad P = \max_{t \in W} x_t

with the named series x (net exchange or load) and the peak windows W of the contract.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch.assets import BEHAVIOURS
from dispatch.assets.base import Doing, injection_of
from dispatch.inputs import Inputs
from dispatch.network.settled import settled_losses_mw
from dispatch.windows import Array, peak_window
from sites.site import Site

__all__ = ["ReferenceDay", "curtail", "fed_into", "followed", "reference_day", "shared_out"]

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
    feed_mw : dict of str to array, shape (count,)
        What is fed into further buses, by ``asset/field``, MW.
    net_exchange_mw, load_mw : array, shape (count,)
        Import less export, and power of all loads, MW.
    window : array of bool, shape (count,)
        Peak windows.
    peak_mw, cap_mw : float
        Highest value of the named series inside the windows (P_ref), and over the whole day.
    is_surplus_on : dict of str to array of bool, shape (count,)
        The set S of each area: steps whose renewables exceed its load plus its export limit.
    """

    own: dict[str, Doing]
    injection_mw: dict[str, Array]
    feed_mw: dict[str, Array]
    net_exchange_mw: Array
    load_mw: Array
    window: NDArray[np.bool_]
    peak_mw: float
    cap_mw: float
    is_surplus_on: dict[str, NDArray[np.bool_]]

    @property
    def is_surplus(self) -> NDArray[np.bool_]:
        """Steps with a surplus in some area, shape (count,)."""
        return np.asarray(np.any(list(self.is_surplus_on.values()), axis=0))

    @property
    def is_applicable(self) -> bool:
        """Whether a shaving rate can be measured: the reference peak is above zero."""
        return self.peak_mw > 0


def curtail(site: Site, used_mw: dict[str, Array], excess_mw: Array) -> dict[str, Array]:
    """Take an excess away from some renewables in the stated order, MW."""
    order = site.objective.curtailment_order or site.of_role("renewable")
    names = [name for name in order if name in used_mw]
    names += [name for name in used_mw if name not in names]
    left, result = excess_mw.copy(), dict(used_mw)
    for name in names:
        cut = np.minimum(left, result[name])
        result[name] = result[name] - cut
        left = left - cut
    return result


def shared_out(balance_mw: Array, ties: Sequence[str], inputs: Inputs) -> dict[str, Array]:
    """What an area lacks (+) or has over (-), over its ties: each up to its limit in the site's order, MW.

    What no tie can carry stays with the first.
    """
    left, shares = balance_mw.copy(), {}
    for tie in ties:
        shares[tie] = np.clip(left, -inputs.export_limit_mw[tie], inputs.import_limit_mw[tie])
        left = left - shares[tie]
    if ties:
        shares[ties[0]] = shares[ties[0]] + left
    return shares


def followed(inputs: Inputs, doings: Mapping[str, Doing]) -> dict[str, Doing]:
    """Let what feeds the buses of other carriers follow what these lack, in the site's order."""
    site, result = inputs.site, dict(doings)
    for bus, about in site.buses.items():
        if about.carrier == "electricity":
            continue
        lacking = -fed_into(inputs, bus, result)
        for name, asset in site.assets.items():
            for field in (field for field, other in asset.feeds.items() if other == bus):
                before = result[name].feeds.get(field, np.zeros(inputs.steps.count))
                after = BEHAVIOURS[asset.type].follow(
                    asset, inputs, result[name], field, np.maximum(lacking, 0.0)
                )
                if after is not None:
                    lacking = lacking - (after.feeds[field] - before)
                    result[name] = after
    return result


def fed_into(inputs: Inputs, bus: str, doings: Mapping[str, Doing]) -> Array:
    """Sum of what some doings feed into a bus, MW, shape (count,)."""
    total = np.zeros(inputs.steps.count)
    for name, doing in doings.items():
        asset = inputs.site.assets[name]
        if asset.bus == bus and doing.quantities:
            total = total + injection_of(doing.quantities)
        for field, power in doing.feeds.items():
            if asset.feeds[field] == bus:
                total = total + power
    return total


def reference_day(inputs: Inputs, preferred: Mapping[str, Doing]) -> ReferenceDay:
    """Compute the reference day by rule.

    Parameters
    ----------
    preferred : mapping of str to Doing
        What each asset does on its own (`Behaviour.preferred`): the rule of each asset stands with its behaviour.
    """
    site, steps = inputs.site, inputs.steps
    zero = np.zeros(steps.count)
    own = followed(inputs, preferred)
    injection = dict.fromkeys(site.assets, zero)
    for name in (*site.of_role("load"), *site.of_role("unit"), *site.of_role("store")):
        injection[name] = injection_of(own[name].quantities)
    load = -sum((injection[name] for name in site.of_role("load", "electricity")), zero)
    feeds = {f"{n}/{field}": power for n, doing in own.items() for field, power in doing.feeds.items()}
    losses = settled_losses_mw(
        site, steps.count, lambda lost: _filled(inputs, injection, feeds, lost)[0], feeds
    )
    injection, net, surplus = _filled(inputs, injection, feeds, losses)
    window = peak_window(site, steps)
    series = net if site.targets.series == "net_exchange" else load
    return ReferenceDay(
        own=own,
        injection_mw=injection,
        feed_mw=feeds,
        net_exchange_mw=net,
        load_mw=np.asarray(load, dtype=float),
        window=window,
        peak_mw=float(series[window].max()) if window.any() else 0.0,
        cap_mw=float(series.max()),
        is_surplus_on=surplus,
    )


def _filled(
    inputs: Inputs, homes: Mapping[str, Array], feeds: Mapping[str, Array], losses_mw: Mapping[str, Array]
) -> tuple[dict[str, Array], Array, dict[str, NDArray[np.bool_]]]:
    """Renewables and ties beside what loads and units do, given the losses of each area's branches.

    Returns
    -------
    injection_mw : dict of str to array
        Of each asset at home.
    net_exchange_mw : array
        Import less export over all ties.
    is_surplus_on : dict of str to array of bool
        Steps whose renewables exceed load, losses and export limit, by area.
    """
    site, zero = inputs.site, np.zeros(inputs.steps.count)
    injection, net = dict(homes), zero.copy()
    surplus: dict[str, NDArray[np.bool_]] = {}
    for area in site.area_names:
        used = {name: inputs.available_mw[name] for name in site.of_area(area, "renewable")}
        ties = site.of_area(area, "tie")
        export = sum((inputs.export_limit_mw[tie] for tie in ties), zero)
        others = [n for role in ("load", "unit", "store") for n in site.of_area(area, role, "electricity")]
        taken = losses_mw.get(area, zero) - sum((injection[n] for n in others), zero)
        taken = taken - sum((feeds[key] for key in site.further_feeds(area) if key in feeds), zero)
        excess = np.maximum(sum(used.values(), zero) - taken - export, 0.0)
        surplus[area] = excess > ROUND
        used = curtail(site, used, excess)
        injection |= used
        balance = np.asarray(taken - sum(used.values(), zero), dtype=float)
        injection |= shared_out(balance, ties, inputs)
        if ties:
            net = net + balance
    return injection, net, surplus
