"""For every rule of the audit a way to break a valid schedule, by ten tolerances where the rule has a measure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dispatch.audit import Rule
from sites import DayFacts
from tests.dispatch.audit.builder import Plan

__all__ = ["BREAKERS", "TEN"]

TEN = 1e-4
NIGHT, NOON, CALLED, EVENING, LATE = 4, 48, 73, 70, 88
Breaker = Callable[[Plan], None]
BREAKERS: dict[Rule, tuple[str, Breaker]] = {}


def breaks(rule: Rule, site: str = "park") -> Callable[[Breaker], Breaker]:
    """Note a function as the one that breaks a rule."""

    def note(breaker: Breaker) -> Breaker:
        assert rule not in BREAKERS, rule
        BREAKERS[rule] = (site, breaker)
        return breaker

    return note


def shifts(rule: Rule, variable: str, asset: str, step: int, by: float = TEN) -> None:
    """Note the shift of one figure as what breaks a rule."""
    breaks(rule)(lambda plan: plan.at(variable, asset, step, by=by))


def sets(rule: Rule, variable: str, asset: str, step: int, to: float) -> None:
    """Note the setting of one figure as what breaks a rule."""

    def breaker(plan: Plan) -> None:
        plan.data[variable].loc[{"asset": asset}][step] = to

    breaks(rule)(breaker)


def series(rule: Rule, name: str, step: int, to: Callable[[Any], Any]) -> None:
    """Note the change of one figure of a site's series as what breaks a rule."""

    def breaker(plan: Plan) -> None:
        plan.data[name][step] = to(plan.data[name].values[step])

    breaks(rule)(breaker)


def attribute(rule: Rule, name: str, value: object) -> None:
    """Note another attribute as what breaks a rule."""
    breaks(rule)(lambda plan: plan.data.attrs.update({name: value}))


def event(rule: Rule, variable: str, asset: str, place: int, step: int) -> None:
    """Note a change of one figure of an event's day as what breaks a rule."""

    def breaker(plan: Plan) -> None:
        assert plan.events is not None
        plan.events[variable].loc[{"asset": asset}][place, step] += TEN

    breaks(rule)(breaker)


def more(value: Any) -> Any:
    """Ten tolerances more."""
    return value + TEN


# what must be there


@breaks(Rule.MISSING_VARIABLE)
def _(plan: Plan) -> None:
    plan.data = plan.data.drop_vars("loss_mwh")


@breaks(Rule.MISSING_ATTRIBUTE)
def _(plan: Plan) -> None:
    del plan.data.attrs["kpis"]


@breaks(Rule.FORECAST_MISSING)
def _(plan: Plan) -> None:
    plan.forecast = plan.forecast.sel(asset=["pv", "works", "furnace"])


@breaks(Rule.TIME_STEPS)
def _(plan: Plan) -> None:
    plan.data = plan.data.isel(time=slice(0, 95))


@breaks(Rule.ASSET_LIST)
def _(plan: Plan) -> None:
    plan.data = plan.data.isel(asset=slice(None, None, -1))


@breaks(Rule.TASK_LIST)
def _(plan: Plan) -> None:
    plan.data = plan.data.isel(batch=slice(0, 1))


@breaks(Rule.LABELS)
def _(plan: Plan) -> None:
    plan.data = plan.data.assign_coords(label=("time", np.roll(plan.data["label"].values, 1)))


sets(Rule.NOT_FINITE, "energy_mwh", "battery", NIGHT, np.nan)
attribute(Rule.ATTRIBUTES, "time_zone", "UTC")

# what a run says about itself

attribute(Rule.STATUS_WORD, "status", "splendid")
attribute(Rule.STATUS_STAGES, "status", "feasible")
attribute(Rule.STATUS_RELAXATIONS, "status", "relaxed")
attribute(Rule.STATUS_GAP, "gap_rel_allowed", 0.0)


@breaks(Rule.STAGE_FORM)
def _(plan: Plan) -> None:
    plan.put("stages", [{**plan.json("stages")[0], "seconds": None}, plan.json("stages")[1]])


@breaks(Rule.STAGE_ORDER)
def _(plan: Plan) -> None:
    plan.put("stages", plan.json("stages")[::-1])


