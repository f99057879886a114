"""Files that belong to one asset, as ``ASSET=FILE`` or ``ASSET=FILE:mapping.toml``: its history, its own forecast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sites.problems import Problem, Refused, problem
from sites.site import Site

__all__ = ["AssetFile", "asset_files", "check_assets", "files_kept_in", "kept_files"]

MAPPING_SUFFIX = ".toml"


@dataclass(frozen=True)
class AssetFile:
    """A file of an asset.

    Attributes
    ----------
    mapping
        How its columns are to be taken; found by itself where None.
    """

    asset: str
    path: Path
    mapping: Path | None = None


def asset_files(option: str, texts: Iterable[str]) -> tuple[AssetFile, ...]:
    """Read ``ASSET=FILE`` or ``ASSET=FILE:mapping.toml``, one or several.

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
        head, _, tail = name.rpartition(":")
        has_mapping = bool(head) and tail.lower().endswith(MAPPING_SUFFIX) and len(head) > 1
        found[asset] = (
            AssetFile(asset, Path(head), Path(tail)) if has_mapping else AssetFile(asset, Path(name))
        )
    if problems:
        raise Refused(problems)
    return tuple(found.values())


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
            kept[f"mapping-{each.asset}"] = (each.mapping.name, each.mapping.read_bytes())
    return kept


def files_kept_in(folder: Path, inputs: Mapping[str, str], kind: str) -> tuple[AssetFile, ...]:
    """Return the files of a kind that :func:`kept_files` made inputs of, from where they were archived."""
    found: list[AssetFile] = []
    for name, file_name in inputs.items():
        prefix, _, asset = name.partition("-")
        if prefix == kind and asset:
            mapping = inputs.get(f"mapping-{asset}") if kind == "history" else None
            kept = folder / f"mapping-{asset}-{mapping}" if mapping else None
            found.append(AssetFile(asset, folder / f"{name}-{file_name}", kept))
    return tuple(found)
