"""The bundled sites: they load, every number says where it comes from, and they differ in more than size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sites.assets import ASSET_TYPES
from sites.assets.pv import Pv
from sites.base import Described
from sites.demand import demand_mw
from sites.reading import bundled, load
from sites.site import Site
from sites.summary import figures, unlabelled

NAMES = ("ruichang", "ruichang-zone", "tilos")
VAGUE = {"", "example", "assumption", "tbd", "unknown"}


def tables(value: object, path: str = "") -> Iterator[tuple[str, Described]]:
    """Every table of a description, the inner ones too, each with its path."""
    if isinstance(value, Described):
        yield path, value
        for field in type(value).model_fields:
            yield from tables(getattr(value, field), f"{path}.{field}")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from tables(inner, f"{path}.{name}")
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from tables(inner, f"{path}[{place + 1}]")


def all_tables(site: Site) -> Iterator[tuple[str, Described]]:
    yield from tables(site)
    for tie in site.of_role("tie"):
        yield from tables(site.tariff_of(tie), "tariff")
    yield from tables(site.grid_factors, "factors")


def test_all_are_bundled() -> None:
    assert tuple(bundled()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_number_says_source_or_assumption(name: str) -> None:
    """Each table by itself, defaults included: the reader need not know what an outer table says."""
    missing = [
        f"{path}.{field}"
        for path, table in all_tables(load(name))
        for field in table.numbers()
        if field != "schema_version" and table.provenance_of(field) is None
    ]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_words(name: str) -> None:
    site = load(name)
    assert unlabelled(site) == []
    assert [figure for figure in figures(site) if figure.text.strip().lower() in VAGUE] == []
    assert {figure.origin for figure in figures(site)} == {"source", "assumption", "default"}


@pytest.mark.parametrize("name", NAMES)
def test_every_asset_has_a_name_in_both_languages(name: str) -> None:
    site = load(name)
    for english, chinese in [(site.called("en"), site.called("zh"))] + [
        (asset.called("en"), asset.called("zh")) for asset in site.assets.values()
    ]:
        assert english != chinese
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)


@pytest.mark.parametrize("name", NAMES)
def test_every_file_of_the_folder_is_used(name: str) -> None:
    folder = bundled()[name].parent
    own = {
        file for file in load(name).files if not file.startswith("profiles/")
    }  # these ship with the software
    assert {path.name for path in folder.iterdir()} == {"site.toml", *own}


def test_the_tariff_of_ruichang_says_that_it_is_second_hand() -> None:
    assert load("ruichang").tariff_of("tie").is_second_hand


def test_ruichang_has_what_the_plan_names() -> None:
    site = load("ruichang")
    roofs = [asset for asset in site.assets.values() if isinstance(asset, Pv)]
    assert len(roofs) >= 6
    assert len({(roof.tilt_deg, roof.azimuth_deg) for roof in roofs}) >= 6
    kinds = {str(getattr(asset, "type", "")) for asset in site.assets.values()}
    assert kinds == {
        "pv", "wind", "battery", "grid", "load", "interruptible_load", "shiftable_load", "batch_load",
    }  # fmt: skip
    assert site.targets.shaving_frac == site.targets.capability_frac == 0.05
    assert site.targets.window_kinds == ("sharp", "peak")


OF_THE_PLAN = {
    *("pv", "wind", "hydro", "thermal", "waste_heat", "fuel_cell", "grid"),
    *("load", "interruptible_load", "shiftable_load", "batch_load", "ev_fleet"),
    *("heat_load", "heat_pump", "electrolyser", "hydrogen_load"),
    *("battery", "caes", "thermal_store", "hydrogen_store"),
}
"""The systems that the carbon-peaking plan of the city names; a type beyond it need not stand in the zone."""


def test_the_zone_has_every_system_of_the_plan() -> None:
    assert set(ASSET_TYPES) >= OF_THE_PLAN
    assert {asset.type for asset in load("ruichang-zone").assets.values()} >= OF_THE_PLAN


def total_demand_mw(site: Site, date: dt.date) -> NDArray[np.float64]:
    demands = [asset.demand for asset in site.assets.values() if hasattr(asset, "demand")]
    total: NDArray[np.float64] = np.zeros(site.steps(date).count)
    for demand in demands:
        total += demand_mw(site, demand, site.steps(date))
    return total


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("name", NAMES)
def test_demand_of_every_day_lies_under_the_import_limit(name: str, year: int) -> None:
    site = load(name)
    tie = site.assets[site.of_role("tie")[0]]
    days = [dt.date(year, 1, 1) + dt.timedelta(days=5 * number) for number in range(73)]
    peaks = [float(total_demand_mw(site, day).max()) for day in days]
    assert max(peaks) < getattr(tie, "import_mw_max", 0.0)
    assert min(peaks) > 0


def test_a_holiday_a_weekend_and_a_workday_differ() -> None:
    site = load("ruichang")
    noon = [
        float(total_demand_mw(site, dt.date(2026, 10, day))[50])
        for day in (2, 17, 14)  # National Day, a Saturday, a Wednesday
    ]
    assert noon[0] < 0.75 * noon[2]
    assert noon[0] < noon[1] < 0.9 * noon[2]


def test_the_two_have_little_in_common() -> None:
    park, island = load("ruichang"), load("tilos")
    assert park.step_minutes != island.step_minutes
    assert park.place.country != island.place.country
    assert park.objective.order != island.objective.order
    assert island.steps(dt.date(2026, 3, 29)).count == 46
    assert getattr(island.assets["cable"], "demand_charge", 0) is None


def test_they_load_from_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert load("ruichang").name == "ruichang"
