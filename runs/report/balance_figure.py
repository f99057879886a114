"""Supply and demand over the day, one figure for each carrier: electricity, heat, hydrogen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from runs.format import number
from runs.report.clock import Rows, clock_words, hover_rows, step_rows
from runs.report.colours import looks
from runs.report.drawing import Drawing, LegendEntry, draw
from runs.report.power_figures import NOTHING_MW, colours_of, megawatts, stack, window_legend, windows
from runs.report.reading import Array, Day
from sites.messages import say

__all__ = ["Flow", "balances", "energy_rows", "flows", "load_mw"]

SPILLED, LOST = "\N{BULLET}spilled", "\N{BULLET}lost"
"""Names of what is no asset: no asset can be called so."""


@dataclass(frozen=True)
class Flow:
    """What one asset, or the network, does to a carrier.

    Attributes
    ----------
    given, taken
        MW fed into its buses and drawn from them, both 0 or more, shape (count,).
    """

    name: str
    title: str
    colour: str
    given: Array
    taken: Array

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to be seen of it."""
        return bool(max(self.given.max(initial=0.0), self.taken.max(initial=0.0)) > NOTHING_MW)


def flows(day: Day, carrier: str) -> list[Flow]:
    """What feeds the buses of a carrier and draws from them, the loads at home there excepted.

    A load gives where it feeds back (vehicles that discharge); what it takes is the line of the figure.
    """
    power: dict[str, Array] = {}
    loads = set(day.names("load", carrier))
    for name in map(str, day.data["asset"].values):
        if day.carrier_of(name) == carrier:
            own = day.injection(name)
            power[name] = np.maximum(own, 0.0) if name in loads else own
    for name, its_carrier, fed in day.fed():
        if its_carrier == carrier:
            power[name] = power.get(name, 0.0) + fed
    colours = colours_of(day)
    found = [
        Flow(name, day.title(name), colours[name], np.maximum(each, 0.0), np.maximum(-each, 0.0))
        for name, each in _by_role(day, power)
    ]
    return [flow for flow in (*found, *_lost(day, carrier)) if flow.is_shown]


def _by_role(day: Day, power: Mapping[str, Array]) -> Iterable[tuple[str, Array]]:
    """Renewables at the bottom, then units, converters, stores and ties."""
    order = ("renewable", "unit", "load", "store", "tie")
    roles = dict(
        zip(map(str, day.data["asset"].values), map(str, day.data["asset_role"].values), strict=True)
    )
    return sorted(power.items(), key=lambda each: order.index(roles[each[0]]))


def _lost(day: Day, carrier: str) -> list[Flow]:
    """Heat that is cooled away, and the losses of lines and transformers."""
    zero, grey = np.zeros(len(day.labels)), str(looks()["reference"])
    found = []
    if "spilled_mw" in day.data:
        places = [bus.carrier == carrier for bus in day.site.buses.values()]
        spilled = np.nansum(np.asarray(day.data["spilled_mw"].values, dtype=float)[:, places], axis=1)
        found.append(Flow(SPILLED, say("systems-spilled"), "#c9a9a1", zero, spilled))
    if carrier == "electricity" and "planned_branch_loss_mw" in day.data:
        losses = np.nansum(np.asarray(day.data["planned_branch_loss_mw"].values, dtype=float), axis=1)
        found.append(Flow(LOST, say("systems-network-losses"), grey, zero, losses))
    return found


def load_mw(day: Day, carrier: str, variable: str = "injection_mw") -> Array:
    """What the loads at home on a carrier take, MW, shape (count,)."""
    zero = np.zeros(len(day.labels))
    return np.asarray(sum((np.maximum(-day.of(variable, n), 0.0) for n in day.names("load", carrier)), zero))


def balances(day: Day) -> list[Drawing]:
    """A figure for each carrier that the site has."""
    return [_balance(day, carrier) for carrier in day.carriers]


def _balance(day: Day, carrier: str) -> Drawing:
    shown = flows(day, carrier)
    load = load_mw(day, carrier)
    reference = load_mw(day, carrier, "reference_injection_mw")
    if carrier == "electricity":
        reference = day.series("reference_load_mw")
    columns = {flow.title: megawatts(flow.given - flow.taken) for flow in shown}
    columns[say("report-load")] = megawatts(load)
    columns[say("report-reference-load")] = megawatts(reference)
    hover, tooltip = hover_rows(day, columns)
    words = {
        **clock_words(day),
        "power": "MW",
        "windows": windows(day) if carrier == "electricity" else [],
        "supply": stack(day, {flow.name: flow.given for flow in shown}),
        "withdrawal": stack(day, {flow.name: -flow.taken for flow in shown}),
        "load": step_rows(day, load),
        "reference": step_rows(day, reference),
        "series": [flow.name for flow in shown],
        "colours": [flow.colour for flow in shown],
        "hover": hover,
        "tooltip": tooltip,
    }
    about = {"peak": number(float(load.max(initial=0.0))), "label": day.labels[int(load.argmax())]}
    is_electric = carrier == "electricity"
    return draw(
        "balance",
        "balance" if is_electric else f"balance-{carrier}",
        words,
        title=say("report-balance") if is_electric else say("systems-balance", carrier=carrier),
        caption=say("report-balance-caption") if is_electric else say("systems-balance-caption"),
        alt=say("report-balance-alt", **about),
        legend=(*_legend(day, shown, carrier), *(window_legend(day) if is_electric else ())),
    )


def _legend(day: Day, shown: list[Flow], carrier: str) -> list[LegendEntry]:
    legend = [LegendEntry("area", flow.colour, _legend_text(day, flow, carrier)) for flow in shown]
    legend.append(LegendEntry("line", looks()["ink"], say("report-load")))
    legend.append(LegendEntry("dash", looks()["ink"], say("report-reference-load")))
    return legend


def _legend_text(day: Day, flow: Flow, carrier: str) -> str:
    if flow.name in day.names("tie", carrier):
        return say("report-legend-tie", name=flow.title)
    if flow.name in day.names("store", carrier):
        return say("report-legend-store", name=flow.title)
    return flow.title


def energy_rows(day: Day, carrier: str) -> Rows:
    """The figure as a table: energy given and taken by each, and by the loads, MWh."""
    rows: Rows = [
        {
            "title": flow.title,
            "given": number(day.energy_mwh(flow.given)),
            "taken": number(day.energy_mwh(flow.taken)),
        }
        for flow in flows(day, carrier)
    ]
    for name in day.names("load", carrier):
        taken = day.energy_mwh(np.maximum(-day.injection(name), 0.0))
        rows.append({"title": day.title(name), "given": number(0.0), "taken": number(taken)})
    return rows
