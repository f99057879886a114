"""A mapping says what columns hold; a slip in it is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from forecasts.history import load_mapping
from sites.problems import Refused
from tests.forecasts.history.examples import write

GOOD = """
time_zone = "Asia/Shanghai"
stamp = "end"
sentinels = [-99, 6553.5]
[time]
columns = ["日期", "时刻"]
[columns]
"总有功功率（kw）" = { name = "measured_mw", unit = "kw" }
"气温" = { name = "temp_air" }
"""


def test_a_mapping_from_toml(tmp_path: Path) -> None:
    mapping = load_mapping(write(tmp_path / "m.toml", GOOD))
    assert mapping.time is not None
    assert mapping.time.columns == ("日期", "时刻")
    assert mapping.columns["总有功功率（kw）"].unit_taken == "kW"
    assert mapping.columns["气温"].unit_taken == "degC"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('unit = "kw"', 'unit = "hPa"', "history-mapping-unit"),
        ("stamp =", "stempel =", "history-mapping-unknown"),
        ('"end"', '"middle"', "history-mapping-value"),
        ("Asia/Shanghai", "Asia/Nowhere", "history-zone"),
        ("temp_air", "measured_mw", "history-mapping-twice"),
        ("[time]", "[time", "history-mapping-file"),
    ],
)
def test_slips_are_refused(tmp_path: Path, old: str, new: str, key: str) -> None:
    path = write(tmp_path / "m.toml", GOOD.replace(old, new, 1))
    with pytest.raises(Refused) as caught:
        load_mapping(path)
    assert [each.key for each in caught.value.problems] == [key]
    assert "m.toml" in str(caught.value)
