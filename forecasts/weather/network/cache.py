"""Answers kept on disk, each with the time from which it was known.

``<cache>/weather/<service>/<what>/<known at>.nc``, in ``$HENGLI_CACHE``, else in the user's cache folder. A
file is written whole or not at all, and one that cannot be read counts as none.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forecasts.notes import notes_of, notes_to_json
from forecasts.weather.canonical import Origin
from forecasts.weather.network.answer import Answer
from sites.time import utc_text

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["cache_folder", "keep", "kept"]

ALWAYS = "always"
STAMP = "%Y%m%dT%H%M%SZ"


def cache_folder() -> Path:
    """Return the folder of all that may be fetched again."""
    named = os.environ.get("HENGLI_CACHE")
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("hengli", appauthor=False)


def keep(service: str, key: str, answer: Answer) -> None:
    """Keep an answer; a cache that cannot be written is no reason to stop."""
    folder = cache_folder() / "weather" / service / key
    name = answer.known_at.astimezone(dt.UTC).strftime(STAMP) if answer.known_at else ALWAYS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(suffix=".part", dir=folder)
        os.close(handle)
        try:
            _dataset(answer).to_netcdf(temporary, engine="h5netcdf")
            Path(temporary).replace(folder / f"{name}.nc")
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError:
        return


def kept(service: str, key: str, known_by: dt.datetime) -> Answer | None:
    """Return the latest answer that was known by a moment, None where none is kept."""
    folder = cache_folder() / "weather" / service / key
    bound = known_by.astimezone(dt.UTC).strftime(STAMP)
    if not folder.is_dir():
        return None
    names = [path for path in folder.glob("*.nc") if path.stem == ALWAYS or path.stem <= bound]
    for path in sorted(names, reverse=True):
        answer = _read(path)
        if answer is not None:
            return answer
    return None


def _read(path: Path) -> Answer | None:
    import xarray as xr

    try:
        with xr.open_dataset(path, engine="h5netcdf") as opened:
            return _answer(opened.load())
    except (OSError, KeyError, ValueError):
        return None


def _dataset(answer: Answer) -> xr.Dataset:
    import xarray as xr

    data = xr.Dataset(
        {name: (("member", "time"), values) for name, values in answer.columns.items()},
        coords={"time": answer.times.astype("datetime64[ns]"), "member": np.arange(answer.members)},
        attrs={
            "origin": json.dumps(asdict(answer.origin), ensure_ascii=False),
            "known_at": utc_text(answer.known_at) if answer.known_at else "",
            "years": answer.years,
            "notes": notes_to_json(answer.notes),
        },
    )
    data["time"].encoding = {"units": "seconds since 1970-01-01", "dtype": "int64"}
    return data


def _answer(data: xr.Dataset) -> Answer:
    said = str(data.attrs["known_at"])
    return Answer(
        origin=Origin(**json.loads(str(data.attrs["origin"]))),
        times=data["time"].to_numpy().astype("datetime64[ns]"),
        columns={str(name): data[name].to_numpy() for name in data.data_vars},
        known_at=dt.datetime.fromisoformat(said) if said else None,
        years=str(data.attrs["years"]),
        notes=tuple(notes_of(data)),
    )
