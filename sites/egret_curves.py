"""Numbers, series, cost curves and start-up costs of a case of Egret; problems are collected."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from sites.problems import Problem, problem

__all__ = ["HOURS", "Curves"]

HOURS = 24
Point = tuple[float, float]


class Curves:
    """Reads figures of a case and collects what is wrong with them."""

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
            return self._polynomial(
                {int(k): self.number(v, at) for k, v in values.items()}, at, least, most, scale
            )
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
            self.refuse(
                "egret-span", f"{at} p_cost", first=points[0][0], last=points[-1][0], least=least, most=most
            )
            return [(least, 0.0)]

        def value(mw: float) -> float:
            for (x0, y0), (x1, y1) in pairwise(points):
                if x0 - 1e-9 <= mw <= x1 + 1e-9:
                    return y0 + (y1 - y0) * (mw - x0) / (x1 - x0) if x1 > x0 else y0
            return points[0][1]

        inside = [point for point in points if least + 1e-9 < point[0] < most - 1e-9]
        return (
            [(least, value(least))]
            if most <= least
            else [(least, value(least)), *inside, (most, value(most))]
        )


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."
