"""From a TOML file and the files that it names to a `Site`; every problem is collected and shown at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sites.assets import ASSET_TYPES, AssetBase
from sites.assets.grid import Grid
from sites.base import custom_error
from sites.checks import bus_problems, file_problems, site_problems, unreadable
from sites.explain import explain
from sites.problems import Problem, Refused, problem
from sites.site import Site
from sites.targets import CarbonFactors
from sites.tariff import Tariff

__all__ = ["bundled", "examples", "load", "read_model", "site_from"]

BUNDLED = Path(__file__).parent / "bundled"
SHIPPED = "profiles"
"""Folder of rules that ship with the software: a site names them as ``profiles/<file>`` without having them."""
FILE_BYTES_MOST = 50_000_000
Raw = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)
ReadFile = Callable[[str], str]


def bundled() -> dict[str, Path]:
    """Names and files of the sites that come with the software."""
    return {path.parent.name: path for path in sorted(BUNDLED.glob("*/site.toml"))}


def examples() -> dict[str, Path]:
    """Names and files of the worked examples, one for each thing that a site may hold: ``examples/thermal``."""
    folder = Path(__file__).parent / "examples"
    return {f"examples/{path.parent.name}": path for path in sorted(folder.glob("*/site.toml"))}


def find(name: str | Path) -> Path:
    """The site file of a bundled name, of a folder that holds ``site.toml``, or of a path.

    Raises
    ------
    Refused
        Where there is none.
    """
    known = {**bundled(), **examples()}
    if str(name) in known and not Path(name).exists():
        return known[str(name)]
    path = Path(name)
    if path.is_dir() and (path / "site.toml").is_file():
        return path / "site.toml"
    if path.is_file():
        return path
    if str(name) in known:
        return known[str(name)]
    raise Refused([problem("site-not-found", str(name), known=", ".join(known))])


def load(name: str | Path) -> Site:
    """Read a site by bundled name, folder or file.

    Parameters
    ----------
    name : str or Path
        ``"ruichang"``, ``"parks/east"`` or ``"parks/east/site.toml"``.

    Raises
    ------
    Refused
        With every problem of the site file and of the files it names.
    """
    path = find(name)
    return site_from(read_toml(path), _reader(path.parent), where=path.name)


def read_toml(path: Path) -> Raw:
    """Parse a TOML file.

    Raises
    ------
    Refused
        Where it cannot be read, is not UTF-8 or is not TOML; the line is named.
    """
    return parse_toml(path.name, _text(path, path.name))


def parse_toml(name: str, text: str) -> Raw:
    """Parse TOML text; see `read_toml`."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        count = text.count("\n") + (0 if text.endswith("\n") else 1)
        place = line.group(1) if line else str(max(count, 1))
        raise Refused([problem("toml-syntax", f"{name}:{place}", detail=str(error))]) from None


