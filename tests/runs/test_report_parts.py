"""Parts of the report: templates are filled, colours repeat, spans and labels read as clock time, origins inherit."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import xarray as xr

from runs.format import (
    FIGURES,
    clock_spans,
    figure_definition,
    figure_text,
    figure_title,
    number,
    percent,
    status_word,
    with_unit,
)
from runs.report.clock import clock_words
from runs.report.colours import asset_colours
from runs.report.drawing import FIGURES as TEMPLATES
from runs.report.drawing import fill, static_svg
from runs.report.provenance import origins
from runs.report.reading import Day
from sites.day import DayFacts
from sites.messages import LANGUAGES, use_language
from tests.builders import small_site


def test_a_template_is_filled_and_a_missing_word_is_a_fault() -> None:
    assert fill({"a": "@x", "b": ["@y", "plain"], "c": 1}, {"x": [1, 2], "y": "text"}) == {
        "a": [1, 2],
        "b": ["text", "plain"],
        "c": 1,
    }
    with pytest.raises(KeyError):
        fill({"a": "@x"}, {})


def test_templates_hold_no_words_for_people() -> None:
    for path in TEMPLATES.glob("*.vl.json"):
        spec = json.loads(path.read_text(encoding="utf-8"))
        titles = [str(node["title"]) for node in _nodes(spec) if isinstance(node.get("title"), str)]
        assert [title for title in titles if not title.startswith("@")] == [], path.name


def _nodes(node: object) -> list[dict[str, object]]:
    if isinstance(node, dict):
        return [node, *(inner for value in node.values() for inner in _nodes(value))]
    if isinstance(node, list):
        return [inner for value in node for inner in _nodes(value)]
    return []


def test_static_names_are_its_own() -> None:
    spec = {
        "data": {"values": [{"a": 1}]},
        "mark": {"type": "bar", "clip": True},
        "encoding": {"x": {"field": "a", "type": "quantitative"}},
    }
    svg = static_svg(spec, "key")
    assert 'id="key-clip' in svg
    assert "url(#key-clip" in svg
    assert 'id="clip' not in svg


def test_colours_are_alike_by_type_and_unlike_by_asset() -> None:
    assets = [
        ("a", "pv", "renewable"),
        ("b", "pv", "renewable"),
        ("c", "wind", "renewable"),
        ("d", "tidal", "renewable"),
    ]
    colours = asset_colours(assets)
    assert len(set(colours.values())) == 4
    assert colours == asset_colours(assets)
    assert asset_colours([("x", "pv", "renewable")])["x"] == asset_colours([("y", "pv", "renewable")])["y"]


@pytest.mark.parametrize(
    ("steps", "spans"),
    [
        ([], []),
        ([0], ["00:00–00:15"]),
        ([72, 73, 76], ["18:00–18:30", "19:00–19:15"]),
        ([95, 94], ["23:30–24:00"]),
        ([96, -1], []),
    ],
)
def test_steps_read_as_spans(steps: list[int], spans: list[str]) -> None:
    labels = [f"{(step + 1) // 4:02d}:{(step + 1) % 4 * 15:02d}" for step in range(96)]
    assert clock_spans(steps, labels) == spans


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        (number(1234.567), "1,234.57"),
        (number(-0.004), "0.00"),
        (number(-12.5, 1), "−12.5"),
        (number(3.0, 1, signed=True), "+3.0"),
        (number(None), "none"),
        (number(float("nan")), "none"),
        (number(float("inf")), "none"),
        (percent(0.05123), "5.1\N{NO-BREAK SPACE}%"),
        (percent(None), "none"),
        (with_unit(12.0, "MW"), "12.00\N{NO-BREAK SPACE}MW"),
        (with_unit(None, "MW"), "none"),
        (figure_text("cost_yuan", 43210.4), "43,210\N{NO-BREAK SPACE}yuan"),
        (figure_text("equivalent_full_cycles", {"battery": 0.751}), "battery 0.75"),
        (figure_text("equivalent_full_cycles", {}), "none"),
        (figure_text("a_new_one", 0.5), "0.500"),
        (status_word("a_new_one"), "a_new_one"),
    ],
)
def test_numbers_for_people(shown: str, wanted: str) -> None:
    assert shown == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_a_title_of_its_own(language: str) -> None:
    with use_language(language):
        titles = [figure_title(name) for name in FIGURES]
        assert all(titles)
        assert all(figure_definition(name) for name, look in FIGURES.items() if look.definition)
        assert number(None) == {"en": "none", "zh": "无"}[language]


def test_origins_are_inherited_by_inner_tables_and_kept_apart_by_field() -> None:
    site = small_site(
        assets={
            "works": {"assumption": "guessed", "demand": {"power_mw_peak": 4.0}},
            "roof": {"source": {"*": "the plans"}, "assumption": {"tilt_deg": "looks flat"}},
        }
    )
    found = {(each.table, each.kind, each.text): each.numbers for each in origins(site)}
    assert found["assets.works.demand", "assumption", "guessed"] == ("power_mw_peak = 4",)
    assert found["assets.roof", "assumption", "looks flat"] == ("tilt_deg = 10",)
    assert "capacity_mw = 6" in found["assets.roof", "source", "the plans"]
    assert any(table.startswith("tariff two-prices") for table, _, _ in found)
    assert any("battery" in table and kind == "" for table, kind, _ in found)


@pytest.mark.parametrize(
    ("date", "hours", "clock"),
    [
        ("2026-07-15", 24, {0: "00:00", 3: "03:00", 21: "21:00", 24: "24:00"}),
        ("2026-03-29", 23, {0: "00:00", 5: "06:00", 20: "21:00", 23: "24:00"}),
        ("2026-10-25", 25, {0: "00:00", 3: "03:00", 4: "03:00", 7: "06:00", 25: "24:00"}),
    ],
)
def test_the_axis_shows_the_local_clock(date: str, hours: int, clock: dict[int, str]) -> None:
    site = small_site(place={"time_zone": "Europe/Athens", "country": "GR"})
    steps = site.steps(dt.date.fromisoformat(date))
    data = xr.Dataset(coords={"time": steps.times, "label": ("time", list(steps.labels))})
    day = Day({}, data, site, {}, {}, DayFacts(), (), (), "en")
    words = clock_words(day)
    found = json.loads(words["clock"]["labelExpr"].removeprefix("(").removesuffix(")[datum.value]"))
    assert words["hours"] == [0.0, hours]
    assert {int(hour): label for hour, label in found.items()} | clock == {
        int(hour): label for hour, label in found.items()
    }
    assert words["clock"]["values"] == [float(hour) for hour in found]
