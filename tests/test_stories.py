"""Tests of stories: what belongs together, what bounds a story, what it is called."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from mapping.chaining.links import MAX_DAYS, MAX_EVENTS
from mapping.event_types import load_event_types
from mapping.model import Event, Span
from mapping.storage.codec import Codec
from mapping.stories import (
    StoryMembers,
    add_member,
    find_linked,
    gather_members,
    join_members,
    join_story,
    make_story_keys,
    may_be_one,
    name_members,
    name_story,
)
from tests.happenings import DAY, IRAQ, KIRKUK, MOSUL, TAZA, make_report

TAKEN = make_report("a", "Government troops took the city of Kirkuk from Kurdish fighters.")


def chain(*events: Event) -> dict[str, list[Event]]:
    """Events as a store joins them, one after another: story id -> members."""
    profiles: dict[str, StoryMembers] = {}
    keys: dict[str, set[str]] = {}
    stories: dict[str, list[Event]] = {}
    for event in events:
        own = set(make_story_keys(event))
        near = [profiles[story] for story in profiles if keys[story] & own]
        home = join_story(event, near) or event.event_id
        profiles[home] = add_member(home, profiles.get(home), event)
        keys.setdefault(home, set()).update(own)
        stories.setdefault(home, []).append(event)
        for other in find_linked(event, profiles[home], near):
            if may_be_one(profiles[home], profiles[other]):
                profiles[home] = join_members(profiles[home], profiles.pop(other))
                keys[home] |= keys.pop(other)
                stories[home] = stories.pop(other) + stories[home]
    return stories


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(
            make_report(
                "b", "Shells fell on the town.", place=TAZA, start=DAY + timedelta(days=2), kind="strike.shelling"
            ),
            id="fighting next door, two days later",
        ),
        pytest.param(
            make_report(
                "a", "Ministers met the governor.", kind="diplomacy.talks", lemma="meet", start=DAY + timedelta(days=1)
            ),
            id="told by the same document",
        ),
        pytest.param(
            make_report("c", "Kurdish fighters left the city of Kirkuk.", lemma="leave", start=DAY + timedelta(days=9)),
            id="the same names nine days later",
        ),
        pytest.param(
            make_report("a", "Parliament asked for talks.", place=None, kind="diplomacy.statement", lemma="ask"),
            id="an answer without a place, in the same document",
        ),
    ],
)
def test_related_events_are_one_story(event: Event) -> None:
    """Near in place, near in time, and about the same."""
    assert list(chain(TAKEN, event)) == [TAKEN.event_id]


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(make_report("b", TAKEN.sentence, start=DAY + timedelta(days=100)), id="a hundred days later"),
        pytest.param(
            make_report("b", "Fans cheered the runners.", kind="other.sport", lemma="cheer"),
            id="sport in the same city",
        ),
        pytest.param(
            make_report("b", "Snow closed roads.", place=replace(MOSUL, country_code="FI", lon=25.0, lat=61.0)),
            id="another country",
        ),
        pytest.param(
            make_report("b", "A company paid fines.", place=IRAQ, kind="economy.company", lemma="pay"),
            id="the country and another subject",
        ),
    ],
)
def test_unrelated_events_are_stories_of_their_own(event: Event) -> None:
    """One of place, time and subject is not enough."""
    assert len(chain(TAKEN, event)) == 2


def test_a_long_war_is_many_stories() -> None:
    """Fighting day after day in one city must not become one giant story."""
    days = [DAY + timedelta(days=number) for number in range(300)]
    war = [replace(make_report(f"d{day}", TAKEN.sentence, start=day), event_id=f"e{day}") for day in days]
    stories = chain(*war)
    assert 2 < len(stories) < 10
    for members in stories.values():
        days = [event.date.span.start for event in members if event.date and event.date.span.start]
        assert max(days) - min(days) <= timedelta(days=MAX_DAYS)


def test_a_story_has_a_bound_of_events_and_of_distance() -> None:
    """The bounds hold whatever else speaks for an event."""
    full = replace(gather_members("s", [TAKEN]), count=MAX_EVENTS)
    assert join_story(replace(TAKEN, event_id="x"), [full]) is None
    towns = [
        replace(KIRKUK, place_id=f"gn:{number}", name=f"Town {number}", lon=30.0 + number * 0.6) for number in range(25)
    ]
    fights = [
        make_report(f"d{number}", "Troops took the town.", place=place, kind="battle.clash")
        for number, place in enumerate(towns)
    ]
    assert len(chain(*fights)) > 2


def test_a_story_is_the_same_however_its_events_are_handed_in() -> None:
    """Ids come from the founding event; the order of candidates does not matter."""
    stories = [gather_members("s2", [TAKEN]), gather_members("s1", [TAKEN])]
    event = replace(TAKEN, event_id="x", doc_id="x")
    assert join_story(event, stories) == join_story(event, stories[::-1]) == "s1"


def test_a_profile_grows_as_it_is_gathered_and_is_kept_without_loss() -> None:
    """Adding one by one is the same as gathering all, and JSON keeps it."""
    events = [TAKEN, make_report("b", "Shells fell on Taza.", place=TAZA, kind="strike.shelling")]
    grown = None
    for event in events:
        grown = add_member("s", grown, event)
    assert grown == gather_members("s", events)
    codec = Codec()
    assert codec.read(StoryMembers, codec.write(grown)) == grown
    assert (grown.first_day, grown.count, grown.documents) == (DAY, 2, ("a", "b"))


TALKS = make_report(
    "t", "Ministers spoke about oil fields.", kind="diplomacy.talks", lemma="speak", start=DAY + timedelta(days=2)
)


def test_two_stories_are_one_when_an_event_belongs_to_both() -> None:
    """The fighting and the talks about it are two until a report tells of both."""
    assert len(chain(TAKEN, TALKS)) == 2
    told = make_report(
        "t", "Kurdish fighters left Kirkuk as talks were held.", lemma="leave", start=TALKS.date.span.start
    )
    assert [len(events) for events in chain(TAKEN, TALKS, told).values()] == [3]
    more = replace(make_report("t", "Oil prices rose.", kind="economy.other", lemma="rise"), event_id="more")
    assert len(chain(TAKEN, TALKS, more)) == 2


def test_stories_that_pass_the_bounds_together_stay_two() -> None:
    """In number, in days and in distance."""
    story, other = gather_members("s", [TAKEN]), gather_members("o", [replace(TAKEN, event_id="other")])
    assert may_be_one(story, other)
    assert not may_be_one(replace(story, count=MAX_EVENTS), other)
    late = make_report("z", TAKEN.sentence, start=DAY + timedelta(days=MAX_DAYS + 1))
    assert not may_be_one(story, gather_members("z", [late]))
    paris = replace(KIRKUK, place_id="gn:2988507", name="Paris", country_code="FR", country="France")
    paris = replace(paris, lon=2.35, lat=48.85, admin1="")
    assert not may_be_one(story, gather_members("p", [make_report("p", TAKEN.sentence, place=paris)]))


BERN = replace(
    KIRKUK, place_id="gn:2661552", name="Bern", lon=7.45, lat=46.95, country_code="CH", country="Switzerland"
)
BERN = replace(BERN, admin1_code="BE", admin1="Bern")
STADE = replace(BERN, place_id="gn:2829001", name="Stade", lon=9.48, lat=53.6, country_code="DE", country="Germany")


@pytest.mark.parametrize(
    ("names", "stories"),
    [
        pytest.param(("Dagny Rastkova", "Leif Ommundsson"), 1, id="rare names"),
        pytest.param(("President Trump", "his critics"), 2, id="a name that is in the news for everything"),
        pytest.param(("Kirkuk", "Stade"), 2, id="names of their places"),
    ],
)
def test_the_same_rare_names_are_one_story_wherever_texts_are_placed(names: tuple[str, str], stories: int) -> None:
    """Two texts of one boxing match, of which one was put at a champion's home."""
    sentence = f"The champion {names[0]} beat {names[1]} in six rounds."
    events = [
        make_report("a", sentence, place=BERN, kind="other.sport", lemma="beat"),
        make_report("b", f"A win for {names[0]} over {names[1]}.", place=STADE, kind="other.sport", lemma="win"),
    ]
    assert len(chain(*events)) == stories
    assert may_be_one(*(gather_members(event.event_id, [event]) for event in events)) is (stories == 1)


