"""Tests of bench.reports."""

from pathlib import Path

import pytest

from bench import reports


def test_reports_have_labels_and_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table is read, and which happening is the main one."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "2021-05-04_quay.txt").write_text("Quay burns\n\nA fire broke out on Monday.\n")
    for number, main in (("1", "yes"), ("2", "")):
        row = f"2021-05-04_quay,fire broke,accident.fire|disaster.wildfire,-,2021-05-03,{main}\n"
        (tmp_path / f"reports_{number}.csv").write_text("document,words,types,places,days,main\n" + row)
    monkeypatch.setattr(reports, "DATA", tmp_path)
    [document] = reports.read_reports().values()
    assert (document.title, str(document.created)) == ("Quay burns", "2021-05-04")
    one, other = reports.read_reported()
    assert (one.part, one.is_main, other.part, other.is_main) == ("reports_1", True, "reports_2", False)
    assert one.types == ("accident.fire", "disaster.wildfire")


def test_a_report_is_kept_out_by_its_name_alone() -> None:
    """About one in five, and the same ones whatever is added: what the encoder has seen stays seen."""
    names = list(reports.read_reports())
    kept_out = {name for name in names if reports.is_kept_out(name)}
    assert 0.12 < len(kept_out) / len(names) < 0.28
    assert {name for name in names[::-3] if reports.is_kept_out(name)} == kept_out & set(names[::-3])
