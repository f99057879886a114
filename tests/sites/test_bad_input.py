"""Everything that a site file can get wrong: which message, at which place, and all of it at once."""

from __future__ import annotations

import copy
import math
from pathlib import Path
from typing import Any

import pytest

from sites.problems import Problem, Refused
from sites.reading import load, parse_toml, site_from
from tests.builders import FILES, ONE_BUS, merged, shape_csv, site_dict, small_site


def told(files: dict[str, str] | None = None, **changes: Any) -> list[tuple[str, str]]:
    """Key and place of every problem of the small site with changes."""
    with pytest.raises(Refused) as caught:
        small_site(files=files, **changes)
    return [(problem.key, problem.where) for problem in caught.value.problems]


def one(files: dict[str, str] | None = None, **changes: Any) -> Problem:
    """The only problem of the small site with changes; its text can be formed in both languages."""
    with pytest.raises(Refused) as caught:
        small_site(files=files, **changes)
    assert len(caught.value.problems) == 1, str(caught.value)
    only = caught.value.problems[0]
    assert only.text("en")
    assert only.text("zh")
    return only


def with_batches(*changes: dict[str, Any]) -> dict[str, Any]:
    batches = copy.deepcopy(ONE_BUS["assets"]["mill"]["batches"])
    return {
        "mill": {"batches": [merged(batch, change) for batch, change in zip(batches, changes, strict=True)]}
    }


def with_task(**changes: Any) -> dict[str, Any]:
    return {"pumps": {"tasks": [merged(ONE_BUS["assets"]["pumps"]["tasks"][0], changes)]}}


def test_the_small_site_itself_is_right() -> None:
    assert list(small_site().assets) == list(ONE_BUS["assets"])


# ---- fields


def test_misspelt_field_is_told_with_the_near_one() -> None:
    problem = one(assets={"battery": {"energy_mwh": 4.0}})
    assert problem.key == "field-unknown-near"
    assert problem.where == "site.toml [assets.battery] energy_mwh"
    assert problem.text("en").endswith('Unknown field "energy_mwh"; did you mean "energy_mwh_max"?')


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        (
            {"assets": {"tie": {"demand_charge": {"contrct_mw": 1.0}}}},
            "[assets.tie.demand_charge] contrct_mw",
        ),
        ({"targets": {"shaving_fraction": 0.1}}, "[targets] shaving_fraction"),
        ({"assets": {"works": {"demand": {"power_mw_peek": 1.0}}}}, "[assets.works.demand] power_mw_peek"),
        ({"step_minuts": 15}, "step_minuts"),
        ({"assets": with_task(powr_mw_max=1.0)}, "[assets.pumps.tasks[1]] powr_mw_max"),
    ],
)
def test_misspelt_field_in_any_table(changes: dict[str, Any], where: str) -> None:
    problem = one(**changes)
    assert (problem.key, problem.where) == ("field-unknown-near", f"site.toml {where}")


def test_unknown_field_lists_what_there_is() -> None:
    problem = one(accounting={"zzz": 1})
    assert problem.key == "field-unknown"
    assert "grid_factors" in problem.text("en")


def test_missing_field() -> None:
    problem = one(assets={"battery": {"energy_mwh_max": None}})
    assert (problem.key, problem.where) == ("field-missing", "site.toml [assets.battery] energy_mwh_max")


def test_wrong_magnitude_names_the_unit() -> None:
    problem = one(assets={"battery": {"power_mw_max": 20_000_000.0}})
    assert (problem.key, problem.where) == ("field-magnitude", "site.toml [assets.battery] power_mw_max")
    assert "20,000,000 is more than can be: at most 30,000 MW" in problem.text("en")


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (-1.0, "field-limit"),
        (math.nan, "field-finite"),
        (math.inf, "field-finite"),
        ("20", "field-type"),
        (True, "field-type"),
    ],
)
def test_power_that_is_none(value: object, key: str) -> None:
    problem = one(assets={"roof": {"capacity_mw": value}})
    assert (problem.key, problem.where) == (key, "site.toml [assets.roof] capacity_mw")


