"""Tests of mapping.events, and of the retellings and the scores that it relies on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from mapping.documents import make_document
from mapping.events import make_event_id, make_standing
from mapping.gazetteer import Gazetteer
from mapping.model import Event, ParsedDocument, Span
from mapping.resolve import resolve_mentions
from mapping.telling.calibration import describe_parts, score_all, score_main, score_side, score_telling
from mapping.telling.salience import Salience, load_weights
from mapping.timexes import find_timexes
from mapping.toponyms import find_mentions, make_mentions
from mapping.triggers import find_triggers, make_trigger
from tests.building import build_events

Build = Callable[..., tuple[Event, ...]]
CREATED = date(2019, 3, 13)


@pytest.fixture(scope="module")
def build(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> Build:
    """Every stage up to the events, on a text whose lines are paragraphs."""

    def build_text(text: str, **fields: object) -> tuple[Event, ...]:
        parsed = parse(text, **{"created": CREATED, **fields})
        document = parsed.document
        resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
        timexes = find_timexes(document.text, anchor=document.created, paragraphs=document.paragraphs)
        return build_events(parsed, find_triggers(parsed), resolutions, timexes)

    return build_text


def test_an_event_has_all_its_parts(build: Build) -> None:
    """Type, place, day, actors, counts and the sentence come together."""
    text = "It was a quiet week.\nRebels attacked a convoy near Gao on Monday, killing at least twelve soldiers."
    [event] = build(text)
    assert event.trigger.type == "battle.clash"
    assert event.place is not None
    assert (event.place.mention, event.place.place.country_code) == ("Gao", "ML")
    assert event.date is not None
    assert event.date.span.start == event.date.span.end == date(2019, 3, 11)
    told = [(actor.role, actor.kind) for actor in event.actors]
    assert told == [("actor", "rebel"), ("recipient", "state_force")]
    assert [(toll.kind, toll.number) for toll in event.tolls] == [("killed", 12)]
    assert text[event.sentence_start :] == event.sentence
    assert 0.0 < event.score < 1.0


def test_ids_are_the_same_on_every_run(build: Build) -> None:
    """The name of an event depends on its document, its words and its type alone."""
    text = "Gunmen killed a judge in Kabul on Sunday."
    first, second = build(text), build(text)
    assert [event.event_id for event in first] == [event.event_id for event in second]
    trigger = first[0].trigger
    document = make_document(text)
    assert make_event_id(replace(document, doc_id="other"), trigger) != make_event_id(document, trigger)
    assert make_event_id(document, replace(trigger, type="crime.homicide")) != make_event_id(document, trigger)
    assert len(first[0].event_id) == 16


def test_what_is_missing_is_kept_and_explained(build: Build) -> None:
    """An event without place or date is no lost event."""
    [event] = build("A bomb exploded.", created=None)
    assert (event.place, event.unplaced) == (None, "the document names no place")
    assert event.date is None
    assert event.undated


def test_an_unlisted_place_is_explained(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """The reason names the gazetteer where the gazetteer is the reason."""
    parsed = parse("Rebels attacked a convoy near Qwzxstan.", created=CREATED)
    mentions = make_mentions(parsed, [Span(start=30, end=38)], gazetteer)
    [event] = build_events(parsed, find_triggers(parsed), resolve_mentions(parsed, mentions, gazetteer), ())
    assert event.place is None
    assert event.unplaced == "the place named in the sentence is not in the gazetteer"


def test_a_sentence_that_stands_twice_is_one_event(build: Build) -> None:
    """A caption printed again under a second picture adds nothing."""
    sentence = "Crowds celebrate the election result in the streets of Lagos."
    assert len(build(f"{sentence}\nVotes were counted all night.\n{sentence}")) == len(
        build(f"{sentence}\nVotes were counted all night.")
    )


def test_a_happening_told_again_is_one_event(build: Build) -> None:
    """Headline, lead and background tell of one bombing; the best place and day of them are kept."""
    text = (
        "Bomb kills ten in Pakistan\nA bomb exploded at a market in Quetta on Monday, killing ten people.\n"
        "The blast broke windows.\nThe market was full."
    )
    [event] = [event for event in build(text) if event.trigger.type.startswith(("strike", "attack"))]
    assert event.place is not None
    assert event.place.mention == "Quetta"
    assert event.date is not None
    assert event.date.span.start == date(2019, 3, 11)
    assert len(event.retold) >= 1
    assert all(span.end <= len(text) for span in event.retold)


def test_two_happenings_of_a_kind_stay_two(build: Build) -> None:
    """Other places and other days are other happenings."""
    text = "A bomb exploded in Quetta on Monday.\nA bomb exploded in Peshawar on Tuesday."
    assert [event.place and event.place.mention for event in build(text)] == ["Quetta", "Peshawar"]


def test_an_aftershock_is_not_the_quake_told_again(build: Build) -> None:
    """Each keeps its own day, however often the aftershocks are told."""
    text = (
        "Quake shakes Nepal\nPeople in Kathmandu feared aftershocks on Tuesday.\n"
        "An earthquake struck Nepal shortly before noon on Monday.\nAn aftershock hit Kathmandu on Tuesday."
    )
    days = {event.trigger.lemma: event.date and event.date.span.start for event in build(text)}
    assert days.pop("aftershock") == date(2019, 3, 12)
    assert list(days.values()) == [date(2019, 3, 11)]


def test_a_plan_is_not_merged_into_what_happened(build: Build) -> None:
    """What may come stays apart from what came."""
    text = "Rebels attacked Gao on Monday.\nRebels may attack Gao on Friday."
    assert [event.trigger.modality.value for event in build(text)] == ["happened", "planned"]


def test_what_a_text_alleges_is_what_it_tells(build: Build) -> None:
    """A claim, a question and an appeal about what a text tells as a fact are no events beside it."""
    text = (
        "A shooting in Tucson wounded two men on Monday.\nPolice believe the shooting may be about money.\n"
        "Anyone who knows about the shooting is asked to call the police."
    )
    told = [event for event in build(text) if event.trigger.type == "crime.shooting"]
    assert len(told) == 1
    assert len(told[0].retold) == 2


def test_another_of_a_kind_is_another(build: Build) -> None:
    """The text itself says that it tells of something else."""
    text = "A wildfire destroyed Paradise on Monday.\nAnother wildfire burned near Malibu on Monday."
    assert [event.place and event.place.mention for event in build(text)] == ["Paradise", "Malibu"]


def test_years_apart_are_two(build: Build) -> None:
    """Background of the same kind and country keeps its own year."""
    text = "An earthquake struck Morocco on Monday.\nIn 1960, an earthquake in Morocco killed thousands of people."
    years = {event.date.span.start.year for event in build(text) if event.date and event.date.span.start}
    assert years == {1960, 2019}


def test_days_after_speak_for_the_day(build: Build) -> None:
    """That it still burns today does not move the day on which it began."""
    text = (
        "Wildfire destroys Paradise\nThe wildfire broke out in Paradise on Monday.\n"
        "The wildfire in Paradise was burning on Tuesday.\nThe wildfire in Paradise was still burning on Wednesday."
    )
    fires = [event for event in build(text) if event.trigger.type == "disaster.wildfire"]
    assert [event.date and event.date.span.start for event in fires] == [date(2019, 3, 11)]


def test_counts_go_to_their_own_event(build: Build) -> None:
    """In a sentence with two events each count is told once, at the event that it belongs to."""
    events = build("Police in Cairo arrested five men after a fire killed three people in Giza.")
    counts = {event.trigger.text: [(toll.kind, toll.number) for toll in event.tolls] for event in events}
    assert counts == {"arrested": [("arrested", 5)], "fire": [("killed", 3)]}


def test_counts_of_an_older_event_are_not_those_of_today(build: Build) -> None:
    """What is told after "since" only tells what today's event is compared with."""
    [fire] = build("A fire destroyed a market in Giza on Monday, the worst blaze since 1997, when 27 people died.")[:1]
    assert fire.tolls == ()


