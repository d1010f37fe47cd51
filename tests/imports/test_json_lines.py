"""Tests of JSON read line by line: text sequences, lines, and collections with a feature a line."""

import json
from pathlib import Path

import pytest

from mapping.errors import ImportFileError
from mapping.imports import json_rows
from tests.imports.helpers import run_import


def make_feature(number: int) -> str:
    """A raid on a day of March 2024."""
    point = {"type": "Point", "coordinates": [43.1189, 36.335]}
    properties = {"date": f"2024-03-{number:02}", "notes": f"Raid {number}."}
    return json.dumps({"type": "Feature", "geometry": point, "properties": properties})


FEATURES = [make_feature(number) for number in (1, 2, 3)]
FORMS = {
    "sequence": "".join(f"\x1e{feature}\n" for feature in FEATURES),
    "lines": "\n".join(FEATURES),
    "lines of Windows": "\r\n".join(FEATURES) + "\r\n",
    "collection of Dateline": '{"type":"FeatureCollection","features":[\n' + ",\n".join(FEATURES) + "\n]}\n",
    "collection of GDAL": '{\n"type": "FeatureCollection",\n"name": "raids",\n"features": [\n'
    + ",\n".join(FEATURES)
    + "\n]\n}\n",
    "collection on one line": '{"type":"FeatureCollection","features":[' + ",".join(FEATURES) + "]}",
    "collection spread out": json.dumps(
        {"type": "FeatureCollection", "features": list(map(json.loads, FEATURES))}, indent=2
    ),
    "byte order mark": "\ufeff" + "\n".join(FEATURES),
}


@pytest.mark.parametrize("form", FORMS)
def test_features_are_read_in_every_form(tmp_path: Path, form: str) -> None:
    """Whatever stands on a line."""
    path = tmp_path / "raids.json"
    path.write_text(FORMS[form], encoding="utf-8", newline="")
    got = run_import(path)
    assert (got.report.kept, got.report.skipped.total(), got.report.placed_by_file) == (3, 0, 3)
    assert sorted(event.sentence for event in got.events.values()) == ["Raid 1.", "Raid 2.", "Raid 3."]


@pytest.mark.parametrize("form", ["sequence", "lines", "collection of Dateline"])
def test_size_is_no_limit_for_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """Only what has to be read whole has one."""
    monkeypatch.setattr(json_rows, "_MAX_BYTES", 100)
    path = tmp_path / "raids.json"
    path.write_text(FORMS[form], encoding="utf-8")
    assert run_import(path).report.kept == 3
    path.write_text(FORMS["collection spread out"], encoding="utf-8")
    with pytest.raises(ImportFileError, match="more than 100 bytes of JSON"):
        run_import(path)


def test_a_broken_record_of_a_sequence_costs_itself_alone(tmp_path: Path) -> None:
    """As RFC 8142 wants; the report counts it."""
    path = tmp_path / "raids.geojsons"
    path.write_text(f"\x1e{FEATURES[0]}\n\x1e{FEATURES[1][:40]}\n\x1e{FEATURES[2]}\n", encoding="utf-8")
    got = run_import(path)
    assert (got.report.kept, dict(got.report.skipped)) == (2, {"the line is no JSON object": 1})


def test_numbers_that_are_none_are_missing(tmp_path: Path) -> None:
    """Some writers put NaN where a value is missing."""
    path = tmp_path / "raids.jsonl"
    rows = [{"date": "2024-03-01", "city": "Mosul", "country": "IQ", "killed": float("nan")} for _ in range(2)]
    rows[1]["date"] = "2024-03-02"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    got = run_import(path)
    assert got.report.kept == 2
    assert all(event.tolls == () for event in got.events.values())
