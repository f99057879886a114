"""The limit: the day's ready matrices handed to HiGHS, without a model around them; prints CPU seconds as JSON.

``python -m tests.benchmarks.ready_matrix FOLDER`` solves what `tests.benchmarks.whole_day` left there, one after the
other as the day did. Each starts from nothing, since that is what a matrix alone knows.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import highspy
import numpy as np


def solve(path: Path) -> None:
    """Solve one matrix with the options that the day used."""
    stored = np.load(path)
    lp = highspy.HighsLp()
    for name in ("col_cost_", "col_lower_", "col_upper_", "row_lower_", "row_upper_"):
        setattr(lp, name, stored[name])
    lp.num_col_, lp.num_row_ = len(stored["col_cost_"]), len(stored["row_lower_"])
    lp.a_matrix_.format_ = highspy.MatrixFormat(int(stored["format"]))
    for name in ("start_", "index_", "value_"):
        setattr(lp.a_matrix_, name, stored[name])
    lp.integrality_ = [highspy.HighsVarType(int(kind)) for kind in stored["is_integer"]]
    untyped: Any = highspy.Highs
    highs = untyped()
    highs.setOptionValue("output_flag", False)
    for name, value in json.loads(str(stored["options"])).items():
        highs.setOptionValue(name, value)
    highs.passModel(lp)
    highs.run()


def main(folder: str) -> None:
    """Solve all of them and print the figures."""
    imported = time.process_time()
    paths = sorted(Path(folder).glob("*.npz"))
    for path in paths:
        solve(path)
    figures = {"import": imported, "solve": time.process_time() - imported}
    print(json.dumps({"cpu_s": figures, "matrices": len(paths)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
