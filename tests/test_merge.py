"""Tests of merging: which accounts are one happening, what the merged event shows, how copies are known."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mapping.kinds import Bound, Modality
from mapping.merge import compose_event, explain_merge, find_traits, is_copy, make_keys, make_signature
from mapping.merge import join_report as join_traits
from mapping.merge import weigh_pair as weigh_traits
from mapping.model import Event, Span
from tests.happenings import DAY, IRAQ, KIRKUK, KIRKUK_PROVINCE, MOSUL, TAZA, make_report, make_source

TAKEN = make_report("a", "Government troops took the city of Kirkuk from Kurdish fighters.", heads=("troop",))
TAKEN_ELSEWHERE = make_report("x", TAKEN.sentence, place=MOSUL)
BRIEF = make_report("f", "Soldiers clashed with gunmen, a spokesman said.", place_rule="story")
FAR = replace(MOSUL, place_id="gn:2", lon=24.0, lat=35.3)
QUOTED = make_report(
    "q", "The army took the last bridge, a flour mill, two oil wells and the airfield from Kurdish fighters at dawn."
)
BLAST = make_report(
    "b",
    "A car bomb killed 12 people at a police post in Kirkuk.",
    kind="strike.bomb",
    lemma="bomb",
    tolls=(("killed", 12),),
)


def join_report(report: Event, stored: Sequence[Event], *, copies: Collection[str] = ()) -> str | None:
    """Of events that nothing is worked out of yet."""
    return join_traits(find_traits(report), [find_traits(event) for event in stored], copies=copies)


def weigh_pair(report: Event, stored: Event, *, is_copy: bool = False) -> float:
    """Of two events that nothing is worked out of yet."""
    return weigh_traits(find_traits(report), find_traits(stored), is_copy=is_copy)


def join(report: Event, *stored: Event) -> str | None:
    """What the report joins among stored events that share a key with it."""
    return join_report(report, [event for event in stored if set(make_keys(event)) & set(make_keys(report))])


@pytest.mark.parametrize(
    ("stored", "report"),
    [
        pytest.param(
            TAKEN, make_report("x", "Iraqi troops entered Kirkuk.", lemma="enter", heads=("troop",)), id="other word"
        ),
        pytest.param(TAKEN, replace(TAKEN, event_id="x-e", doc_id="x", score=0.3), id="same words"),
        pytest.param(
            TAKEN,
            make_report("x", "The army took Kirkuk from Kurdish fighters.", place=KIRKUK_PROVINCE),
            id="the province for the city",
        ),
        pytest.param(
            BLAST,
            make_report(
                "x",
                "At least 12 people were killed by a car bomb in Iraq.",
                place=IRAQ,
                kind="attack.killing",
                lemma="kill",
                tolls=(("killed", 12),),
            ),
            id="the country, with the same toll",
        ),
        pytest.param(
            BLAST,
            make_report(
                "x",
                "The death toll of the car bomb at a police post in Kirkuk rose to 15 people.",
                kind="attack.killing",
                lemma="bomb",
                start=DAY + timedelta(days=1),
                tolls=(("killed", 15),),
                date_rule="publication date of a report",
            ),
            id="a day later, the toll higher",
        ),
        pytest.param(
            make_report(
                "s", "Unions plan a march in Kirkuk.", kind="protest.demo", lemma="march", modality=Modality.PLANNED
            ),
            make_report("x", "Unions held a march through Kirkuk.", kind="protest.demo", lemma="march"),
            id="a plan and what came of it",
        ),
        pytest.param(
            make_report("s", "Rockets hit the airfield near Kirkuk.", kind="strike.shelling", lemma="hit"),
            make_report(
                "x",
                "The army denied that rockets hit the airfield near Kirkuk.",
                kind="strike.shelling",
                lemma="hit",
                modality=Modality.DENIED,
            ),
            id="a denial",
        ),
        pytest.param(
            QUOTED,
            replace(QUOTED, event_id="x-e", doc_id="x", place=TAKEN_ELSEWHERE.place, score=0.3),
            id="one long sentence, read as two places",
        ),
        pytest.param(
            make_report("s", "A boy fell into a dry well in Kirkuk.", kind="accident.other", lemma="fall"),
            make_report(
                "x", "Diggers look for the boy who fell into the dry well.", kind="humanitarian.rescue", lemma="fall"
            ),
            id="one word, read as two kinds",
        ),
        pytest.param(
            make_report(
                "s", "A ferry with pilgrims capsized off Mosul.", place=MOSUL, kind="accident.sea", lemma="sink"
            ),
            make_report(
                "x",
                "Divers look for pilgrims from a ferry that sank off the town.",
                place=replace(MOSUL, place_id="gn:4", name="Landing", lat=MOSUL.lat + 0.4),
                kind="accident.sea",
                lemma="sink",
            ),
            id="a ferry, and the port and the cape that it sank off",
        ),
        pytest.param(
            make_report("s", "A tram left the rails and killed 7.", kind="accident.rail", tolls=(("killed", 7),)),
            make_report(
                "x", "The tram disaster killed 7.", kind="disaster.other", lemma="kill", tolls=(("killed", 7),)
            ),
            id="a disaster that was an accident",
        ),
    ],
)
def test_accounts_of_one_happening_are_joined(stored: Event, report: Event) -> None:
    """What two newsrooms tell in other words, less exactly, or a day later is one event."""
    assert join(report, stored) == stored.event_id


@pytest.mark.parametrize(
    ("stored", "report"),
    [
        pytest.param(TAKEN, TAKEN_ELSEWHERE, id="another town"),
        pytest.param(
            QUOTED,
            make_report("x", QUOTED.sentence, start=DAY + timedelta(days=4)),
            id="one long sentence of another day",
        ),
        pytest.param(TAKEN, make_report("x", TAKEN.sentence, start=DAY + timedelta(days=4)), id="another day"),
        pytest.param(
            make_report("s", "Two cars collided near Mosul.", place=MOSUL, kind="accident.road", lemma="collide"),
            make_report(
                "x",
                "Two lorries collided on a highway.",
                place=replace(MOSUL, place_id="gn:4", name="Junction", lat=MOSUL.lat + 0.4),
                kind="accident.road",
                lemma="collide",
            ),
            id="crashes on two roads",
        ),
        pytest.param(
            TAKEN, make_report("x", "Talks on oil in Kirkuk.", kind="diplomacy.talks", lemma="talks"), id="another kind"
        ),
        pytest.param(
            make_report("s", "A bomb went off in the Karama district of Kirkuk.", kind="strike.bomb", lemma="bomb"),
            make_report("x", "A bomb went off in the Wasit district of Kirkuk.", kind="strike.bomb", lemma="bomb"),
            id="another quarter",
        ),
        pytest.param(
            make_report("s", "The police arrested a man in Kirkuk.", kind="security.arrest", lemma="arrest"),
            make_report("x", "Soldiers closed the road.", place=IRAQ, kind="security.restrict", lemma="close"),
            id="the country and nothing else",
        ),
        pytest.param(BRIEF, make_report("x", BRIEF.sentence, place=FAR, place_rule="story"), id="a brief of elsewhere"),
        pytest.param(TAKEN, replace(TAKEN, event_id="x-e"), id="the same document"),
        pytest.param(
            make_report("s", "Unions plan a march.", kind="protest.demo", lemma="march", modality=Modality.PLANNED),
            make_report("x", "Youths threw stones in Kirkuk.", kind="riot.violent", lemma="throw"),
            id="a plan and something else",
        ),
    ],
)
def test_other_happenings_stay_apart(stored: Event, report: Event) -> None:
    """Another place, day, kind or site is another event, however alike the words."""
    assert join(report, stored) is None


@pytest.mark.parametrize(
    ("stored", "guess"),
    [
        pytest.param(
            BLAST,
            make_report("x", BLAST.sentence, place=MOSUL, place_rule="story", kind="strike.bomb", lemma="bomb"),
            id="place",
        ),
        pytest.param(
            BLAST,
            make_report(
                "x", "Twelve died.", start=DAY + timedelta(days=5), kind="strike.bomb", date_rule="publication date"
            ),
            id="day",
        ),
        pytest.param(BLAST, make_report("x", "Help was slow.", kind="other.other", lemma="help"), id="kind"),
    ],
)
def test_what_is_only_supposed_forbids_nothing(stored: Event, guess: Event) -> None:
    """What one of them is merely thought to have is weighed."""
    reasons = explain_merge(find_traits(guess), find_traits(stored))
    assert "objection" not in {reason.name for reason in reasons}
    assert weigh_pair(guess, stored) > 0


@pytest.mark.parametrize(
    ("stored", "report", "words"),
    [
        pytest.param(TAKEN, TAKEN_ELSEWHERE, "different places", id="place"),
        pytest.param(
            TAKEN, make_report("x", TAKEN.sentence, start=DAY + timedelta(days=5)), "different days", id="day"
        ),
        pytest.param(
            TAKEN,
            make_report("x", "Talks on oil.", kind="diplomacy.talks", lemma="talks"),
            "different kinds of",
            id="kind",
        ),
    ],
)
def test_what_both_tell_themselves_forbids(stored: Event, report: Event, words: str) -> None:
    """Places, days and kinds in the words of both."""
    (reason,) = explain_merge(find_traits(report), find_traits(stored))
    assert reason.name == "objection"
    assert words in reason.note


def test_who_named_the_word_changes_nothing() -> None:
    """What the lexicon says of a word that the caller named is as sure as of one that was found."""
    talks = make_report("x", "Talks on oil.", kind="diplomacy.talks", lemma="talks")
    given = replace(talks, trigger=replace(talks.trigger, rule=f"given, {talks.trigger.rule}"))
    assert given.trigger.is_given
    assert weigh_pair(given, TAKEN) == weigh_pair(talks, TAKEN) == 0


def test_a_guessed_place_elsewhere_speaks_against() -> None:
    """It is evidence still."""
    here = make_report("x", TAKEN.sentence, place_rule="story")
    there = replace(here, place=replace(here.place, place=MOSUL)) if here.place else here
    assert weigh_pair(there, TAKEN) < weigh_pair(here, TAKEN)


def test_an_earthquake_is_felt_in_other_towns() -> None:
    """A flood in another town is another flood."""
    quake = make_report("s", "An earthquake shook Kirkuk.", kind="disaster.earthquake", lemma="earthquake")
    felt = make_report("x", "The tremor was felt in Mosul.", place=MOSUL, kind="disaster.earthquake", lemma="tremor")
    names = {reason.name for reason in explain_merge(find_traits(felt), find_traits(quake))}
    assert "felt" in names
    flood = replace(felt, trigger=replace(felt.trigger, type="disaster.flood"))
    assert weigh_pair(flood, quake) == 0


def test_two_killings_are_no_rarer_than_two_shootings() -> None:
    """Only disasters and accidents are rare, though people die in them too."""
    one = make_report("s", "A man was killed.", kind="attack.killing", lemma="kill")
    other = make_report("x", "A trader was killed.", kind="attack.killing", lemma="kill")
    assert "rare_type" not in {reason.name for reason in explain_merge(find_traits(other), find_traits(one))}


def test_what_both_texts_tell_again_and_again_is_likelier_one() -> None:
    """Texts on one happening make much of it."""
    often = tuple(Span(start=20 * number, end=20 * number + 4) for number in range(1, 9))
    one, other = (
        replace(BLAST, retold=often),
        make_report("x", "A blast shook Kirkuk.", kind="strike.bomb", lemma="blast"),
    )
    assert weigh_pair(replace(other, retold=often), one) > weigh_pair(other, one)


def test_different_tolls_alone_do_not_part_a_happening() -> None:
    """Tolls rise from report to report."""
    later = replace(BLAST, event_id="x-e", doc_id="x", tolls=tuple(replace(toll, number=60) for toll in BLAST.tolls))
    assert join(later, BLAST) == BLAST.event_id


def test_the_likeliest_event_is_joined_and_ties_go_to_the_smaller_id() -> None:
    """What is joined does not hang on the order in which the store gives its events."""
    near = replace(TAKEN, event_id="m", doc_id="m")
    twin = replace(TAKEN, event_id="k", doc_id="k")
    far = make_report("f", "Fighting went on all day.", kind="battle.clash", lemma="fight")
    report = replace(TAKEN, event_id="x-e", doc_id="x")
    assert join(report, far, near, twin) == join(report, twin, near, far) == "k"


def test_a_copy_joins_where_its_words_alone_would_not() -> None:
    """The same sentence of a wire report without a place of its own is the same account."""
    stored = make_report("s", "Fighting was heavy.", place=None, kind="battle.clash", lemma="fight")
    report = make_report("x", "Shots were fired.", place=None, kind="battle.clash", lemma="fire")
    assert join_report(report, [stored]) is None
    assert weigh_pair(report, stored, is_copy=True) > weigh_pair(report, stored)


def test_an_event_without_days_is_never_merged() -> None:
    """Without a day nothing tells two happenings of one town apart."""
    assert make_keys(replace(TAKEN, date=None)) == ()


def test_what_is_rare_meets_a_toll_that_rose_days_later() -> None:
    """A headline of Saturday is dated to Saturday, whenever the ferry sank; of talks there are too many."""
    for kind, meet in (("accident.sea", True), ("diplomacy.talks", False)):
        first = make_report("a", "A ferry sank.", kind=kind, place=MOSUL)
        later = make_report("b", "Toll rises to 19.", kind=kind, place=KIRKUK, start=DAY + timedelta(days=5))
        assert (not set(make_keys(first)).isdisjoint(make_keys(later))) is meet


def test_keys_are_few_and_say_nothing_of_the_country_alone() -> None:
    """A whole country at war must not meet under one key."""
    elsewhere = make_report("x", "The army took the town.", place=TAZA)
    assert len(make_keys(TAKEN)) <= 24
    quiet = make_report("y", "the army took a village.", place=IRAQ)
    assert not set(make_keys(quiet)) & set(make_keys(elsewhere))


def test_the_merged_event_keeps_the_best_of_each_account() -> None:
    """The finest place and the narrowest days that agree, everybody named, the latest toll, all sources."""
    first = make_report(
        "a", "Fighting in Kirkuk province killed 5.", place=KIRKUK_PROVINCE, days=7, tolls=(("killed", 5),), score=0.7
    )
    second = make_report("b", "Troops took Kirkuk.", heads=("troop",), tolls=(("killed", 9),), score=0.5)
    sources = [
        make_source("a", "Fighting.", created=DAY, source="one"),
        make_source("b", "Troops.", created=DAY + timedelta(days=1), source="two"),
    ]
    merged = compose_event("a-e", [(first, sources[0]), (second, sources[1])])
    assert merged.event_id == "a-e"
    assert merged.doc_id == "a"
    assert merged.place is not None
    assert merged.place.place == KIRKUK
    assert (merged.place.start, merged.place.end) == (0, 0)
    assert merged.date is not None
    assert merged.date.edtf == "2017-10-16"
    assert [toll.number for toll in merged.tolls] == [9]
    assert [actor.head for actor in merged.actors] == ["troop"]
    assert [(ref.report_id, ref.source) for ref in merged.reports] == [("a-e", "one"), ("b-e", "two")]
    assert merged.score > first.score
    [killed] = merged.disagreements
    assert (killed.kind, [reading.value for reading in killed.readings]) == ("killed", ["9", "5"])
    assert killed.readings[0].report_ids == ("b-e",)


@pytest.mark.parametrize(
    ("told", "later", "shown", "readings"),
    [
        ((24, Bound.VAGUE), (31, Bound.EXACT), (31, Bound.EXACT), []),
        ((31, Bound.EXACT), (24, Bound.VAGUE), (31, Bound.EXACT), []),
        ((12, Bound.AT_LEAST), (15, Bound.EXACT), (15, Bound.EXACT), []),
        ((12, Bound.AT_MOST), (15, Bound.EXACT), (15, Bound.EXACT), ["15", "up to 12"]),
        ((12, Bound.EXACT), (40, Bound.AT_LEAST), (40, Bound.AT_LEAST), ["at least 40", "12"]),
    ],
    ids=["dozens, then a number", "a number, then dozens", "at least", "no more than", "risen"],
)
def test_a_count_that_leaves_room_disagrees_with_no_number_in_it(
    told: tuple[int, Bound], later: tuple[int, Bound], shown: tuple[int, Bound], readings: list[str]
) -> None:
    """A vague count neither hides a number nor contradicts one; the latest that counts is shown."""
    reports = []
    for day, (doc_id, (number, bound)) in enumerate([("a", told), ("b", later)]):
        report = make_report(doc_id, "A bomb killed people in Kirkuk.", tolls=(("killed", number),))
        report = replace(report, tolls=tuple(replace(toll, bound=bound) for toll in report.tolls))
        source = make_source(doc_id, "A bomb.", created=DAY + timedelta(days=day), source=doc_id)
        reports.append((report, source))
    merged = compose_event("a-e", reports)
    assert [(toll.number, toll.bound) for toll in merged.tolls] == [shown]
    assert [reading.value for one in merged.disagreements for reading in one.readings] == readings


def test_a_merged_event_marks_the_words_of_the_report_that_it_shows() -> None:
    """Where another report is surer of the same place and days, the first one's own words for them are marked."""
    lead = make_report("a", "Troops took Kirkuk then.", score=0.9)
    assert lead.place is not None
    assert lead.date is not None
    surer = make_report("b", "Then, in Kirkuk, troops came.", score=0.5)
    surer = replace(
        surer,
        place=replace(lead.place, start=30, end=36, score=0.95),
        date=replace(lead.date, start=20, end=24, score=0.95),
    )
    merged = compose_event("a-e", [(lead, make_source("a", "One.")), (surer, make_source("b", "Other."))])
    assert merged.place == replace(lead.place, score=0.95)
    assert merged.date == replace(lead.date, score=0.95)


