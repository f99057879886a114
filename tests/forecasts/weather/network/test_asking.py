"""Services that fail, refuse, or answer in another shape."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import requests
import responses

from forecasts.notes import notes_of
from forecasts.weather.network.fetch import SERVICES, fetch_weather
from sites.problems import Refused
from tests.forecasts.examples import a_site, keys
from tests.forecasts.weather.network.answers import (
    add_nasa_power,
    add_open_meteo,
)
from tests.forecasts.weather.network.cases import (
    DATE,
    LATER,
    NOW,
    SECONDS,
    STAMPS,
    add,
)


def test_without_the_network_the_error_says_what_to_do() -> None:
    for source in sorted(SERVICES):
        moment = NOW if SERVICES[source].kind in ("forecast", "past_forecast") else LATER
        with pytest.raises(Refused) as refused:
            fetch_weather(source, a_site(), DATE, issue_time=moment, now=moment)
        assert keys(refused.value) == ["weather-service-offline"], source
        assert "weather file" in str(refused.value)


def test_without_the_network_yesterday_s_forecast_serves_with_a_word() -> None:
    site = a_site()
    add("open-meteo", site)
    fetch_weather("open-meteo", site, DATE, issue_time=NOW, now=NOW)
    responses.mock.reset()
    later = NOW + dt.timedelta(hours=5)
    weather = fetch_weather("open-meteo", site, DATE, issue_time=later, now=later)
    assert "weather-note-offline" in [note.key for note in notes_of(weather)]
    assert weather.attrs["issue_time"] == "2025-06-20T01:00:00Z"
    much_later = NOW + dt.timedelta(hours=25)
    with pytest.raises(Refused):
        fetch_weather("open-meteo", site, DATE, issue_time=much_later, now=much_later)


def test_a_server_s_bad_moment_passes() -> None:
    site = a_site()
    url = "https://api.open-meteo.com/v1/forecast"
    responses.get(url, status=503)
    responses.get(url, status=429)
    add("open-meteo", site)
    assert fetch_weather("open-meteo", site, DATE, issue_time=NOW, now=NOW).sizes["time"] == 28
    assert len(responses.calls) == 3
    power = "https://power.larc.nasa.gov/api/temporal/hourly/point"
    responses.get(power, body=requests.ConnectionError("reset"))
    responses.get(power, status=502, body="<html>Bad Gateway</html>")
    add("nasa-power", site)
    assert fetch_weather("nasa-power", site, DATE, issue_time=LATER, now=LATER).sizes["time"] == 28
    assert len(responses.calls) == 6


@pytest.mark.parametrize(
    ("answer", "key", "said"),
    [
        (
            {"json": {"error": True, "reason": "Latitude must be in range"}, "status": 400},
            "refused",
            "Latitude",
        ),
        ({"json": {"error": True, "reason": "Daily limit exceeded"}}, "refused", "Daily limit"),
        ({"body": "<html>"}, "answer", "HTTP 200"),
        ({"json": ["x"]}, "answer", "list"),
        ({"json": {"latitude": 1}}, "answer", "hourly"),
        ({"json": {"hourly": {"time": [0, 3600], "temperature_2m": [1.0]}}}, "answer", "2 stamps"),
        ({"json": {"hourly": {"time": SECONDS, "temperature_2m": [None, 1.0, 2.0]}}}, "lacks", "ghi"),
        ({"json": {"hourly": {"time": [0, 3600], "temperature_2m": [1.0, None]}}}, "answer", "2 stamps"),
    ],
)
def test_answers_that_cannot_be_used_are_told(answer: dict[str, Any], key: str, said: str) -> None:
    responses.get("https://api.open-meteo.com/v1/forecast", **answer)
    with pytest.raises(Refused) as refused:
        fetch_weather("open-meteo", a_site(), DATE, issue_time=NOW, now=NOW)
    assert set(keys(refused.value)) == {f"weather-service-{key}"}
    assert said in str(refused.value)


def test_refusals_of_the_other_services_are_told() -> None:
    responses.get(
        "https://re.jrc.ec.europa.eu/api/seriescalc",
        status=400,
        json={"message": "Location over the sea. Please, select another location", "status": 400},
    )
    slug = "processes/reanalysis-era5-single-levels-timeseries/execution"
    responses.post(
        f"https://cds.climate.copernicus.eu/api/retrieve/v1/{slug}",
        status=403,
        json={"title": "required licences not accepted", "status": 403},
    )
    for source, said in (("pvgis", "over the sea"), ("era5", "licences not accepted")):
        with pytest.raises(Refused) as refused:
            fetch_weather(source, a_site(), DATE, issue_time=LATER, now=LATER)
        assert keys(refused.value) == ["weather-service-refused"]
        assert said in str(refused.value)


def test_a_service_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    from forecasts.weather.network.asking import PATIENCE, through_pvlib

    monkeypatch.setattr(PATIENCE, "tries", 2)
    never = threading.Event()
    with pytest.raises(Refused) as refused:
        through_pvlib(lambda: never.wait(5), "nasa-power", "power.larc.nasa.gov", deadline_s=0.05)
    never.set()
    assert keys(refused.value) == ["weather-service-offline"]


def test_codes_for_missing_light_are_no_light() -> None:
    site = a_site()
    add_nasa_power(site, STAMPS, missing=("ALLSKY_SFC_SW_DNI", "PS"))
    weather = fetch_weather("nasa-power", site, DATE, issue_time=LATER, now=LATER)
    noted = [note.key for note in notes_of(weather)]
    assert {"weather-note-split", "weather-note-pressure"} <= set(noted)
    responses.mock.reset()
    add_nasa_power(site, STAMPS, missing=("ALLSKY_SFC_SW_DWN",))
    with pytest.raises(Refused) as refused:
        fetch_weather("nasa-power", site, DATE + dt.timedelta(days=1), issue_time=LATER, now=LATER)
    assert refused.value.problems[0].key == "weather-value-missing"
    responses.mock.reset()
    add_nasa_power(site, STAMPS)  # what lacked figures was not kept
    found = fetch_weather("nasa-power", site, DATE + dt.timedelta(days=1), issue_time=LATER, now=LATER)
    assert found.sizes["time"] == 28


def test_no_key_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CDSAPI_KEY")
    with pytest.raises(Refused) as refused:
        fetch_weather("era5", a_site(), DATE, issue_time=LATER, now=LATER)
    assert keys(refused.value) == ["weather-service-key"]


def test_a_subscription_has_its_own_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPEN_METEO_API_KEY", "paid")
    site = a_site()
    add_open_meteo(site, STAMPS, "customer-api")
    fetch_weather("open-meteo", site, DATE, issue_time=NOW, now=NOW)
    assert "apikey=paid" in str(responses.calls[0].request.url)


def test_an_unknown_source_and_a_moment_without_zone_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        fetch_weather("open-metoe", a_site(), DATE, issue_time=NOW)
    assert keys(refused.value) == ["weather-service-unknown"]
    with pytest.raises(ValueError, match="zone"):
        fetch_weather("open-meteo", a_site(), DATE, issue_time=NOW.replace(tzinfo=None))
