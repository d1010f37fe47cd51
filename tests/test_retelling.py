"""Events of one document that are one happening: the features, their table, what is counted."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from bench.retelling import count_pairs, read_labels
from mapping.gazetteer import Gazetteer
from mapping.kinds import Granularity
from mapping.model import Candidate, DateSpan, ParsedDocument, Span
from mapping.pipeline import read_tellings
from mapping.tables import read_table
from mapping.telling.encoder import Encoder, Encoding, SentenceMemory
from mapping.telling.gathering import gather_actors, gather_tolls
from mapping.telling.happenings import NAMED_BEFORE, find_kinds
from mapping.telling.retelling import join_likest, merge_retellings
from mapping.telling.retold import Telling, describe_event
from mapping.telling.sameness import describe_pair, find_possible_pairs, load_weights, may_be_one, weigh_pair
from scripts.weight_table import GEODATA
from tests.calls import count_calls

_TEXT = (
    "A bomb exploded in Quetta on Monday.\nThe bombing in Quetta killed twelve people.\n"
    "Another bombing shook Peshawar on Tuesday.\nTalks about wheat began in Cairo."
)


def _tell(parsed: ParsedDocument, gazetteer: Gazetteer) -> dict[str, Telling]:
    """The events of a text before they are merged, by the number and word of their sentence."""
    events = read_tellings(parsed, gazetteer).events
    return {f"{event.trigger.sentence} {event.trigger.lemma}": describe_event(parsed, event) for event in events}


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_tellings_have_no_pairs(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer, count: int
) -> None:
    """A report of nothing is compared as well."""
    assert list(find_possible_pairs(list(_tell(parse(_TEXT), gazetteer).values())[:count], ["bias"])) == []


def test_what_is_told_again_outweighs_what_is_new(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """The same word at the same place is the same; "another" elsewhere is not; talks are no explosion."""
    told = _tell(parse(_TEXT, created=date(2019, 3, 13)), gazetteer)
    first, again, other = told["0 explode"], told["1 bombing"], told["2 bombing"]
    talks = next(telling for name, telling in told.items() if name.startswith("3 "))
    assert again.is_known
    assert other.is_new
    assert weigh_pair(first, again) > weigh_pair(again, other) + 2
    assert weigh_pair(again, other) < 0
    assert may_be_one(first, again)
    assert not may_be_one(first, talks)


def test_words_around_a_verb_point_back_or_to_another(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer
) -> None:
    """Who was "shot in that raid" is of the raid; where "another boat" sank, it was not the first."""
    raid = _tell(parse("Gunmen raided a school in Maga.\nThe principal was shot in that raid."), gazetteer)
    assert raid["1 shoot"].is_known
    assert not raid["0 raid"].is_known
    text = "A ferry capsized off Java.\nThe sinking came days after another boat overturned.\nA second woman drowned."
    told = _tell(parse(text), gazetteer)
    assert told["1 overturn"].is_new
    assert not any(telling.is_new for name, telling in told.items() if name.startswith(("0 ", "2 ")))


def test_words_of_like_meaning_are_likelier_one(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """A blast is nearer to an explosion than a flood is; what a guess calls other may be either."""
    text = "A blast shook Quetta on Monday.\nThe explosion in Quetta broke windows.\nQuetta lay under a flood."
    told = _tell(parse(text, created=date(2019, 3, 13)), gazetteer)
    blast, explosion = told["0 blast"], told["1 explosion"]
    flood = next(telling for name, telling in told.items() if name.startswith("2 "))
    near, far = describe_pair(blast, explosion), describe_pair(blast, flood)
    assert near["like_word"] > far["like_word"]
    assert near["lead"] == 1
    trigger = replace(flood.event.trigger, type="other.other")
    assert may_be_one(blast, replace(flood, event=replace(flood.event, trigger=trigger)))


def test_what_may_have_been_at_one_place_is_likelier_one(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer
) -> None:
    """A land that is shown for several likely places is none of them; the places that it stands for are compared."""
    told = _tell(parse("A bomb exploded in Quetta.\nThe bombing shook Peshawar.", created=date(2019, 3, 13)), gazetteer)
    quetta, peshawar = (next(one for name, one in told.items() if name.startswith(f"{row} ")) for row in (0, 1))
    places = [telling.event.place for telling in (quetta, peshawar)]
    assert places[0] is not None
    assert places[1] is not None
    lands = {place.place_id: place for place in gazetteer.find_places("Pakistan")}

    def widen(quetta_chance: float) -> Telling:
        """The second telling, shown at the country for two towns."""
        assert places[0] is not None
        assert places[1] is not None
        chances = ((places[0].place, quetta_chance), (places[1].place, 1 - quetta_chance))
        choice = replace(
            places[1],
            place=next(iter(lands.values())),
            rule="story, shown at the country of all likely places",
            alternatives=tuple(Candidate(place=place, score=chance) for place, chance in chances),
        )
        return replace(peshawar, event=replace(peshawar.event, place=choice))

    near, far = (describe_pair(quetta, widen(chance)) for chance in (0.9, 0.1))
    assert near["likely_same"] > 0.5 > 0.2 > far["likely_same"]
    assert weigh_pair(quetta, widen(0.9)) > weigh_pair(quetta, widen(0.1))


def test_every_feature_has_its_weight(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """The table lacks none and is the one that the script fits."""
    told = list(_tell(parse(_TEXT, created=date(2019, 3, 13)), gazetteer).values())
    used = {name for first in told for second in told if first is not second for name in describe_pair(first, second)}
    assert used <= set(load_weights())
    rows = list(read_table(GEODATA / "retelling_weights.csv"))
    assert {row["feature"] for row in rows} == set(load_weights())
    assert all(row["note"] for row in rows)


def test_pairs_are_counted_as_they_are_labelled(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """Joined or apart, rightly or not, and how many events tell of how many happenings."""
    parsed = parse(_TEXT, created=date(2019, 3, 13))
    events = [telling.event for telling in _tell(parsed, gazetteer).values()]
    spans = [Span(start=event.trigger.start, end=event.trigger.end) for event in events]
    labels = dict(zip(spans, ["a", "a", "b", *[""] * len(spans)], strict=False))
    alone, merged = count_pairs(labels, events), count_pairs(labels, merge_retellings(parsed, events))
    assert (alone["same apart"], alone["events"], alone["happenings"]) == (1, 3, 2)
    assert (merged["same joined"], merged["other joined"], merged["events"]) == (1, 0, 2)


def test_labels_name_several_happenings() -> None:
    """Each document of the table has its triggers; none of them is named twice."""
    documents = [labels for named in read_labels().values() for labels in named.values()]
    assert len(documents) > 50
    assert sum(len(set(labels.values()) - {""}) for labels in documents) > 80


def test_marches_in_far_cities_are_not_one(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """Whatever they share beside: each sentence says where."""
    text = "Students marched in Abuja on Monday against the police.\nStudents marched in London on Monday as well."
    told = _tell(parse(text, created=date(2019, 3, 13)), gazetteer)
    assert weigh_pair(told["0 march"], told["1 march"]) == -math.inf


def test_what_two_towns_tell_themselves_is_two(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """An hour's drive apart is enough, though one day, one kind and one word speak for one happening."""
    text = "A bomb exploded in Khartoum on Monday.\nA bomb exploded in Shendi on Monday.\nIt exploded on Monday."
    told = _tell(parse(text, created=date(2019, 3, 13)), gazetteer)
    first, second, silent = (told[f"{sentence} explode"] for sentence in range(3))
    assert weigh_pair(first, second) == -math.inf
    assert weigh_pair(first, silent) > -math.inf


