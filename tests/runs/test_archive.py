"""The archive: whole runs or none, whatever happens on the way."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from runs.archive import Archive, archive_root, new_id
from sites.problems import Refused, Trouble

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2026, 7, 15)


def store(
    archive: Archive, site: str = "here", date: dt.date = DAY, run_id: str | None = None, **more: object
) -> str:
    """Archive a run that has nothing but a ``run.json``."""
    run_id = run_id or new_id()
    with archive.new(site, date, run_id) as folder:
        record = {
            "id": run_id,
            "site": site,
            "date": str(date),
            "created": run_id[:16],
            "issued": None,
            **more,
        }
        (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    return run_id


def fail_half_way(archive: Archive, fault: BaseException) -> None:
    """Begin a run and fail after half of it is written."""
    with archive.new("here", DAY, "one") as folder:
        (folder / "plan.csv").write_text("half", encoding="utf-8")
        raise fault


def everything(root: Path) -> list[str]:
    """Return all that lies under a folder, itself included if it is there."""
    return sorted(str(path) for path in (root, *root.rglob("*")) if path.exists())


def started(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a Python process in the repository."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_an_id_says_when_and_is_its_own() -> None:
    moment = dt.datetime(2026, 7, 14, 17, 0, 5, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    ids = {new_id(moment) for _ in range(50)}
    assert len(ids) == 50
    assert all(re.fullmatch(r"20260714T090005Z-[0-9a-f]{6}", each) for each in ids)


def test_where_the_archive_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HENGLI_ARCHIVE", str(tmp_path / "told"))
    assert archive_root(tmp_path / "named") == tmp_path / "named"
    assert archive_root() == tmp_path / "told"
    monkeypatch.delenv("HENGLI_ARCHIVE")
    assert archive_root() == ROOT / "runs" / "archive"
    monkeypatch.setattr("runs.archive._is_checkout", lambda _: False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert archive_root().is_relative_to(tmp_path)
    assert archive_root().name == "archive"


def test_a_run_appears_when_it_is_whole(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    with archive.new("here", DAY, "one") as folder:
        (folder / "run.json").write_text(
            '{"id": "one", "site": "here", "date": "2026-07-15"}', encoding="utf-8"
        )
        assert list(archive.folders()) == []
    assert [path.name for path in archive.folders()] == ["one"]
    assert archive.records()[0]["folder"] == str(tmp_path / "archive" / "here" / "2026-07-15" / "one")


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt])
def test_what_fails_leaves_nothing(tmp_path: Path, fault: type[BaseException]) -> None:
    archive = Archive(tmp_path / "deep" / "archive")
    with pytest.raises(fault):
        fail_half_way(archive, fault())
    assert everything(tmp_path) == [str(tmp_path)]


def test_what_fails_leaves_other_runs_and_their_folder_alone(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    root.mkdir()
    archive = Archive(root)
    kept = store(archive)
    before = everything(root)
    with pytest.raises(ValueError, match="no"), archive.new("here", DAY, "two"):
        raise ValueError("no")
    assert everything(root) == before
    assert [path.name for path in archive.folders()] == [kept]


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (errno.ENOSPC, "run-disk-full"),
        (errno.EDQUOT, "run-disk-full"),
        (errno.EROFS, "run-not-writable"),
        (errno.EACCES, "run-not-writable"),
        (errno.EIO, "run-not-written"),
    ],
)
def test_what_the_machine_refuses_is_said(tmp_path: Path, number: int, key: str) -> None:
    archive = Archive(tmp_path / "archive")
    with pytest.raises(Trouble) as trouble:
        fail_half_way(archive, OSError(number, os.strerror(number)))
    assert [each.key for each in trouble.value.problems] == [key]
    assert str(tmp_path / "archive") in str(trouble.value)
    assert everything(tmp_path) == [str(tmp_path)]


def test_a_full_disk_met_inside_hdf5_is_a_full_disk(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    said = "Can't decrement id ref count (file write failed: errno = 28, error message = 'No space left on device')"
    with pytest.raises(Trouble) as trouble, archive.new("here", DAY, "one"):
        raise RuntimeError(said)
    assert trouble.value.problems[0].key == "run-disk-full"


def test_a_fault_of_the_program_stays_one(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="odd"), Archive(tmp_path / "archive").new("here", DAY, "one"):
        raise RuntimeError("odd")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Trouble), Archive(tmp_path / "file" / "archive").new("here", DAY, "one"):
        pytest.fail("there is nothing to write into")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    root.mkdir()
    root.chmod(0o500)
    try:
        with pytest.raises(Trouble) as trouble, Archive(root).new("here", DAY, "one"):
            pytest.fail("there is nothing to write into")
    finally:
        root.chmod(0o700)
    assert trouble.value.problems[0].key == "run-not-writable"


def test_a_killed_run_leaves_only_a_partial(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept = store(archive)
    process = started(
        """
        import datetime, sys, time
        from pathlib import Path
        from runs.archive import Archive
        with Archive(Path(sys.argv[1])).new("here", datetime.date(2026, 7, 15), "killed") as folder:
            (folder / "run.json").write_text('{"id": "killed", "site": "here", "date": "2026-07-15"}')
            print("half", flush=True)
            time.sleep(60)
        """,
        str(tmp_path),
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "half"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    partial = tmp_path / "here" / str(DAY) / ".killed.partial"
    assert partial.is_dir()
    assert [record["id"] for record in archive.records()] == [kept]
    with pytest.raises(Refused):
        archive.find("killed")
    store(archive)
    assert partial.is_dir(), "it may still be at work"
    os.utime(partial, (time.time() - 90_000,) * 2)
    store(archive)
    assert not partial.exists()


def test_runs_at_once_do_not_hurt_each_other(tmp_path: Path) -> None:
    code = """
        import datetime, sys
        from pathlib import Path
        from runs.archive import Archive, new_id
        archive = Archive(Path(sys.argv[1]))
        for place in range(15):
            run_id = new_id()
            try:
                with archive.new("here", datetime.date(2026, 7, 15), run_id) as folder:
                    text = '{"id": "%s", "site": "here", "date": "2026-07-15"}' % run_id
                    (folder / "run.json").write_text(text)
                    if place % 3 == 0:
                        raise ValueError
            except ValueError:
                continue
        """
    processes = [started(code, str(tmp_path / "archive")) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    for process in processes:
        assert process.stdout is not None
        process.stdout.close()
    records = Archive(tmp_path / "archive").records()
    assert len({record["id"] for record in records}) == len(records) == 30
    assert list((tmp_path / "archive").rglob(".*")) == []


def test_ids_may_be_short(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    store(archive, run_id="20260714T090000Z-aaaaaa")
    store(archive, run_id="20260714T100000Z-abbbbb")
    assert archive.find("20260714T09").name == "20260714T090000Z-aaaaaa"
    assert archive.find("abb").name == "20260714T100000Z-abbbbb"
    assert archive.find("20260714T100000Z-ABBBBB").name == "20260714T100000Z-abbbbb"
    for short, key in (
        ("20260714", "run-id-ambiguous"),
        ("a", "run-id-ambiguous"),
        ("x", "run-id-unknown"),
        ("", "run-id-unknown"),
    ):
        with pytest.raises(Refused) as refused:
            archive.find(short)
        assert refused.value.problems[0].key == key


def test_an_id_that_begins_another_is_found(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for run_id in ("one", "one-more"):
        store(archive, run_id=run_id)
    assert archive.find("one").name == "one"


def test_a_later_issue_supersedes(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first, second, third = (store(archive, run_id=f"20260714T0{place}0000Z-aaaaaa") for place in (1, 2, 3))
    plan = archive.plan_of("here", DAY)
    assert plan is not None
    assert plan["id"] == third, "the latest, as none is issued"
    for place, run_id in enumerate((second, first)):
        archive.issue(run_id, "Li", dt.datetime(2026, 7, 14, 10 + place, tzinfo=dt.UTC))
        plan = archive.plan_of("here", DAY)
        assert plan is not None
        assert plan["id"] == run_id
    assert plan["issued"] == {"at": "2026-07-14T11:00:00.000000Z", "by": "Li"}
    assert archive.plan_of("here", DAY + dt.timedelta(days=1)) is None


def test_a_broken_record_is_left_out_and_said(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept, broken = store(archive), store(archive, site="there")
    (archive.find(broken) / "run.json").write_text("{", encoding="utf-8")
    assert [record["id"] for record in archive.records()] == [kept]
    assert [path.name for path in archive.unreadable] == [broken]
    with pytest.raises(Refused):
        archive.record(broken)


def test_what_is_no_run_is_passed_over(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept = store(archive)
    (tmp_path / "_assets").mkdir()
    (tmp_path / ".faults").mkdir()
    (tmp_path / "here" / "notes.txt").write_text("", encoding="utf-8")
    (tmp_path / "here" / str(DAY) / "measured.json").write_text("{}", encoding="utf-8")
    assert [path.name for path in archive.folders()] == [kept]
    assert archive.records("nowhere") == []
    assert Archive(tmp_path / "nothing").records() == []
