"""Tests of mapping.explain_event: a person can see why reports are one event."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from mapping.__main__ import dateline
from mapping.explain_event import explain_event
from mapping.kinds import Modality, Review
from mapping.merge import compose_event
from mapping.model import Event, Extraction
from mapping.store import open_store
from tests.happenings import DAY, IRAQ, KIRKUK_PROVINCE, MOSUL, make_report, make_source

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
        "a-e  'take' (Government side takes ground, battle.territory_gov), happened, Kirkuk, Iraq, 2017-10-16",
        "story: Kirkuk, October 2017: advance",
        "place: from report 2",
        "date: from report 1",
        "killed: from report 2",
        "reports differ in killed: 9 (report 2); 5 (report 1)",
        "1. first desk, 2017-10-16",
        "2. second desk, 2017-10-17",
        "    - the reports differ in how many are killed; the latest is shown",
        "one with report 1 with a chance of 0.",
        "for it: ",
        "; same day",
        "Fighting in Kirkuk province killed 5 people.",
    ],
)
def test_values_reasons_and_differences_are_told(words: str) -> None:
    """Each value with its report, each report with what joined it."""
    assert words in "\n".join(explain_event(EVENT, REPORTS))


def explain_as(report: Event, **document: str) -> str:
    """What is told of the first account together with another."""
    pairs = [(TAKEN, make_source("a", TAKEN.sentence, source="first desk")), (report, make_source("b", **document))]
    return "\n".join(explain_event(compose_event("a-e", pairs), pairs))


def test_what_could_be_wrong_is_told() -> None:
    """In a reader's words; what a sentence tells itself is not doubted."""
    report = make_report("b", TAKEN.sentence, score=0.9, place_rule="dateline")
    told = explain_as(report, text=TAKEN.sentence, source="first desk")
    assert "all reports are of one outlet" in told
    assert "placed by what is told around it" not in told
    other = explain_as(
        make_report("b", "Oil prices rose.", kind="economy.other", lemma="rise"), text="Oil prices rose."
    )
    assert "report 2 may tell of something else" in other
    assert "against it: different kinds of happening" in other


def test_what_is_supposed_of_place_and_day_is_told() -> None:
    """As is a place that is a whole country, a claim, and two copies of one text."""
    vague = make_report("v", "Rebels said that troops fled.", modality=Modality.CLAIMED, place=IRAQ, place_rule="story")
    vague = replace(vague, date=make_report("v", "", date_rule="date carried forward").date)
    pairs = [(vague, make_source("v", "x"))]
    told = "\n".join(explain_event(compose_event("v-e", pairs), pairs))
    for doubt in ("a whole country", "report 1 is placed by", "report 1 is dated by", "somebody's claim"):
        assert doubt in told
    text = "Troops took the city of Kirkuk from Kurdish fighters on Monday after three weeks of fighting in the hills."
    assert "reports 1 and 2 are copies of one text" in explain_copies(text)
    many = explain_copies(text, "abcd")
    assert "reports 1, 2, 3 and 4 are copies of one text" in many
    assert many.count("copies of one text") == 1


def explain_copies(text: str, names: str = "ab") -> str:
    """What is told of accounts of one text."""
    pairs = [(replace(TAKEN, event_id=f"{name}-e", doc_id=name), make_source(name, text)) for name in names]
    return "\n".join(explain_event(compose_event("a-e", pairs), pairs))


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
