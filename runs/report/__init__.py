"""The report of a run: one page that opens offline, in English or Chinese, with figures that survive alone."""

from __future__ import annotations

from runs.report.page import write_report

__all__ = ["write_report"]
