"""The top of the page: what the status says, whether the targets are met, and the key figures beside their like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from runs.broken import capability_none, not_counted, unserved
from runs.compare import Rank, is_ranked, median_of
from runs.format import (
    clock_spans,
    figure_definition,
    figure_text,
    figure_title,
    number,
    percent,
    status_meaning,
    status_word,
)
from runs.report.reading import Array, Day
from sites.messages import say

__all__ = ["Tile", "banner", "gap_to_close", "moment", "reference_figures", "tiles", "weekday"]

TILES = (
    "shaving_frac",
    "capability_share_frac",
    "absorption_rate_frac",
    "curtailment_rate_frac",
    "self_use_rate_frac",
    "green_share_frac",
    "cost_yuan",
    "cost_without_demand_charge_yuan",
    "co2_t",
    "peak_valley_difference_mw",
    "load_factor_frac",
    "self_sufficiency_frac",
)
"""Figures that are shown large, in their order."""

HERO = ("shaving_frac", "absorption_rate_frac", "cost_yuan", "co2_t")
"""Figures that stand in the head of the page."""

_TONES = {
    "optimal": "good",
    "feasible": "fair",
    "relaxed": "bad",
    "rule_based": "bad",
    "previous_plan": "bad",
}
_WEEKDAYS = (
    "weekday-1",
    "weekday-2",
    "weekday-3",
    "weekday-4",
    "weekday-5",
    "weekday-6",
    "weekday-7",
)


@dataclass(frozen=True)
class Tile:
    """A key figure: the plan's, the reference day's, and where it stands among the archived days."""

    name: str
    title: str
    value: str
    definition: str
    reference: str = ""
    median: str = ""
    rank: str = ""
    note: str = ""
    tone: str = ""


def weekday(date: str) -> str:
    """Name of the day of the week."""
    return say(_WEEKDAYS[dt.date.fromisoformat(date).weekday()])


def moment(day: Day, text: object) -> str:
    """A UTC stamp as the site's clock shows it, the text itself where it is none."""
    try:
        stamp = dt.datetime.fromisoformat(str(text))
    except ValueError:
        return str(text)
    if stamp.tzinfo is None:
        stamp = stamp.replace(tzinfo=dt.UTC)
    return stamp.astimezone(ZoneInfo(day.site.place.time_zone)).strftime("%Y-%m-%d %H:%M")


def banner(day: Day) -> dict[str, Any]:
    """Status, targets and labels of the plan."""
    record = day.record
    status = record.get("status")
    findings = day.audit.get("findings")
    return {
        "word": status_word(status),
        "meaning": status_meaning(status),
        "tone": _TONES.get(str(status), "bad"),
        "gap": percent(record.get("gap_rel"), 3),
        "targets": [_shaving_target(day), _capability_target(day)],
        "issued": _issued(day),
        "is_issued": bool(record.get("issued")),
        "labels": _labels(day),
        "findings": None if findings is None else len(findings),
        "relaxations": len(record.get("relaxations") or []),
        "hero": [(figure_title(name), figure_text(name, day.kpis.get(name))) for name in HERO],
    }


def _issued(day: Day) -> str:
    issued = day.record.get("issued")
    if not issued:
        return say("report-draft")
    return say("report-issued", at=moment(day, issued.get("at")), by=str(issued.get("by") or ""))


def _labels(day: Day) -> list[str]:
    """What must be said everywhere: synthetic weather, data of another place."""
    weather: Mapping[str, Any] = day.record.get("weather") or {}
    left = unserved(day.record)
    labels = [left] if left else []
    if weather.get("synthetic"):
        labels.append(say("report-synthetic"))
    if weather.get("elsewhere_km") is not None:
        labels.append(say("report-elsewhere", distance=number(weather["elsewhere_km"], 0)))
    return labels


def _shaving_target(day: Day) -> dict[str, str]:
    kpis = day.kpis
    is_met = kpis.get("is_shaving_met")
    reference, plan = kpis.get("reference_peak_mw"), kpis.get("plan_peak_mw")
    title = say("report-target-shaving", target=percent(kpis.get("shaving_target_frac")))
    if is_met is None:
        text = say("report-target-shaving-none", reference=number(reference))
        return {"title": title, "state": "none", "word": say("report-not-applicable"), "text": text}
    about = {
        "before": number(reference),
        "after": number(plan),
        "share": percent(kpis.get("shaving_frac"), 2),
        "windows": ", ".join(
            clock_spans(np.flatnonzero(day.series("is_peak_window") > 0).tolist(), day.labels)
        ),
    }
    text = say("report-target-shaving-text", **about)
    if not is_ranked(day.record):
        return {"title": title, "state": "none", "word": not_counted(day.record), "text": text}
    if is_met:
        return {"title": title, "state": "met", "word": say("report-met"), "text": text}
    word = say("report-missed-by", power=number(kpis.get("shaving_shortfall_mw"), 3))
    return {"title": title, "state": "missed", "word": word, "text": text}


