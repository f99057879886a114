"""The READMEs are true: what they tell the reader to type works, in both languages."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import get_args

import click
import numpy as np
import pytest

from forecasts import typical_weather
from forecasts.history import load_mapping, read_history
from forecasts.history.mapping import Name
from forecasts.plant import read_plant
from forecasts.weather.network.fetch import SERVICES
from runs.archive import Archive
from runs.cli import run as command
from runs.commands import hengli
from runs.faults import EXIT_MET, EXIT_MISSED
from runs.inputs import read_day
from runs.run import Run
from sites import load
from tests.runs.readme import ENGLISH, READMES, blocks, commands, options_named

DAY = dt.date(2026, 7, 15)
LINES = 500
LIGHT = ("site", "runs")
"""Commands that are run in every test run; the others schedule days and are parsed here, run among the slow tests."""
OF_OTHERS = frozenset({"--help"})
LINK = re.compile(r"\]\(([^)#]+)\)")


def parsed(words: list[str]) -> click.Context:
    """Parse a command line without running it."""
    group: click.Command = hengli
    rest = list(words)
    while isinstance(group, click.Group):
        if group.name == "forecast" and rest[0] not in group.commands:
            rest.insert(0, "make")  # the word may be left out
        group = group.commands[rest.pop(0)]
    return group.make_context(words[0], rest)


def every_option(group: click.Command) -> set[str]:
    """Return the options of a command and of all below it."""
    own = {name for each in group.params for name in (*each.opts, *each.secondary_opts)}
    inner = group.commands.values() if isinstance(group, click.Group) else ()
    return own.union(*(every_option(each) for each in inner))


def every_command() -> list[str]:
    """Return each distinct command of the READMEs, as a line."""
    return list(dict.fromkeys(" ".join(words) for path in READMES for words in commands(path)))


def weather_csv(path: Path) -> None:
    """Write weather of the day for ruichang, with the header that the README shows."""
    head = blocks(READMES[ENGLISH], "csv")[0][1].splitlines()
    columns = next(line for line in head if line.startswith("time,"))
    weather = typical_weather(load("ruichang"), DAY, seed=3)
    names = {"ghi_w_per_m2": "ghi", "temp_air_degc": "temp_air", "wind_speed_m_per_s": "wind_speed"}
    rows = [
        ",".join([f"{stamp}+00:00", *(f"{values[places]:.3f}" for values in chosen)])
        for chosen in [[weather[names[column]].values for column in columns.split(",")[1:]]]
        for places, stamp in enumerate(weather["time"].values.astype("datetime64[m]").astype(str))
    ]
    text = "\n".join([*(line for line in head if line.startswith("#")), columns, *rows])
    path.write_text(text + "\n", encoding="utf-8")


def farm_files(folder: Path) -> None:
    """Write a wind farm's history until the day, its mapping, and its own forecast, as the README names them."""
    (folder / "columns.toml").write_text(blocks(READMES[ENGLISH], "toml")[1][1], encoding="utf-8")
    points = "\n".join(f"#{point} 21.300 50.000" for point in range(2, 97))
    plant = blocks(READMES[ENGLISH], "text")[0][1].replace("// #2 ... #96", points)
    (folder / "farm.dat").write_text(plant, encoding="utf-8")
    generator = np.random.default_rng(5)
    count = 120 * 96
    swings = np.convolve(generator.normal(size=count + 95), np.ones(96) / 96**0.5, "valid")
    wind = np.clip(7.0 + 2.5 * swings, 0.0, 25.0)
    power_kw = 48_000.0 * np.clip((wind - 3.0) / 9.0, 0.0, 1.0)
    own_kw = np.clip(power_kw + generator.normal(size=count) * 3_000.0, 0.0, 48_000.0)
    measured_kw = np.clip(power_kw + generator.normal(size=count) * 2_000.0, 0.0, 48_000.0)
    last = dt.datetime.combine(DAY + dt.timedelta(days=1), dt.time())
    stamps = [last - dt.timedelta(minutes=15 * (count - 1 - place)) for place in range(count)]
    rows = [
        f"{stamp:%Y-%m-%d},{stamp:%H:%M},{measured:.0f},{own:.0f},{speed:.2f}"
        for stamp, measured, own, speed in zip(stamps, measured_kw, own_kw, wind, strict=True)
    ]
    text = "\n".join(["日期,时刻,实际功率,场站预测,预报风速", *rows])
    (folder / "farm.csv").write_text(text + "\n", encoding="utf-8")


@pytest.mark.parametrize("line", every_command())
def test_every_command_can_be_parsed(line: str) -> None:
    words = next(words for path in READMES for words in commands(path) if " ".join(words) == line)
    assert parsed(words)


def test_a_wrong_command_would_be_noticed() -> None:
    with pytest.raises(KeyError):
        parsed(["site", "lst"])
    with pytest.raises(click.NoSuchOption):
        parsed(["site", "list", "--al"])


