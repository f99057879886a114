"""Figures and labels for people: one look for each number, in the language in force.

A figure of ``run.json`` has a name, a unit, a number of digits, a title and mostly a definition; the table below holds
them, so that the report and the command line show the same. What is not there reads *none* or 无, never 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sites.messages import say

__all__ = [
    "FIGURES",
    "Figure",
    "clause_word",
    "clock_spans",
    "figure_definition",
    "figure_number",
    "figure_text",
    "figure_title",
    "figure_unit",
    "none_text",
    "number",
    "percent",
    "status_meaning",
    "status_word",
    "with_unit",
]

UNITS_SHOWN = {"degC": "°C"}
MINUS = "\N{MINUS SIGN}"
BLANK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Figure:
    """How a figure is shown: the key of its title, its unit, digits, and the key of its definition."""

    title: str
    unit: str
    digits: int = 2
    definition: str = ""


FIGURES: Mapping[str, Figure] = {
    "absorption_rate_frac": Figure("kpi-absorption-rate", "%", 1, "kpi-absorption-rate-definition"),
    "curtailment_rate_frac": Figure("kpi-curtailment-rate", "%", 1, "kpi-curtailment-rate-definition"),
    "self_use_rate_frac": Figure("kpi-self-use-rate", "%", 1, "kpi-self-use-rate-definition"),
    "export_share_frac": Figure("kpi-export-share", "%", 1, "kpi-export-share-definition"),
    "green_share_frac": Figure("kpi-green-share", "%", 1, "kpi-green-share-definition"),
    "shaving_frac": Figure("kpi-shaving", "%", 2, "kpi-shaving-definition"),
    "shaving_target_frac": Figure("kpi-shaving-target", "%", 2),
    "shaving_shortfall_mw": Figure("kpi-shaving-shortfall", "MW", 3),
    "capability_mw": Figure("kpi-capability", "MW", 2, "kpi-capability-definition"),
    "capability_share_frac": Figure("kpi-capability-share", "%", 2, "kpi-capability-share-definition"),
    "capability_year_share_frac": Figure(
        "kpi-capability-year-share", "%", 2, "kpi-capability-year-share-definition"
    ),
    "capability_target_frac": Figure("kpi-capability-target", "%", 2),
    "cost_yuan": Figure("kpi-cost", "yuan", 0, "kpi-cost-definition"),
    "cost_without_demand_charge_yuan": Figure("kpi-cost-without", "yuan", 0, "kpi-cost-without-definition"),
    "reference_cost_yuan": Figure("kpi-reference-cost", "yuan", 0),
    "co2_t": Figure("kpi-co2", "t", 2, "kpi-co2-definition"),
    "reference_peak_mw": Figure("kpi-reference-peak", "MW", 2),
    "plan_peak_mw": Figure("kpi-plan-peak", "MW", 2),
    "peak_valley_difference_mw": Figure("kpi-peak-valley", "MW", 2, "kpi-peak-valley-definition"),
    "peak_valley_rate_frac": Figure("kpi-peak-valley-rate", "%", 1, "kpi-peak-valley-rate-definition"),
    "exchange_peak_mw": Figure("kpi-exchange-peak", "MW", 2),
    "exchange_valley_mw": Figure("kpi-exchange-valley", "MW", 2),
    "import_peak_mw": Figure("kpi-import-peak", "MW", 2),
    "load_peak_mw": Figure("kpi-load-peak", "MW", 2),
    "load_factor_frac": Figure("kpi-load-factor", "%", 1, "kpi-load-factor-definition"),
    "self_sufficiency_frac": Figure("kpi-self-sufficiency", "%", 1, "kpi-self-sufficiency-definition"),
    "available_mwh": Figure("kpi-available", "MWh", 2),
    "used_mwh": Figure("kpi-used", "MWh", 2),
    "curtailed_mwh": Figure("kpi-curtailed", "MWh", 2),
    "renewable_export_mwh": Figure("kpi-renewable-export", "MWh", 2, "kpi-renewable-export-definition"),
    "import_mwh": Figure("kpi-import", "MWh", 2),
    "export_mwh": Figure("kpi-export", "MWh", 2),
    "load_served_mwh": Figure("kpi-load-served", "MWh", 2),
    "unserved_mwh": Figure("kpi-unserved", "MWh", 2),
    "units_mwh": Figure("kpi-units", "MWh", 2),
    "island_hours_min": Figure("kpi-island-hours", "h", 2, "kpi-island-hours-definition"),
    "island_hours_wanted": Figure("kpi-island-hours-wanted", "h", 2),
    "fuel_co2_t": Figure("kpi-fuel-co2", "t", 2, "kpi-fuel-co2-definition"),
    "network_losses_mwh": Figure("kpi-network-losses", "MWh", 3, "kpi-network-losses-definition"),
    "voltage_pu_min": Figure("kpi-voltage-min", "p.u.", 4, "kpi-voltage-min-definition"),
    "voltage_pu_max": Figure("kpi-voltage-max", "p.u.", 4, "kpi-voltage-max-definition"),
    "loading_frac_max": Figure("kpi-loading-max", "%", 1, "kpi-loading-max-definition"),
    "certified_mwh": Figure("kpi-certified", "MWh", 2),
    "interrupted_mwh": Figure("kpi-interrupted", "MWh", 2),
    "storage_losses_mwh": Figure("kpi-storage-losses", "MWh", 2),
    "stored_change_mwh": Figure("kpi-stored-change", "MWh", 2),
    "equivalent_full_cycles": Figure("kpi-cycles", "", 2, "kpi-cycles-definition"),
}
"""Every figure of a run that has a look of its own, in the order in which a full list shows them."""

_STATUS_WORDS = {
    "optimal": "status-optimal",
    "feasible": "status-feasible",
    "relaxed": "status-relaxed",
    "rule_based": "status-rule-based",
    "previous_plan": "status-previous-plan",
}
_STATUS_MEANINGS = {
    "optimal": "status-optimal-meaning",
    "feasible": "status-feasible-meaning",
    "relaxed": "status-relaxed-meaning",
    "rule_based": "status-rule-based-meaning",
    "previous_plan": "status-previous-plan-meaning",
}


def none_text() -> str:
    """The word for a figure that there is none of."""
    return say("figure-none")


def number(value: object, digits: int = 2, *, signed: bool = False) -> str:
    """A number with a fixed number of digits and thousands apart; the word for none where it is no finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return none_text()
    text = f"{value:+,.{digits}f}" if signed else f"{value:,.{digits}f}"
    if not text.strip("+-0.,"):
        return text.lstrip("+-")  # what rounds to zero has no sign
    return text.replace("-", MINUS)