@pytest.mark.parametrize(("day", "is_open"), [("Tuesday", True), ("Wednesday", False)], ids=["a night", "two days"])
def test_days_that_each_tells_may_be_a_night_apart(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer, day: str, is_open: bool
) -> None:
    """A raid late on Monday is told as one of Tuesday; one of Wednesday is another, but a fire may burn till then."""
    text = f"A bomb exploded in Khartoum on Monday.\nA bomb exploded in Khartoum on {day}."
    told = _tell(parse(text, created=date(2019, 3, 15)), gazetteer)
    first, second = told["0 explode"], told["1 explode"]
    assert (weigh_pair(first, second) > -math.inf) is is_open
    fires = [_retype(telling, "disaster.wildfire") for telling in (first, second)]
    assert weigh_pair(*fires) > -math.inf


def test_a_text_that_names_another_place_has_moved_on(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer
) -> None:
    """What is only supposed to be in Quetta speaks less against a blast in Karachi where that was told before it."""
    text = "QUETTA - Talks were held in Quetta. Later a bomb exploded.\nA bomb exploded in Karachi on Monday."
    *_, supposed, named = _tell(parse(text, created=date(2019, 3, 13)), gazetteer).values()
    assert describe_pair(supposed, named)["moved_on"] == describe_pair(named, supposed)["moved_on"] == 1
    swapped = replace(supposed, event=replace(supposed.event, place=named.event.place))
    again = replace(named, event=replace(named.event, place=supposed.event.place))
    assert "moved_on" not in describe_pair(swapped, again)