def _text(path: Path, name: str) -> str:
    try:
        if path.stat().st_size > FILE_BYTES_MOST:
            raise Refused([problem("file-large", name, file=name, most=FILE_BYTES_MOST // 1_000_000)])
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Refused([problem("file-missing", name, file=name)]) from None
    except UnicodeDecodeError as error:
        raise Refused([problem("file-encoding", name, file=name, byte=error.start)]) from None
    except OSError as error:
        raise Refused(
            [problem("file-unreadable", name, file=name, detail=error.strerror or type(error).__name__)]
        ) from None


def _reader(folder: Path) -> ReadFile:
    def read(name: str) -> str:
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts or "\\" in name:
            raise Refused([problem("file-outside", name, file=name)])
        own, shipped = folder / name, Path(__file__).parent / name
        is_shipped = pure.parts[0] == SHIPPED and shipped.is_file() and not own.exists()
        return _text(shipped if is_shipped else own, name)

    return read


def site_from(
    raw: Mapping[str, Any], read_file: ReadFile | Mapping[str, str], *, where: str = "site.toml"
) -> Site:
    """Build a site from parsed TOML and its files.

    Parameters
    ----------
    raw : mapping
        What the TOML file says.
    read_file : callable or mapping
        Gives the text of a file that the site names.
    where : str
        Name of the site file in messages.

    Raises
    ------
    Refused
        With every problem found.
    """
    reader = _from_mapping(read_file) if isinstance(read_file, Mapping) else read_file
    files: dict[str, str] = {}
    context = {"read_file": _collector(reader, files)}
    problems: list[Problem] = []
    assets = _assets(raw, where, context, problems)
    site = _whole(raw, assets, where, context, problems)
    tariffs = _tariffs(assets, files, context, problems)
    factors = _factors(raw, files, context, problems)
    problems += file_problems(assets, files, tariffs)
    if site is not None and site.reserve is not None:
        problems += unreadable(site.reserve.readers(), files)
    if problems or site is None or factors is None:
        buses = raw.get("buses")
        if isinstance(buses, Mapping) and buses:
            problems += bus_problems(assets, buses, where)
        raise Refused(problems)
    site = site.with_files(files, tariffs, factors)
    problems += site_problems(site, where)
    if problems:
        raise Refused(problems)
    return site


def _from_mapping(files: Mapping[str, str]) -> ReadFile:
    def read(name: str) -> str:
        if name not in files:
            raise Refused([problem("file-missing", name, file=name)])
        return files[name]

    return read


def _collector(read: ReadFile, files: dict[str, str]) -> Callable[[str], None]:
    def collect(name: str) -> None:
        if name not in files:
            try:
                files[name] = read(name)
            except Refused as refused:
                first = refused.problems[0]
                raise custom_error(first.key, **first.args) from None

    return collect


def _assets(
    raw: Mapping[str, Any], where: str, context: dict[str, Any], problems: list[Problem]
) -> dict[str, AssetBase]:
    tables = raw.get("assets")
    result: dict[str, AssetBase] = {}
    for name, table in tables.items() if isinstance(tables, Mapping) else ():
        kind = table.get("type") if isinstance(table, Mapping) else None
        if not isinstance(kind, str) or kind not in ASSET_TYPES:
            line: Raw = {"loc": ("assets", name, "type"), "type": "site-type", "input": kind, "ctx": {}}
            problems += explain([line], where, Site)
            continue
        try:
            result[name] = ASSET_TYPES[kind].model_validate({**table, "name": name}, context=context)
        except ValidationError as error:
            lines = [
                {**line, "loc": ("assets", name, *line["loc"])} for line in error.errors(include_url=False)
            ]
            problems += explain(lines, where, ASSET_TYPES[kind], depth=2)
    return result


def _whole(
    raw: Mapping[str, Any],
    assets: dict[str, AssetBase],
    where: str,
    context: dict[str, Any],
    problems: list[Problem],
) -> Site | None:
    is_table = isinstance(raw.get("assets"), Mapping)
    try:
        return Site.model_validate({**raw, "assets": assets} if is_table else dict(raw), context=context)
    except ValidationError as error:
        is_told = bool(problems)  # no asset is left because each has a problem of its own
        lines = [
            line
            for line in error.errors(include_url=False)
            if not (is_told and is_table and line["loc"] == ("assets",))
        ]
        problems += explain(lines, where, Site)
        return None


def _tariffs(
    assets: Mapping[str, AssetBase], files: dict[str, str], context: dict[str, Any], problems: list[Problem]
) -> dict[str, Tariff]:
    tariffs: dict[str, Tariff] = {}
    for file in {asset.tariff: None for asset in assets.values() if isinstance(asset, Grid)}:
        tariff = _read(Tariff, file, files, context, problems)
        if tariff is not None:
            tariffs[file] = tariff
    return tariffs


def _factors(
    raw: Mapping[str, Any], files: dict[str, str], context: dict[str, Any], problems: list[Problem]
) -> CarbonFactors | None:
    accounting = raw.get("accounting")
    file = accounting.get("grid_factors") if isinstance(accounting, Mapping) else None
    return _read(CarbonFactors, file, files, context, problems) if isinstance(file, str) else None


def _read(
    model: type[Model], file: str, files: dict[str, str], context: dict[str, Any], problems: list[Problem]
) -> Model | None:
    if file not in files:
        return None  # told already where it is named
    try:
        return read_model(model, file, files[file], context)
    except Refused as refused:
        problems += refused.problems
        return None


def read_model(model: type[Model], name: str, text: str, context: dict[str, Any] | None = None) -> Model:
    """Read a TOML text into a description (a tariff, a day's facts).

    Raises
    ------
    Refused
        With every problem found, each with file, table and field.
    """
    try:
        return model.model_validate(parse_toml(name, text), context=context)
    except ValidationError as error:
        raise Refused(explain(error.errors(include_url=False), name, model)) from None
