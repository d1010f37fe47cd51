"""Tests of mapping.telling.realis: what looks like an event and tells of no happening."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from mapping.explain import explain_document
from mapping.gazetteer import Gazetteer
from mapping.model import Event, Extraction, ParsedDocument, Span
from mapping.pipeline import Given, analyse
from mapping.tables import read_table
from mapping.telling.realis import describe_realis, find_realis, load_realis_weights, name_doubts, pass_over
from mapping.triggers import find_triggers
from scripts.weight_table import GEODATA
from tests.parsing import Parse

_DAY = date(2023, 5, 17)


@pytest.fixture
def read(parse: Parse, gazetteer: Gazetteer) -> Callable[[str], Extraction]:
    """What is made of a text of one sentence."""
    return lambda text: analyse(parse(text, created=_DAY), gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        "Cats sleep for most of the day and hunt at night.",
        "You can win more if you play less.",
        "A stove that burns any wood can be bought if you ask.",
        "If it rains, the match will be played indoors.",
        "Nobody knows what happens next.",
        "Such strikes hurt whoever has no car.",
    ],
)
def test_what_is_generally_so_is_no_event(read: Callable[[str], Extraction], text: str) -> None:
    """It is passed over with the reason, not lost."""
    found = read(text)
    assert found.events == ()
    assert all(one.doubts and one.chance < 0.4 for one in found.passed_over)


@pytest.mark.parametrize(
    "text",
    [
        "A bus overturned near Multan on Tuesday, killing nine pilgrims.",
        "Nurses in Leeds will strike on Friday over pay.",
        "The army denies shelling the village of Arbat.",
        "Thousands march in Lyon against the pension law",
        "An earthquake of magnitude 6.1 shakes the Kermadec Islands.",
    ],
)
def test_what_happened_is_planned_or_denied_is_told(read: Callable[[str], Extraction], text: str) -> None:
    """Also in the present tense of titles and of portals."""
    found = read(text)
    assert len(found.events) >= 1


def test_explain_says_why_a_word_is_no_event(parse: Parse, gazetteer: Gazetteer) -> None:
    """Under its sentence, and counted at the end."""
    parsed = parse("You can win more if you play less.", created=_DAY)
    found = analyse(parsed, gazetteer)
    lines = list(explain_document(parsed, found))
    told = [line for line in lines if "no event" in line]
    assert len(told) == len(found.passed_over) > 0
    assert all("tells of no happening (0." in line for line in told)
    assert "passed over as telling of no happening" in lines[-1]


def test_a_word_that_the_caller_gives_stays(parse: Parse, gazetteer: Gazetteer) -> None:
    """Who asks for a word gets its event."""
    text = "You can win more if you play less."
    start = text.index("win")
    found = analyse(parse(text, created=_DAY), gazetteer, Given(triggers=(Span(start=start, end=start + 3),)))
    assert len(found.events) == 1
    assert found.passed_over == ()


def test_one_sure_telling_keeps_the_happening(parse: Parse, gazetteer: Gazetteer) -> None:
    """What is told once as a fact stays with all its tellings."""
    parsed = parse("Gunmen attacked a market in Zaria on Monday.\nYou can win more if you play less.", created=_DAY)
    sure, vague = _make_tellings(parsed, gazetteer)
    span = Span(start=vague.trigger.start, end=vague.trigger.end)
    kept, passed = pass_over(parsed, (sure, vague), (replace(sure, retold=(span,)),))
    assert len(kept) == 1
    assert passed == ()
    kept, passed = pass_over(parsed, (sure, vague), (sure, vague))
    assert kept == (sure,)
    assert [one.trigger for one in passed] == [vague.trigger]


def _make_tellings(parsed: ParsedDocument, gazetteer: Gazetteer) -> tuple[Event, Event]:
    starts = [parsed.document.text.index(word) for word in ("attacked", "win")]
    spans = (Span(start=starts[0], end=starts[0] + 8), Span(start=starts[1], end=starts[1] + 3))
    sure, vague = analyse(parsed, gazetteer, Given(triggers=spans)).events
    return tuple(  # type: ignore[return-value]
        replace(event, trigger=replace(event.trigger, rule="lexicon"), retold=()) for event in (sure, vague)
    )


def test_doubts_are_the_heaviest_first(parse: Parse) -> None:
    """Three at most, each in words of the table."""
    parsed = parse("You can win more if you play less.", created=_DAY)
    trigger = find_triggers(parsed)[0]
    table = load_realis_weights()
    doubts = name_doubts(parsed, trigger)
    assert 1 <= len(doubts) <= 3
    assert set(doubts) <= {note for _, note in table.values()}
    assert 0.0 < find_realis(parsed, trigger) < 0.5


def test_the_table_has_what_is_described(parse: Parse) -> None:
    """Each row but the offset has its words, and most of what a text has is in the table."""
    rows = read_table(GEODATA / "realis_weights.csv")
    assert [row["feature"] for row in rows if not row["note"]] == ["offset"]
    described: set[str] = set()
    for text in (
        "Rebels who hold Goma have killed two men, police say.",
        "Talks were to open if the siege ended, but attacks go on, he said.",
    ):
        parsed = parse(text, created=_DAY)
        described.update(name for trigger in find_triggers(parsed) for name in describe_realis(parsed, trigger))
    assert len(described & set(load_realis_weights())) > 15
