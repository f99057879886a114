"""Files that belong to one asset: its history, its own forecast.

A user writes ``ASSET=FILE`` or ``ASSET=FILE:mapping.toml``; for a plant's own forecast also ``ASSET=FILE:ENTITY``,
where a file holds several: an entity of an E file or a column of a table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sites.problems import Problem, Refused, problem
from sites.site import Site

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["AssetFile", "asset_files", "check_assets", "files_kept_in", "kept_files", "plant_forecast"]

MAPPING_SUFFIX = ".toml"
PLANT = "--plant"
MAPPINGS = {"history": "mapping", "plant": "plant_mapping"}
"""Kind of file -> kind of input that its mapping is archived as."""
ENTITY = "plant_entity"
PLANT_SHARE_LEAST = 0.5
"""Of a day's steps; a plant's forecast with less is none of the day."""


@dataclass(frozen=True)
class AssetFile:
    """A file of an asset.

    Attributes
    ----------
    mapping
        How its columns are to be taken; found by itself where None.
    entity
        Whose forecast, in a file of several; found by itself where empty.
    """

    asset: str
    path: Path
    mapping: Path | None = None
    entity: str = ""


def asset_files(option: str, texts: Iterable[str]) -> tuple[AssetFile, ...]:
    """Read ``ASSET=FILE``, ``ASSET=FILE:mapping.toml`` and, for ``--plant``, ``ASSET=FILE:ENTITY``, one or several.

    Raises
    ------
    Refused
        One is not of the form, or two are of one asset.
    """
    found: dict[str, AssetFile] = {}
    problems: list[Problem] = []
    for text in texts:
        asset, is_given, name = text.partition("=")
        if not is_given or not asset.strip() or not name.strip():
            problems.append(problem("forecast-asset-file", option, found=text))
            continue
        if asset in found:
            problems.append(problem("forecast-asset-twice", option, asset=asset))
            continue
        found[asset] = _asset_file(asset, name, has_entity=option == PLANT)
    if problems:
        raise Refused(problems)
    return tuple(found.values())


def _asset_file(asset: str, name: str, *, has_entity: bool) -> AssetFile:
    """Read ``FILE[:MAPPING][:ENTITY]``; a file that has colons of its own and is there is one file."""
    entity = ""
    head, tail = _parted(name)
    if has_entity and head and not tail.lower().endswith(MAPPING_SUFFIX) and not Path(name).is_file():
        name, entity = head, tail.strip()
        head, tail = _parted(name)
    if head and tail.lower().endswith(MAPPING_SUFFIX):
        return AssetFile(asset, Path(head), Path(tail), entity)
    return AssetFile(asset, Path(name), None, entity)


def _parted(name: str) -> tuple[str, str]:
    """Return what stands before and after the last colon; nothing before that of a drive."""
    head, _, tail = name.rpartition(":")
    return (head, tail) if len(head) > 1 and tail else ("", name)


def plant_forecast(site: Site, date: dt.date, each: AssetFile) -> xr.Dataset:
    """Read a plant's own forecast of a day, see :func:`forecasts.plant.read_plant`.

    Of a file of several entities the one that was named is taken, else the one called as the asset is.

    Raises
    ------
    Refused
        The file does not serve, or has less than half of the day.
    """
    import numpy as np

    from forecasts.history import load_mapping
    from forecasts.plant import read_plant

    asset = site.assets[each.asset]
    dataset = read_plant(
        each.path,
        time_zone=site.place.time_zone,
        date=date,
        entity=each.entity or (each.asset, asset.title, asset.title_zh),
        mapping=load_mapping(each.mapping) if each.mapping else None,
    )
    there = np.isfinite(dataset["plant_forecast_mw"].to_numpy())
    if there.mean() < PLANT_SHARE_LEAST:
        raise Refused(
            problem(
                "plant-share",
                each.path.name,
                found=int(there.sum()),
                steps=len(there),
                date=str(date),
                least=f"{PLANT_SHARE_LEAST:.0%}",
            )
        )
    return dataset


def check_assets(site: Site, option: str, files: Iterable[AssetFile], known: Iterable[str]) -> list[Problem]:
    """Return what is wrong: assets that the site does not have or that are not forecast, files that are not there."""
    names = sorted(known)
    problems: list[Problem] = []
    for each in files:
        if each.asset not in names:
            problems.append(
                problem(
                    "forecast-asset-unknown", option, found=each.asset, site=site.name, known=", ".join(names)
                )
            )
        problems += [
            problem("forecast-no-file", option, path=str(path))
            for path in (each.path, each.mapping)
            if path is not None and not path.is_file()
        ]
    return problems


def kept_files(kind: str, files: Iterable[AssetFile]) -> dict[str, tuple[str, bytes]]:
    """Return the files as inputs to archive: ``history-farm`` -> its name and content."""
    kept: dict[str, tuple[str, bytes]] = {}
    for each in files:
        kept[f"{kind}-{each.asset}"] = (each.path.name, each.path.read_bytes())
        if each.mapping is not None:
            kept[f"{MAPPINGS[kind]}-{each.asset}"] = (each.mapping.name, each.mapping.read_bytes())
        if each.entity:
            kept[f"{ENTITY}-{each.asset}"] = ("entity.txt", each.entity.encode())
    return kept


def files_kept_in(folder: Path, inputs: Mapping[str, str], kind: str) -> tuple[AssetFile, ...]:
    """Return the files of a kind that :func:`kept_files` made inputs of, from where they were archived."""
    found: list[AssetFile] = []
    for name, file_name in inputs.items():
        prefix, _, asset = name.partition("-")
        if prefix == kind and asset:
            own = f"{MAPPINGS[kind]}-{asset}"
            mapping = folder / f"{own}-{inputs[own]}" if own in inputs else None
            own = f"{ENTITY}-{asset}"
            is_named = kind == "plant" and own in inputs
            entity = (folder / f"{own}-{inputs[own]}").read_text(encoding="utf-8") if is_named else ""
            found.append(AssetFile(asset, folder / f"{name}-{file_name}", mapping, entity))
    return tuple(found)
