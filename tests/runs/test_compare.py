"""History counts one plan a day; ranks share places; what has no figure does not take part."""

from __future__ import annotations

from typing import Any

import pytest

from runs.compare import METRICS, compare, figure_of, history_of, median_of, one_a_day, rank


def plan(
    date: str,
    plan_id: str = "",
    *,
    site: str = "small",
    issued: str | None = None,
    created: str = "",
    **kpis: Any,
) -> dict[str, Any]:
    """A record with a few figures."""
    at = {"at": issued, "by": "Li"} if issued else None
    about = {"id": plan_id or f"id-{date}", "site": site, "date": date, "status": "optimal"}
    return {**about, "created": created or f"{date}T00:00:00Z", "issued": at, "kpis": kpis}


def ranked(record: dict[str, Any], history: list[dict[str, Any]], name: str) -> tuple[int | None, int]:
    """Rank and number of plans for a figure."""
    found = {each.metric: each for each in rank(record, history)}[name]
    return found.rank, found.n


def test_the_latest_plan_of_a_day_counts() -> None:
    early, late = (
        plan("2026-07-01", "a", created="2026-06-30T08:00:00Z"),
        plan("2026-07-01", "b", created="2026-06-30T09:00:00Z"),
    )
    assert one_a_day([late, early]) == [late]
    assert one_a_day([early, late]) == [late]


def test_the_issued_plan_of_a_day_counts_before_a_later_draft() -> None:
    issued = plan("2026-07-01", "a", issued="2026-06-30T10:00:00Z", created="2026-06-30T08:00:00Z")
    draft = plan("2026-07-01", "b", created="2026-06-30T11:00:00Z")
    assert one_a_day([issued, draft]) == [issued]


def test_a_later_issue_supersedes() -> None:
    first = plan("2026-07-01", "a", issued="2026-06-30T10:00:00Z", created="2026-06-30T09:00:00Z")
    second = plan("2026-07-01", "b", issued="2026-06-30T11:00:00Z", created="2026-06-30T08:00:00Z")
    assert one_a_day([second, first]) == [second]


def test_days_and_sites_are_kept_apart_and_sorted() -> None:
    plans = [plan("2026-07-02"), plan("2026-07-01"), plan("2026-07-01", site="other")]
    assert [(each["site"], each["date"]) for each in one_a_day(plans)] == [
        ("other", "2026-07-01"),
        ("small", "2026-07-01"),
        ("small", "2026-07-02"),
    ]


def test_history_leaves_out_the_own_day_and_other_sites() -> None:
    own = plan("2026-07-03", "own")
    others = [own, plan("2026-07-03", "again"), plan("2026-07-02"), plan("2026-07-01", site="other")]
    assert [each["date"] for each in history_of(own, others)] == ["2026-07-02"]


@pytest.mark.parametrize(("own", "place"), [(100.0, 1), (200.0, 2), (250.0, 3), (300.0, 3), (400.0, 4)])
def test_cost_ranks_lowest_first_and_ties_share(own: float, place: int) -> None:
    history = [plan(f"2026-07-0{day}", cost_yuan=cost) for day, cost in ((1, 100.0), (2, 200.0), (3, 300.0))]
    assert ranked(plan("2026-07-09", cost_yuan=own), history, "cost_yuan") == (place, 4)


@pytest.mark.parametrize(("own", "place"), [(1.0, 1), (0.9, 1), (0.85, 2), (0.8, 2), (0.5, 4)])
def test_absorption_ranks_highest_first(own: float, place: int) -> None:
    history = [
        plan(f"2026-07-0{day}", absorption_rate_frac=rate) for day, rate in ((1, 0.9), (2, 0.8), (3, 0.8))
    ]
    assert ranked(plan("2026-07-09", absorption_rate_frac=own), history, "absorption_rate_frac") == (place, 4)


def test_figures_that_a_solver_cannot_tell_apart_share_a_rank() -> None:
    history = [plan("2026-07-01", shaving_frac=0.05), plan("2026-07-02", shaving_frac=0.06)]
    assert ranked(plan("2026-07-09", shaving_frac=0.05 - 1e-9), history, "shaving_frac") == (2, 3)