def percent(fraction: object, digits: int = 1, *, signed: bool = False) -> str:
    """A fraction as per cent, e.g. ``94.2 %``."""
    if isinstance(fraction, bool) or not isinstance(fraction, int | float) or not math.isfinite(fraction):
        return none_text()
    return f"{number(fraction * 100, digits, signed=signed)}{BLANK}%"


def with_unit(value: object, unit: str, digits: int = 2, *, signed: bool = False) -> str:
    """A number with its unit; ``%`` takes a fraction, ``yuan`` is said in the language in force."""
    if unit == "%":
        return percent(value, digits, signed=signed)
    text = number(value, digits, signed=signed)
    if text == none_text() or not unit:
        return text
    return f"{text}{BLANK}{unit_text(unit)}"


def unit_text(unit: str) -> str:
    """A unit in the language in force."""
    return say("unit-yuan") if unit == "yuan" else UNITS_SHOWN.get(unit, unit)


def figure_title(name: str) -> str:
    """Title of a figure of ``run.json``; its own name where it has no look."""
    look = FIGURES.get(name)
    return say(look.title) if look else name


def figure_unit(name: str) -> str:
    """Unit of a figure, in the language in force."""
    look = FIGURES.get(name)
    return unit_text(look.unit) if look else ""


def figure_definition(name: str) -> str:
    """What a figure means, empty where the title says it all."""
    look = FIGURES.get(name)
    return say(look.definition) if look and look.definition else ""


def figure_text(name: str, value: object, *, signed: bool = False) -> str:
    """A figure of ``run.json`` with its unit; figures by asset are listed one after the other."""
    look = FIGURES.get(name, Figure(name, "", 3))
    if isinstance(value, Mapping):
        parts = [f"{key} {with_unit(part, look.unit, look.digits)}" for key, part in value.items()]
        return ", ".join(parts) or none_text()
    return with_unit(value, look.unit, look.digits, signed=signed)


def figure_number(name: str, value: object) -> str:
    """A figure of ``run.json`` without its unit, for tables that name the unit once."""
    look = FIGURES.get(name, Figure(name, "", 3))
    if look.unit != "%" or isinstance(value, bool) or not isinstance(value, int | float):
        return number(value, look.digits)
    return number(value * 100, look.digits)


def clause_word(clause: object) -> str:
    """A hard limit that a plan had to break, in words for people."""
    return say(f"clause-{str(clause).replace('_', '-')}")


def status_word(status: object) -> str:
    """The status of a schedule as a word for people."""
    key = _STATUS_WORDS.get(str(status))
    return say(key) if key else str(status)


def status_meaning(status: object) -> str:
    """What a status says, in one sentence."""
    key = _STATUS_MEANINGS.get(str(status))
    return say(key) if key else ""


def clock_spans(steps: Sequence[int], labels: Sequence[str], first: str = "00:00") -> list[str]:
    """Runs of neighbouring steps as spans of clock time.

    Parameters
    ----------
    steps
        Step numbers from 0, in any order.
    labels
        Labels of the day's steps, the *end* of each: ``00:15`` ... ``24:00``.
    first
        Clock at the beginning of the first step.

    Returns
    -------
    list of str
        E.g. ``["18:00–19:30", "21:00–21:15"]``.
    """
    spans: list[str] = []
    known = sorted({step for step in steps if 0 <= step < len(labels)})
    begins = [step for step in known if step - 1 not in known]
    for begin in begins:
        end = begin
        while end + 1 in known:
            end += 1
        start = labels[begin - 1] if begin else first
        spans.append(f"{start}–{labels[end]}")
    return spans
