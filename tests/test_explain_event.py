"""Tests of mapping.explain_event: a person can see why reports are one event."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from mapping.__main__ import dateline
from mapping.explain_event import explain_event
from mapping.kinds import Review
from mapping.merge import compose_event
from mapping.model import Extraction
from mapping.store import open_store
from tests.happenings import DAY, KIRKUK_PROVINCE, MOSUL, make_report, make_source

FIRST = make_report(
    "a", "Fighting in Kirkuk province killed 5\x07 people.", place=KIRKUK_PROVINCE, tolls=(("killed", 5),), score=0.7
)
SECOND = make_report("b", "Troops took Kirkuk; fighting killed 9 people.", tolls=(("killed", 9),), score=0.5)
TAKEN = make_report("a", "Troops took the city of Kirkuk.", heads=("troop",))
REPORTS = [
    (FIRST, make_source("a", "Fighting went on.", source="first desk")),
    (SECOND, make_source("b", "Troops took it.", created=DAY + timedelta(days=1), source="second desk")),
]
EVENT = replace(compose_event("a-e", REPORTS), story="Kirkuk, October 2017: advance")


@pytest.mark.parametrize(
    "words",
    [
        "a-e  'take' battle.territory_gov, happened, Kirkuk, 2017-10-16, 9 killed",
        "story: Kirkuk, October 2017: advance",
        "place: from report 2",
        "date: from report 1",
        "killed: from report 2",
        "reports differ in killed: 9 (report 2); 5 (report 1)",
        "1. first desk, 2017-10-16",
        "2. second desk, 2017-10-17",
        "one with report 1",
        "the same word for what happened".removeprefix("the "),
        "Fighting in Kirkuk province killed 5 people.",
    ],
)
def test_values_reasons_and_differences_are_told(words: str) -> None:
    """Each value with its report, each report with what joined it."""
    assert words in "\n".join(explain_event(EVENT, REPORTS))


def test_what_a_person_decided_is_told_as_such() -> None:
    """A place that no report tells did not fall from the sky."""
    assert EVENT.place is not None
    moved = replace(EVENT, place=replace(EVENT.place, place=MOSUL), review=Review.CORRECTED)
    lines = list(explain_event(moved, REPORTS))
    assert "  place: from a person's decision" in lines
    assert "  review: corrected" in lines


def test_a_single_report_is_told_as_such() -> None:
    """There is nothing to compare it with."""
    assert "   the only report of it" in list(explain_event(compose_event("a-e", REPORTS[:1]), REPORTS[:1]))


def test_the_command_explains_a_stored_event(tmp_path: Path) -> None:
    """By the event's id or by that of any of its reports."""
    where = tmp_path / "dateline.db"
    with open_store(where) as store:
        for report, document in ((TAKEN, REPORTS[0][1]), (replace(TAKEN, event_id="b-e", doc_id="b"), REPORTS[1][1])):
            store.add(Extraction(document=document, resolutions=(), timexes=(), events=(report,)))
    for event_id in ("a-e", "b-e"):
        told = CliRunner().invoke(dateline, ["explain", "--event", event_id, "--store", str(where)])
        assert told.exit_code == 0, told.output
        assert "one with report 1" in told.output
    missing = CliRunner().invoke(dateline, ["explain", "--event", "none", "--store", str(where)])
    assert (missing.exit_code, "no event 'none'" in missing.output) == (1, True)
    both = CliRunner().invoke(dateline, ["explain"])
    assert (both.exit_code, "name a FILE to explain" in both.output) == (2, True)
