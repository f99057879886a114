"""A complete schedule by a simple rule, made for the audit's tests alone: plain loops, formulas of its own.

Tasks and batches run at their preferred times; a store takes what is left of the renewables and gives it back in
the evening while something is imported; the interruptible load is called once. What remains is exported up to the
limit, then curtailed.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from sites import DayFacts, Site, State
from sites.assets.battery import Battery
from sites.state import assumed_state
from tests.dispatch.audit.draft import Array, Draft, Reference, export_limit, on_bus, reference_by_hand
from tests.dispatch.audit.figures import figures_of

NAMES = (
    "injection_mw",
    "available_mw",
    "used_mw",
    "curtailed_mw",
    "curtailed_surplus_mw",
    "curtailed_network_mw",
    "curtailed_export_limit_mw",
    "curtailed_unit_minimum_mw",
    "curtailed_price_mw",
    "charge_mw",
    "discharge_mw",
    "energy_mwh",
    "loss_mwh",
    "is_loss_counted",
    "import_mw",
    "export_mw",
    "import_price_yuan_per_mwh",
    "export_price_yuan_per_mwh",
    "demand_mw",
    "power_mw",
    "unserved_mw",
    "interrupted_mw",
    "is_interrupted",
    "reference_injection_mw",
)
EVENT_NAMES = (
    "injection_mw",
    "charge_mw",
    "discharge_mw",
    "energy_mwh",
    "import_mw",
    "export_mw",
    "power_mw",
    "used_mw",
    "interrupted_mw",
    "is_interrupted",
)


@dataclass
class Plan:
    """All that `audit` takes, to be changed by a test."""

    site: Site
    state: State
    day: DayFacts
    forecast: xr.Dataset
    data: xr.Dataset
    events: xr.Dataset | None = None

    def at(self, variable: str, asset: str, step: int, *, by: float) -> None:
        """Change one figure of the schedule."""
        self.data[variable].loc[{"asset": asset}][step] += by

    def json(self, name: str) -> Any:
        """A JSON attribute, read."""
        return json.loads(self.data.attrs[name])

    def put(self, name: str, value: Any) -> None:
        """Write a JSON attribute."""
        self.data.attrs[name] = json.dumps(value)


def build(
    site: Site,
    date: dt.date,
    forecast: xr.Dataset,
    *,
    day: DayFacts | None = None,
    state: State | None = None,
    claim_mw: float | None = None,
    cut: dict[str, tuple[int, int, float]] | None = None,
    idle: tuple[str, ...] = (),
) -> Plan:
    """A complete schedule; ``cut`` calls an interruptible load over steps [first, last) by some MW."""
    draft = Draft(site, date, day or DayFacts(), state or assumed_state(site, date))
    _demand(draft, forecast, cut or {})
    steps = site.steps(date)
    for bus in site.buses:
        for step in range(steps.count):
            _step(draft, bus, step, idle)
    reference = reference_by_hand(draft)
    data = _dataset(draft, reference)
    events = None
    windows = np.flatnonzero(data["is_peak_window"].values)
    if claim_mw is not None:
        length = int(np.ceil(site.targets.event_hours / steps.hours))
        starts = [int(step) for step in windows if step + length <= steps.count]
        data["capability_mw"][starts] = claim_mw
        events = _events(draft, data, starts, length, claim_mw)
    _account(draft, data, reference)
    return Plan(site, draft.state, draft.day, forecast, data, events)


def _demand(draft: Draft, forecast: xr.Dataset, cut: dict[str, tuple[int, int, float]]) -> None:
    steps = draft.site.steps(draft.date)
    for name, asset in draft.site.assets.items():
        if asset.type in ("pv", "wind", "load", "interruptible_load"):
            series = forecast["power_mw"].sel(asset=name).values[0].copy()
            frac, most = draft.day.available_frac(name, steps), draft.day.power_mw_max(name, steps)
            series = np.minimum(series * frac, most)
            key = "available_mw" if asset.role == "renewable" else "demand_mw"
            draft.of(key, name)[:] = series
        if asset.type in ("load", "interruptible_load"):
            draft.of("power_mw", name)[:] = series
        if asset.type == "interruptible_load":
            draft.of("interrupted_mw", name)
            draft.of("is_interrupted", name)
        if name in cut:
            first, last, power = cut[name]
            draft.of("interrupted_mw", name)[first:last] = power
            draft.of("is_interrupted", name)[first:last] = 1.0
            draft.of("power_mw", name)[first:last] -= power
        _parts(draft, name, asset)


def _parts(draft: Draft, name: str, asset: Any) -> None:
    """Tasks and batches at their preferred times, by the clock; the tests' sites let nothing be in their way."""
    steps = draft.site.steps(draft.date)
    holiday = draft.date in (dt.date(2026, 10, 1), dt.date(2026, 10, 25))
    for task in getattr(asset, "tasks", ()):
        if task.days == "workday" and holiday:
            continue
        series = draft.tasks.setdefault(f"{name}/{task.name}", np.zeros(steps.count))
        left = task.energy_mwh
        for step in range(steps.count):
            if (
                steps.local_minutes[step] >= task.preferred_start
                and task.window.start_minute <= steps.local_minutes[step] < task.window.end_minute
            ):
                series[step] = min(task.power_mw_max, left / steps.hours)
                left -= series[step] * steps.hours
        draft.of("power_mw", name)[:] += series
    for batch in getattr(asset, "batches", ()):
        series = draft.batches.setdefault(f"{name}/{batch.name}", np.zeros(steps.count))
        for step in range(steps.count):
            since = steps.local_minutes[step] - batch.preferred_start
            if 0 <= since < batch.minutes:
                series[step] = batch.profile_mw[since // batch.profile_step_minutes]
        draft.of("power_mw", name)[:] += series


def _step(draft: Draft, bus: str, step: int, idle: tuple[str, ...]) -> None:
    """One step of one bus."""
    hours = draft.site.steps(draft.date).hours
    load = sum(draft.of("power_mw", name)[step] for name in on_bus(draft, bus, "load"))
    available = sum(draft.of("available_mw", name)[step] for name in on_bus(draft, bus, "renewable"))
    net = load - available
    for name in on_bus(draft, bus, "store"):
        net += _store(draft, name, step, net, hours, is_idle=name in idle)
    limit = export_limit(draft, bus)[step]
    surplus = max(0.0, -net - limit)
    for name in on_bus(draft, bus, "renewable"):
        most = draft.of("available_mw", name)[step]
        curtailed = min(surplus, most)
        surplus -= curtailed
        net += curtailed
        draft.of("used_mw", name)[step] = most - curtailed
        draft.of("curtailed_mw", name)[step] = curtailed
        for cause in ("network", "unit_minimum", "surplus", "export_limit", "price"):
            is_cause = cause == ("surplus" if limit == 0 else "export_limit")
            draft.of(f"curtailed_{cause}_mw", name)[step] = curtailed if is_cause else 0.0
    for name in on_bus(draft, bus, "tie"):
        draft.of("import_mw", name)[step] = max(0.0, net)
        draft.of("export_mw", name)[step] = max(0.0, -net)


def _store(draft: Draft, name: str, step: int, net: float, hours: float, *, is_idle: bool) -> float:
    """Charge a surplus, discharge half of what the evening would import; returns what it adds to the bus's need."""
    battery: Any = draft.site.assets[name]
    level = draft.of("energy_mwh", name)
    before = level[step - 1] if step else draft.state.level_mwh(draft.site, name)
    kept, span = battery.retention(hours)
    charge = discharge = 0.0
    evening = 17 * 60 <= draft.site.steps(draft.date).local_minutes[step] < 20 * 60
    if net < 0 and not is_idle:
        room = (battery.level_mwh_max - kept * before) / span / battery.charge_efficiency_frac
        charge = max(0.0, min(-net, battery.charging_mw_max, room))
    elif net > 0 and evening and not is_idle:
        held = (kept * before - battery.level_mwh_min) / span * battery.discharge_efficiency_frac
        discharge = max(0.0, min(net / 8, battery.power_mw_max, held))
    draft.of("charge_mw", name)[step] = charge
    draft.of("discharge_mw", name)[step] = discharge
    level[step] = kept * before + span * (
        battery.charge_efficiency_frac * charge - discharge / battery.discharge_efficiency_frac
    )
    draft.of("loss_mwh", name)[step] = (charge - discharge) * hours - (level[step] - before)
    return charge - discharge


def _dataset(draft: Draft, reference: Reference) -> xr.Dataset:
    site, steps = draft.site, draft.site.steps(draft.date)
    assets = list(site.assets)
    for name, asset in site.assets.items():
        injection = draft.of("injection_mw", name)
        if asset.role == "renewable":
            injection[:] = draft.of("used_mw", name)
        elif asset.role == "store":
            injection[:] = draft.of("discharge_mw", name) - draft.of("charge_mw", name)
        elif asset.role == "tie":
            injection[:] = draft.of("import_mw", name) - draft.of("export_mw", name)
            prices = _prices(draft, name)
            draft.of("import_price_yuan_per_mwh", name)[:] = prices[0]
            draft.of("export_price_yuan_per_mwh", name)[:] = prices[1]
        else:
            injection[:] = -draft.of("power_mw", name)
            draft.of("unserved_mw", name)
        draft.of("reference_injection_mw", name)[:] = reference.injection[name]
    data = xr.Dataset(coords={"time": steps.times, "asset": assets, "label": ("time", list(steps.labels))})
    nothing = np.full(steps.count, np.nan)
    for variable in NAMES:
        columns = [draft.power.get(variable, {}).get(name, nothing) for name in assets]
        data[variable] = (("time", "asset"), np.stack(columns, axis=1))
    for name, dim, parts in (
        ("task_power_mw", "task", draft.tasks),
        ("batch_power_mw", "batch", draft.batches),
    ):
        values = np.stack(list(parts.values()), axis=1) if parts else np.zeros((steps.count, 0))
        data = data.assign_coords({dim: list(parts)})
        data[name] = (("time", dim), values)
    return _series(draft, data, reference)


def _series(draft: Draft, data: xr.Dataset, reference: Reference) -> xr.Dataset:
    site, steps = draft.site, draft.site.steps(draft.date)
    ties, loads = list(site.of_role("tie")), list(site.of_role("load"))
    window = [
        not site.targets.windows
        or any(span.start_minute <= minute < span.end_minute for span in site.targets.windows)
        for minute in steps.local_minutes
    ]
    kinds = site.tariff_of(ties[0]).version(draft.date).kinds(steps, site.place.country)
    series = {
        "net_exchange_mw": (data["import_mw"] - data["export_mw"]).sel(asset=ties).sum("asset").values,
        "reference_exchange_mw": sum(reference.bought[tie] - reference.sold[tie] for tie in ties),
        "load_mw": data["power_mw"].sel(asset=loads).sum("asset").values,
        "reference_load_mw": reference.load,
        "is_peak_window": np.asarray(window, dtype=np.int8),
        "is_surplus": reference.surplus.astype(np.int8),
        "capability_mw": np.full(steps.count, np.nan),
        "period_kind": np.asarray(kinds, dtype=object),
    }
    for name, values in series.items():
        data[name] = ("time", values)
    for name in site.of_role("store"):
        data["is_loss_counted"].loc[{"asset": name}] = reference.surplus.astype(float)
    return data


def _prices(draft: Draft, tie: str) -> tuple[Array, Array]:
    """Prices by the clock, written out for the tests' tariffs."""
    minutes = draft.site.steps(draft.date).local_minutes
    buying, selling = np.zeros(len(minutes)), np.zeros(len(minutes))
    for step, minute in enumerate(minutes):
        hour = minute // 60
        if draft.site.name == "park":
            ratio = 0.5 if hour < 6 else 0.25 if 11 <= hour < 14 else 1.5 if 17 <= hour < 20 else 1.0
            buying[step], selling[step] = 420.0 * ratio + 100.0, 300.0
        elif draft.site.name == "island":
            buying[step] = -50.0 if hour in (1, 2) else 300.0 + 10.0 * hour
            selling[step] = buying[step] / 2
        else:
            buying[step], selling[step] = 500.0, 200.0
    return buying, selling


def _events(draft: Draft, data: xr.Dataset, starts: list[int], length: int, claim_mw: float) -> xr.Dataset:
    """Each event: the battery gives the claim on top of the plan, the tie takes as much less, nothing is caught up."""
    steps = draft.site.steps(draft.date)
    days = {name: np.repeat(data[name].values[None], len(starts), axis=0) for name in EVENT_NAMES}
    row = {name: place for place, name in enumerate(draft.site.assets)}
    battery: Any = draft.site.assets["battery"]
    kept, span = battery.retention(steps.hours)
    for place, start in enumerate(starts):
        run = slice(start, start + length)
        for name, asset, change in (
            ("discharge_mw", "battery", claim_mw),
            ("injection_mw", "battery", claim_mw),
            ("import_mw", "tie", -claim_mw),
            ("injection_mw", "tie", -claim_mw),
        ):
            days[name][place, run, row[asset]] += change
        lacking = 0.0
        for step in range(start, steps.count):
            given = claim_mw if step < start + length else 0.0
            lacking = kept * lacking + span * given / battery.discharge_efficiency_frac
            days["energy_mwh"][place, step, row["battery"]] -= lacking
    dims = ("event", "time", "asset")
    events = xr.Dataset({name: (dims, values) for name, values in days.items()})
    for name, dim in (("task_power_mw", "task"), ("batch_power_mw", "batch")):
        events[name] = (("event", "time", dim), np.repeat(data[name].values[None], len(starts), axis=0))
    exchange = np.repeat(data["net_exchange_mw"].values[None], len(starts), axis=0)
    for place, start in enumerate(starts):
        exchange[place, start : start + length] -= claim_mw
    events["net_exchange_mw"] = (("event", "time"), exchange)
    events["capability_mw"] = ("event", np.full(len(starts), claim_mw))
    coords = {name: data[name] for name in ("time", "asset", "task", "batch")}
    return events.assign_coords(coords).assign_coords(event_time=("event", steps.times[starts]))


def _burnt_mwh(site: Site, data: xr.Dataset) -> float:
    """1.01 times the cycle losses of what batteries give back in steps of surplus."""
    is_surplus, hours = data["is_surplus"].values == 1, site.step_minutes / 60
    total = 0.0
    for name, asset in site.assets.items():
        if isinstance(asset, Battery):
            given = float(data["discharge_mw"].sel(asset=name).values[is_surplus].sum()) * hours
            total += given * (1 / (asset.charge_efficiency_frac * asset.discharge_efficiency_frac) - 1)
    return 1.01 * total


def _account(draft: Draft, data: xr.Dataset, reference: Reference) -> None:
    kpis, costs = figures_of(draft.site, draft.date, draft.state, data, reference)
    absorbed = kpis["used_mwh"] - _burnt_mwh(draft.site, data)
    stage = {"gap_rel": 0.0, "status": "optimal", "seconds": 0.1, "price_yuan": None, "tolerance": 0.0}
    stages = [
        {**stage, "name": "absorption", "value": absorbed, "unit": "MWh"},
        {**stage, "name": "cost", "value": kpis["cost_yuan"], "unit": "yuan"},
    ]
    steps = draft.site.steps(draft.date)
    data.attrs.update(
        site=draft.site.name,
        date=str(draft.date),
        time_zone=steps.time_zone,
        step_minutes=steps.step_minutes,
        status="optimal",
        targets_met=int(kpis["is_shaving_met"] != 0),
        gap_rel_allowed=1e-3,
        solver="by hand",
        stages=json.dumps(stages),
        relaxations="[]",
        costs=json.dumps(costs),
        kpis=json.dumps(kpis),
    )