@pytest.mark.parametrize("value", [math.nan, -91.0, 91.0])
def test_place_off_the_earth(value: float) -> None:
    problem = one(place={"latitude": value})
    assert problem.where == "site.toml [place] latitude"
    assert problem.key == ("field-finite" if math.isnan(value) else "field-limit")


@pytest.mark.parametrize("value", [1.2, 0.0, -0.1, 95])
def test_efficiency_outside(value: float) -> None:
    problem = one(assets={"battery": {"charge_efficiency_frac": value}})
    assert problem.key == "field-fraction"
    assert problem.where == "site.toml [assets.battery] charge_efficiency_frac"


def test_negative_power_in_a_profile_names_its_place() -> None:
    problem = one(assets=with_batches({"profile_mw": [0.5, -1.0]}, {}))
    assert (problem.key, problem.where) == ("field-limit", "site.toml [assets.mill.batches[1]] profile_mw[2]")


@pytest.mark.parametrize(
    ("kind", "key"),
    [("batery", "site-type-near"), ("reactor-xyz", "site-type-unknown"), (None, "site-type-missing")],
)
def test_type_of_asset(kind: str | None, key: str) -> None:
    problem = one(assets={"battery": {"type": kind}})
    assert (problem.key, problem.where) == (key, "site.toml [assets.battery] type")


def test_choice_is_told_with_the_near_one() -> None:
    problem = one(assets={"tie": {"reverse_flow": "forbiden"}})
    assert problem.key == "field-choice-near"
    assert 'did you mean "forbidden"?' in problem.text("en")


@pytest.mark.parametrize(
    ("changes", "key", "where"),
    [
        ({"place": {"time_zone": "Asia/Ruichang"}}, "site-time-zone", "place"),
        ({"place": {"country": "XX"}}, "site-country", "place"),
        ({"step_minutes": 7}, "site-step", ""),
        ({"assets": {"battery": {"soc_frac_min": 0.95}}}, "site-min-above-max", "[assets] battery"),
        ({"assets": {"battery": {"soc_frac_initial": 0.05}}}, "site-initial-outside", "[assets] battery"),
        ({"assets": {"tie": {"reverse_flow": "forbidden"}}}, "site-export-forbidden", "[assets] tie"),
        ({"climate": {"temp_air_mean_c": [1.0] * 11}}, "site-twelve-of", "climate"),
        ({"targets": {"windows": ["16:00-22:00"]}}, "site-at-most-one-of", "targets"),
        (
            {"targets": {"window_kinds": None, "windows": ["16-22"]}},
            "site-clock-span",
            "[targets] windows[1]",
        ),
        ({"objective": {"order": ["cost", "cost"]}}, "site-order", "objective"),
        ({"name": "a park"}, "field-name", "name"),
        ({"source": 5}, "field-provenance", "source"),
        ({"place": {"assumption": {"lattitude": "x"}}}, "field-provenance-field", "place"),
        ({"assets": {"works": {"demand": {"constant_mw": 1.0}}}}, "site-one-of", "[assets.works] demand"),
        (
            {"assets": {"works": {"demand": {"power_mw_peak": None}}}},
            "site-together",
            "[assets.works] demand",
        ),
    ],
)
def test_tables_that_contradict_themselves(changes: dict[str, Any], key: str, where: str) -> None:
    problem = one(**changes)
    assert (problem.key, problem.where) == (key, f"site.toml {where}".strip())


# ---- tables between each other


def test_unknown_bus() -> None:
    problem = one(assets={"roof": {"bus": "mian"}})
    assert (problem.key, problem.where) == ("site-bus-unknown", "site.toml [assets.roof] bus")


def test_two_ties_on_a_bus() -> None:
    problem = one(assets={"tie-2": ONE_BUS["assets"]["tie"]})
    assert (problem.key, problem.where) == ("site-two-ties", "site.toml [assets.tie-2] bus")


def test_bus_without_feed_and_bus_without_anything() -> None:
    changes = {"works": {"bus": "far"}}
    assert told(buses={"far": {}, "empty": {}}, assets=changes) == [
        ("site-bus-unfed", "site.toml [buses.far]"),
        ("site-bus-empty", "site.toml [buses.empty]"),
    ]


def test_order_of_curtailment_names_renewables_once() -> None:
    assert told(objective={"curtailment_order": ["battery", "roof", "roof"]}) == [
        ("site-order-unknown", "site.toml [objective] curtailment_order"),
        ("site-name-twice", "site.toml [objective] curtailment_order"),
    ]