def test_names_said_of_two_places_of_one_name_are_one_story() -> None:
    """A fire in a town that one text was put into and another into its namesake overseas."""
    home = replace(BERN, place_id="gn:2", name="Wellington", country_code="GB", country="United Kingdom")
    abroad = replace(BERN, place_id="gn:3", name="Wellington", lon=174.8, lat=-41.3, country_code="NZ")
    fire = "Fire destroyed a supermarket in the town centre."
    story, other, elsewhere = (
        gather_members(name, [make_report(name, fire, place=place, kind="accident.fire")])
        for name, place in (("a", home), ("b", abroad), ("c", STADE))
    )
    assert may_be_one(story, other)
    assert not may_be_one(story, elsewhere)


def test_the_name_of_a_city_tells_two_shootings_in_it_no_nearer() -> None:
    """It is compared as a place already."""
    first = make_report("a", "A man was shot in Kirkuk, Kirkuk police said.", kind="crime.shooting")
    later = make_report(
        "b", "Gunfire wounded a shopkeeper in Kirkuk.", kind="crime.shooting", start=DAY + timedelta(days=9)
    )
    assert len(chain(first, later)) == 2


@pytest.mark.parametrize(("kind", "is_one"), [("politics.election", False), ("disaster.earthquake", True)])
def test_a_country_in_common_makes_two_stories_of_politics_not_one(kind: str, is_one: bool) -> None:
    """An election is told all over a country for many reasons; an earthquake is seldom one of two."""
    place = replace(MOSUL, admin1_code="15")
    story = gather_members("s", [make_report("a", "The country was shaken.", place=IRAQ, kind=kind)])
    other = gather_members("o", [make_report("a", "The country was shaken in the north.", place=place, kind=kind)])
    assert may_be_one(story, other) is is_one