def test_given_triggers_are_each_an_event(parse: Callable[..., ParsedDocument]) -> None:
    """Words that the caller names are neither merged nor left out."""
    parsed = parse("A bomb exploded in Quetta.\nThe bomb exploded at noon.")
    text = parsed.document.text
    spans = [(text.index("exploded"), "exploded"), (text.rindex("exploded"), "exploded")]
    triggers = [make_trigger(parsed, start, start + len(word)) for start, word in spans]
    assert len(build_events(parsed, triggers, (), ())) == 2


def test_the_main_happening_scores_highest(build: Build) -> None:
    """What title and most sentences are about comes before background and plans."""
    text = (
        "A bomb exploded at a market in Quetta on Monday, killing ten people.\nThe blast broke windows.\n"
        "Wounded people were taken away.\nThe minister will visit Karachi in May."
    )
    events = build(text, title="Bomb blast in Quetta market")
    assert max(events, key=lambda event: event.score).trigger.type.startswith("strike")


def test_scores_rise_with_their_parts() -> None:
    """More salience never lowers a score, and no sum leaves 0..1."""
    scores = [score_telling(salience, None, None, CREATED) for salience in (-1e6, -5.0, 0.0, 5.0, 1e6)]
    assert scores == sorted(scores)
    assert 0.0 <= scores[0] < scores[-1] <= 1.0


