"""The state a day starts from: one value, written to ``state.json``, from which a run can be repeated."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sites.base import Described, EnergyMwh, Number, PowerMw, WholeNumber
from sites.contract import to_date_problems
from sites.problems import Problem, problem

if TYPE_CHECKING:
    from sites.site import Site

__all__ = ["State", "assumed_state", "state_notes", "state_problems"]

BY_ASSET = (
    "levels_mwh",
    "billed_peak_mw",
    "expected_peak_mw",
    "calls_used",
    "unit_hours",
    "output_mw",
    "stocks",
)
WITH_PARTS = ("stocks", "unit_hours")
WITHIN = 1e-6
"""A level that leaves its window by less is within it: a solver's last digits, MWh."""


class State(Described):
    """Levels of stores, billed and expected peaks of ties, calls used; at local midnight of ``date``.

    ``origin`` says where it comes from: a file given by the user, the end of the issued plan or of the
    measured day before (``origin_id`` names it), or the site's own assumption.
    """

    schema_version: Literal[1] = 1
    site: str
    date: dt.date
    origin: Literal["file", "issued_plan", "measured", "assumption"]
    origin_id: str = ""
    levels_mwh: dict[str, EnergyMwh] = Field(default_factory=dict)
    billed_peak_mw: dict[str, PowerMw] = Field(
        default_factory=dict, description="Month's peak so far, by tie."
    )
    expected_peak_mw: dict[str, PowerMw] = Field(
        default_factory=dict, description="Expected peak of the rest of the month, by tie."
    )
    unit_hours: dict[str, Annotated[Number, Field(ge=-8784, le=8784)]] = Field(
        default_factory=dict,
        description="Hours that a unit, or a train of it, has been on (+) or off (-) at the beginning of the day, "
        "by asset or asset/train.",
    )
    output_mw: dict[str, PowerMw] = Field(
        default_factory=dict, description="Power in the step before the day, by asset; for ramps."
    )
    stocks: dict[str, Annotated[Number, Field(ge=0)]] = Field(
        default_factory=dict,
        description="Fuel, product and other stocks, by asset or asset/stock, in the unit of the site file.",
    )
    to_date: dict[str, Number] = Field(
        default_factory=dict,
        description="Sums since the beginning of the month or year, by contract/name: energy, generation, emissions.",
    )
    calls_used: dict[str, Annotated[WholeNumber, Field(ge=0)]] = Field(
        default_factory=dict, description="Calls of interruptible loads already used on the day, by asset."
    )

    def value(self, site: Site, field: str, key: str) -> float:
        """What the state says of an asset, or of ``asset/part``; else what the site assumes; else 0."""
        known = getattr(self, field).get(key)
        if known is not None:
            return float(known)
        return site.assets[key.partition("/")[0]].initial_state().get(field, {}).get(key, 0.0)

    def level_mwh(self, site: Site, asset: str, end_mwh: float | None = None) -> float:
        """Level of a store at the beginning, MWh: the state's, else the site's labelled assumption.

        Parameters
        ----------
        end_mwh : float, optional
            Level at the end of a planned day: with it, a store whose days close in themselves begins there.
        """
        if end_mwh is not None and getattr(site.assets[asset], "is_cyclic", False):
            return float(end_mwh)
        known = self.levels_mwh.get(asset)
        return float(known if known is not None else getattr(site.assets[asset], "level_mwh_initial", 0.0))

    def billing_base_mw(self, site: Site, tie: str) -> float:
        """Import up to which a day is not charged: billed so far, expected later, or contract floor, MW."""
        charge = getattr(site.assets[tie], "demand_charge", None)
        if charge is None:
            return 0.0
        expected = self.expected_peak_mw.get(tie, charge.expected_peak_mw)
        return float(max(self.billed_peak_mw.get(tie, 0.0), expected, charge.floor_mw))


def assumed_state(site: Site, date: dt.date) -> State:
    """The site's own assumption: initial levels, no peak billed yet."""
    tables: dict[str, dict[str, float]] = {}
    for asset in site.assets.values():
        for field, values in asset.initial_state().items():
            tables.setdefault(field, {}).update(values)
    return State.model_validate({"site": site.name, "date": date, "origin": "assumption", **tables})


def _misplaced(site: Site, field: str, named: list[str]) -> list[tuple[str, str, dict[str, object]]]:
    """Entries of one table that name no asset, or an asset that has no such thing."""
    found: list[tuple[str, str, dict[str, object]]] = []
    having = [name for name, asset in site.assets.items() if field in asset.state_fields]
    for key in named:
        at, name = f"{field}.{key}", key.partition("/")[0] if field in WITH_PARTS else key
        if name not in site.assets:
            found.append(("state-asset", at, {"found": name, "known": ", ".join(having or site.assets)}))
        elif name not in having:
            about = {"found": name, "type": site.assets[name].type, "field": field}
            message = "state-kind" if having else "state-kind-none"
            found.append((message, at, {**about, "known": ", ".join(having)} if having else dict(about)))
        elif (
            "/" in key
            and key not in (parts := list(site.assets[name].initial_state().get(field, {})))
            and parts
        ):
            found.append(("state-part", at, {"found": key, "asset": name, "known": ", ".join(parts)}))
    return found


def state_notes(site: Site, state: State) -> list[Problem]:
    """What is odd about a state that can be used: a store left out, a level outside its usual window."""
    notes: list[Problem] = []
    for name in site.of_role("store"):
        store, level = site.assets[name], round(state.level_mwh(site, name), 6)
        least, most = getattr(store, "level_mwh_min", 0.0), getattr(store, "level_mwh_max", float("inf"))
        if name not in state.levels_mwh:
            notes.append(problem("state-note-level-absent", asset=name, level=level))
        if level < least - WITHIN:
            notes.append(problem("state-note-level-low", asset=name, level=level, least=round(least, 6)))
        if level > most + WITHIN:
            notes.append(problem("state-note-level-high", asset=name, level=level, most=round(most, 6)))
    return notes


def state_problems(site: Site, state: State, date: dt.date) -> list[tuple[str, str, dict[str, object]]]:
    """What does not fit between a state and the site: ``(key, field, arguments)`` each, empty if all fits."""
    found: list[tuple[str, str, dict[str, object]]] = []
    if state.site != site.name:
        found.append(("state-site", "site", {"found": state.site, "wanted": site.name}))
    if state.date != date:
        found.append(("state-date", "date", {"found": str(state.date), "wanted": str(date)}))
    for field in BY_ASSET:
        found += _misplaced(site, field, list(getattr(state, field)))
    found += to_date_problems(site, list(state.to_date))
    for name, level in state.levels_mwh.items():
        most = getattr(site.assets.get(name), "energy_mwh_max", None)
        if most is not None and level > most * (1 + 1e-9):
            found.append(("state-level", f"levels_mwh.{name}", {"found": level, "most": most}))
    for asset in site.assets.values():
        found += asset.state_contradictions(lambda field, key: state.value(site, field, key))
    return found
