"""Tests of mapping.corrections: decisions put over what the texts tell."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mapping.corrections import PERSON, apply_corrections, draft_decision, draft_undo, find_standing, write_value
from mapping.errors import DecisionError
from mapping.kinds import Change, Granularity, Review
from mapping.model import Candidate, Event
from mapping.reports import Correction
from tests.values import EVENT, PARIS, PARIS_TEXAS

AT = datetime(2024, 5, 1, 12, tzinfo=UTC)
assert EVENT.place
NAMED = replace(EVENT, place=replace(EVENT.place, alternatives=(Candidate(place=PARIS_TEXAS, score=0.1),)))


def decide(*pairs: tuple[Change, object], event: Event = NAMED) -> list[Correction]:
    """Decisions made one after another; "undo" takes the last one back."""
    made: list[Correction] = []
    for change, value in pairs:
        told = write_value(change, value)  # type: ignore[arg-type]
        one = draft_decision(event, made, change, told, author="Ann", at=AT, note="seen")
        made.append(replace(one, number=len(made) + 1))
    return made


def undo(made: list[Correction], event: Event = NAMED) -> list[Correction]:
    """With one more that takes the last one back."""
    return [*made, replace(draft_undo(event, made, author="Bo", at=AT), number=len(made) + 1)]


def test_another_candidate_keeps_the_words_that_name_it() -> None:
    """The name in the text is right; what it means was not."""
    event = apply_corrections(NAMED, decide((Change.PLACE, PARIS_TEXAS)))
    assert event.place
    assert (event.place.place, event.place.rule, event.place.score) == (PARIS_TEXAS, PERSON, 1.0)
    assert (event.place.mention, event.place.start, event.place.end) == ("Paris", 26, 31)
    assert event.review is Review.CORRECTED


def test_a_place_of_another_name_marks_no_words() -> None:
    """The text does not say where it was; the candidates stay to choose from."""
    event = apply_corrections(NAMED, decide((Change.PLACE, replace(PARIS, place_id="gn:1", name="Lyon"))))
    assert event.place
    assert (event.place.mention, event.place.start, event.place.end) == ("", 0, 0)
    assert NAMED.place
    assert event.place.alternatives == NAMED.place.alternatives


def test_a_place_is_given_to_an_event_without_one() -> None:
    """And the reason why it had none goes."""
    event = apply_corrections(
        replace(EVENT, place=None, unplaced="no place in the text"), decide((Change.PLACE, PARIS), event=EVENT)
    )
    assert event.place
    assert event.place.place == PARIS
    assert event.unplaced == ""


def test_place_and_date_can_be_taken_away() -> None:
    """With a reason of its own."""
    event = apply_corrections(NAMED, decide((Change.PLACE, None), (Change.DATE, None)))
    assert event.place is None
    assert event.date is None
    assert (event.unplaced, event.undated) == ("a person took the place away", "a person took the date away")


@pytest.mark.parametrize(
    ("edtf", "first", "last", "granularity"),
    [
        ("2023-02-03", date(2023, 2, 3), date(2023, 2, 3), Granularity.DAY),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), Granularity.MONTH),
        ("2023-02-03/..", date(2023, 2, 3), None, Granularity.RANGE),
    ],
)
def test_a_date_has_the_precision_that_was_typed(
    edtf: str, first: date, last: date | None, granularity: Granularity
) -> None:
    """As EDTF says it."""
    event = apply_corrections(EVENT, decide((Change.DATE, edtf)))
    assert event.date
    assert (event.date.span.start, event.date.span.end, event.date.span.granularity) == (first, last, granularity)
    assert (event.date.edtf, event.date.rule, event.date.score) == (edtf, PERSON, 1.0)


def test_the_type_is_the_persons_and_the_rest_stays() -> None:
    """Words, modality and score are those of the text."""
    event = apply_corrections(EVENT, decide((Change.TYPE, "protest.strike")))
    assert (event.trigger.type, event.trigger.rule) == ("protest.strike", PERSON)
    assert (event.trigger.text, event.trigger.modality, event.score) == ("filled", EVENT.trigger.modality, EVENT.score)


@pytest.mark.parametrize(
    ("decisions", "review"),
    [
        pytest.param([(Change.REVIEW, Review.CONFIRMED)], Review.CONFIRMED, id="confirmed"),
        pytest.param([(Change.REVIEW, Review.REJECTED)], Review.REJECTED, id="rejected"),
        pytest.param(
            [(Change.PLACE, PARIS), (Change.REVIEW, Review.CONFIRMED)], Review.CONFIRMED, id="corrected, then confirmed"
        ),
        pytest.param(
            [(Change.REVIEW, Review.REJECTED), (Change.DATE, "2023")], Review.CORRECTED, id="rejected, then corrected"
        ),
        pytest.param([(Change.REVIEW, Review.CONFIRMED), (Change.REVIEW, Review.NONE)], Review.NONE, id="taken back"),
        pytest.param(
            [(Change.DATE, "2023"), (Change.REVIEW, Review.REJECTED), (Change.REVIEW, Review.NONE)],
            Review.CORRECTED,
            id="taken back over a correction",
        ),
    ],
)
def test_the_last_word_on_an_event_holds(decisions: list[tuple[Change, object]], review: Review) -> None:
    """Of what was decided about it as a whole."""
    assert apply_corrections(NAMED, decide(*decisions)).review is review


def test_undoing_again_and_again_goes_back_step_by_step() -> None:
    """The trail grows, the event returns to what the text tells; then nothing is left to undo."""
    made = decide((Change.DATE, "2023"), (Change.DATE, "2024"), (Change.PLACE, PARIS_TEXAS))
    seen = []
    while find_standing(made):
        made = undo(made)
        event = apply_corrections(NAMED, made)
        assert event.place
        assert event.date
        seen.append((event.place.place.admin1, event.date.edtf))
    assert seen == [("Ile-de-France", "2024"), ("Ile-de-France", "2023"), ("Ile-de-France", "2023-01-16")]
    assert apply_corrections(NAMED, made) == NAMED
    assert [one.undoes for one in made] == [None, None, None, 3, 2, 1]
    with pytest.raises(DecisionError, match="nothing was decided about event 'e1' that could be taken back"):
        undo(made)


def test_a_decision_after_an_undo_stands() -> None:
    """And is what the next undo takes back."""
    made = undo(decide((Change.DATE, "2023")))
    later = draft_decision(NAMED, made, Change.DATE, '"2025"', author="Ann", at=AT, note="")
    made = [*made, replace(later, number=3)]
    event = apply_corrections(NAMED, made)
    assert event.date
    assert event.date.edtf == "2025"
    assert undo(made)[-1].undoes == 3


def test_the_trail_tells_what_was_there_before_and_after() -> None:
    """Of a decision and of taking it back."""
    made = undo(decide((Change.DATE, "2023"), (Change.DATE, "2024")))
    assert [(one.before, one.after) for one in made] == [
        ('"2023-01-16"', '"2023"'),
        ('"2023"', '"2024"'),
        ('"2024"', '"2023"'),
    ]
    assert (made[0].author, made[0].note, made[0].made_at, made[-1].author) == ("Ann", "seen", AT, "Bo")


@pytest.mark.parametrize(
    ("change", "value", "message"),
    [
        pytest.param(Change.PLACE, "Paris", "a place cannot be 'Paris'", id="a name for a place"),
        pytest.param(Change.DATE, "next Monday", "write 2017-10-16", id="words for a date"),
        pytest.param(Change.DATE, "2023-02-30", "2023-02-30", id="no day of the calendar"),
        pytest.param(Change.DATE, PARIS, "date cannot be", id="a place for a date"),
        pytest.param(Change.TYPE, "battle.cake", "there is no type 'battle.cake'", id="no type"),
        pytest.param(Change.TYPE, None, "type cannot be None", id="no type at all"),
        pytest.param(Change.REVIEW, "maybe", "review cannot be 'maybe': write one of none", id="no review"),
        pytest.param(Change.REVIEW, None, "review cannot be None", id="no review at all"),
    ],
)
def test_what_makes_no_sense_is_refused(change: Change, value: object, message: str) -> None:
    """Before anything is kept."""
    with pytest.raises(DecisionError, match=message):
        write_value(change, value)  # type: ignore[arg-type]


def test_the_time_of_a_decision_has_a_zone() -> None:
    """Persons of one team may sit in several."""
    with pytest.raises(ValueError, match="needs a time zone"):
        draft_decision(EVENT, [], Change.DATE, "null", author="Ann", at=datetime(2024, 5, 1), note="")  # noqa: DTZ001
