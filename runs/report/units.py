"""What is switched on and off: bars over the day for each machine, and its starts, hours, energy, fuel and CO2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from runs.format import number
from runs.report.clock import HEADING, Rows, clock_words, spans_of
from runs.report.colours import looks
from runs.report.drawing import Drawing, LegendEntry, bars_height, draw
from runs.report.power_figures import NOTHING_MW, colours_of
from runs.report.quantities import quantity_title
from runs.report.reading import Array, Day
from sites.messages import say

__all__ = ["Machine", "machines", "unit_rows", "units"]

SAID_ELSEWHERE = frozenset({"is_interrupted", "is_loss_counted"})
"""States that other figures show, or that are no state of a machine."""
STATE = "is_"
HALF = 0.5
PART = " · "


@dataclass(frozen=True)
class Machine:
    """Something that is on or off over the day: an asset, or one of its states.

    Attributes
    ----------
    is_on
        Shape (count,).
    power_mw
        What it makes or takes while it is on, MW, shape (count,).
    starts
        How often it is switched on, at the beginning of the day too.
    """

    asset: str
    title: str
    state: str
    is_on: NDArray[np.bool_]
    power_mw: Array
    starts: int


def machines(day: Day) -> list[Machine]:
    """Every unit, and every other asset that the schedule switches on and off; one entry for each state it has."""
    return list(_machines(day))


def _machines(day: Day) -> Iterator[Machine]:
    states = [str(name) for name in day.data.data_vars if str(name).startswith(STATE)]
    known = {state: day.having(state) for state in states if state not in SAID_ELSEWHERE}
    known = {state: names for state, names in known.items() if day.data[state].dims == ("time", "asset")}
    for name in map(str, day.data["asset"].values):
        power = np.abs(day.injection(name))
        own = [state for state, names in known.items() if name in names]
        if not own and name in day.names("unit"):
            is_on = power > NOTHING_MW
            yield Machine(name, day.title(name), "", is_on, power, _starts(is_on, _was_on(day, name, "")))
        for state in own:
            is_on = day.of(state, name) > HALF
            if state != "is_on" and not is_on.any():
                continue
            title = (
                day.title(name)
                if state == "is_on"
                else f"{day.title(name)}{PART}{quantity_title(day, state)}"
            )
            before = _was_on(day, name, state)
            yield Machine(name, title, state, is_on, np.where(is_on, power, 0.0), _starts(is_on, before))


def _was_on(day: Day, asset: str, state: str) -> bool | None:
    """Whether it was on before the day, as the state says; None where it does not say."""
    hours = (day.state.get("unit_hours") or {}).get(asset) if state in ("", "is_on") else None
    return None if hours is None else float(hours) > 0


def _starts(is_on: NDArray[np.bool_], was_on: bool | None) -> int:
    before = bool(is_on[0]) if was_on is None else was_on
    return int((is_on & ~np.concatenate([[before], is_on[:-1]])).sum())


def units(day: Day) -> Drawing | None:
    """Bars for each machine: light while it is on, stronger with its power; None where the site has none."""
    found = machines(day)
    if not found:
        return None
    colours = colours_of(day)
    on: Rows = []
    bars: Rows = []
    for machine in found:
        about = {"row": _row(machine), HEADING: machine.title}
        on += [{**about, **span, **_said(day, span, "")} for span in spans_of(day, machine.is_on)]
        bars += [{**about, "series": machine.asset, **bar} for bar in _bars(day, machine.power_mw)]
    names = list(dict.fromkeys(machine.asset for machine in found))
    words = {
        **clock_words(day),
        "rows": [_row(machine) for machine in found],
        "height": bars_height(len(found)),
        "allowed": on,
        "preferred": [],
        "planned": bars,
        "series": names,
        "colours": [colours[name] for name in names],
        "tooltip": [
            {"field": HEADING, "type": "nominal", "title": HEADING},
            {"field": "clock", "type": "nominal", "title": say("report-when")},
            {"field": "power", "type": "nominal", "title": say("report-power")},
        ],
    }
    legend = (
        LegendEntry("box", "#dfe5e3", say("systems-on")),
        LegendEntry("area", looks()["plan"], say("systems-strength")),
    )
    alt = say("systems-units-alt", count=len(found), starts=sum(machine.starts for machine in found))
    return draw("tasks", "units", words, title=say("systems-units"), alt=alt, legend=legend)


def _row(machine: Machine) -> str:
    """Label of a bar: a state below its asset's name."""
    return machine.title.replace(PART, "\n")


def _bars(day: Day, power: Array) -> Rows:
    """Runs of steps of much the same power (within 2 % of the highest) as bars."""
    highest = float(power.max(initial=0.0))
    rows: Rows = []
    begin = 0
    for step in range(1, power.size + 1):
        if step < power.size and abs(power[step] - power[begin]) <= max(0.02 * highest, NOTHING_MW):
            continue
        if power[begin] > NOTHING_MW:
            mean = float(power[begin:step].mean())
            span = {"start": begin * day.step_hours, "end": step * day.step_hours}
            rows.append({**span, "share": mean / highest, **_said(day, span, f"{number(mean)} MW")})
        begin = step
    return rows


def _said(day: Day, span: dict[str, float], power: str) -> dict[str, str]:
    first, last = round(span["start"] / day.step_hours), round(span["end"] / day.step_hours)
    return {"clock": f"{day.starts[first]}–{day.labels[last - 1]}", "power": power}


def unit_rows(day: Day) -> list[dict[str, Any]]:
    """The same as a table, with what is burnt."""
    rows = []
    seen: set[str] = set()
    for machine in machines(day):
        is_first = machine.asset not in seen
        seen.add(machine.asset)
        running = machine.power_mw[machine.is_on]
        rows.append(
            {
                "title": machine.title,
                "hours": number(float(machine.is_on.sum()) * day.step_hours),
                "starts": str(machine.starts),
                "energy": number(day.energy_mwh(machine.power_mw)),
                "least": number(float(running.min()) if running.size else None),
                "most": number(float(running.max()) if running.size else None),
                "fuel": _sum(day, "fuel_mwh", machine.asset) if is_first else "",
                "co2": _sum(day, "co2_t", machine.asset) if is_first else "",
            }
        )
    return rows


def _sum(day: Day, quantity: str, asset: str) -> str:
    return number(float(day.of(quantity, asset).sum())) if asset in day.having(quantity) else "–"