def test_the_curve_of_main_events_never_falls() -> None:
    """More standing never lowers a score, and no standing leaves 0..1."""
    scores = [score_main(standing, None) for standing in (-1e6, -5.0, 0.0, 2.0, 5.0, 1e6)]
    assert scores == sorted(scores)
    assert 0.0 <= scores[0] < scores[-1] <= 1.0


def test_a_main_event_with_a_sure_place_is_the_surer(build: Build) -> None:
    """Standing says that it is what the text is about, not that the right one of several towns was found for it."""
    place = build("Rebels attacked a convoy in Kabul on Monday.")[0].place
    assert place is not None
    doubtful, sure = (score_main(2.0, replace(place, score=score)) for score in (0.35, 0.95))
    assert doubtful < sure


def test_no_event_is_surer_than_the_main_one(build: Build) -> None:
    """The order is that of standings first; without events there are no scores."""
    events = build("Rebels attacked a convoy in Kabul on Monday. Police arrested two men in Lahore on Sunday.")
    assert len(events) == 2
    first, second = score_all(events, [5.0, -5.0], [0.9, 0.9], is_brief=False)
    assert first == score_main(5.0, events[0].place) > second
    low, high = score_all(events, [-9.0, -8.0], [0.9, 0.9], is_brief=False)
    assert low <= high
    assert score_all((), (), (), is_brief=True) == []


def test_a_faint_main_event_leaves_the_others_as_sure_as_their_parts(build: Build) -> None:
    """Where nothing stands out, what is told with its own place and day is told all the same."""
    events = build("Rebels attacked a convoy in Kabul on Monday. Police arrested two men in Lahore on Sunday.")
    first, second = score_all(events, [-9.0, -8.0], [0.9, 0.9], is_brief=False)
    assert score_main(-8.0, events[0].place) < first <= second
    assert second == max(score_side(describe_parts(event, 0.9)) for event in events)


def test_an_event_with_its_own_place_and_day_is_the_surer(build: Build) -> None:
    """The second takes place and day from the text around."""
    events = build("Rebels attacked a convoy in Kabul on Monday.\nPolice arrested two men.")
    told, borrowed = (describe_parts(event, 0.9) for event in events)
    assert (told["own_place"], told["own_date"]) == (1.0, 1.0)
    assert (borrowed["own_place"], borrowed["own_date"]) == (0.0, 0.0)
    assert score_side(told) > score_side({**told, "own_place": 0.0, "own_date": 0.0})


def test_a_happening_told_again_and_in_the_title_stands_higher(build: Build) -> None:
    """Of two raids, the one that title and later sentences come back to is the main one, though it is told second."""
    text = (
        "Police arrested two men in Lahore on Sunday.\nA bomb exploded at a market in Quetta on Monday.\n"
        "The blast in Quetta killed ten people.\nThe bombing wounded thirty."
    )
    main = max(build(text, title="Bomb blast in Quetta kills ten"), key=lambda event: event.score)
    assert main.place is not None
    assert main.place.place.name == "Quetta"


def test_what_hardly_is_a_happening_is_less_sure(build: Build) -> None:
    """Beside the main event; how likely it is to be one at all is a part of an event's score."""
    events = build("Rebels attacked a convoy in Kabul on Monday. Police arrested two men in Lahore on Sunday.")
    sure, doubtful = (score_all(events, [5.0, -5.0], [0.9, chance], is_brief=False)[1] for chance in (0.95, 0.41))
    assert doubtful < sure


def test_what_the_first_sentence_tells_stands_higher(parse: Callable[..., ParsedDocument], build: Build) -> None:
    """Of a text that is no brief: the lead is what it is about, behind the title."""
    text = "Rain expected\nA bomb exploded in Quetta on Monday.\nIt rained.\nPolice arrested two men in Lahore."
    parsed = parse(text, title="Rain expected")
    events = build(text, title="Rain expected")
    standing = make_standing(parsed, events)
    leads = {event.trigger.text: standing.describe(event)["in_lead"] for event in events}
    assert leads["exploded"] == 1.0
    assert leads["arrested"] == 0.0


def test_every_feature_of_standing_and_parts_has_a_weight(parse: Callable[..., ParsedDocument], build: Build) -> None:
    """The table and the code name the same features."""
    [event] = build("Rebels attacked a convoy in Kabul.")
    standing = make_standing(parse("Rebels attacked a convoy in Kabul."), [event])
    assert set(standing.describe(event)) == set(load_weights("standing"))
    assert set(describe_parts(event, 0.9)) == set(load_weights("side"))


def test_every_feature_of_salience_has_a_weight(parse: Callable[..., ParsedDocument]) -> None:
    """The table and the code name the same features."""
    parsed = parse("Rebels attacked a convoy.")
    [trigger] = find_triggers(parsed)
    assert set(Salience(parsed, [trigger]).describe(trigger)) == set(load_weights("salience"))
