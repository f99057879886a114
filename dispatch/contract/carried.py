"""What a planned day adds to the sums to date: of budgets, of tiers, and of power factors; new periods begin at 0."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from dispatch.contract.amounts import Tables, counted, sums, tables_of
from dispatch.contract.power_factor import adjusted_ties, month_with
from dispatch.inputs import Inputs
from dispatch.windows import prices
from sites.budgets import begins_anew, begun
from sites.contract import budgets_of, has_sums
from sites.day import DayFacts

if TYPE_CHECKING:
    import xarray as xr

    from sites.site import Site
    from sites.state import State

__all__ = ["to_date_after"]

DAY = dt.timedelta(days=1)


def to_date_after(site: Site, state: State, data: xr.Dataset) -> dict[str, float]:
    """The sums to date that the next day begins with.

    Parameters
    ----------
    data : xarray.Dataset
        ``schedule.data``.
    """
    if not has_sums(site):
        return {}
    tables = tables_of(site, data)
    found = _budgets(site, state, tables)
    inputs = _inputs(site, state)
    following = state.date + DAY
    for name in site.of_role("tie"):
        version = site.tariff_of(name).version(state.date)
        if version.tiers is not None:
            period = version.tiers.period
            energy = float(np.nansum(tables[name]["import_mw"])) * site.step_minutes / 60
            sum_to_date = state.to_date.get(f"{name}/{period}_mwh", 0.0) + energy
            found[f"{name}/{period}_mwh"] = 0.0 if begins_anew(period, following) else sum_to_date
    feeds = {str(key): data["feed_mw"].values[:, place] for place, key in enumerate(data["feed"].values)}
    for name in adjusted_ties(inputs):
        month = month_with(inputs, name, tables, feeds)
        for what, value in (("mwh", month.mwh), ("mvarh", month.mvarh), ("yuan", month.yuan)):
            found[f"{name}/month_{what}"] = 0.0 if begins_anew("month", following) else value
    return found


def _budgets(site: Site, state: State, tables: Tables) -> dict[str, float]:
    factor = site.grid_factors.on(state.date).factor_t_per_mwh
    renewables = [tables[name]["available_mw"] for name in site.of_role("renewable")]
    available = float(sum(np.nansum(power) for power in renewables)) * site.step_minutes / 60
    day = sums(site, tables, site.step_minutes / 60, available)
    following, found = state.date + DAY, dict[str, float]()
    for budget in budgets_of(site, state.date):
        before = begun(budget, state.to_date, state.date)
        number, of = counted(budget, day, factor)
        after = {"": before.used + number, "/of": before.of + of, "/days": before.days + 1}
        is_new = begins_anew(budget.period, following)
        found |= {f"{budget.key}{part}": 0.0 if is_new else float(value) for part, value in after.items()}
        if not budget.is_share:
            found.pop(f"{budget.key}/of")
    return found


def _inputs(site: Site, state: State) -> Inputs:
    """What the bill of a tie needs of a day: its steps, prices and state."""
    tariff = {name: prices(site, name, site.steps(state.date)) for name in site.of_role("tie")}
    unneeded: dict[str, Any] = {each.name: {} for each in fields(Inputs)}
    known = {"site": site, "steps": site.steps(state.date), "state": state, "day": DayFacts()}
    buy, sell = ({name: pair[place] for name, pair in tariff.items()} for place in (0, 1))
    return Inputs(**(unneeded | known | {"import_price": buy, "export_price": sell}))
