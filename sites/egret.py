"""A unit-commitment case of Egret (JSON) as a site: one bus, thermal units, a load, a reserve.

The format is Egret's ``ModelData`` (https://github.com/grid-parity-exchange/Egret): ``elements`` by kind and name, a
number or a ``time_series`` for each attribute. A case is taken over whole or not at all: every feature that a site
has no place for is named. Quadratic cost curves become pieces of equal width.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sites.base import NAME_LENGTH_MOST
from sites.problems import Problem, Refused, problem
from sites.writing import toml_text, write_new

__all__ = ["egret_files", "import_egret", "read_egret"]

HOURS = 24
Raw = dict[str, Any]
Point = tuple[float, float]

SYSTEM = frozenset(
    "name time_keys time_period_length_minutes load_mismatch_cost q_load_mismatch_cost over_generation_cost "
    "reserve_shortfall_cost baseMVA reference_bus reference_bus_angle reserve_requirement".split()
)
LOAD = frozenset("bus in_service p_load q_load area zone".split())
ABOUT = frozenset(
    "generator_type bus area zone fuel unit_type in_service name mbase vg pg qg q_min q_max rg failure_rate "
    "initial_q_output agc_capable fast_start quickstart_capable ramp_agc fixed_commitment".split()
)
THERMAL = ABOUT | frozenset(
    "p_min p_max ramp_up_60min ramp_down_60min startup_capacity shutdown_capacity min_up_time min_down_time "
    "initial_status initial_p_output must_run startup_cost shutdown_cost p_cost p_fuel fuel_cost startup_fuel "
    "non_fuel_startup_cost non_fuel_no_load_cost".split()
)
RENEWABLE = ABOUT | frozenset("p_min p_max p_cost".split())
# Features that change the answer where they are set at all.
UNSET = (None, False, 0, 0.0, [], {})
NEVER = ("fixed_commitment", "quickstart_capable", "fast_start", "agc_capable")


class _Reader:
    """Reads a case and collects what is wrong with it."""

    def __init__(self, name: str, raw: Mapping[str, Any], pieces: int) -> None:
        self.name, self.raw, self.pieces = name, raw, pieces
        self.problems: list[Problem] = []
        self.must_take = [0.0] * HOURS

    def refuse(self, key: str, place: str, **args: object) -> None:
        """Note a problem."""
        self.problems.append(problem(key, f"{self.name} {place}".strip(), **args))

    def number(self, value: object, place: str) -> float:
        """A plain number."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        self.refuse("egret-number", place, found=_short(value))
        return 0.0

    def series(self, value: object, place: str) -> list[float]:
        """A number, or a time series of 24 of them."""
        if isinstance(value, Mapping) and value.get("data_type") == "time_series":
            values = value.get("values")
            if isinstance(values, list) and len(values) == HOURS:
                return [self.number(each, place) for each in values]
            self.refuse("egret-series", place, found=len(values) if isinstance(values, list) else 0)
            return [0.0] * HOURS
        return [self.number(value, place)] * HOURS

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

    def tiers(self, each: Mapping[str, Any], at: str) -> list[Point]:
        """Start-up costs by how long the unit was off."""
        cost, fuel = each.get("startup_cost"), each.get("startup_fuel")
        if cost and fuel:
            self.refuse("egret-both", at, one="startup_cost", other="startup_fuel")
        given = cost or fuel or []
        if isinstance(given, int | float):
            given = [[each.get("min_down_time") or 0.0, given]]
        scale = self.number(each.get("fuel_cost", 0.0), f"{at} fuel_cost") if not cost and fuel else 1.0
        beside = self.number(each.get("non_fuel_startup_cost") or 0.0, f"{at} non_fuel_startup_cost")
        found = []
        for pair in given:
            if not (isinstance(pair, list) and len(pair) == 2):
                self.refuse("egret-number", f"{at} startup_cost", found=_short(pair))
                return []
            lag, value = (self.number(part, f"{at} startup_cost") for part in pair)
            found.append((lag, value * scale + beside))
        return found or ([(0.0, beside)] if beside else [])

    def curve(self, each: Mapping[str, Any], at: str, least: float, most: float) -> list[Point]:
        """Cost over power, currency/h: pieces of equal width for a polynomial, its own points else."""
        cost, fuel = each.get("p_cost"), each.get("p_fuel")
        if cost and fuel:
            self.refuse("egret-both", at, one="p_cost", other="p_fuel")
        given, scale = cost, 1.0
        if fuel and not cost:
            given, scale = fuel, self.number(each.get("fuel_cost"), f"{at} fuel_cost")
        if given is None:
            given = {"cost_curve_type": "polynomial", "values": {"0": 0.0}}
        kind = given.get("cost_curve_type") if cost else given.get("fuel_curve_type") or "piecewise"
        kind = kind or ("piecewise" if isinstance(given.get("values"), list) else "polynomial")
        values = given.get("values")
        if kind == "polynomial" and isinstance(values, Mapping):
            return self._polynomial({int(k): self.number(v, at) for k, v in values.items()}, at, least, most, scale)
        if kind == "piecewise" and isinstance(values, list) and values:
            points = [(float(mw), float(yuan) * scale) for mw, yuan in values]
            return self._cut(points, at, least, most)
        self.refuse("egret-curve", f"{at} p_cost", found=_short(given))
        return [(least, 0.0)]

    def _polynomial(
        self, terms: Mapping[int, float], at: str, least: float, most: float, scale: float
    ) -> list[Point]:
        high = [degree for degree, term in terms.items() if degree > 2 and term]
        if high or terms.get(2, 0.0) < 0:
            self.refuse("egret-curve", f"{at} p_cost", found=_short(dict(terms)))
        count = self.pieces if terms.get(2, 0.0) > 0 else 1
        places = [least + (most - least) * k / count for k in range(count + 1)] if most > least else [least]
        return [(mw, scale * sum(term * mw**degree for degree, term in terms.items())) for mw in places]

    def _cut(self, points: list[Point], at: str, least: float, most: float) -> list[Point]:
        """The points from the least to the most power; a curve that does not reach them is refused."""
        if points[0][0] > least + 1e-6 or points[-1][0] < most - 1e-6:
            self.refuse("egret-span", f"{at} p_cost", first=points[0][0], last=points[-1][0], least=least, most=most)
            return [(least, 0.0)]

        def value(mw: float) -> float:
            for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
                if x0 - 1e-9 <= mw <= x1 + 1e-9:
                    return y0 + (y1 - y0) * (mw - x0) / (x1 - x0) if x1 > x0 else y0
            return points[0][1]

        inside = [point for point in points if least + 1e-9 < point[0] < most - 1e-9]
        ends = [(least, value(least))] if most <= least else [(least, value(least)), *inside, (most, value(most))]
        return ends

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
        asset = {"type": "thermal", "bus": bus, "power_mw_max": top, "cost_curve": curve, "reserve_mw_max": 0.0}
        return asset, free