def test_what_the_accounts_differ_in_stays_visible() -> None:
    """Two days, two places, two families and a denial are each told with the reports that say so."""
    one = make_report("a", "Rockets hit Kirkuk.", kind="strike.shelling", lemma="hit", score=0.8)
    other = make_report(
        "b",
        "The army denied firing at Taza.",
        place=TAZA,
        kind="attack.killing",
        lemma="fire",
        start=DAY + timedelta(days=1),
        modality=Modality.DENIED,
    )
    merged = compose_event("a-e", [(one, make_source("a", "One.")), (other, make_source("b", "Other."))])
    told = {found.kind: [reading.value for reading in found.readings] for found in merged.disagreements}
    assert told == {
        "place": ["Kirkuk, Iraq", "Taza, Iraq"],
        "date": ["2017-10-16", "2017-10-17"],
        "type": ["Explosion / remote violence", "Attack on people"],
        "modality": ["happened", "denied"],
    }
    assert merged.trigger.modality is Modality.HAPPENED


def test_places_and_days_taken_from_elsewhere_in_a_text_are_no_disagreement() -> None:
    """A day of publication is not what a report says of the happening."""
    late = make_report(
        "b",
        "Troops took Kirkuk.",
        place=MOSUL,
        place_rule="dateline",
        start=DAY + timedelta(days=2),
        date_rule="publication date of a report",
    )
    merged = compose_event("a-e", [(TAKEN, make_source("a", "One.")), (late, make_source("b", "Other."))])
    assert merged.disagreements == ()