def _capability_target(day: Day) -> dict[str, str]:
    kpis = day.kpis
    is_met = kpis.get("is_capability_met")
    title = say("report-target-capability", target=percent(kpis.get("capability_target_frac")))
    if is_met is None or kpis.get("capability_mw") is None:
        text = say("report-target-capability-none")
        return {"title": title, "state": "none", "word": capability_none(day.record), "text": text}
    share = percent(kpis.get("capability_share_frac"), 2)
    text = say("report-target-capability-text", power=number(kpis["capability_mw"]), share=share)
    if is_met:
        return {"title": title, "state": "met", "word": say("report-met"), "text": text}
    peak = float(np.nanmax(day.series("reference_load_mw")))
    missing = max(0.0, float(kpis.get("capability_target_frac") or 0.0) * peak - float(kpis["capability_mw"]))
    word = say("report-missed-by", power=number(missing, 3))
    return {"title": title, "state": "missed", "word": word, "text": text}


def gap_to_close(day: Day) -> dict[str, Any] | None:
    """What would close the gap to the shaving target; None where there is none."""
    gap = day.kpis.get("gap_to_close")
    if not gap:
        return None
    steps = [int(step) for step in gap.get("steps") or []]
    return {
        "power": number(gap.get("mw"), 3),
        "energy": number(gap.get("mwh"), 3),
        "spans": clock_spans(steps, day.labels),
    }


def tiles(day: Day, ranks: list[Rank]) -> list[Tile]:
    """The key figures."""
    reference = reference_figures(day)
    by_name = {rank.metric: rank for rank in ranks}
    return [_tile(day, name, reference, by_name.get(name)) for name in TILES]


def _tile(day: Day, name: str, reference: Mapping[str, float | None], rank: Rank | None) -> Tile:
    median = rank.median if rank is not None else median_of(day.history, name)
    state = {"shaving_frac": "is_shaving_met", "capability_share_frac": "is_capability_met"}.get(name, "")
    is_met = day.kpis.get(state) if is_ranked(day.record) else None
    return Tile(
        name=name,
        title=figure_title(name),
        value=figure_text(name, day.kpis.get(name)),
        definition=figure_definition(name),
        reference=figure_text(name, reference[name]) if name in reference else "",
        median=figure_text(name, median) if median is not None else "",
        rank=rank_text(rank),
        note=_note(day, name),
        tone="" if is_met is None else "met" if is_met else "missed",
    )


def rank_text(rank: Rank | None) -> str:
    """Where a figure stands, e.g. ``2 of 8``; empty where it is alone."""
    if rank is None or rank.rank is None or rank.n < 2:
        return ""
    return say("report-rank", rank=rank.rank, count=rank.n)


def _note(day: Day, name: str) -> str:
    kpis = day.kpis
    if name == "shaving_frac":
        return say("report-shaving-note", target=percent(kpis.get("shaving_target_frac")))
    if name == "capability_share_frac" and kpis.get("capability_mw") is not None:
        return say("report-capability-note", power=number(kpis["capability_mw"]))
    if name == "co2_t":
        return co2_formula(day)
    return ""


def co2_formula(day: Day) -> str:
    """The formula of the emissions with its figures."""
    factor = day.kpis.get("grid_factor") or {}
    kind = "report-factor-average" if factor.get("kind") == "average" else "report-factor-market"
    formula = say(
        "report-co2-formula",
        energy=number(day.kpis.get("import_mwh")),
        factor=number(factor.get("factor_t_per_mwh"), 4),
        year=str(factor.get("year") or "–"),
        region=_region(day, str(factor.get("region") or "–")),
        kind=say(kind),
    )
    fuels = day.kpis.get("fuel_co2_t")
    return say("systems-co2-formula", formula=formula, fuels=number(fuels)) if fuels else formula


def _region(day: Day, region: str) -> str:
    """The region of the factor in the language of the report, where the site's file names it in that language."""
    called = {each.region: each.region_called(day.language) for each in day.site.grid_factors.versions}
    return called.get(region, region)


def reference_figures(day: Day) -> dict[str, float | None]:
    """Figures of the reference day, as far as its series say them; stores are idle on it, so all export of the
    renewables is what they exceed the load by."""
    used = day.total("reference_injection_mw", "renewable")
    available = day.energy_mwh(day.total("available_mw", "renewable"))
    exchange, load = day.series("reference_exchange_mw"), day.series("reference_load_mw")
    ties = [day.of("reference_injection_mw", name) for name in day.names("tie")]
    imported = sum(day.energy_mwh(np.maximum(tie, 0.0)) for tie in ties)
    exported = np.sum([np.maximum(-tie, 0.0) for tie in ties] or [np.zeros_like(load)], axis=0)
    own = day.energy_mwh(used - np.minimum(exported, np.maximum(used - load, 0.0)))
    factor = (day.kpis.get("grid_factor") or {}).get("factor_t_per_mwh")
    burning = day.having("co2_t")  # what they burn on the reference day, its series do not say
    co2 = {} if burning else {"co2_t": None if factor is None else imported * float(factor)}
    return {
        **co2,
        "absorption_rate_frac": _share(day.energy_mwh(used), available),
        "curtailment_rate_frac": _share(available - day.energy_mwh(used), available),
        "self_use_rate_frac": _share(own, available),
        "green_share_frac": _share(own, day.energy_mwh(load)),
        "cost_yuan": day.kpis.get("reference_cost_yuan"),
        "peak_valley_difference_mw": _spread(exchange),
        "load_factor_frac": _share(float(load.mean()), float(load.max())),
        "self_sufficiency_frac": _share(day.energy_mwh(load) - imported, day.energy_mwh(load)),
    }


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 1e-9 else None


def _spread(values: Array) -> float:
    return float(values.max() - values.min())
