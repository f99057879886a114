"""A unit-commitment case of Egret (JSON) as a site: one bus, thermal units, a load, a reserve.

The format is Egret's ``ModelData`` (https://github.com/grid-parity-exchange/Egret): ``elements`` by kind and name, a
number or a ``time_series`` for each attribute. A case is taken over whole or not at all: every feature that a site
has no place for is named. Quadratic cost curves become pieces of equal width.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sites.base import NAME_LENGTH_MOST
from sites.egret_curves import HOURS, Curves
from sites.problems import Refused, problem
from sites.writing import toml_text, write_new

__all__ = ["egret_files", "import_egret", "read_egret"]

Raw = dict[str, Any]

SYSTEM = frozenset(
    [
        "name",
        "time_keys",
        "time_period_length_minutes",
        "load_mismatch_cost",
        "q_load_mismatch_cost",
        "over_generation_cost",
        "reserve_shortfall_cost",
        "baseMVA",
        "reference_bus",
        "reference_bus_angle",
        "reserve_requirement",
    ]
)
LOAD = frozenset(["bus", "in_service", "p_load", "q_load", "area", "zone"])
ABOUT = frozenset(
    [
        "generator_type",
        "bus",
        "area",
        "zone",
        "fuel",
        "unit_type",
        "in_service",
        "name",
        "mbase",
        "vg",
        "pg",
        "qg",
        "q_min",
        "q_max",
        "rg",
        "failure_rate",
        "initial_q_output",
        "agc_capable",
        "fast_start",
        "quickstart_capable",
        "ramp_agc",
        "fixed_commitment",
        # What only reserves of other kinds ask for; a case that needs those is refused.
        "supplemental_start",
        "p_min_agc",
        "p_max_agc",
        "agc_fixed_cost",
        "agc_marginal_cost",
        "spinning_cost",
        "spinning_capacity",
        "supplemental_cost",
        "supplemental_spinning_capacity",
        "supplemental_non_spinning_capacity",
        "non_spinning_capacity",
        "non_spinning_cost",
    ]
)
THERMAL = ABOUT | frozenset(
    [
        "p_min",
        "p_max",
        "ramp_up_60min",
        "ramp_down_60min",
        "startup_capacity",
        "shutdown_capacity",
        "min_up_time",
        "min_down_time",
        "initial_status",
        "initial_p_output",
        "must_run",
        "startup_cost",
        "shutdown_cost",
        "p_cost",
        "p_fuel",
        "fuel_cost",
        "startup_fuel",
        "non_fuel_startup_cost",
        "non_fuel_no_load_cost",
    ]
)
RENEWABLE = ABOUT | frozenset(["p_min", "p_max", "p_cost"])
# Features that change the answer where they are set at all.
UNSET: tuple[object, ...] = (None, False, 0, 0.0, [], {})
NEVER = ("fixed_commitment",)


class _Reader(Curves):
    """Reads a case and collects what is wrong with it."""

    def known(self, table: Mapping[str, Any], fields: frozenset[str], place: str) -> None:
        """Refuse what is set and has no place in a site."""
        for field, value in table.items():
            if field not in fields and value not in UNSET:
                self.refuse("egret-feature", place, feature=field)
            if field in NEVER and value not in UNSET:
                self.refuse("egret-feature", place, feature=field)

    def kind(self, name: str) -> dict[str, Mapping[str, Any]]:
        """Elements of a kind that are in service, by name."""
        elements = self.raw["elements"].get(name) or {}
        return {key: each for key, each in elements.items() if each.get("in_service", True)}

    # --- the case -------------------------------------------------------------------------------------------------

    def check_whole(self) -> None:
        """One bus, hours, no element that a site cannot hold here."""
        system = self.raw["system"]
        self.known(system, SYSTEM, "system")
        keys = system.get("time_keys") or []
        if len(keys) != HOURS:
            self.refuse("egret-series", "system time_keys", found=len(keys))
        if system.get("time_period_length_minutes", 60) != 60:
            self.refuse("egret-hours", "system", found=system["time_period_length_minutes"])
        for kind in self.raw["elements"]:
            count = len(self.kind(kind))
            if kind not in ("bus", "load", "generator", "zone", "area") and count:
                self.refuse("egret-elements", f"elements {kind}", count=count, kind=kind)
        buses = self.raw["elements"].get("bus") or {}
        if len(buses) != 1:
            self.refuse("egret-buses", "elements bus", found=len(buses))
        for kind in ("zone", "area"):
            for name, each in self.kind(kind).items():
                self.known(each, frozenset(), f"{kind} {name}")

    def load_mw(self) -> list[float]:
        """All loads together, MW."""
        total = [0.0] * HOURS
        for name, each in self.kind("load").items():
            self.known(each, LOAD, f"load {name}")
            values = self.series(each.get("p_load", 0.0), f"load {name} p_load")
            total = [one + other for one, other in zip(total, values, strict=True)]
        return total

    def unit(self, name: str, each: Mapping[str, Any], bus: str) -> Raw:
        """A thermal generator as an asset."""
        at = f"generator {name}"
        self.known(each, THERMAL, at)
        hours = self.number(each.get("initial_status"), f"{at} initial_status")
        least, most = (self.number(each.get(field), f"{at} {field}") for field in ("p_min", "p_max"))
        asset: Raw = {"type": "thermal", "bus": bus, "power_mw_min": least, "power_mw_max": most}
        for field, ours in (
            ("ramp_up_60min", "ramp_up_mw_per_h"),
            ("ramp_down_60min", "ramp_down_mw_per_h"),
            ("startup_capacity", "start_mw_max"),
            ("shutdown_capacity", "stop_mw_max"),
            ("min_up_time", "min_up_hours"),
            ("min_down_time", "min_down_hours"),
            ("shutdown_cost", "stop_cost_yuan"),
            ("non_fuel_no_load_cost", "no_load_yuan_per_h"),
        ):
            if each.get(field) is not None:
                asset[ours] = self.number(each[field], f"{at} {field}")
        if each.get("must_run"):
            asset["must_run"] = True
        asset["hours_initial"] = max(-8784.0, min(8784.0, hours))
        before = self.number(each.get("initial_p_output", 0.0), f"{at} initial_p_output")
        asset["output_mw_initial"] = before if hours > 0 else 0.0
        points = self.curve(each, at, least, most)
        asset["cost_curve"] = [{"output_mw": mw, "cost_yuan_per_h": cost} for mw, cost in points]
        tiers = self.tiers(each, at)
        if tiers:
            asset["start_costs"] = [{"off_hours_from": lag, "cost_yuan": cost} for lag, cost in tiers]
        return asset

    def renewable(self, name: str, each: Mapping[str, Any], bus: str) -> tuple[Raw, list[float]] | None:
        """What must be taken is taken off the load; what may be curtailed becomes a unit that costs nothing."""
        at = f"generator {name}"
        self.known(each, RENEWABLE, at)
        least, most = (self.series(each.get(field, 0.0), f"{at} {field}") for field in ("p_min", "p_max"))
        price = each.get("p_cost")
        if price and any(float(term) for term in _terms(price)):
            self.refuse("egret-feature", at, feature="p_cost")
        self.must_take = [one + other for one, other in zip(self.must_take, least, strict=True)]
        free = [high - low for low, high in zip(least, most, strict=True)]
        top = max(free)
        if min(free) < -1e-9:
            self.refuse("site-min-above-max", at, low="p_min", high="p_max")
        if top <= 1e-9:
            return None
        curve = [{"output_mw": mw, "cost_yuan_per_h": 0.0} for mw in (0.0, top)]
        asset = {
            "type": "thermal",
            "bus": bus,
            "power_mw_max": top,
            "cost_curve": curve,
            "reserve_mw_max": 0.0,
        }
        return asset, free


def _terms(curve: Any) -> Iterator[float]:
    values = curve.get("values") if isinstance(curve, Mapping) else [curve]
    if isinstance(values, Mapping):
        yield from values.values()
    else:
        yield from (part[1] if isinstance(part, list) else part for part in values or ())


def read_egret(path: Path) -> Mapping[str, Any]:
    """Read the JSON of a case.

    Raises
    ------
    Refused
        Where there is no such file, or it is no case of Egret.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise Refused([problem("file-missing", path.name, file=path.name)]) from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Refused([problem("egret-json", path.name, detail=str(error))]) from None
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise Refused([problem("file-unreadable", path.name, file=path.name, detail=detail)]) from None
    system, elements = (raw.get("system"), raw.get("elements")) if isinstance(raw, dict) else (None, None)
    kinds = list(elements.values()) if isinstance(elements, dict) else [None]
    are_tables = all(isinstance(kind, dict) for kind in kinds)
    if not (isinstance(system, dict) and are_tables and _hold_tables(kinds)):
        raise Refused([problem("egret-json", path.name, detail="system, elements")])
    return {"system": system, "elements": elements}