def test_two_kinds_in_one_sentence_are_two(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """What stood for one happening is folded before; an arrest is not the robbery that it is made for."""
    text = "Police in Dover arrested a man on Monday over the armed robbery of a bank in Dover."
    parsed = parse(text, created=date(2020, 5, 12))
    events = merge_retellings(parsed, read_tellings(parsed, gazetteer).events)
    assert {event.trigger.type for event in events} == {"crime.investigation", "crime.robbery"}


def test_items_of_a_list_are_apart(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """Each has its own place at its head; lines of a story that happen to follow each other are no items."""
    lines = ["A bomb exploded on Monday.", "A bomb exploded on Monday again."]
    for first, second in (("", ""), ("\u2022 ", "\u2022 "), ("1. North: ", "2. South: "), ("HERAT: ", "KUNDUZ: ")):
        text = f"{first}{lines[0]}\n{second}{lines[1]}"
        one, other = _tell(parse(text, created=date(2019, 3, 13)), gazetteer).values()
        assert ("other_item" in describe_pair(one, other)) is bool(first)


def test_where_the_wounded_were_brought_is_no_place_of_the_raid(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer
) -> None:
    """It has a vote only where nothing else is told."""
    parsed = parse("Gunmen shot four herders in Nakuru. The wounded were rushed to a hospital in Nairobi.")
    shot, taken, _rushed = _tell(parsed, gazetteer).values()
    assert (shot.is_carried, taken.is_carried) == (False, True)
    assert shot.event.place is not None
    supposed = replace(shot.event, place=replace(shot.event.place, rule="earlier sentence"), score=0.3)
    [raid] = merge_retellings(parsed, [supposed, replace(taken.event, score=0.9)])
    assert raid.place is not None
    assert raid.place.mention == "Nakuru"
    [silent] = merge_retellings(parsed, [replace(shot.event, place=None), taken.event])
    assert silent.place is not None
    assert silent.place.mention == "Nairobi"


def test_a_city_told_by_a_noun_is_told(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """What happened in "the capital" is not what happened in another town."""
    text = "LIMA - Crowds set fire to a palace in the capital on Monday.\nCrowds set fire to a bank in Tacna on Monday."
    told = {name.partition(" ")[0]: telling for name, telling in _tell(parse(text), gazetteer).items()}
    first, second = (telling for _, telling in sorted(told.items()))
    assert first.event.place is not None
    assert first.event.place.rule.endswith(NAMED_BEFORE)
    assert weigh_pair(first, second) == -math.inf


def _retype(telling: Telling, kind: str, lemma: str = "") -> Telling:
    """The same words told as another type, and with another word for it."""
    trigger = telling.event.trigger
    event = replace(telling.event, trigger=replace(trigger, type=kind, lemma=lemma or trigger.lemma))
    return replace(telling, event=event, kinds=find_kinds(kind, within=True))


def test_what_befell_people_is_told_of_any_kind(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """Of a bomb or of a bus; what neither befell people nor is the same word is no more one than before."""
    told = _tell(parse(_TEXT, created=date(2019, 3, 13)), gazetteer)
    crash = _retype(told["0 explode"], "accident.rail", "derail")
    killed = _retype(told["1 bombing"], "attack.killing", "kill")
    assert may_be_one(crash, killed)
    assert "outcome" in describe_pair(crash, killed)
    assert not may_be_one(crash, _retype(killed, "attack.killing", "storm"))
    again = _retype(told["1 bombing"], "other.culture", "derailment")
    assert may_be_one(crash, again)
    assert "same_root" in describe_pair(crash, again)


def test_a_telling_that_says_how_names_the_kind(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """The attack of the first sentence is the suicide bombing of the second; talks of the same day name nothing."""
    text = (
        "An attack in Quetta killed twelve people on Monday.\n"
        "A suicide bomber blew himself up in the attack in Quetta.\n"
        "Police said the attack killed twelve people.\nMinisters met for talks in Quetta on Monday."
    )
    parsed = parse(text, created=date(2019, 3, 13))
    merged = merge_retellings(parsed, read_tellings(parsed, gazetteer).events)
    attack = next(event for event in merged if event.trigger.text == "attack")
    assert (attack.trigger.type, attack.trigger.rule) == ("strike.suicide", "lexicon, type of another telling")
    assert len(attack.retold) == 2


def test_a_war_is_no_raid_and_a_year_is_no_day(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """Sums and series, and types that go together badly, speak against one happening."""
    told = _tell(parse(_TEXT, created=date(2019, 3, 13)), gazetteer)
    raid, again = told["0 explode"], told["1 bombing"]
    assert weigh_pair(raid, _retype(again, "battle.other", "war")) < weigh_pair(raid, _retype(again, "battle.other"))
    assert "clashing_type" in describe_pair(_retype(raid, "strike.shelling"), _retype(again, "battle.territory_gov"))
    assert again.event.date is not None
    year = DateSpan(start=date(2019, 1, 1), end=date(2019, 12, 31), granularity=Granularity.YEAR)
    long = replace(again, event=replace(again.event, date=replace(again.event.date, span=year)))
    assert weigh_pair(raid, long) < weigh_pair(raid, again)


def test_a_count_of_years_is_none_of_one_days(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """What "this year" or "since 2011" adds up to is not what one bombing did, though a text tells both of it."""
    parsed = parse("A bomb killed twelve people in Quetta on Monday.", created=date(2019, 3, 13))
    event = next(iter(_tell(parsed, gazetteer).values())).event
    assert event.date is not None
    span = DateSpan(start=date(2011, 1, 1), end=None, granularity=Granularity.YEAR)
    total = replace(event.tolls[0], number=9000)
    years = replace(event, date=replace(event.date, span=span), tolls=(total,))
    assert [toll.number for toll in gather_tolls([event, years])] == [12]
    assert [toll.number for toll in gather_tolls([years, event])] == [9000, 12]


def test_a_day_within_the_months_told_is_the_day(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """Who tells "this month" of a bombing speaks for the day that another sentence tells, however sure it is."""
    parsed = parse(_TEXT, created=date(2019, 3, 13))
    told = [_tell(parsed, gazetteer)[name].event for name in ("0 explode", "1 bombing")]
    month = DateSpan(start=date(2019, 3, 1), end=date(2019, 3, 31), granularity=Granularity.MONTH)
    first, second = told
    assert first.date is not None
    assert second.date is not None
    lent = replace(first.date, span=month, edtf="2019-03", rule="date told further on", score=0.9)
    sure = replace(first, score=0.9, date=lent)
    day = replace(second, score=0.3, date=replace(first.date, rule="date carried forward", score=0.5))
    [joined] = merge_retellings(parsed, (sure, day))
    assert joined.date is not None
    assert joined.date.edtf == first.date.edtf


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A former minister was jailed on Monday.\nA court jailed a former finance minister on Monday.",
            ["recipient former finance minister", "actor court"],
        ),
        (
            "Police arrested a nurse.\nRebels arrested a farmer.",
            ["actor Police", "recipient nurse", "recipient farmer"],
        ),
        (
            "Police arrested a nurse.\nRebels arrested a nurse and a farmer.",
            ["actor Police", "recipient nurse"],
        ),
        (
            "Rebels arrested a nurse and a farmer.\nA rebel group arrested a nurse.",
            ["actor rebel group", "recipient nurse", "recipient farmer"],
        ),
        (
            "Police arrested a nurse.\nRebels arrested a farmer.\nPolice arrested a nurse in Lagos.",
            ["actor Police", "recipient nurse"],
        ),
        (
            "Rebels shot a nurse.\nRebels were shot by the army.\nThe army shot the rebels.",
            ["actor army", "recipient Rebels"],
        ),
    ],
    ids=["by more words", "as often", "beside the worse", "beside the better", "more often", "on both sides"],
)
def test_parties_are_those_whom_most_tellings_name(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer, text: str, expected: list[str]
) -> None:
    """Each once, by the name that says more, in the part that more tellings give him."""
    told = _tell(parse(text, created=date(2019, 3, 13)), gazetteer).values()
    actors = gather_actors([telling.event for telling in told])
    assert [f"{actor.role} {actor.text}" for actor in actors] == expected


def test_each_sentence_says_by_itself_how_alike_two_are(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer
) -> None:
    """Whatever type the whole text gives them: a strike of workers is none of planes."""
    text = (
        "Jets struck a depot in Sanaa on Monday.\nAn air strike hit Sanaa on Monday.\nTeachers went on strike in Sanaa."
    )
    told = _tell(parse(text, created=date(2019, 3, 13)), gazetteer)
    jets, planes, teachers = (next(one for name, one in told.items() if name.startswith(f"{row} ")) for row in range(3))
    near, far = describe_pair(jets, planes), describe_pair(planes, _retype(teachers, planes.event.trigger.type))
    assert near["like_kind"] > far["like_kind"] + 0.2
    assert near["like_meaning"] > far["like_meaning"] + 0.2
    assert near["fresh"] == 1
    assert "fresh" not in far


@pytest.mark.parametrize(
    ("first", "second", "ends", "groups"),
    [
        (3.0, 1.0, 1.0, [[0, 1, 2]]),
        (3.0, 0.5, -3.0, [[0, 1], [2]]),
        (0.5, 3.0, -math.inf, [[0], [1, 2]]),
        (-3.0, -3.0, -3.0, [[0], [1], [2]]),
    ],
)
def test_no_group_grows_by_a_chain(first: float, second: float, ends: float, groups: list[list[int]]) -> None:
    """What goes with one of two that are one joins them only where it goes with both; the likest are joined first."""
    assert join_likest(np.array([[0, first, ends], [first, 0, second], [ends, second, 0]])) == groups


def join_by_looking_at_all(weights: NDArray[np.float64]) -> list[list[int]]:
    """The same as `join_likest`, pair of groups by pair of groups."""
    groups = [[number] for number in range(len(weights))]
    while len(groups) > 1:
        means = {
            (one, other): weights[np.ix_(groups[one], groups[other])].mean()
            for one, other in combinations(range(len(groups)), 2)
        }
        one, other = max(means, key=lambda pair: means[pair])
        if means[one, other] < -1.0:
            break
        groups[one] = groups[one] + groups.pop(other)
    return sorted(sorted(group) for group in groups)


@pytest.mark.parametrize("seed", range(12))
def test_groups_are_those_of_looking_at_all_pairs_anew(seed: int) -> None:
    """Only groups that preferred one of two that were joined look anew; of pairs as likely the first comes first."""
    chance = np.random.default_rng(seed)
    upper = np.triu(chance.integers(-6, 5, size=(24, 24)) / 2 if seed % 2 else chance.normal(-1, 2, size=(24, 24)), 1)
    upper[np.triu(chance.random((24, 24)) < 0.1, 1)] = -math.inf
    weights = upper + upper.T
    assert sorted(join_likest(weights)) == join_by_looking_at_all(weights)


_SERIES = "\n".join(f"Shells hit {number} houses near Mosul on Monday.\nTalks opened." for number in range(2, 22))


def test_a_text_too_long_for_one_table_is_parted_at_no_loss(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no chain of likely pairs links is looked at apart."""
    parsed = parse(_SERIES, created=date(2019, 3, 13))
    events = read_tellings(parsed, gazetteer).events
    whole = merge_retellings(parsed, events)
    assert 1 < len(whole) < len(events)
    monkeypatch.setattr("mapping.telling.retelling._TABLE", 64)
    assert merge_retellings(parsed, events) == whole


def test_weights_are_fitted_to_what_is_weighed(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """The pairs of a text that may be one, each with the features that it has by itself."""
    tellings = list(_tell(parse(_TEXT, created=date(2019, 3, 13)), gazetteer).values())
    names = list(load_weights())
    pairs = {(one, other): features for one, other, features in find_possible_pairs(tellings, names)}
    possible = [
        (one, other)
        for one, other in combinations(range(len(tellings)), 2)
        if may_be_one(tellings[one], tellings[other]) and weigh_pair(tellings[one], tellings[other]) > -math.inf
    ]
    assert 0 < len(pairs) < len(list(combinations(tellings, 2)))
    assert sorted(pairs) == possible
    for (one, other), features in pairs.items():
        alone = describe_pair(tellings[one], tellings[other])
        assert features == pytest.approx([alone.get(name, 0.0) for name in names])


def test_sentences_that_the_encoder_forgot_are_read_together(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It remembers the last thousand sentences, and reads many at a time in half the time."""
    parsed = parse(_SERIES, created=date(2019, 3, 13))
    events = read_tellings(parsed, gazetteer).events
    batches = []
    read_all = Encoder.read_all

    def count(self: Encoder, texts: Sequence[str]) -> Sequence[Encoding]:
        batches.extend([len(texts)] if texts else [])
        return read_all(self, texts)

    monkeypatch.setattr(Encoder, "read_all", count)
    monkeypatch.setattr("mapping.telling.encoder._memory", SentenceMemory(len(_SERIES)))
    merge_retellings(parsed, events)
    assert batches == [len({parsed.sentences[event.trigger.sentence] for event in events})]


def test_pairs_are_compared_together(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """A text four times as long has sixteen times the pairs, and takes about four times the calls of functions."""
    work = []
    for count in (20, 80):
        text = "\n".join(f"Shells hit {number} houses near Mosul on Monday." for number in range(2, count + 2))
        parsed = parse(text, created=date(2019, 3, 13))
        events = read_tellings(parsed, gazetteer).events
        assert len(events) >= count
        work.append(count_calls(partial(merge_retellings, parsed, events)))
    quarter, whole = work
    assert whole < 5 * quarter