@pytest.mark.parametrize("missing", [None, float("nan"), float("inf"), True, "5 %"])
def test_what_has_no_figure_is_left_out(missing: object) -> None:
    history = [
        plan("2026-07-01", shaving_frac=0.05),
        plan("2026-07-02", shaving_frac=missing),
        plan("2026-07-03"),
    ]
    assert ranked(plan("2026-07-09", shaving_frac=0.04), history, "shaving_frac") == (2, 2)
    assert ranked(plan("2026-07-09", shaving_frac=missing), history, "shaving_frac") == (None, 1)
    assert figure_of(history[1], "shaving_frac") is None


def test_alone_in_the_archive() -> None:
    (first, *_) = rank(plan("2026-07-09", absorption_rate_frac=0.9), [])
    assert (first.rank, first.n, first.best, first.median) == (1, 1, None, None)


def test_best_and_median_are_of_the_others() -> None:
    history = [plan(f"2026-07-0{day}", cost_yuan=cost) for day, cost in ((1, 100.0), (2, 200.0), (3, 400.0))]
    found = {each.metric: each for each in rank(plan("2026-07-09", cost_yuan=50.0), history)}["cost_yuan"]
    assert (found.best, found.median) == (100.0, 200.0)
    assert median_of(history, "co2_t") is None


def test_plans_side_by_side() -> None:
    plans = [
        plan("2026-07-01", "a", co2_t=5.0, cost_yuan=1.0),
        plan("2026-07-02", "b", co2_t=4.0),
        plan("2026-07-03", "c"),
    ]
    found = compare(plans)
    rows = {row.metric: row for row in found.rows}
    assert (found.ids, found.dates) == (("a", "b", "c"), ("2026-07-01", "2026-07-02", "2026-07-03"))
    assert (rows["co2_t"].values, rows["co2_t"].ranks, rows["co2_t"].n) == ((5.0, 4.0, None), (2, 1, None), 2)
    assert rows["cost_yuan"].ranks == (1, None, None)
    assert [row["metric"] for row in found.as_dict()["rows"]] == [metric.name for metric in METRICS]  # type: ignore[attr-defined]  # JSON-like


@pytest.mark.parametrize("status", ["relaxed", "rule_based"])
def test_a_plan_that_broke_limits_is_not_ranked_nor_measured_by(status: str) -> None:
    good = [plan(f"2026-07-0{day}", cost_yuan=100.0 * day) for day in (1, 2, 3)]
    broken = {**plan("2026-07-04", cost_yuan=1.0), "status": status}
    assert ranked(broken, good, "cost_yuan") == (None, 3)
    assert ranked(good[0], [*good, broken], "cost_yuan") == (1, 3)
    by_name = {each.metric: each for each in rank(good[0], [*good, broken])}
    assert (by_name["cost_yuan"].best, by_name["cost_yuan"].median) == (200.0, 250.0)
    assert median_of([*good, broken], "cost_yuan") == 200.0
    row = next(row for row in compare([*good, broken]).rows if row.metric == "cost_yuan")
    assert (row.values[-1], row.ranks, row.n) == (1.0, (1, 2, 3, None), 3)


def test_among_drafts_the_better_status_counts_then_the_later() -> None:
    drafts = [
        {**plan("2026-07-01", name, created=f"2026-06-30T0{hour}:00:00Z"), "status": status}
        for hour, (name, status) in enumerate(
            [("a", "optimal"), ("b", "optimal"), ("c", "feasible"), ("d", "relaxed"), ("e", "rule_based")]
        )
    ]
    assert [each["id"] for each in one_a_day(drafts)] == ["b"]
    assert [each["id"] for each in one_a_day(drafts[2:])] == ["c"]
    drafts[3]["issued"] = {"at": "2026-06-30T12:00:00Z", "by": "Li"}
    assert [each["id"] for each in one_a_day(drafts)] == ["d"], "what was issued is what is carried out"
