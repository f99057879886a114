"""PV and wind: what is available is used, unless it cannot be or does not pay."""

from __future__ import annotations

import pytest

from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import PV, TIE, Raw, day_facts, hours, load, toy

WIND: Raw = {
    "type": "wind",
    "bus": "main",
    "capacity_mw": 20.0,
    "turbine_count": 8,
    "turbine_type": "E-115/2500",
    "hub_height_m": 100.0,
    "elevation_m": 400.0,
}


@pytest.mark.parametrize("source", [PV, WIND], ids=["pv", "wind"])
def test_all_is_used_where_it_saves_import(source: Raw) -> None:
    kpis = solve_and_audit(toy({"tie": TIE, "works": load(4.0), "source": source}), {"source": 3.0}).kpis
    assert (kpis["absorption_rate_frac"], kpis["curtailment_rate_frac"]) == (1.0, 0.0)
    assert kpis["import_mwh"] == pytest.approx(24.0)


@pytest.mark.parametrize("source", [PV, WIND], ids=["pv", "wind"])
def test_a_negative_feed_in_price_curtails_by_choice(source: Raw) -> None:
    site = toy({"tie": TIE, "works": load(1.0), "source": source}, sell=hours(-20.0))
    kpis = solve_and_audit(site, {"source": 3.0}).kpis
    assert kpis["curtailed_mwh_by_cause"] == pytest.approx(
        {"network": 0.0, "unit_minimum": 0.0, "surplus": 0.0, "export_limit": 0.0, "price": 48.0}
    )


def test_absorption_before_cost_exports_at_a_loss() -> None:
    site = toy(
        {"tie": TIE, "works": load(1.0), "source": PV}, sell=hours(-20.0), order=("absorption", "cost")
    )
    schedule = solve_and_audit(site, {"source": 3.0})
    assert schedule.kpis["curtailed_mwh"] == pytest.approx(0.0, abs=1e-3)
    assert schedule.stages[0]["price_yuan"] == pytest.approx(48.0 * 20.0, abs=0.05)


def test_a_derate_and_an_outage_lower_what_is_available() -> None:
    day = day_facts(
        '[[derates]]\nasset = "source"\nhours = "00:00-12:00"\npower_mw_max = 2.0\n'
        '[[outages]]\nasset = "source"\nhours = "12:00-24:00"\navailable_frac = 0.5\n'
    )
    schedule = solve_and_audit(toy({"tie": TIE, "works": load(4.0), "source": PV}), {"source": 3.0}, day=day)
    available = schedule.data.available_mw.sel(asset="source").values
    assert available[[0, 12]].tolist() == [2.0, 1.5]
    assert schedule.kpis["available_mwh"] == pytest.approx(12 * 3.5)


def test_nothing_available_is_no_rate() -> None:
    kpis = solve_and_audit(toy({"tie": TIE, "works": load(4.0), "source": PV})).kpis
    assert (kpis["absorption_rate_frac"], kpis["curtailment_rate_frac"]) == (None, None)


@pytest.mark.parametrize("source", [PV, WIND], ids=["pv", "wind"])
@pytest.mark.parametrize(("price", "curtailed_mwh", "part"), [(15.0, 48.0, 720.0), (25.0, 0.0, 0.0)])
def test_curtailing_may_cost(source: Raw, price: float, curtailed_mwh: float, part: float) -> None:
    """2 MW too much all day: curtailed where that costs less than the 20 yuan of a MWh fed in."""
    assets = {"tie": TIE, "works": load(1.0), "source": {**source, "curtailment_cost_yuan_per_mwh": price}}
    schedule = solve_and_audit(toy(assets, sell=hours(-20.0)), {"source": 3.0})
    assert schedule.kpis["curtailed_mwh"] == pytest.approx(curtailed_mwh, abs=1e-6)
    assert schedule.costs["curtailment"] == pytest.approx(part, abs=1e-4)