def _terms(curve: Any) -> Iterator[float]:
    values = curve.get("values") if isinstance(curve, Mapping) else [curve]
    if isinstance(values, Mapping):
        yield from values.values()
    else:
        yield from (part[1] if isinstance(part, list) else part for part in values or ())


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


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
    tables = [raw.get("system"), raw.get("elements")] if isinstance(raw, dict) else [None]
    is_case = all(isinstance(table, dict) for table in tables)
    if not is_case or not all(
        isinstance(each, dict) and all(isinstance(e, dict) for e in each.values()) for each in tables[1].values()
    ):
        raise Refused([problem("egret-json", path.name, detail="system, elements")])
    return raw  # type: ignore[no-any-return]  # a dict, as was just found


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
            "latitude": 0.0,
            "longitude": 0.0,
            "elevation_m": 0.0,
            "time_zone": "Asia/Shanghai",
            "country": "CN",
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


def _table(header: str, rows: list[tuple[float, ...]]) -> str:
    lines = [",".join([f"{hour + 1:02d}:00", *map(repr, row)]) for hour, row in enumerate(rows)]
    return "\n".join([header, *lines]) + "\n"


def _name(key: str, taken: Mapping[str, Any]) -> str:
    """A name that a site file may hold, not taken yet."""
    base = re.sub(r"[^A-Za-z0-9_-]", "-", key).lstrip("-_")[: NAME_LENGTH_MOST - 4] or "unit"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found


def import_egret(path: Path, folder: Path, *, pieces: int = 2) -> dict[str, Path]:
    """Write a case of Egret as a site, whole or not at all.

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

    files = egret_files(_name(folder.resolve().name, {}), read_egret(path), pieces=pieces, source=path.name)
    site_from(parse_toml("site.toml", files["site.toml"]), files)  # whatever a site refuses is refused here too
    return write_new(folder, files)