@breaks(Rule.TARGETS_MET)
def _(plan: Plan) -> None:
    plan.data.attrs["targets_met"] = 1 - plan.data.attrs["targets_met"]


@breaks(Rule.ABSORPTION_NOT_HELD)
def _(plan: Plan) -> None:
    stages = plan.json("stages")
    stages[0]["value"] += TEN
    plan.put("stages", stages)


@breaks(Rule.RELAXATION_FORM)
def _(plan: Plan) -> None:
    plan.put(
        "relaxations",
        [{"asset": "tie", "clause": "whim", "steps": [0], "amounts_mw": [1.0], "total_mwh": 0.25}],
    )


@breaks(Rule.RELAXATION_UNUSED)
def _(plan: Plan) -> None:
    plan.data.attrs["status"] = "relaxed"
    one = {
        "asset": "tie",
        "clause": "import_limit",
        "steps": [NIGHT],
        "amounts_mw": [TEN],
        "total_mwh": TEN / 4,
    }
    plan.put("relaxations", [one])


# assets


@breaks(Rule.PIN)
def _(plan: Plan) -> None:
    pin = {"asset": "battery", "hours": "00:00-00:15", "injection_mw": TEN}
    plan.day = DayFacts.model_validate({"pins": [pin]})


@breaks(Rule.GRID_IMPORT_LIMIT)
def _(plan: Plan) -> None:
    imported = float(plan.data["import_mw"].sel(asset="tie").values[0])
    limit = {"asset": "tie", "hours": "00:00-00:15", "import_mw_max": imported - TEN}
    plan.day = DayFacts.model_validate({"grid_limits": [limit]})


@breaks(Rule.BATCH_POWER_LIMIT)
def _(plan: Plan) -> None:
    derate = {"asset": "mill", "hours": "09:00-10:00", "power_mw_max": 1.0 - TEN}
    plan.day = DayFacts.model_validate({"derates": [derate]})


shifts(Rule.BUS_BALANCE, "injection_mw", "works", NIGHT)
shifts(Rule.INJECTION, "injection_mw", "tie", NIGHT)
sets(Rule.NEGATIVE_POWER, "charge_mw", "battery", NIGHT, -TEN)
shifts(Rule.RENEWABLE_ABOVE_AVAILABLE, "used_mw", "wind", NIGHT)
shifts(Rule.RENEWABLE_AVAILABLE, "available_mw", "pv", NOON)
shifts(Rule.RENEWABLE_CURTAILED, "curtailed_mw", "pv", NOON)
shifts(Rule.CURTAILMENT_CAUSE, "curtailed_price_mw", "pv", NOON)
sets(Rule.PV_ABOVE_INVERTER, "used_mw", "pv", NOON, 8.0 + TEN)
sets(Rule.WIND_ABOVE_CAPACITY, "used_mw", "wind", NOON, 6.0 + TEN)
sets(Rule.BATTERY_CHARGE_LIMIT, "charge_mw", "battery", NIGHT, 2.0 + TEN)
sets(Rule.BATTERY_DISCHARGE_LIMIT, "discharge_mw", "battery", NIGHT, 2.0 + TEN)
shifts(Rule.BATTERY_LEVEL_RECURSION, "energy_mwh", "battery", NIGHT)
sets(Rule.BATTERY_LEVEL_WINDOW, "energy_mwh", "battery", NIGHT, 0.8 - TEN)
sets(Rule.BATTERY_LEVEL_PHYSICAL, "energy_mwh", "battery", NIGHT, 8.0 + TEN)
shifts(Rule.BATTERY_LOSS, "loss_mwh", "battery", NIGHT)
sets(Rule.GRID_EXPORT_LIMIT, "export_mw", "tie", NOON, 2.0 + TEN)
shifts(Rule.LOAD_NOT_SERVED, "power_mw", "works", NIGHT, -TEN)
shifts(Rule.LOAD_ABOVE_DEMAND, "power_mw", "furnace", CALLED)
shifts(Rule.LOAD_DEMAND, "demand_mw", "furnace", NIGHT)
shifts(Rule.LOAD_UNSERVED, "unserved_mw", "works", NIGHT)
shifts(Rule.INTERRUPTIBLE_STEP_LIMIT, "interrupted_mw", "furnace", CALLED)
sets(Rule.INTERRUPTIBLE_DEPTH, "interrupted_mw", "furnace", CALLED, 0.2 - TEN)
shifts(Rule.INTERRUPTIBLE_INDICATOR, "is_interrupted", "furnace", NIGHT)
shifts(Rule.INTERRUPTIBLE_ENERGY_CUT, "interrupted_mw", "furnace", NIGHT, (0.2 + TEN) * 4)
shifts(Rule.INTERRUPTIBLE_ENERGY_SERVED, "power_mw", "furnace", NIGHT, (2.8 + TEN) * 4)