def test_windows_by_kind_need_a_tie_and_such_a_period() -> None:
    assert one(targets={"window_kinds": ["sharp"]}).key == "site-windows-kind"
    assert one(assets={"tie": None}).key == "site-windows-no-tie"


def test_times_off_the_steps() -> None:
    changes = {
        **with_task(window="08:10-22:00", preferred_start="17:05"),
        **with_batches({}, {"preferred_start": "17:20"}),
    }
    assert told(assets=changes) == [
        ("site-clock-step", "site.toml [assets.pumps.tasks[1]] window"),
        ("site-clock-step", "site.toml [assets.pumps.tasks[1]] preferred_start"),
        ("site-clock-step", "site.toml [assets.mill.batches[2]] preferred_start"),
    ]


def test_tariff_period_off_the_steps() -> None:
    tariff = FILES["tariff.toml"].replace("00:00-06:00", "00:00-06:30")
    problem = one({"tariff.toml": tariff}, step_minutes=60, assets={"mill": None})
    assert (problem.key, problem.where) == ("site-clock-step", "tariff.toml [versions[1]] periods")


# ---- flexible loads


@pytest.mark.parametrize(
    ("first", "second", "key", "where"),
    [
        ({"window": "08:00-09:00"}, {}, "site-batch-window", "[assets.mill] batches[1]"),
        ({"preferred_start": "17:00"}, {}, "site-preferred-window", "[assets.mill] batches[1]"),
        ({"window": "22:00-06:00"}, {}, "site-window-midnight", "[assets.mill] batches[1]"),
        ({"after": "second"}, {}, "site-circular", "[assets] mill"),
        ({}, {"after": "first", "name": "first"}, "site-name-twice", "[assets] mill"),
        ({}, {"after": "third"}, "site-unknown-batch", "[assets] mill"),
        ({"days": "workday"}, {}, "site-after-days", "[assets] mill"),
        ({"preferred_start": "16:00"}, {}, "site-preferred-order", "[assets] mill"),
        ({}, {"after": None, "preferred_start": "09:00"}, "site-preferred-together", "[assets] mill"),
        ({"profile_step_minutes": 10}, {}, "site-batch-step", "[assets.mill.batches[1]] profile_mw"),
    ],
)
def test_batches(first: dict[str, Any], second: dict[str, Any], key: str, where: str) -> None:
    problem = one(assets=with_batches(first, second))
    assert (problem.key, problem.where) == (key, f"site.toml {where}")


def test_the_circle_is_shown() -> None:
    assert "first -> second -> first" in one(assets=with_batches({"after": "second"}, {})).text("en")


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"energy_mwh": 11.0}, "site-energy-window"),
        ({"preferred_start": "21:00"}, "site-preferred-window"),
        ({"window": "22:00-08:00"}, "site-window-midnight"),
        ({"power_mw_min": 0.8}, "site-min-above-max"),
    ],
)
def test_tasks(changes: dict[str, Any], key: str) -> None:
    problem = one(assets=with_task(**changes))
    assert (problem.key, problem.where) == (key, "site.toml [assets.pumps] tasks[1]")


@pytest.mark.parametrize("value", [8, "8", "25:00", "08:60", "24:15", "8:5"])
def test_time_of_day_that_is_none(value: object) -> None:
    problem = one(assets=with_task(preferred_start=value))
    assert (problem.key, problem.where) == ("site-clock", "site.toml [assets.pumps.tasks[1]] preferred_start")


# ---- files


def test_missing_file_is_told_where_it_is_named() -> None:
    problem = one(assets={"works": {"demand": {"shape": "no.csv"}}})
    assert (problem.key, problem.where) == ("file-missing", "site.toml [assets.works.demand] shape")
    assert '"no.csv"' in problem.text("en")


def written(folder: Path, **changes: Any) -> Path:
    """The small site's files in a folder; the site file itself is given as text, in JSON's part of TOML."""
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    site = folder / "site.toml"
    site.write_text(toml(site_dict(**changes)), encoding="utf-8")
    return site


def toml(table: dict[str, Any]) -> str:
    import tomlkit

    return tomlkit.dumps(table)