@pytest.mark.parametrize("rule", ["date of the same word elsewhere", "date ahead of the headline or lead"])
def test_a_day_that_a_text_tells_of_the_same_elsewhere_counts_as_told(rule: str) -> None:
    """Of two days each told by a text, the surer is shown and the other stays visible."""
    sure = make_report("a", "Rockets hit Kirkuk.", date_rule=rule)
    sure = replace(sure, date=sure.date and replace(sure.date, score=0.95))
    late = make_report("b", "Rockets hit Kirkuk.", start=DAY + timedelta(days=1))
    merged = compose_event("a-e", [(one, make_source(one.doc_id, one.doc_id)) for one in (late, sure)])
    assert merged.date and merged.date.edtf == "2017-10-16"
    [found] = merged.disagreements
    assert [reading.value for reading in found.readings] == ["2017-10-16", "2017-10-17"]


@pytest.mark.parametrize(("far", "differ"), [(0.003, False), (0.9, True)], ids=["a few metres", "beyond its reach"])
def test_places_told_by_a_distance_agree_as_far_as_it_goes(far: float, differ: bool) -> None:
    """One text has it 24 km north of a town, the other 15 miles north of it."""
    north = replace(TAZA, place_id="gn:94787/24km-north-of", name="24km north of Kirkuk", radius_km=7.2)
    other = replace(north, place_id="gn:94787/15-miles-north-of", name="15 miles north", lat=north.lat + far)
    reports = [
        make_report(name, "The road was shelled.", place=place, place_rule="own phrase, at the distance told")
        for name, place in (("a", north), ("b", other))
    ]
    merged = compose_event("a-e", [(one, make_source(one.doc_id, one.doc_id)) for one in reports])
    assert bool(merged.disagreements) is differ