@breaks(Rule.INTERRUPTIBLE_CALLS)
def _(plan: Plan) -> None:
    plan.state = plan.state.model_copy(update={"calls_used": {"furnace": 2}})


def calls(rule: Rule, steps: list[int], to: float) -> None:
    """Note a change of the calls as what breaks a rule."""

    def breaker(plan: Plan) -> None:
        plan.data["is_interrupted"].loc[{"asset": "furnace"}][steps] = to

    breaks(rule)(breaker)


calls(Rule.INTERRUPTIBLE_CALL_SHORT, [73, 74, 75], 0.0)
calls(Rule.INTERRUPTIBLE_CALL_LONG, [76], 1.0)
calls(Rule.INTERRUPTIBLE_GAP, [79, 80], 1.0)


def task(rule: Rule, step: int, to: float) -> None:
    """Note another power of the early task as what breaks a rule."""

    def breaker(plan: Plan) -> None:
        plan.data["task_power_mw"][step, 0] = to

    breaks(rule)(breaker)


task(Rule.SHIFTABLE_WINDOW, NIGHT, TEN)
task(Rule.SHIFTABLE_POWER_LIMIT, 30, 1.0 + TEN)
task(Rule.SHIFTABLE_POWER_MIN, 44, TEN)
task(Rule.SHIFTABLE_ENERGY, 44, 4 * TEN)
shifts(Rule.SHIFTABLE_SUM, "power_mw", "washing", NIGHT)
shifts(Rule.BATCH_SUM, "power_mw", "mill", NIGHT)


def batch(rule: Rule, place: int, change: Callable[[Any], Any]) -> None:
    """Note another power of a batch as what breaks a rule."""

    def breaker(plan: Plan) -> None:
        power = plan.data["batch_power_mw"].values
        power[:, place] = change(power[:, place].copy())
        plan.data["batch_power_mw"][:] = power

    breaks(rule)(breaker)


batch(Rule.BATCH_PROFILE, 0, lambda power: np.where(np.arange(len(power)) == 37, power + TEN, power))
batch(Rule.BATCH_MISSING, 0, lambda power: power * 0.0)
batch(Rule.BATCH_WINDOW, 0, lambda power: np.roll(power, -5))
batch(Rule.BATCH_ORDER, 1, lambda power: np.roll(power, -17))
batch(Rule.BATCH_TOGETHER, 1, lambda power: np.roll(power, -24))

# the whole site

series(Rule.NET_EXCHANGE, "net_exchange_mw", NIGHT, more)
series(Rule.LOAD_TOTAL, "load_mw", NIGHT, more)
shifts(Rule.REFERENCE_INJECTION, "reference_injection_mw", "mill", NIGHT)
series(Rule.REFERENCE_EXCHANGE, "reference_exchange_mw", NIGHT, more)
series(Rule.REFERENCE_LOAD, "reference_load_mw", NIGHT, more)
series(Rule.PEAK_WINDOW, "is_peak_window", NIGHT, lambda _: 1)
series(Rule.SURPLUS_STEPS, "is_surplus", NIGHT, lambda _: 1)
sets(Rule.LOSS_COUNTED, "is_loss_counted", "battery", NOON, 0.0)
series(Rule.PERIOD_KIND, "period_kind", NIGHT, lambda _: "sharp")
shifts(Rule.IMPORT_PRICE, "import_price_yuan_per_mwh", "tie", NIGHT, 0.01)
shifts(Rule.EXPORT_PRICE, "export_price_yuan_per_mwh", "tie", NIGHT, 0.01)