def test_file_that_is_not_utf8(tmp_path: Path) -> None:
    site = written(tmp_path)
    (tmp_path / "shape.csv").write_bytes(FILES["shape.csv"].encode() + b"\xb1\xb6\n")
    with pytest.raises(Refused) as caught:
        load(site)
    (problem,) = caught.value.problems
    assert (problem.key, problem.where) == ("file-encoding", "site.toml [assets.works.demand] shape")


@pytest.mark.parametrize("name", ["../shape.csv", "/etc/hostname", "a\\shape.csv"])
def test_file_outside_the_folder(tmp_path: Path, name: str) -> None:
    site = written(tmp_path, assets={"works": {"demand": {"shape": name}}})
    with pytest.raises(Refused) as caught:
        load(site)
    (problem,) = caught.value.problems
    assert (problem.key, problem.where) == ("file-outside", "site.toml [assets.works.demand] shape")


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    site = written(tmp_path, assets={"works": {"demand": {"shape": "sub"}}})
    with pytest.raises(Refused) as caught:
        load(site)
    assert [problem.key for problem in caught.value.problems] == ["file-unreadable"]


def test_site_is_found_by_file_and_by_folder(tmp_path: Path) -> None:
    site = written(tmp_path)
    assert load(site).name == load(tmp_path).name == load(str(tmp_path)).name == "small"


def test_site_that_is_not_there() -> None:
    with pytest.raises(Refused) as caught:
        load("ruichan")
    (problem,) = caught.value.problems
    assert problem.key == "site-not-found"
    assert "ruichang" in problem.text("en")


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb = \nc = 3\n", 2), ("[place\nx = 1\n", 1), ("a = 1\na = 2\n", 2), ('a = 1\nb = "x', 2)],
)
def test_toml_syntax_names_the_line(text: str, line: int) -> None:
    with pytest.raises(Refused) as caught:
        parse_toml("site.toml", text)
    (problem,) = caught.value.problems
    assert (problem.key, problem.where) == ("toml-syntax", f"site.toml:{line}")


def test_all_problems_are_told_at_once() -> None:
    """Fields of several tables, an unknown type, a CSV, the tariff and the factors: one refusal names them all."""
    files = {
        "shape.csv": shape_csv([1.0] * 23 + [2.0]),
        "tariff.toml": FILES["tariff.toml"].replace("feed_in_price", "feedin_price"),
        "factors.toml": FILES["factors.toml"].replace("0.5", "580.0"),
    }
    found = told(
        files,
        place={"latitude": 115.0},
        assets={
            "roof": {"tilt_deg": 95.0, "azimut_deg": 1.0},
            "battery": {"type": "batery"},
            "works": {"demand": {"monthly_factor": None}},
        },
        accounting={"year": 3},
    )
    assert sorted(found) == sorted(
        [
            ("field-magnitude", "site.toml [assets.roof] tilt_deg"),
            ("field-unknown-near", "site.toml [assets.roof] azimut_deg"),
            ("site-type-near", "site.toml [assets.battery] type"),
            ("field-limit", "site.toml [place] latitude"),
            ("field-unknown", "site.toml [accounting] year"),
            ("field-missing", "tariff.toml [versions[1]] feed_in_price_yuan_per_mwh"),
            ("field-unknown-near", "tariff.toml [versions[1]] feedin_price_yuan_per_mwh"),
            ("field-magnitude", "factors.toml [versions[1]] factor_t_per_mwh"),
            ("table-share", "shape.csv:25"),
        ]
    )


def test_files_come_from_a_mapping_or_a_function() -> None:
    assert site_from(site_dict(), FILES.__getitem__).files == small_site().files


def test_an_unknown_bus_is_named_beside_a_bad_field() -> None:
    with pytest.raises(Refused) as refused:
        small_site(assets={"roof": {"tilt_deg": 100.0}, "works": {"bus": "mian"}})
    assert {each.key for each in refused.value.problems} == {"field-magnitude", "site-bus-unknown"}
    with pytest.raises(Refused) as refused:
        small_site(step_minutes=7000, assets={"works": {"bus": "mian"}})
    assert "site-bus-unknown" in {each.key for each in refused.value.problems}
