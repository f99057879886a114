"""The contract's part of the page: budgets of month and year, demand or capacity, the month's power factor."""

from __future__ import annotations

import datetime as dt
from typing import Any

from runs.budget_words import budget_amount, is_at_least, is_off_course
from runs.format import none_text, number, percent, unit_text, with_unit
from runs.report.reading import Day
from sites.contract import budgets_of
from sites.messages import say

__all__ = ["budget_title", "contract"]

PERIODS = {"month": "contract-month", "year": "contract-year"}
CHARGES = {"demand": "cost-demand-charge", "capacity": "cost-capacity-charge"}


def contract(day: Day) -> dict[str, Any]:
    """Rows of the contract's tables; empty lists where the site has no such term."""
    return {
        "budgets": _budgets(day),
        "notes": [*_charges(day), *_tiers(day), *_power_factors(day), *_certified(day), *_carbon(day)],
    }


def budget_title(day: Day, name: str) -> str:
    """Name of a budget for people, its own where the site does not know it any more."""
    titles = {budget.name: budget.called(day.language) for budget in budgets_of(day.site)}
    return titles.get(name, name)


def _budgets(day: Day) -> list[dict[str, str]]:
    rows = []
    for name, figures in (day.kpis.get("budgets") or {}).items():
        assumed = f" ({say('contract-assumed')})" if figures.get("is_assumed") else ""
        agreed = "contract-at-least" if is_at_least(figures) else "contract-at-most"
        rows.append(
            {
                "title": budget_title(day, name),
                "period": say(PERIODS[str(figures.get("period"))]),
                "day": budget_amount(figures, "day"),
                "used": budget_amount(figures, "used") + assumed,
                "allowed": say(agreed, amount=budget_amount(figures, "allowed")),
                "remaining": with_unit(
                    figures.get("remaining"), str(figures.get("unit") or ""), 1, signed=True
                ),
                "forecast": budget_amount(figures, "forecast"),
                "course": say("contract-off-course" if is_off_course(figures) else "contract-on-course"),
            }
        )
    return rows


def _charges(day: Day) -> list[str]:
    return [
        say(
            "contract-charges",
            tie=day.title(tie),
            peak=with_unit(figures.get("month_peak_mw"), "MW"),
            demand=with_unit(figures.get("demand_charge_yuan"), "yuan", 0),
            capacity=with_unit(figures.get("capacity_charge_yuan"), "yuan", 0),
            cheaper=say(CHARGES[str(figures.get("cheaper"))]),
            billed=say(CHARGES[str(figures.get("charged_by"))]),
        )
        for tie, figures in (day.kpis.get("charges") or {}).items()
    ]


def _power_factors(day: Day) -> list[str]:
    return [
        say(
            "contract-power-factor",
            tie=day.title(tie),
            mean=f"{mean:.3f}"
            if isinstance(mean := figures.get("power_factor_frac"), float)
            else none_text(),
            standard=f"{figures.get('standard_frac'):.2f}",
            adjustment=percent(figures.get("adjustment_frac"), 2, signed=True),
        )
        for tie, figures in (day.kpis.get("power_factors") or {}).items()
    ]


def _certified(day: Day) -> list[str]:
    energy = day.kpis.get("certified_mwh")
    return [] if energy is None else [say("contract-certified", energy=with_unit(energy, "MWh"))]


def _date(day: Day) -> dt.date:
    return dt.date.fromisoformat(str(day.record.get("date")))


def _tiers(day: Day) -> list[str]:
    """Where each tie stands in its tiers with the day, and how far the next one is."""
    notes = []
    for tie in day.names("tie"):
        tiers = day.site.tariff_of(tie).version(_date(day)).tiers
        if tiers is None:
            continue
        before = float((day.state.get("to_date") or {}).get(f"{tie}/{tiers.period}_mwh", 0.0))
        energy = before + day.energy_mwh(day.of("import_mw", tie))
        adder = next((adder for begin, end, adder in tiers.pieces if begin <= energy < end), 0.0)
        following = next((begin for begin, _, _ in tiers.pieces if begin > energy), None)
        about = {
            "tie": day.title(tie),
            "energy": with_unit(energy, "MWh", 1),
            "adder": f"{number(adder)} {unit_text('yuan')}/MWh",
            "period": say(PERIODS[tiers.period]),
        }
        if following is None:
            notes.append(say("systems-tier-last", **about))
        else:
            notes.append(say("systems-tier", **about, next=with_unit(following, "MWh", 1)))
    return notes


def _carbon(day: Day) -> list[str]:
    """The carbon price in force, what it costs, and the emissions that it falls on."""
    price = day.site.contract.carbon_price_yuan_per_t(_date(day))
    cost = (day.record.get("costs") or {}).get("carbon")
    if not price or cost is None:
        return []
    return [
        say(
            "systems-carbon",
            price=f"{number(price)} {unit_text('yuan')}/t",
            liable=with_unit(float(cost) / price, "t"),
            cost=with_unit(cost, "yuan", 0),
            emitted=with_unit(day.kpis.get("co2_t"), "t"),
        )
    ]