def test_light_commands_do_what_they_say(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = []
    for words in commands(READMES[ENGLISH]):
        if words[0] not in LIGHT or "OTHER-ID" in words:
            continue
        assert command([run.id if word == "ID" else word for word in words]) == EXIT_MET, words
        ran.append(words[:2])
    assert {tuple(words) for words in ran} >= {("site", "new"), ("site", "check"), ("runs", "issue")}
    assert Run.read(run.folder).record["issued"]["by"] == "Zhang Wei"


@pytest.mark.parametrize("place", range(len(READMES)))
def test_every_option_named_exists(place: int) -> None:
    unknown = options_named(READMES[place]) - every_option(hengli) - OF_OTHERS
    assert not unknown


@pytest.mark.parametrize("place", range(len(READMES)))
def test_every_day_ahead_option_is_documented_or_left_to_help(place: int) -> None:
    needed = {
        "--weather",
        "--weather-elsewhere",
        "--state",
        "--day",
        "--solver",
        "--seed",
        "--json",
        "--quiet",
    }
    assert needed <= options_named(READMES[place])


def test_both_have_the_same_blocks() -> None:
    first, *others = [blocks(path) for path in READMES]
    assert len(first) > 8
    assert all(other == first for other in others)


@pytest.mark.parametrize("place", range(len(READMES)))
def test_it_is_short_and_its_links_lead_somewhere(place: int) -> None:
    text = READMES[place].read_text(encoding="utf-8")
    assert len(text.splitlines()) < LINES
    links = [link for link in LINK.findall(text) if "://" not in link]
    assert links
    assert all((READMES[place].parent / link).exists() for link in links)


@pytest.mark.parametrize("number", range(len(blocks(READMES[ENGLISH], "python"))))
def test_python_runs(number: int, tmp_path: Path) -> None:
    (tmp_path / "example.py").write_text(blocks(READMES[ENGLISH], "python")[number][1], encoding="utf-8")
    start = (
        f"import sys; sys.path.insert(0, {str(READMES[ENGLISH].parent)!r}); exec(open('example.py').read())"
    )
    done = subprocess.run(
        [sys.executable, "-c", start], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_file_of_day_facts_is_read(tmp_path: Path) -> None:
    path = tmp_path / "day.toml"
    path.write_text(blocks(READMES[ENGLISH], "toml")[0][1], encoding="utf-8")
    facts, _ = read_day(path, load("ruichang"), DAY)
    assert len(facts.outages) == len(facts.grid_limits) == len(facts.pins) == 1


def test_the_mapping_is_read(tmp_path: Path) -> None:
    farm_files(tmp_path)
    mapping = load_mapping(tmp_path / "columns.toml")
    history = read_history(tmp_path / "farm.csv", mapping=mapping)
    assert {"measured_mw", "plant_forecast_mw", "wind_speed"} <= set(history.data_vars)
    assert 30.0 < float(history["measured_mw"].max()) <= 48.0
    assert str(history["time"].values[-1]).startswith("2026-07-15T15:45")  # 24:00 is an end


@pytest.mark.parametrize("place", range(len(READMES)))
def test_every_name_of_a_column_is_told(place: int) -> None:
    text = READMES[place].read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in get_args(Name))


@pytest.mark.parametrize("place", range(len(READMES)))
def test_every_service_is_told(place: int) -> None:
    text = READMES[place].read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in SERVICES)


def test_the_e_file_is_read(tmp_path: Path) -> None:
    farm_files(tmp_path)
    plant = read_plant(tmp_path / "farm.dat", time_zone="Asia/Shanghai", date=DAY)
    assert float(plant["plant_forecast_mw"][0]) == 21.3
    assert plant.sizes["time"] == 96
    assert plant.attrs["entity"] == "HengliWind"


def test_the_csv_is_read(tmp_path: Path, site_folder: Path) -> None:
    from forecasts.weather.csv_file import Reading, open_csv

    path = tmp_path / "forecast.csv"
    path.write_text(blocks(READMES[ENGLISH], "csv")[0][1], encoding="utf-8")
    place = load(site_folder).place
    source = open_csv(path, Reading(place.latitude, place.longitude, place.elevation_m))
    assert source.origin.issue_time == "2026-07-14T00:00:00Z"
    assert source.step_minutes == 60


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell")
@pytest.mark.parametrize(("code", "mails"), [(0, False), (1, True), (2, True), (3, True), (130, True)])
def test_the_nightly_job_copes_with_every_exit_code(code: int, mails: bool, tmp_path: Path) -> None:
    script = next(text for _, text in blocks(READMES[ENGLISH], "sh") if text.startswith("#!/bin/sh"))
    for name, text in (
        ("nightly.sh", script),
        ("hengli", f"#!/bin/sh\necho the summary\nexit {code}\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        ["sh", "nightly.sh"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
    )
    assert done.returncode == code
    assert ("the summary" in done.stdout) == mails
    assert bool(done.stdout) == mails
    assert not done.stderr


@pytest.mark.slow
def test_all_commands_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared_data: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HENGLI_ARCHIVE", str(tmp_path / "archive"))
    weather_csv(tmp_path / "forecast.csv")
    farm_files(tmp_path)
    shutil.copy(shared_data / "wind" / "wind_farm_03.csv", tmp_path)
    shutil.copy(next((shared_data / "weather").glob("*.epw")), tmp_path / "hangzhou.epw")
    (tmp_path / "day.toml").write_text(blocks(READMES[ENGLISH], "toml")[0][1], encoding="utf-8")
    for words in chain(commands(READMES[ENGLISH])):
        ids = [str(record["id"]) for record in Archive.at().records()]
        names = {"ID": ids[-1], "OTHER-ID": ids[0]} if ids else {}
        filled = [names.get(word, word) for word in words]
        if words[0] == "day-ahead":
            filled += [] if "--date" in words else ["--date", str(DAY)]
            filled += ["--no-history"]
        code = command(filled)
        allowed = (EXIT_MET, EXIT_MISSED) if words[0] in ("day-ahead", "check") else (EXIT_MET,)
        assert code in allowed, words
        last = sorted(Archive.at().root.glob("ruichang/*/*/run.json"))
        if last:  # the files that later commands name
            shutil.copy(last[-1].parent / "state.json", tmp_path / "state.json")
            shutil.copy(last[-1].parent / "plan.csv", tmp_path / "plan.csv")