def test_the_profile_of_joined_stories_is_that_of_all_events() -> None:
    """As long as no list is full."""
    events = [TAKEN, TALKS, make_report("c", "Shells fell on the town.", place=TAZA, kind="strike.shelling")]
    joined = join_members(gather_members("s", events[1:]), gather_members("o", events[:1]))
    assert joined == replace(gather_members("s", events), weight=joined.weight)
    assert joined.weight == pytest.approx(gather_members("s", events).weight)


def test_a_town_that_a_story_only_mentions_draws_nothing_in() -> None:
    """Prices rose in all of a country, London was named once: a derailed tram in London is another story."""
    britain = replace(IRAQ, place_id="gn:2635167", country_code="GB", country="United Kingdom", name="United Kingdom")
    london = replace(KIRKUK, place_id="gn:2643743", name="London", country_code="GB", country="United Kingdom")
    london = replace(london, lon=-0.13, lat=51.51, admin1_code="ENG", admin2_code="GLA")
    prices = [make_report(f"p{n}", "Prices rose.", place=britain, kind="economy.company") for n in range(40)]
    shop = replace(make_report("p1", "A shop closed.", place=london, kind="accident.other", score=0.1), event_id="shop")
    story = gather_members("p0-e", [*prices, shop])
    tram = make_report("t", "A tram left the rails.", place=london, kind="accident.rail", lemma="leave")
    assert join_story(tram, [story]) is None


def test_an_event_without_days_is_of_no_story() -> None:
    """A chain goes through time."""
    assert make_story_keys(replace(TAKEN, date=None)) == ()


