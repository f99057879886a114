"""What a forecast was worth: regret worked out by hand, nothing hidden, and days that can be compared."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch import Schedule
from dispatch.audit import audit
from forecasts.notes import Array
from runs.asset_files import AssetFile
from runs.cli import run as command
from runs.forecasting import ForecastOrder, make_forecast
from runs.regret import day_regret, money_score
from runs.regret_figures import DayRegret, MoneyScore
from runs.regret_series import Day, day_powers, read_series, with_powers
from runs.regret_shown import regret_lines
from runs.scoring import SiteOrder
from runs.vintages import Vintage, Vintages
from sites.day import DayFacts
from sites.messages import use_language
from sites.problems import Refused
from sites.site import Site
from tests.dispatch.toys import BATTERY, DATE, PV, TIE, forecast_of, hours, load, state_of, toy
from tests.runs.conftest import DAY, NOW
from tests.runs.test_forecasting import a_source, write_mapping, write_measured

SMALL: Mapping[str, Any] = {**BATTERY, "energy_mwh_max": 1.0, "soc_frac_initial": 1.0}
EVENING = hours(100.0, {(18, 19): 500.0, (19, 20): 400.0})


def regret(
    site: Site,
    forecast: Mapping[str, Sequence[float]],
    measured: Mapping[str, Sequence[float]],
    persistence: Mapping[str, Sequence[float]] | None = None,
) -> tuple[DayRegret, Schedule]:
    """Judge a day of hourly values; the achieved day passes the audit."""

    def arrays(powers: Mapping[str, Sequence[float]]) -> dict[str, Array]:
        return {name: np.asarray(values, dtype=float) for name, values in powers.items()}

    known = None if persistence is None else arrays(persistence)
    expected, day = forecast_of(site, forecast), Day(arrays(measured), known, 0, 0)
    found, achieved = day_regret(site, expected.assign_attrs(date=str(DATE)), day, state=state_of(site))
    came = with_powers(expected, day.measured)
    findings = audit(site, state_of(site), DayFacts(), came, achieved.data, None)
    assert [each.text("en") for each in findings] == []
    return found, achieved


def test_a_regret_worked_out_by_hand() -> None:
    """The store holds 1 MWh, 0.9 MWh at the bus; forecast 1 MW all day, but from 18 to 19 h only 0.4 MW come.

    Planned, all 0.9 MWh go out at 18 h, when a MWh costs 500: 0.5 MWh of them are given away, and 1 MWh is bought at
    400. Achieved: 22 x 100 + 0 + 400 + wear 0.9 x 10 = 2609 yuan. Perfect: 0.4 MWh at 18 h, 0.5 MWh at 19 h:
    22 x 100 + 0 + 0.5 x 400 + 9 = 2409 yuan. Regret 200 yuan, the same for a reference that knew no better.
    """
    site = toy({"tie": TIE, "works": load(1.0), "store": SMALL}, buy=EVENING)
    measured = {"works": hours(1.0, {(18, 19): 0.4})}
    found, achieved = regret(site, {"works": hours(1.0)}, measured, {"works": hours(1.0)})
    assert found.achieved.cost_yuan == pytest.approx(2609.0, abs=0.1)
    assert found.perfect.cost_yuan == pytest.approx(2409.0, abs=0.1)
    assert found.regret_yuan == pytest.approx(200.0, abs=0.2)
    assert found.reference_regret_yuan == pytest.approx(200.0, abs=0.2)
    assert found.is_comparable
    assert achieved.data["export_mw"].sel(asset="tie").values[18] == pytest.approx(0.5, abs=1e-4)
    assert found.achieved.stored_change_mwh == pytest.approx(-1.0, abs=1e-4)


def test_energy_left_in_stores_is_valued() -> None:
    """A MWh left is worth 450: the plan for an evening of no load keeps the store full, perfect foresight empties it.

    With 1 MW at 18 h (500 yuan from then on, so nothing is bought back) perfect foresight saves 0.9 x (500 - 10) = 441
    and gives up 450: it keeps the store as well, no regret. Worth 400 it discharges: regret 441 - 400 = 41 yuan.
    """
    for value, wanted in ((450.0, 0.0), (400.0, 41.0)):
        store = {**SMALL, "terminal_value_yuan_per_mwh": value}
        site = toy({"tie": TIE, "works": load(1.0), "store": store}, buy=hours(100.0, {(18, 24): 500.0}))
        found, _ = regret(site, {"works": hours(0.0)}, {"works": hours(0.0, {(18, 19): 1.0})})
        assert found.regret_yuan == pytest.approx(wanted, abs=0.2)


def test_a_perfect_forecast_has_no_regret_even_where_the_plan_curtails_by_choice() -> None:
    """Feed-in costs 50 yuan/MWh: the plan uses 2 of 3 MW. Carried out it does the same, also where 2.5 MW come."""
    site = toy({"tie": TIE, "works": load(2.0), "roof": PV}, sell=hours(-50.0))
    sun = hours(0.0, {(10, 14): 3.0})
    found, achieved = regret(site, {"roof": sun}, {"roof": sun})
    assert found.regret_yuan == pytest.approx(0.0, abs=0.1)
    assert achieved.data["used_mw"].sel(asset="roof").values[10:14] == pytest.approx([2.0] * 4)
    found, _ = regret(site, {"roof": sun}, {"roof": hours(0.0, {(10, 14): 2.5})})
    assert found.regret_yuan == pytest.approx(0.0, abs=0.1)


def test_what_the_tie_cannot_carry_is_counted() -> None:
    """The tie imports 1 MW; 1.5 MW of load came for two hours, and 3 MW of sun above an export limit of 1 MW."""
    tie = {**TIE, "import_mw_max": 1.0, "export_mw_max": 1.0}
    site = toy({"tie": tie, "works": load(1.0), "roof": PV})
    measured = {"works": hours(1.0, {(20, 22): 1.5}), "roof": hours(0.0, {(12, 13): 3.0})}
    found, achieved = regret(site, {"works": hours(1.0)}, measured)
    assert found.achieved.over_limit_mwh == pytest.approx(1.0)
    assert found.achieved.absorbed_mwh == pytest.approx(2.0)
    assert found.achieved.available_mwh == pytest.approx(3.0)
    assert [each["clause"] for each in achieved.relaxations] == ["import_limit"]
    assert not found.is_comparable


def test_a_plan_that_shaves_less_is_cheaper_and_marked() -> None:
    """Shaving comes first; the forecast misses the peak, so nothing is charged for it: cheaper, and not comparable."""
    store = {**SMALL, "power_mw_max": 2.0, "soc_frac_initial": 0.5}
    site = toy(
        {"tie": TIE, "works": load(2.0), "store": store},
        order=("shaving", "cost"),
        targets={"shaving_frac": 0.25},
    )
    found, _ = regret(site, {"works": hours(2.0)}, {"works": hours(2.0, {(18, 20): 4.0})})
    shaved = [each.shaving_frac or 0.0 for each in (found.achieved, found.perfect)]
    assert shaved[0] < shaved[1]
    assert found.regret_yuan < 0
    assert not found.is_comparable


POWER = st.floats(0.0, 3.0, allow_nan=False)


@settings(max_examples=6)
@given(st.lists(POWER, min_size=6, max_size=6), st.lists(POWER, min_size=6, max_size=6))
def test_regret_is_never_negative_where_cost_alone_counts(
    forecast: list[float], measured: list[float]
) -> None:
    site = toy({"tie": TIE, "works": load(1.0), "store": SMALL}, buy=EVENING, sell=hours(30.0))
    powers = [{"works": np.repeat(values, 4).tolist()} for values in (forecast, measured)]
    found, _ = regret(site, *powers)
    assert found.is_comparable
    assert found.regret_yuan >= -(1e-4 * abs(found.perfect.cost_yuan) + 0.02)


@pytest.fixture(scope="module")
def looked_back(
    site_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, list[Vintage], AssetFile]:
    """Two archived days of the small site, and a source that gave 0.8 of what was forecast."""
    root = tmp_path_factory.mktemp("looked-back")
    vintages = Vintages(root / "archive")
    made = [
        make_forecast(
            ForecastOrder(str(site_folder), date=DAY + dt.timedelta(days=back)),
            vintages=vintages,
            now=NOW + dt.timedelta(days=back),
        )
        for back in (0, 1)
    ]
    source = a_source(site_folder)
    path = write_measured(root / "measured.csv", made, source, 0.8)
    return (
        str(site_folder),
        root / "archive",
        made,
        AssetFile(source, path, write_mapping(root / "mapping.toml")),
    )


@pytest.fixture(scope="module")
def judged(looked_back: tuple[str, Path, list[Vintage], AssetFile]) -> MoneyScore:
    """The regret of the two days."""
    site, root, _, measured = looked_back
    order = SiteOrder(site, DAY, DAY + dt.timedelta(days=1), (measured,))
    return money_score(order, vintages=Vintages(root))


def test_archived_forecasts_are_judged_day_by_day(
    judged: MoneyScore, looked_back: tuple[str, Path, list[Vintage], AssetFile]
) -> None:
    _, _, made, measured = looked_back
    assert [day.issue for day in judged.days] == [each.issue for each in made]
    forecast = made[0].forecast["power_mw"].isel(scenario=0).sel(asset=measured.asset).values
    others = [name for name in ("roof", "ridge") if name != measured.asset and name in made[0].forecast.asset]
    available = 0.8 * forecast.sum() / 4 + sum(
        float(made[0].forecast["power_mw"].isel(scenario=0).sel(asset=name).sum()) / 4 for name in others
    )
    assert judged.days[0].achieved.available_mwh == pytest.approx(available, rel=1e-4)
    assert judged.days[0].perfect.available_mwh == pytest.approx(available, rel=1e-4)
    total = sum(day.regret_yuan for day in judged.days)
    assert judged.as_dict()["regret_yuan"] == pytest.approx(total)
    json.dumps(judged.as_dict())
    assert "regret-note-as-forecast" in [note.key for note in judged.notes]


def test_the_table_is_shown_in_both_languages(judged: MoneyScore) -> None:
    english = "\n".join(regret_lines(judged))
    assert "Regret, yuan" in english
    assert "Over 2 days" in english
    assert "Total" in english
    with use_language("zh"):
        chinese = "\n".join(regret_lines(judged))
    assert "完美预知" in chinese
    assert "合计" in chinese
    assert "regret-" not in english + chinese


def test_a_day_that_lacks_more_than_an_hour_is_left_out_and_said(
    looked_back: tuple[str, Path, list[Vintage], AssetFile], tmp_path: Path
) -> None:
    site, root, made, measured = looked_back
    lines = measured.path.read_text(encoding="utf-8").splitlines()
    lacking = AssetFile(measured.asset, tmp_path / "lacking.csv", measured.mapping)
    assert measured.mapping is not None
    lacking.path.write_text("\n".join(lines[:-40]) + "\n", encoding="utf-8")
    order = SiteOrder(site, DAY, DAY + dt.timedelta(days=1), (lacking,))
    found = money_score(order, vintages=Vintages(root))
    assert [day.date for day in found.days] == [DAY]
    left_out = [note.text() for note in found.notes if note.key == "regret-left-out"]
    assert len(left_out) == 1
    assert "40" in left_out[0]
    del made


def test_a_short_gap_is_bridged_and_counted(
    looked_back: tuple[str, Path, list[Vintage], AssetFile], site_folder: Path, tmp_path: Path
) -> None:
    from sites.reading import load as load_site

    _, _, made, measured = looked_back
    lines = measured.path.read_text(encoding="utf-8").splitlines()
    del lines[-50:-47]
    path = tmp_path / "gap.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    series = read_series(load_site(site_folder), [AssetFile(measured.asset, path, measured.mapping)])
    day = day_powers(series, made[1].forecast["time"].to_numpy(), "2026-07-16")
    assert day.bridged == 3
    assert np.isfinite(day.measured[measured.asset]).all()


def test_the_command_prints_the_table_and_the_report_holds_it(
    looked_back: tuple[str, Path, list[Vintage], AssetFile],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site, root, _, measured = looked_back
    report = tmp_path / "score.html"
    given_files = ["--history", f"{measured.asset}={measured.path}:{measured.mapping}"]
    span = ["--from", str(DAY), "--to", str(DAY)]
    common = ["forecast", "score", site, *span, *given_files, "--money", "--archive", str(root)]
    assert command([*common, "--report", str(report), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert len(data["money"]["days"]) == 1
    assert data["money"]["days"][0]["perfect"]["status"] in ("optimal", "feasible")
    assert 'id="regret"' in report.read_text(encoding="utf-8")


def test_money_needs_a_site(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert command(["forecast", "score", "--history", str(tmp_path / "a.csv"), "--money"]) == 2
    assert "--money" in capsys.readouterr().err


def test_no_day_at_all_is_refused(
    looked_back: tuple[str, Path, list[Vintage], AssetFile],
) -> None:
    site, root, _, measured = looked_back
    far = dt.date(2020, 1, 1)
    with pytest.raises(Refused, match="2020-01-01"):
        money_score(SiteOrder(site, far, far, (measured,)), vintages=Vintages(root))