def _hold_tables(kinds: list[Any]) -> bool:
    return all(isinstance(each, dict) for kind in kinds for each in kind.values())


def egret_files(name: str, raw: Mapping[str, Any], *, pieces: int = 2, source: str = "") -> dict[str, str]:
    """The files of a site that is a case of Egret, by name: ``site.toml``, its tables, ``day.toml`` where needed.

    Parameters
    ----------
    pieces : int
        Pieces of equal width for each quadratic cost curve.

    Raises
    ------
    Refused
        With every feature that a site has no place for; nothing is left out silently.
    """
    reader = _Reader(source or name, raw, pieces)
    reader.check_whole()
    bus = "main"
    assets: Raw = {}
    limits: list[tuple[str, list[float]]] = []
    for key, each in reader.kind("generator").items():
        called = _name(key, assets)
        kind = each.get("generator_type")
        if kind == "thermal":
            assets[called] = reader.unit(key, each, bus)
        elif kind == "renewable":
            found = reader.renewable(key, each, bus)
            if found is not None:
                assets[called] = found[0]
                limits.append((called, found[1]))
        else:
            reader.refuse("egret-feature", f"generator {key}", feature=f"generator_type {kind}")
    demand = [load - taken for load, taken in zip(reader.load_mw(), reader.must_take, strict=True)]
    if min(demand) < 0 or max(demand) <= 0:
        reader.refuse("egret-load", "elements load", found=min(demand))
    reserve = reader.series(raw["system"].get("reserve_requirement", 0.0), "system reserve_requirement")
    if reader.problems:
        raise Refused(reader.problems)
    return _texts(name, assets, demand, reserve, limits, raw, reader.name)


