"""The report of a score: one page with the looks and the plotting library of a run's report."""

from __future__ import annotations

from runs.score_report.page import write_score_report

__all__ = ["write_score_report"]