def test_a_single_account_is_itself() -> None:
    """Only its id, which is the happening's, and its source are added."""
    document = make_source("a", "Troops.", source="one")
    merged = compose_event("id", [(TAKEN, document)])
    assert replace(merged, event_id=TAKEN.event_id, reports=()) == TAKEN
    assert [ref.source for ref in merged.reports] == ["one"]


def test_a_copy_adds_nothing_to_the_score() -> None:
    """Ten outlets with one wire report are one witness."""
    text = "Government troops took the city of Kirkuk from Kurdish fighters on Monday, the army said in a statement."
    other = (
        "After a night of shelling soldiers raised the flag over the governor's office, residents said by telephone."
    )
    twin = replace(TAKEN, event_id="b-e", doc_id="b")
    copied = compose_event("a-e", [(TAKEN, make_source("a", text)), (twin, make_source("b", text + " More soon."))])
    told = compose_event("a-e", [(TAKEN, make_source("a", text)), (twin, make_source("b", other))])
    assert copied.score == TAKEN.score < told.score


def test_an_event_of_a_thousand_reports_is_composed_by_its_few_places_and_days() -> None:
    """A wire report that everybody prints must not cost the square of its outlets: it takes as many looks as places."""
    text = "Government troops took the city of Kirkuk on Monday, a spokesman of the army said in a short statement."
    many = [
        (replace(TAKEN, event_id=f"{number}-e", doc_id=str(number)), make_source(str(number), f"{text} {number}"))
        for number in range(1_000)
    ]
    merged = compose_event("0-e", many)
    assert len(merged.reports) == 1_000
    assert merged.place == TAKEN.place


