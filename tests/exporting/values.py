"""Events that the tests of the formats write: a merged one that a person confirmed, one without a place, an old one."""

from dataclasses import replace
from datetime import UTC, date, datetime

from mapping.exporting.records import Record, make_record
from mapping.kinds import Change, Granularity, Review
from mapping.model import Actor, DateChoice, DateSpan, Toll
from mapping.reports import Correction, Disagreement, Reading, ReportRef
from tests.values import DOCUMENT, EVENT

MERGED = replace(
    EVENT,
    actors=(
        Actor(start=0, end=6, text="Crowds", head="crowd", role="actor", kind="civilians", country_code="FR"),
        Actor(start=1, end=2, text="police", head="police", role="recipient"),
    ),
    tolls=(Toll(start=1, end=2, text="two", kind="wounded", number=2),),
    reports=(
        ReportRef(report_id="e1", doc_id="d1", source="test desk"),
        ReportRef(report_id="x9", doc_id="d2", source="other desk"),
    ),
    disagreements=(
        Disagreement(
            kind="wounded", readings=(Reading(value="2", report_ids=("e1",)), Reading(value="3", report_ids=("x9",)))
        ),
    ),
    story_id="s1",
    story="The square",
    review=Review.CONFIRMED,
)
UNPLACED = replace(EVENT, event_id="e2", place=None, unplaced="the text names no place")
_OLD_SPAN = DateSpan(start=date(79, 8, 24), end=None, granularity=Granularity.DAY)
OLD = replace(
    EVENT,
    event_id="e3",
    date=DateChoice(span=_OLD_SPAN, edtf="0079-08-24/..", start=0, end=0, timex="since", rule="clause", score=0.5),
)
UNDATED = replace(EVENT, event_id="e4", date=None, undated="the text gives no date")
EVENTS = (MERGED, UNPLACED, OLD, UNDATED)
DECISION = Correction(
    number=1,
    event_id="e1",
    change=Change.REVIEW,
    before='"none"',
    after='"confirmed"',
    author="Ann",
    made_at=datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
    note="seen the video",
)


def make_test_records() -> list[Record]:
    """The events as records, the first with the decision on it."""
    return [make_record(event, DOCUMENT, [DECISION] if event is MERGED else []) for event in EVENTS]


def make_saying(sentence: str) -> Record:
    """An event that this sentence tells of, in a document with it as title and source."""
    document = replace(DOCUMENT, title=sentence, source=sentence)
    return make_record(replace(EVENT, sentence=sentence), document)
