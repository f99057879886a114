"""The starting file, the JSON Schema and the summary of a site."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sites.assets import ASSET_TYPES
from sites.messages import use_language
from sites.new import copy_example, new_site
from sites.problems import Refused, Trouble
from sites.reading import bundled, examples, load
from sites.schema import site_schema
from sites.summary import assumptions, figures, sources, summarise, summary_rows, unlabelled
from tests.builders import merged, small_site
from tests.sites.schema_checker import faults

# ---- starting file


def test_the_starting_file_is_valid_as_written(tmp_path: Path) -> None:
    path = new_site("my-park", tmp_path / "parks" / "mine")
    site = load(path)
    assert path == tmp_path / "parks" / "mine" / "site.toml"
    assert (site.name, site.called("zh")) == ("my-park", "my-park")
    assert unlabelled(site) == []
    assert {str(getattr(asset, "type", "")) for asset in site.assets.values()} <= set(ASSET_TYPES)


def test_the_starting_file_explains_every_field(tmp_path: Path) -> None:
    """Or one of the worked examples does: one for each thing that a park may have and most have not."""
    files = [
        new_site("my-park", tmp_path),
        *(each for path in examples().values() for each in path.parent.glob("*.toml")),
    ]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    schema = site_schema()
    fields = {field for table in (schema, *schema["$defs"].values()) for field in table.get("properties", {})}
    assert {field for field in fields if not re.search(rf"\b{field}\b", text)} == set()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "load.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        new_site("my-park", tmp_path)
    assert [problem.key for problem in caught.value.problems] == ["file-exists"]
    assert [path.name for path in tmp_path.iterdir()] == ["load.csv"]
    assert (tmp_path / "load.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "my park", "../park", "公园", "-x", "a" * 61])
def test_name_that_cannot_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused) as caught:
        new_site(name, tmp_path / "new")
    assert [problem.key for problem in caught.value.problems] == ["new-name"]
    assert not (tmp_path / "new").exists()


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "park").write_text("", encoding="utf-8")
    with pytest.raises(Refused):
        new_site("park", tmp_path / "park")
    with pytest.raises(Trouble) as caught:
        new_site("park", tmp_path / "park" / "below")
    assert [problem.key for problem in caught.value.problems] == ["file-unwritable"]


# ---- copies of worked examples


@pytest.mark.parametrize("example", list(examples()))
def test_an_example_is_copied_whole(example: str, tmp_path: Path) -> None:
    path = copy_example("my-park", example.removeprefix("examples/"), tmp_path / "mine")
    origin = examples()[example].parent
    files = {each.relative_to(origin) for each in origin.rglob("*") if each.is_file()}
    assert {each.relative_to(path.parent) for each in path.parent.rglob("*") if each.is_file()} == files
    copied, known = load(path), load(example)
    assert (copied.name, list(copied.assets)) == ("my-park", list(known.assets))
    assert copied.model_copy(update={"name": known.name}) == known


def test_every_type_has_an_example() -> None:
    """Or stands in a bundled site or the starting file."""
    sites = [load(name) for name in (*examples(), *bundled())]
    assert {asset.type for site in sites for asset in site.assets.values()} == set(ASSET_TYPES)


def test_an_example_is_copied_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def full(self: Path, mode: str = "r", **more: Any) -> Any:
        if mode == "x" and self.name == "tariff.toml":
            raise OSError(28, "No space left on device")
        return opened(self, mode, **more)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(Trouble):
        copy_example("mine", "battery", tmp_path / "mine")
    assert [each for each in (tmp_path / "mine").rglob("*") if each.is_file()] == []


@pytest.mark.parametrize(("example", "key"), [("batery", "new-example-near"), ("zzz", "new-example")])
def test_an_example_that_is_none(example: str, key: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        copy_example("mine", example, tmp_path / "mine")
    assert [problem.key for problem in caught.value.problems] == [key]
    assert "battery" in str(caught.value.problems[0].args["known"])
    assert not (tmp_path / "mine").exists()


def test_an_example_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "tariff.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        copy_example("mine", "battery", tmp_path)
    assert [problem.key for problem in caught.value.problems] == ["file-exists"]
    assert [path.name for path in tmp_path.iterdir()] == ["tariff.toml"]


# ---- schema


def check(raw: dict[str, Any]) -> list[str]:
    schema = site_schema()
    return faults(schema, raw, schema["$defs"])


@pytest.mark.parametrize("name", [*bundled(), *examples(), "starter"])
def test_valid_files_pass_the_schema(name: str, tmp_path: Path) -> None:
    path = new_site("mine", tmp_path) if name == "starter" else {**bundled(), **examples()}[name]
    assert check(tomllib.loads(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"nmae": "x"}, ".nmae: unknown"),
        ({"place": {"latitude": 91.0}}, ".place.latitude: out of range"),
        ({"targets": {"shaving": 1.0}}, "0 of anyOf"),
        ({"assets": {"battery": {"energy_mwh": 1.0}}}, ".assets.battery: 0 of oneOf"),
        ({"assets": {"battery": {"type": "batery"}}}, ".assets.battery: 0 of oneOf"),
        ({"assets": {"battery": {"charge_efficiency_frac": 1.2}}}, ".assets.battery: 0 of oneOf"),
        ({"assets": {"battery": {"bus": None}}}, ".assets.battery: 0 of oneOf"),
        ({"lines": {"a b": {}}}, ".lines.a b: unknown"),
        ({"islanding": {"hours": 1.0, "critical_frac": {"works": 1.5}}}, "0 of anyOf"),
    ],
)
def test_wrong_files_fail_the_schema(changes: dict[str, Any], expected: str) -> None:
    raw = tomllib.loads(bundled()["ruichang"].read_text(encoding="utf-8"))
    found = check(merged(raw, changes))
    assert len(found) == 1
    assert expected in found[0] or found[0].endswith(": unknown")


def test_every_type_has_its_own_schema_with_units() -> None:
    schema = site_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    choices = schema["properties"]["assets"]["additionalProperties"]["oneOf"]
    names = [choice["$ref"].removeprefix("#/$defs/") for choice in choices]
    kinds = [schema["$defs"][name]["properties"]["type"]["const"] for name in names]
    assert kinds == list(ASSET_TYPES)
    for table in (schema, *schema["$defs"].values()):
        assert table["additionalProperties"] is False
    battery = schema["$defs"]["Battery"]["properties"]
    assert battery["energy_mwh_max"]["description"].endswith("[MWh]")
    assert battery["wear_yuan_per_mwh"]["description"].endswith("[yuan/MWh]")
    assert "name" not in battery


# ---- where numbers come from


def test_origin_of_a_number() -> None:
    site = small_site(
        source="a drawing",
        assets={
            "battery": {"source": {"power_mw_max": "name plate"}, "assumption": {"*": "chosen"}},
            "pumps": {"assumption": "by the operator"},
        },
    )
    found = {(figure.table, figure.field): figure for figure in figures(site)}
    origins = {key: (figure.origin, figure.text) for key, figure in found.items()}
    assert origins["", "step_minutes"] == ("source", "a drawing")
    assert origins["assets.battery", "power_mw_max"] == ("source", "name plate")
    assert origins["assets.battery", "energy_mwh_max"] == ("assumption", "chosen")
    assert origins["assets.pumps.tasks[1]", "energy_mwh"] == ("assumption", "by the operator")
    assert origins["assets.roof", "tilt_deg"] == ("none", "")
    assert origins["assets.roof", "albedo"] == ("default", "default of the software")
    assert origins["assets.works.demand", "shape"] == ("none", "")
    assert origins["tariff.toml.versions[1]", "ratios"][0] == "assumption"
    assert ("", "schema_version") not in origins
    assert ("assets.battery", "energy_mwh_max", 4.0, "chosen") in assumptions(site)
    assert ("assets.battery", "power_mw_max", 2.0, "name plate") in sources(site)
    assert ("assets.roof", "tilt_deg", 10.0, "") in unlabelled(site)


def test_summary_counts() -> None:
    site = load("ruichang")
    rows = dict(summary_rows(site))
    assert rows["Steps"] == "96 a day of 15 minutes"
    assert rows["Photovoltaic arrays"] == "8"
    assert rows["Stores"] == "6 MW, 12 MWh"
    assert "second-hand" in rows["Tariff"]
    assert rows["Figures with neither source nor assumption"] == "0"
    assert int(rows["Figures with a source"]) == len(sources(site))
    assert int(rows["Figures that are assumptions"]) == len(assumptions(site))


def test_summary_adds_up_what_loads_can_take() -> None:
    rows = dict(summary_rows(small_site()))
    assert rows["Loads, largest together"] == "6.75 MW"  # 4 + 1 + 0.75 + the larger top of two batches
    assert rows["Renewable sources"] == "5 MW"


def test_summary_counts_units_carriers_and_lines() -> None:
    rows = dict(summary_rows(load("examples/thermal")))
    assert (rows["Buses"], rows["Buses, heat"]) == ("main", "steam")
    assert rows["Thermal units"] == "3"
    assert "Dispatchable units" in rows
    assert rows["Loads, largest together, heat"].endswith("MW")
    rows = dict(summary_rows(load("examples/feeder")))
    assert (rows["Lines"], rows["Transformers"]) == ("1", "1")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_summary_in_both_languages(language: str) -> None:
    with use_language(language):
        lines = summarise(load("tilos"))
    assert len(lines) == len(set(lines)) >= 12
    assert any("蒂洛斯" in line for line in lines) == (language == "zh")


def test_what_is_left_out_is_a_default_whatever_the_table_says(tmp_path: Path) -> None:
    site = small_site(
        assets={"roof": {"assumption": "example"}, "battery": {"assumption": {"soc_frac_min": "as is usual"}}}
    )
    found = {(figure.table, figure.field): figure.origin for figure in figures(site)}
    assert found["assets.roof", "tilt_deg"] == "assumption"
    assert found["assets.roof", "albedo"] == "default"
    assert found["assets.battery", "soc_frac_min"] == "assumption", "said of this very field"
    rows = dict(summary_rows(load(new_site("my-park", tmp_path / "mine"))))
    assert int(rows["Figures left at the software's default"]) > 0