@pytest.mark.parametrize(
    ("events", "name"),
    [
        pytest.param([TAKEN], "Kirkuk, October 2017: advance", id="one place, one month"),
        pytest.param(
            [TAKEN, replace(TAKEN, event_id="b", date=make_report("x", "", start=date(2017, 11, 2)).date)],
            "Kirkuk, October–November 2017: advance",
            id="two months",
        ),
        pytest.param(
            [
                make_report("a", "It shook.", kind="disaster.earthquake", start=date(2016, 12, 30)),
                make_report("b", "It shook.", kind="disaster.earthquake", start=date(2017, 1, 2)),
            ],
            "Kirkuk, December 2016 – January 2017: earthquake",
            id="over the new year",
        ),
        pytest.param(
            [make_report("a", "They voted.", place=None, kind="politics.election")], "October 2017: vote", id="no place"
        ),
        pytest.param(
            [
                make_report("a", "It shook.", kind="disaster.earthquake"),
                make_report("b", "They met.", kind="diplomacy.talks", score=0.7),
            ],
            "Kirkuk, October 2017: earthquake",
            id="what happened goes before talks about it",
        ),
        pytest.param([replace(TAKEN, date=None, place=None)], "Advance", id="neither"),
        pytest.param(
            [
                make_report("a", "The tram left the rails.", kind="accident.rail"),
                make_report("b", "An accident.", kind="accident.other"),
            ],
            "Kirkuk, October 2017: rail accident",
            id="of two words of which one says the other the narrower",
        ),
        pytest.param(
            [
                replace(
                    make_report("a", "The city was shelled.", kind="strike.shelling"),
                    retold=tuple(Span(start=9 * number, end=9 * number + 4) for number in range(1, 9)),
                ),
                make_report("b", "People fled.", kind="protest.demo"),
                make_report("c", "People marched.", kind="protest.demo"),
            ],
            "Kirkuk, October 2017: shelling",
            id="what the text tells again and again",
        ),
        pytest.param(
            [
                make_report("a", "Gunmen shot a man.", kind="crime.shooting"),
                make_report("b", "Police investigate.", kind="crime.investigation", score=0.9),
            ],
            "Kirkuk, October 2017: shooting",
            id="a crime and who looks into it",
        ),
        pytest.param(
            [make_report("a", "A win for Dagny Rastkova was booed in Kirkuk.", kind="other.sport")],
            "Kirkuk, October 2017: sport (Rastkova)",
            id="of what is many the name that is told",
        ),
        pytest.param(
            [make_report("a", "Talks between OPEC Ministers and Olga ended.", kind="diplomacy.talks")],
            "Kirkuk, October 2017: talks (OPEC)",
            id="neither a first name nor a word of headlines",
        ),
        pytest.param(
            [make_report("a", "A win for a President was booed.", kind="other.sport")],
            "Kirkuk, October 2017: sport",
            id="no name that is told of everything",
        ),
        pytest.param(
            [make_report("a", "It shook.", kind="disaster.earthquake", place=replace(KIRKUK, name="Cook, Town of"))],
            "Cook, October 2017: earthquake",
            id="a place without what tells it from its namesakes",
        ),
    ],
)
def test_a_name_tells_where_when_and_what(events: list[Event], name: str) -> None:
    """As a newsroom would file it."""
    assert name_story(events) == name


def test_names_tell_stories_apart() -> None:
    """A name that is taken gets one that its texts tell, the country, then the days, at last a part of the id."""
    members = gather_members("0123456789abcdef", [replace(TAKEN, sentence="The city fell to Rastkova.")])
    names: list[str] = []
    for _ in range(5):
        names.append(name_members(members, taken=names))
    assert names == [
        "Kirkuk, October 2017: advance",
        "Kirkuk, October 2017: advance (Rastkova)",
        "Kirkuk, Iraq, October 2017: advance (Rastkova)",
        "Kirkuk, Iraq, 16 October 2017: advance (Rastkova)",
        "Kirkuk, Iraq, 16 October 2017: advance (Rastkova) (012345)",
    ]


def test_every_type_has_a_word_for_names() -> None:
    """No story is called by a code."""
    for code in load_event_types().types:
        name = name_story([make_report("a", "It was.", kind=code)])
        assert "." not in name and name == name.strip()


def test_keys_of_neighbouring_months_meet() -> None:
    """A story goes on over the edge between two buckets of days."""
    days = [DAY + timedelta(days=number) for number in range(90)]
    reports = [set(make_story_keys(make_report(f"d{day}", "Troops took it.", start=day))) for day in days]
    assert all(one & other for one, other in pairwise(reports))
