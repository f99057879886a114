"""``hengli forecast parameters``: what histories show of plants, beside what the site file states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from runs.commands.base import Argument, Command, Number, Option, Outcome, common_options, put_out
from runs.format import number
from sites.messages import say

if TYPE_CHECKING:
    from runs.parameters import AssetParameters, Parameter

__all__ = ["parameters"]

MEANINGS: Mapping[str, str] = {
    "tilt_deg": "parameter-tilt",
    "azimuth_deg": "parameter-azimuth",
    "full_sun_power_mw": "parameter-full-sun-power",
    "losses_frac": "parameter-losses",
    "temperature_coefficient_per_degc": "parameter-temperature-coefficient",
    "capacity_mw": "parameter-capacity",
    "speed_factor": "parameter-speed-factor",
    "hub_height_m": "parameter-hub-height",
    "efficiency_frac": "parameter-efficiency",
    "diffusion_frac": "parameter-diffusion",
}
"""What each parameter is, in the catalogue."""


@click.command(
    "parameters",
    cls=Command,
    help="cli-forecast-parameters",
    short_help="cli-forecast-parameters-short",
    epilog="cli-exit-codes-read",
)
@click.argument("site", cls=Argument, help="cli-argument-site")
@click.option(
    "--history",
    cls=Option,
    multiple=True,
    metavar="ASSET=FILE[:MAPPING]",
    help="cli-option-parameters-history",
)
@click.option(
    "--weather-height",
    cls=Option,
    type=Number(is_whole=False, least=1, most=300),
    default=10.0,
    metavar="M",
    help="cli-option-weather-height",
)
@click.option("--seed", cls=Option, type=int, default=0, metavar="N", help="cli-option-forecast-seed")
@common_options
def parameters(*, site: str, history: tuple[str, ...], weather_height: float, seed: int) -> Outcome:
    """Estimate the parameters of plants."""
    from runs.asset_files import asset_files
    from runs.parameters import estimate_parameters
    from sites.reading import load

    place = load(site)
    files = asset_files("--history", history)
    found = estimate_parameters(place, files, weather_height_m=float(weather_height), seed=seed)
    data = {"site": place.name, "assets": [each.as_dict() for each in found]}
    return Outcome(data, lambda: put_out(line for each in found for line in _lines(each)))


def _lines(found: AssetParameters) -> list[str]:
    from runs.cleaned import cleaned_line
    from runs.shown import aligned

    head = [
        say("parameters-name"),
        say("parameters-estimate"),
        say("parameters-spread"),
        say("parameters-stated"),
        "",
    ]
    lines = [found.asset, *aligned([head, *map(_row, found.parameters)]), "", cleaned_line(found.cleaning)]
    lines += [f"  - {each.text()}" for each in found.notes]
    return [*lines, ""]


def _row(each: Parameter) -> list[str]:
    return [
        f"{each.name} ({say(MEANINGS[each.name])})",
        number(each.value, each.digits),
        f"± {number(each.spread, each.digits)}",
        number(each.stated, each.digits),
        say("parameters-apart") if each.is_apart else "",
    ]
