"""The page: complete, offline, in both languages, with the figures of ``run.json`` and nothing that could run."""

from __future__ import annotations

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import vl_convert

from runs.format import figure_text
from runs.report import write_report
from sites.messages import LANGUAGES, use_language
from tests.runs.report_day import kpis, past_days, write_day

bundled = vl_convert.javascript_bundle

FIGURES = {
    "balance",
    "demand",
    "exchange-net-exchange",
    "level-0",
    "price-0",
    "flexible",
    "curtailment",
    "stages",
    "capability",
}
HISTORY = {
    "history-absorption-rate-frac",
    "history-curtailment-rate-frac",
    "history-shaving-frac",
    "history-cost-yuan",
    "history-cost-without-demand-charge-yuan",
    "history-co2-t",
}
LOADING = {"src", "href", "srcset", "data", "poster", "action", "xlink:href", "background"}


class Page(HTMLParser):
    """What a page holds: text, attributes by element, style sheets, scripts, data of the figures."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.source = path.read_text(encoding="utf-8")
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.styles: list[str] = []
        self.data: list[Any] = []
        self._inside = ""
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag in ("script", "style"):
            self._inside = "data" if given.get("type") == "application/json" else tag

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.styles.append(data)
        elif self._inside == "data":
            self.data.append(json.loads(data))
        elif not self._inside:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All that can be read."""
        return re.sub(r"\s+", " ", " ".join(self.words).replace("\N{NO-BREAK SPACE}", " "))

    def having(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """Attributes of all elements of a tag with some attributes."""
        found = (given for name, given in self.elements if name == tag)
        return [given for given in found if all(given.get(key) == value for key, value in wanted.items())]


def page(folder: Path, language: str = "en", **more: Any) -> Page:
    """Write and read the report of a run."""
    more.setdefault("history", past_days(4))
    return Page(write_report(folder, archive_root=folder.parents[2], language=language, **more))


@cache
def library(snippet: str) -> str:
    """The plotting library, bundled once for all tests."""
    return bundled(snippet)


@pytest.fixture(autouse=True)
def _one_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vl_convert, "javascript_bundle", library)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the static drawings out, where only the words matter."""
    monkeypatch.setattr("runs.report.drawing.static_svg", lambda spec, key: f"<svg id='{key}'></svg>")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """The page of the plain day in each language; nobody writes to it."""
    folder = write_day(tmp_path_factory.mktemp("archive"))
    return {language: page(folder, language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_drawn_in_both_languages(pages: dict[str, Page], language: str) -> None:
    found = pages[language]
    keys = {given["id"].removeprefix("figure-") for given in found.having("figure")}
    assert keys == FIGURES | HISTORY
    assert len(found.data) == len(keys)
    assert found.having("html", lang="zh-CN" if language == "zh" else "en")
    statics = re.findall(r'<div class="static">(.*?)</div>', found.source, re.DOTALL)
    assert len(statics) == len(keys)
    assert all(drawn.startswith("<svg ") and drawn.count("<path") > 3 for drawn in statics)


def test_both_drawings_come_from_one_specification_without_warnings(
    pages: dict[str, Page], capfd: pytest.CaptureFixture[str]
) -> None:
    for spec in pages["en"].data:
        assert spec["width"] == "container"
        vl_convert.vegalite_to_vega(spec, show_warnings=True)
    assert "WARN" not in capfd.readouterr().err


def test_a_warning_would_be_seen(pages: dict[str, Page], capfd: pytest.CaptureFixture[str]) -> None:
    spec = pages["en"].data[0]
    vl_convert.vegalite_to_vega({**spec, "height": {"step": 20}}, show_warnings=True)
    assert "WARN" in capfd.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_loaded_from_a_network(pages: dict[str, Page], language: str) -> None:
    found = pages[language]
    links = [value for _, given in found.elements for name, value in given.items() if name in LOADING]
    assert [link for link in links if re.match(r"(?i)\s*([a-z]+:)?//|javascript:|data:", link)] == []
    styles = " ".join([*found.styles, *(given.get("style", "") for _, given in found.elements)])
    assert re.findall(r"@import|url\((?!#)[^)]*\)", styles + found.source) == []
    assert "$schema" not in found.source
    (policy,) = found.having("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy["content"].startswith("default-src 'none'")


def test_the_library_is_one_file_of_the_archive(tmp_path: Path) -> None:
    folder = write_day(tmp_path)
    (script,) = [given for given in page(folder).having("script") if "src" in given]
    library = (folder / script["src"]).resolve()
    assert library.parent == tmp_path / "_assets"
    assert "window.vegaEmbed=" in library.read_text(encoding="utf-8")
    before = library.stat().st_mtime_ns
    page(folder, "zh")
    assert [path.name for path in library.parent.iterdir()] == [library.name]
    assert library.stat().st_mtime_ns == before


@pytest.mark.usefixtures("undrawn")
def test_the_link_starts_where_the_run_will_lie(tmp_path: Path) -> None:
    folder = write_day(tmp_path)
    final = tmp_path / "deeper" / "small" / "2026-07-15" / "run"
    (script,) = [given for given in page(folder, final_folder=final).having("script") if "src" in given]
    assert script["src"].startswith("../../../../_assets/")


def test_drawings_of_one_page_share_no_names(pages: dict[str, Page]) -> None:
    names = [given["id"] for _, given in pages["en"].elements if "id" in given]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_are_those_of_the_run(pages: dict[str, Page], language: str) -> None:
    text = pages[language].text
    with use_language(language):
        for name in (
            "shaving_frac",
            "absorption_rate_frac",
            "cost_yuan",
            "co2_t",
            "peak_valley_difference_mw",
        ):
            shown = figure_text(name, kpis()[name]).replace("\N{NO-BREAK SPACE}", " ")
            assert shown in text, name
    assert "43,210" in text
    assert "2.996" not in text
    assert "3.00 %" in text


@pytest.mark.parametrize(("language", "none"), [("en", "none"), ("zh", "无")])
@pytest.mark.usefixtures("undrawn")
def test_what_there_is_none_of_says_so(tmp_path: Path, language: str, none: str) -> None:
    figures = kpis(co2_t=None)
    found = page(write_day(tmp_path, kpis=figures), language)
    row = re.search(r"<code>co2_t</code>", found.source)
    assert row is not None
    assert re.search(rf'<td class="n">{none}</td><td><code>co2_t</code>', found.source)
    assert re.search(rf'<td class="n">{none}</td><td><code>self_sufficiency_frac</code>', found.source)


def test_missed_target_says_by_how_much_and_what_would_close_it(pages: dict[str, Page]) -> None:
    text = pages["en"].text
    assert "Missed by 0.120 MW" in text
    assert "What would close the gap" in text
    assert "0.055 MWh" in text
    assert "18:00–18:30" in text
    assert "19:00–19:15" in text
    assert "not yet constrained" in text


@pytest.mark.usefixtures("undrawn")
def test_met_target_needs_no_gap(tmp_path: Path) -> None:
    figures = kpis(is_shaving_met=1, gap_to_close=None, shaving_frac=0.06)
    text = page(write_day(tmp_path, kpis=figures)).text
    assert "Missed" not in text
    assert "What would close the gap" not in text


@pytest.mark.usefixtures("undrawn")
def test_target_that_does_not_apply(tmp_path: Path) -> None:
    figures = kpis(is_shaving_met=None, shaving_frac=None, reference_peak_mw=-1.5, gap_to_close=None)
    text = page(write_day(tmp_path, kpis=figures)).text
    assert "Not applicable" in text
    assert "−1.50 MW, so there is no peak to shave" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Draft, not issued"),
        ({"issued": {"at": "2026-07-14T10:00:00Z", "by": "Li"}}, "Issued 2026-07-14 18:00 by Li"),
        ({}, "Synthetic weather"),
        (
            {"weather": {"synthetic": False, "elsewhere_km": 321.4}},
            "Weather data from elsewhere, 321 km away",
        ),
        ({"status": "rule_based"}, "The solver brought nothing in time"),
        ({"notes": [{"key": "no-such-note", "args": {"x": 1}}]}, "no-such-note"),
    ],
)
@pytest.mark.usefixtures("undrawn")
def test_labels(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    assert said in page(write_day(tmp_path, **changes)).text


@pytest.mark.usefixtures("undrawn")
def test_relaxations_are_named(tmp_path: Path) -> None:
    broken = [
        {
            "asset": "tie",
            "clause": "import_limit",
            "steps": [70, 71],
            "amounts_mw": [0.5, 1.25],
            "total_mwh": 0.4375,
        },
        {"asset": "pumps/fill", "clause": "task_energy", "steps": [], "amounts_mw": [], "total_mwh": 0.2},
    ]
    text = page(write_day(tmp_path, status="relaxed", relaxations=broken)).text
    assert "tie import above its limit 17:30–18:00 1.250 0.438" in text
    assert "pumps · fill task short of energy none 0.200" in text
    assert "2 limits relaxed" in text


@pytest.mark.usefixtures("undrawn")
def test_audit(tmp_path: Path, pages: dict[str, Page]) -> None:
    assert "No findings; 61 rules checked" in pages["en"].text
    finding = {
        "rule": "bus-balance",
        "asset": "main",
        "steps": [3],
        "amount": 0.5,
        "unit": "MW",
        "where": "01:00",
    }
    old: dict[str, Any] = {
        "rule": "a-rule-of-long-ago",
        "asset": "",
        "steps": [],
        "amount": None,
        "unit": "",
        "text": "as said then",
    }
    text = page(write_day(tmp_path / "found", audit={"findings": [finding, old]})).text
    assert "2 audit findings" in text
    assert "01:00" in text
    assert "0.5 MW" in text
    assert "as said then" in text


def test_hostile_names_stay_text(tmp_path: Path, pages: dict[str, Page]) -> None:
    hostile = "<script>alert(1)</script>\"'&{{7*7}}"
    raw: dict[str, Any] = {
        "roof": {"title": hostile},
        "works": {"title": "</script><img src=x onerror=alert(1)>"},
    }
    found = page(write_day(tmp_path, assets=raw, notes=[{"key": hostile, "args": {}}]))
    assert hostile in found.text
    assert not [given for tag, given in found.elements if tag == "img"]
    assert len(found.having("script")) == len(pages["en"].having("script"))


@pytest.mark.usefixtures("undrawn")
def test_first_day_of_an_archive(tmp_path: Path) -> None:
    found = page(write_day(tmp_path), history=None)
    keys = {given["id"].removeprefix("figure-") for given in found.having("figure")}
    assert keys == FIGURES
    assert "No other day of this site is archived yet" in found.text


@pytest.mark.usefixtures("undrawn")
def test_history_comes_from_the_archive(tmp_path: Path) -> None:
    folder = write_day(tmp_path)
    for past in past_days(2):
        other = tmp_path / "small" / past["date"] / past["id"]
        other.mkdir(parents=True)
        (other / "run.json").write_text(json.dumps(past), encoding="utf-8")
    text = page(folder, history=None).text
    assert "2 other days are archived" in text
    assert "Peak shaving achieved 3.00 % 3 of 3 5.15 % 5.20 % higher" in text
    assert "2026-07-14 " in text


def test_the_table_has_every_step_and_marks_the_windows(pages: dict[str, Page]) -> None:
    found = pages["en"]
    rows = re.search(r'<table class="plan">.*?<tbody>(.*?)</tbody>', found.source, re.DOTALL)
    assert rows is not None
    labels = re.findall(r'<th scope="row">([\d:]+)</th>', rows[1])
    assert (len(labels), labels[0], labels[-1]) == (96, "00:15", "24:00")
    assert rows[1].count('class="window"') == 24


def test_tables_and_figures_speak_to_those_who_cannot_see(pages: dict[str, Page]) -> None:
    found = pages["en"]
    assert all("scope" in given for given in found.having("th"))
    assert all(given.get("aria-label") for given in found.having("figure"))
    drawn = found.having("div", role="img")
    assert len(drawn) == len(found.data)
    assert all(len(given["aria-label"]) > 20 for given in drawn)


@pytest.mark.usefixtures("undrawn")
def test_assumptions_are_listed_with_their_reason(tmp_path: Path) -> None:
    raw: dict[str, Any] = {
        "roof": {"assumption": {"capacity_mw": "chosen by eye"}, "source": {"tilt_deg": "drawing 7"}}
    }
    text = page(write_day(tmp_path, assets=raw)).text
    assert "assets.roof capacity_mw = 6 chosen by eye" in text
    assert "assets.roof tilt_deg = 10 drawing 7" in text


@pytest.mark.usefixtures("undrawn")
def test_load_target_is_drawn_on_the_load(tmp_path: Path) -> None:
    found = page(write_day(tmp_path, site={"targets": {"series": "load"}}))
    keys = {given["id"] for given in found.having("figure")}
    assert {"figure-exchange-net-exchange", "figure-exchange-load"} <= keys


def test_size(pages: dict[str, Page]) -> None:
    assert len(pages["zh"].source.encode()) < 1_500_000