def test_reasons_are_given_for_and_against() -> None:
    """A reader can see why two reports are one event, or what forbids it."""
    told = explain_merge(find_traits(replace(TAKEN, event_id="x-e", doc_id="x")), find_traits(TAKEN))
    assert {"same_place", "same_day", "words"} <= {reason.name for reason in told}
    assert all(reason.note for reason in told)
    [objection] = explain_merge(find_traits(make_report("x", TAKEN.sentence, place=MOSUL)), find_traits(TAKEN))
    assert objection.note == "different places"


WIRE = " ".join(
    f"Soldiers entered the town from the {side} on Monday, a spokesman of brigade {number} said by telephone."
    for number, side in enumerate(("north", "south", "east", "west", "river", "bridge", "hills", "plain"))
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(WIRE, True, id="the same"),
        pytest.param(
            "BAGHDAD (Agency) - " + WIRE + " Additional reporting by our desk.", True, id="another head and foot"
        ),
        pytest.param(WIRE.replace("brigade 3", "brigade 33"), True, id="a word corrected"),
        pytest.param(
            "Farmers in the valley began the harvest a week early because of the heat, the ministry said.",
            False,
            id="another text",
        ),
    ],
)
def test_copies_share_a_band_and_are_verified(text: str, expected: bool) -> None:
    """MinHash proposes, counting decides."""
    one, other = make_source("a", WIRE), make_source("b", text)
    assert bool(set(make_signature(one)) & set(make_signature(other))) is expected
    assert is_copy(one, other) is expected


def test_bands_alone_make_no_copy() -> None:
    """Short notices built alike share words but tell of other things."""
    one = make_source("a", "Police said that two men were arrested in the town of Northwood on Monday evening.")
    other = make_source("b", "Police said that nine women were found in the village of Southfield on Friday morning.")
    assert not is_copy(one, other)


def test_rows_of_tables_and_scraps_have_no_signature() -> None:
    """Imported rows are built alike; a headline alone proves nothing."""
    assert make_signature(replace(make_source("a", WIRE), raw="{}")) == ()
    assert make_signature(make_source("a", "Troops enter town.")) == ()


def test_signatures_are_the_same_in_every_process() -> None:
    """A store that was filled yesterday, under another hash seed and by an older program, must know today's copies."""
    bands = make_signature(make_source("a", WIRE))
    assert len(bands) == 16
    assert bands[:2] == ("00c797dfc1728d1fd1e92f39a4b5f41c7", "163fc80510ce55ecc2cf2aba40eb38dda")


def test_a_day_at_the_end_of_the_calendar_has_keys() -> None:
    """The day behind the last one does not exist."""
    assert make_keys(make_report("a", "It ended.", start=date.max))