@breaks(Rule.COST_PART)
def _(plan: Plan) -> None:
    costs = plan.json("costs")
    plan.put("costs", {**costs, "wear": costs["wear"] * (1 + 1e-5)})


@breaks(Rule.COST_SUM)
def _(plan: Plan) -> None:
    kpis = plan.json("kpis")
    plan.put("kpis", {**kpis, "cost_yuan": kpis["cost_yuan"] * (1 + 1e-5)})


@breaks(Rule.KPI_MISSING)
def _(plan: Plan) -> None:
    kpis = plan.json("kpis")
    del kpis["green_share_frac"]
    plan.put("kpis", kpis)


@breaks(Rule.KPI_VALUE)
def _(plan: Plan) -> None:
    kpis = plan.json("kpis")
    plan.put("kpis", {**kpis, "green_share_frac": kpis["green_share_frac"] + TEN})


@breaks(Rule.OUTSIDE_PEAK)
def _(plan: Plan) -> None:
    highest = float(plan.data["reference_exchange_mw"].max())
    plan.data["import_mw"].loc[{"asset": "tie"}][NIGHT] = highest + TEN


# absorption is never faked

CHARGING = 37  # the battery charges at its limit
shifts(Rule.CHARGE_AND_DISCHARGE, "discharge_mw", "battery", CHARGING)
shifts(Rule.IMPORT_AND_EXPORT, "import_mw", "tie", NOON)
shifts(Rule.DISCHARGE_WHILE_CURTAILING, "discharge_mw", "battery", NOON)


@breaks(Rule.IMPORT_WHILE_CURTAILING)
def _(plan: Plan) -> None:
    plan.at("used_mw", "wind", NIGHT, by=-TEN)


@breaks(Rule.STORE_TO_STORE, "island")
def _(plan: Plan) -> None:
    plan.at("discharge_mw", "one", 0, by=TEN)
    plan.at("charge_mw", "two", 0, by=TEN)


# callable capability


@breaks(Rule.CAPABILITY_WITHOUT_EVENT)
def _(plan: Plan) -> None:
    plan.events = None


series(Rule.CAPABILITY_MISSING, "capability_mw", EVENING, lambda _: np.nan)
series(Rule.CAPABILITY_OUTSIDE_WINDOW, "capability_mw", NIGHT, lambda _: 0.0)
series(Rule.CAPABILITY_BEYOND_HORIZON, "capability_mw", 94, lambda _: 0.0)
series(Rule.CAPABILITY_MISMATCH, "capability_mw", EVENING, more)
series(Rule.CAPABILITY_NEGATIVE, "capability_mw", EVENING, lambda _: -TEN)


@breaks(Rule.CAPABILITY_ABOVE_BOUND)
def _(plan: Plan) -> None:
    # nothing can be called beyond what is imported, less the export limit of 2 MW
    run = plan.data["import_mw"].sel(asset="tie").values[EVENING : EVENING + 4]
    plan.data["capability_mw"][EVENING] = run.min() + 2.0 + TEN


event(Rule.EVENT_BEFORE_CHANGED, "power_mw", "works", 3, NIGHT)
event(Rule.EVENT_RESPONSE_SHORT, "import_mw", "tie", 3, 72)
event(Rule.EVENT_RECOVERY_IN_WINDOW, "import_mw", "tie", 3, 77)
event(Rule.EVENT_NOTICE, "power_mw", "furnace", 3, 73)


@breaks(Rule.EVENT_RECOVERY_ABOVE_REFERENCE)
def _(plan: Plan) -> None:
    assert plan.events is not None
    highest = max(plan.json("kpis")["reference_peak_mw"], float(plan.data["net_exchange_mw"].values[LATE]))
    plan.events["import_mw"].loc[{"asset": "tie"}][3, LATE] = highest + TEN


@breaks(Rule.EVENT_BATCH_MOVED)
def _(plan: Plan) -> None:
    assert plan.events is not None
    plan.events["batch_power_mw"][3, 73, 1] += TEN
