"""Files of assets: how they are named, chosen from, kept and found again."""

from __future__ import annotations

from pathlib import Path

import pytest

from runs.asset_files import AssetFile, asset_files, files_kept_in, kept_files, plant_forecast
from sites.problems import Refused
from sites.reading import load
from tests.runs.conftest import DAY


def one(option: str, text: str) -> AssetFile:
    """Return the one file of a text."""
    return asset_files(option, [text])[0]


def test_a_plants_file_may_name_its_entity(tmp_path: Path) -> None:
    assert one("--plant", "a=b.WPD:瑞昌") == AssetFile("a", Path("b.WPD"), None, "瑞昌")
    assert one("--plant", "a=b.xlsx:m.toml:瑞昌") == AssetFile("a", Path("b.xlsx"), Path("m.toml"), "瑞昌")
    assert one("--plant", "a=b.xlsx:m.toml") == AssetFile("a", Path("b.xlsx"), Path("m.toml"))
    assert one("--plant", r"a=C:\b.WPD") == AssetFile("a", Path(r"C:\b.WPD"))
    assert one("--plant", r"a=C:\b.WPD:x") == AssetFile("a", Path(r"C:\b.WPD"), None, "x")
    assert one("--history", "a=b.csv:x") == AssetFile("a", Path("b.csv:x"))
    odd = tmp_path / "a:b"
    odd.write_text("", encoding="utf-8")
    assert one("--plant", f"a={odd}") == AssetFile("a", odd)


def test_mappings_and_entities_are_kept_apart(tmp_path: Path) -> None:
    paths = {name: tmp_path / name for name in ("h.csv", "p.csv", "h.toml", "p.toml")}
    for name, path in paths.items():
        path.write_text(name, encoding="utf-8")
    history = (AssetFile("farm-1", paths["h.csv"], paths["h.toml"]),)
    plant = (AssetFile("farm-1", paths["p.csv"], paths["p.toml"], "亨利"),)
    inputs = kept_files("history", history) | kept_files("plant", plant)
    folder = tmp_path / "inputs"
    folder.mkdir()
    for kind, (name, content) in inputs.items():
        (folder / f"{kind}-{name}").write_bytes(content)
    names = {kind: name for kind, (name, _) in inputs.items()}
    for kind, expected in (("history", history), ("plant", plant)):
        (found,) = files_kept_in(folder, names, kind)
        (given,) = expected
        assert (found.asset, found.entity) == (given.asset, given.entity)
        assert given.mapping is not None
        assert found.mapping is not None
        assert found.path.read_bytes() == given.path.read_bytes()
        assert found.mapping.read_bytes() == given.mapping.read_bytes()


@pytest.mark.parametrize(("steps", "is_enough"), [(47, False), (49, True)])
def test_a_small_part_of_a_day_is_not_the_day(
    site_folder: Path, tmp_path: Path, steps: int, is_enough: bool
) -> None:
    path = tmp_path / "p.WPD"
    rows = "".join(f"#{number} 1.0\n" for number in range(1, steps + 1))
    path.write_text(
        f"<! Entity=x type=DQ time='{DAY}' !>\n<P::x>\n@id 功率\n{rows}</P::x>\n", encoding="utf-8"
    )
    each = AssetFile("roof", path)
    if is_enough:
        assert plant_forecast(load(site_folder), DAY, each).sizes["time"] == 96
        return
    with pytest.raises(Refused, match=r"47.*96.*50"):
        plant_forecast(load(site_folder), DAY, each)
