"""What each package offers, written down: a name added or lost on the way is a choice, not an accident."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("sites", "forecasts", "dispatch", "runs")

PUBLIC_NAMES: dict[str, tuple[str, ...]] = {
    "dispatch": ("Options", "Schedule", "complete", "schedule"),
    "dispatch.assets": ("BEHAVIOURS", "Behaviour", "behaviours"),
    "dispatch.audit": ("ALL_RULES", "Finding", "Rule", "audit"),
    "dispatch.contract": (
        "add_contract",
        "budget_slacks",
        "contract_cost",
        "contract_kpis",
        "contract_yuan",
        "over_budget",
    ),
    "dispatch.islanding": ("Islands", "critical_mw", "islands"),
    "dispatch.network": ("ac_flow", "add_network", "with_network"),
    "dispatch.solvers": ("Answer", "Limits", "Session", "session"),
    "forecasts": ("forecast", "gate", "read_weather", "typical_weather"),
    "forecasts.calibration": (
        "LoadModel",
        "PowerModel",
        "PvModel",
        "SectorModel",
        "backtest_load",
        "backtest_power",
        "backtest_sectors",
        "estimate_plane",
        "estimate_pv",
        "estimate_wind",
        "fit_load",
        "fit_power",
        "fit_pv",
        "fit_sectors",
    ),
    "forecasts.history": (
        "ColumnMapping",
        "Mapping",
        "clean",
        "cleaning_of",
        "estimated_capacity_mw",
        "flagged",
        "known_until",
        "load_mapping",
        "read_history",
        "read_sectors",
    ),
    "forecasts.plant": (
        "EDocument",
        "EForm",
        "ETable",
        "entities_of",
        "format_e_text",
        "parse_e_text",
        "read_plant",
        "write_e_file",
        "write_point_table",
    ),
    "forecasts.probability": (
        "Bands",
        "LEVELS",
        "aligned_errors",
        "coverage",
        "make_scenarios",
        "reduce_scenarios",
        "with_scenarios",
    ),
    "forecasts.scores": ("REGIONS", "Region", "Score", "region_of", "score", "with_references"),
    "forecasts.weather": (),
    "forecasts.weather.network": (),
    "runs": ("Archive", "Run", "day_ahead"),
    "runs.commands": ("hengli",),
    "runs.report": ("write_report",),
    "runs.score_report": ("write_score_report",),
    "sites": ("DayFacts", "Problem", "Refused", "Site", "State", "Trouble", "bundled", "load", "site_from"),
    "sites.assets": ("ASSET_TYPES", "AssetBase", "Role"),
    "sites.messages": (
        "CatalogueFault",
        "LANGUAGES",
        "current_language",
        "say",
        "set_language",
        "use_language",
    ),
}
"""Every package of the four floors and the names it offers."""


def packages() -> list[str]:
    """Return the dotted names of all packages in the source tree."""
    inits = (path for floor in FLOORS for path in (ROOT / floor).rglob("__init__.py"))
    return sorted(".".join(path.parent.relative_to(ROOT).parts) for path in inits)


def test_every_package_is_written_down() -> None:
    assert sorted(PUBLIC_NAMES) == packages()


@pytest.mark.parametrize("package", sorted(PUBLIC_NAMES))
def test_public_names(package: str) -> None:
    module = importlib.import_module(package)
    assert tuple(module.__all__) == PUBLIC_NAMES[package]
    assert list(module.__all__) == sorted(module.__all__)
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