def _texts(
    name: str,
    assets: Raw,
    demand: list[float],
    reserve: list[float],
    limits: list[tuple[str, list[float]]],
    raw: Mapping[str, Any],
    source: str,
) -> dict[str, str]:
    peak = max(demand)
    load = {"type": "load", "bus": "main", "demand": {"shape": "load.csv", "power_mw_peak": peak}}
    site: Raw = {
        "schema_version": 1,
        "name": name,
        "title": f"Unit commitment case {source}",
        "title_zh": f"机组组合算例 {source}",
        "step_minutes": 60,
        "source": source,
        "accounting": {"grid_factors": "grid_factors.toml"},
        # A case has no place on earth; nothing here depends on it.
        "place": {
            "assumption": "a case has no place; nothing in it depends on these figures",
            "latitude": 0.0,
            "longitude": 0.0,
            "elevation_m": 0.0,
            "time_zone": "Asia/Shanghai",
            "country": "CN",
        },
        "climate": {
            "assumption": "a case has no weather; nothing in it depends on these figures",
            "ghi_kwh_per_m2_day": [4.0] * 12,
            "temp_air_mean_c": [15.0] * 12,
            "temp_air_range_c": [8.0] * 12,
            "wind_speed_mean_m_per_s": [3.0] * 12,
            "relative_humidity_pct": [60.0] * 12,
        },
        "objective": {"order": ["cost"]},
        "buses": {"main": {}},
        "assets": {**assets, _name("load", assets): load},
    }
    files: dict[str, str] = {}
    if max(reserve) > 0:
        site["reserve"] = {"series": "reserve.csv"}
        price = raw["system"].get("reserve_shortfall_cost")
        if isinstance(price, int | float):
            site["reserve"]["shortage_yuan_per_mwh"] = float(price)
        files["reserve.csv"] = _table("label,reserve_mw", [(value,) for value in reserve])
    shares = [(value / peak, value / peak) for value in demand]
    files["load.csv"] = _table("label,workday,rest_day", shares)
    version = {"effective_from": "1990-01-01", "year": 1990, "region": "none", "kind": "average"}
    factors = toml_text({"name": "none", "versions": [{**version, "factor_t_per_mwh": 0.0}]})
    files["grid_factors.toml"] = factors.replace('"1990-01-01"', "1990-01-01")
    if limits:
        derates = [
            {"asset": asset, "hours": f"{hour:02d}:00-{hour + 1:02d}:00", "power_mw_max": value}
            for asset, values in limits
            for hour, value in enumerate(values)
        ]
        files["day.toml"] = toml_text({"derates": derates})
    return {"site.toml": toml_text(site), **files}


def _table(header: str, rows: Sequence[tuple[float, ...]]) -> str:
    lines = [",".join([f"{hour + 1:02d}:00", *map(repr, row)]) for hour, row in enumerate(rows)]
    return "\n".join([header, *lines]) + "\n"


def _name(key: str, taken: Mapping[str, Any]) -> str:
    """A name that a site file may hold, not taken yet."""
    base = re.sub(r"[^A-Za-z0-9_-]", "-", key).lstrip("-_")[: NAME_LENGTH_MOST - 4] or "unit"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found


def import_egret(path: Path, folder: Path, *, date: dt.date, pieces: int = 2) -> dict[str, Path]:
    """Write a case of Egret as a site with the state before a day, whole or not at all.

    Parameters
    ----------
    date : datetime.date
        Day that the state is written for; the site itself fits any.

    Returns
    -------
    dict of str to Path
        The files that were written, by name.

    Raises
    ------
    Refused
        Where the case holds what a site cannot, or a file is there already.
    Trouble
        Where the folder cannot be written.
    """
    from sites.reading import parse_toml, site_from
    from sites.state import assumed_state

    files = egret_files(_name(folder.resolve().name, {}), read_egret(path), pieces=pieces, source=path.name)
    # Whatever a site refuses is refused here too.
    site = site_from(parse_toml("site.toml", files["site.toml"]), files)
    state = assumed_state(site, date).model_copy(update={"origin": "file", "origin_id": path.name})
    files["state.json"] = json.dumps(state.model_dump(mode="json", exclude_defaults=True), indent=1) + "\n"
    return write_new(folder, files)
