"""A site with heat, hydrogen, a unit, a line and islanding: what people are shown of it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest

from dispatch.audit import ALL_RULES
from dispatch.results import ASSET_QUANTITIES, COMMON, SHARED
from runs.archive import Archive
from runs.checking import check_table
from runs.compare import compare
from runs.execute import day_ahead
from runs.notes import finding_text
from runs.prepare import Order
from runs.report import write_report
from runs.report.balance_figure import flows, load_mw
from runs.report.reading import Day, read_day
from runs.report.summary import co2_formula, reference_figures
from runs.report.units import machines
from runs.run import Run
from runs.shown import comparison_lines, list_lines, show_summary
from runs.state import starting_state
from sites.messages import LANGUAGES, say, use_language
from sites.problems import Refused
from sites.reading import load
from sites.state import assumed_state, state_problems
from tests.runs.conftest import DAY, NOW
from tests.runs.report_day import record
from tests.runs.systems_site import write_systems

KEYS = {"balance", "balance-heat", "balance-hydrogen", "units", "voltage", "loading", "survival"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a run of the site; nobody writes to it."""
    root = tmp_path_factory.mktemp("systems")
    folder = write_systems(root / "site")
    archive = Archive(root / "archive")
    day_ahead(Order(site=str(folder), date=DAY), archive=archive, has_history=False, now=NOW)
    return Run.read(next(archive.folders()))


@pytest.fixture(scope="module")
def day(made: Run) -> Day:
    """Return the run as the report reads it."""
    return read_day(made.folder, archive_root=made.folder.parents[2], language="en", history=())


def test_the_audit_finds_nothing(made: Run) -> None:
    assert json.loads((made.folder / "audit.json").read_text("utf-8"))["findings"] == []


@pytest.mark.parametrize("carrier", ["electricity", "heat", "hydrogen"])
def test_every_balance_closes(day: Day, carrier: str) -> None:
    """What is given less what is taken is the load, in each step and for each carrier."""
    given = sum(flow.given - flow.taken for flow in flows(day, carrier))
    assert np.abs(given - load_mw(day, carrier)).max() < 1e-4


def test_machines_come_from_the_schedule(day: Day) -> None:
    found = {machine.asset: machine for machine in machines(day) if machine.state == "is_on"}
    assert {"unit", "stack"} <= set(found)
    is_on = day.of("is_on", "unit") > 0.5
    assert (found["unit"].is_on == is_on).all()
    assert found["unit"].starts == int((np.diff(is_on.astype(int), prepend=0) > 0).sum()), (
        "off before the day"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_system(made: Run, tmp_path: Path, language: str) -> None:
    path = write_report(made.folder, archive_root=made.folder.parents[2], language=language, history=())
    source = path.read_text(encoding="utf-8")
    assert set(re.findall(r'<figure class="figure[^"]*" id="figure-([^"]+)"', source)) >= KEYS
    labels = re.findall(r'<div class="plot" role="img" aria-label="([^"]*)"', source)
    assert all(labels)
    assert len(labels) == source.count('<script type="application/json">')
    text = re.sub(r"<[^>]+>", " ", source).replace("\N{NO-BREAK SPACE}", " ")
    name = {"en": "Feeder east", "zh": "东馈线"}[language]
    assert name in text
    with use_language(language):
        wanted = [
            "cost-fuel",
            "systems-network",
            "systems-buses-table",
            "systems-island",
            "systems-units-table",
        ]
        assert [key for key in wanted if say(key) not in text] == []
    losses = f"{made.record['kpis']['network_losses_mwh']:.3f}"
    assert losses in text


def test_every_quantity_of_a_type_has_a_name() -> None:
    own = [name for name in ASSET_QUANTITIES if name not in COMMON | SHARED or name.startswith("is_")]
    shown = [name for name in own if name not in ("is_interrupted", "is_loss_counted")]
    for language in LANGUAGES:
        with use_language(language):
            assert [name for name in shown if not say(f"quantity-{name.replace('_', '-')}")] == []


def test_the_plan_table_has_feeds_buses_and_branches(made: Run) -> None:
    text = (made.folder / "plan.csv").read_text("utf-8-sig")
    header = next(csv.reader(io.StringIO(text)))
    wanted = {"unit.output_mw", "unit.is_on", "unit.fuel_mwh", "unit/heat_bus.feed_mw", "warm.spilled_mw"}
    wanted |= {"tank.energy_mwh", "homes.power_mw", "east.voltage_pu", "feeder.loading_frac", "island_hours"}
    assert wanted - set(header) == set()
    assert not [name for name in header if name.startswith(("main.spilled", "east.spilled", "gas.spilled"))]
    assert len(header) == len(set(header))


def edited(made: Run, folder: Path, column: str, row: int, change: float) -> Path:
    """Write the plan with one cell changed."""
    rows = list(csv.reader(io.StringIO((made.folder / "plan.csv").read_text("utf-8-sig"))))
    place = rows[0].index(column)
    rows[row][place] = str(float(rows[row][place]) + change)
    path = folder / "plan.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def test_the_plan_itself_is_read_back(made: Run) -> None:
    found = check_table(made.folder / "plan.csv", Archive(made.folder.parents[2]))
    assert (found.findings, dict(found.edited)) == ([], {})
    completed = check_table(made.folder / "plan.csv", Archive(made.folder.parents[2]), is_completed=True)
    assert [each["rule"] for each in completed.findings] == []


@pytest.mark.parametrize(
    ("column", "change", "rule"),
    [
        ("unit.output_mw", 0.5, "bus-balance"),
        ("unit/heat_bus.feed_mw", 0.5, "bus-balance"),
        ("tank.charge_mw", 0.1, "store-level-recursion"),
        ("homes.power_mw", -0.2, "bus-balance"),
    ],
)
def test_an_edit_of_a_new_quantity_is_judged(
    made: Run, tmp_path: Path, column: str, change: float, rule: str
) -> None:
    found = check_table(edited(made, tmp_path, column, 3, change), Archive(made.folder.parents[2]))
    assert dict(found.edited) == {column: 1}
    assert rule in {each["rule"] for each in found.findings}


def test_an_edit_that_is_recomputed_is_said(made: Run, tmp_path: Path) -> None:
    path = edited(made, tmp_path, "unit/heat_bus.feed_mw", 3, 0.5)
    found = check_table(path, Archive(made.folder.parents[2]), is_completed=True)
    assert dict(found.overruled) == {"unit/heat_bus.feed_mw": 1}


def test_the_state_at_the_end_has_everything(made: Run) -> None:
    left = made.state_end
    assert set(left.levels_mwh) == {"battery", "tank"}
    assert left.levels_mwh["tank"] == pytest.approx(
        float(made.schedule.data["energy_mwh"].sel(asset="tank")[-1])
    )
    assert {"unit", "stack"} <= set(left.unit_hours)
    assert "unit" in left.output_mw
    assert state_problems(made.site, left, left.date) == []


def test_a_measured_end_of_the_day_is_taken_up(made: Run, tmp_path: Path) -> None:
    """With every table of the state; what names nothing of the site is refused by its name."""
    archive = Archive(tmp_path)
    folder = tmp_path / "systems" / str(DAY)
    folder.mkdir(parents=True)
    left = made.state_end.model_dump(mode="json") | {"origin": "measured", "origin_id": ""}
    left |= {"unit_hours": {"unit": 5.0, "stack": -3.0}, "output_mw": {"unit": 1.5}}
    (folder / "measured.json").write_text(json.dumps(left), encoding="utf-8")
    found = starting_state(made.site, DAY + dt.timedelta(days=1), archive).state
    assert (found.origin, found.unit_hours["unit"], found.output_mw["unit"]) == ("measured", 5.0, 1.5)
    assert found.levels_mwh == made.state_end.levels_mwh
    wrong = left | {"unit_hours": {"unti": 5.0, "battery": 1.0}}
    (folder / "measured.json").write_text(json.dumps(wrong), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        starting_state(made.site, DAY + dt.timedelta(days=1), archive)
    assert {each.key for each in refused.value.problems} >= {"state-asset", "state-kind"}


def test_a_part_that_an_asset_has_not_is_named() -> None:
    site = load("examples/cement")
    known = site.assets["works"].initial_state()["stocks"]
    told = assumed_state(site, DAY).model_copy(update={"stocks": {"works/nothing": 1.0}})
    found = state_problems(site, told, DAY)
    assert [(key, field) for key, field, _ in found] == [("state-part", "stocks.works/nothing")]
    assert found[0][2]["known"] == ", ".join(known)


@pytest.mark.parametrize("rule", sorted(set(ALL_RULES)))
def test_a_finding_of_every_rule_is_told_in_the_readers_language(rule: str) -> None:
    """Those of a single type of asset too; one of another version is told as it was written."""
    found = {
        "rule": str(rule),
        "asset": "depot",
        "steps": [1],
        "amount": 1.0,
        "unit": "MW",
        "where": "00:30",
        "text": "x",
    }
    assert re.search(r"[\u4e00-\u9fff]", finding_text(found, "zh"))
    assert finding_text(found | {"rule": "no-such-rule"}, "zh") == "x"


def test_emissions_of_fuels_stand_in_the_formula(day: Day) -> None:
    with use_language("en"):
        assert f"{day.kpis['fuel_co2_t']:.2f} t of fuels" in co2_formula(day)
        assert "co2_t" not in reference_figures(day), "its series do not say what is burnt on it"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_names_what_the_site_has(
    made: Run, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    told = {**made.record, "folder": str(made.folder)}
    with use_language(language):
        show_summary(told, [], ())
        shown = capsys.readouterr().out
        for key in ("kpi-units", "kpi-fuel-co2", "kpi-network-losses", "kpi-island-hours"):
            assert say(key) in shown, key
        without = {**told, "kpis": {**told["kpis"], "sources": {}}}
        show_summary(without, [], ())
        assert say("kpi-absorption-rate") not in capsys.readouterr().out


def test_runs_of_other_assets_are_compared(made: Run) -> None:
    other = record(dt.date(2026, 7, 14))
    lines = comparison_lines(compare([made.record, other]))
    assert any("systems" in line and "small" in line for line in lines)
    assert len(list_lines([made.record, other])) == 3
