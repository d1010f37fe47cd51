"""Tests of mapping.actors and mapping.telling.tolls."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from mapping.actors import find_actors
from mapping.gazetteer import Gazetteer
from mapping.kinds import Bound
from mapping.model import ParsedDocument, Resolution, Toll
from mapping.resolve import resolve_mentions
from mapping.telling.lexicon import Reader, load_lexicon
from mapping.telling.number_words import read_number
from mapping.telling.tolls import admits, find_tolls
from mapping.toponyms import find_mentions
from mapping.triggers import find_triggers, make_trigger
from tests.parsing import Parse


def name_actors(parsed: ParsedDocument, resolutions: Sequence[Resolution] = ()) -> list[tuple[str, str, str]]:
    """Role, head and kind of the actors of the first event."""
    trigger = find_triggers(parsed)[0]
    return [(actor.role, actor.head, actor.kind) for actor in find_actors(parsed, trigger, resolutions)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rebels ambushed an army patrol near Gao.",
            [("actor", "Rebels", "rebel"), ("recipient", "patrol", "state_force")],
        ),
        (
            "Two villagers were kidnapped by masked gunmen.",
            [("actor", "gunmen", "armed_person"), ("recipient", "villagers", "civilians")],
        ),
        (
            "Police and soldiers arrested an opposition leader.",
            [
                ("actor", "Police", "police"),
                ("actor", "soldiers", "state_force"),
                ("recipient", "leader", "party"),
            ],
        ),
        ("Dozens of Taliban fighters stormed the station.", [("actor", "fighters", "rebel")]),
        ("Thousands of protesters marched in Lagos.", [("actor", "protesters", "protesters")]),
        ("The ministry condemned the attack.", [("actor", "ministry", "government")]),
        ("The blast killed two guards.", [("recipient", "guards", "police")]),
        ("The Special Forces raided a village.", [("actor", "Forces", "state_force")]),
        ("Opposition fighters raided a village.", [("actor", "fighters", "rebel")]),
        (
            "Gunmen attacked a gathering of soldiers.",
            [("actor", "Gunmen", "armed_person"), ("recipient", "soldiers", "state_force")],
        ),
        ("The Houthis shelled a village.", [("actor", "Houthis", "rebel")]),
        ("Students marched in Lagos.", [("actor", "Students", "protesters")]),
        (
            "Gunmen abducted three college students.",
            [("actor", "Gunmen", "armed_person"), ("recipient", "students", "civilians")],
        ),
        ("Rebels burned the official residence.", [("actor", "Rebels", "rebel")]),
        ("A medical officer was attacked.", [("recipient", "officer", "health")]),
        ("The European Union condemned the attack.", [("actor", "Union", "international")]),
        ("The UN envoy condemned the attack.", [("actor", "envoy", "international")]),
        ("A man shot a nurse.", [("actor", "man", "civilians"), ("recipient", "nurse", "civilians")]),
        ("An earthquake shook the islands.", []),
        ("They attacked it.", []),
    ],
    ids=[
        "active",
        "passive",
        "two actors",
        "counted",
        "crowd",
        "office",
        "harmed by a noun",
        "a name's plural",
        "whose fighters",
        "a gathering",
        "a group by name",
        "students who protest",
        "students who do not",
        "a building",
        "the longest name",
        "many states",
        "their envoy",
        "somebody",
        "no one",
        "pronouns",
    ],
)
def test_actors_have_role_head_and_kind(parse: Parse, text: str, expected: list[tuple[str, str, str]]) -> None:
    """Who did it comes before to whom; pronouns and forces of nature are no actors."""
    assert name_actors(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The envoy said that she was ready to give a speech.", "speech", ["a envoy"]),
        ("Troops are willing to storm the palace.", "storm", ["a Troops"]),
        ("General Roe seized power in a coup.", "coup", ["a General Roe"]),
        ("The army was accused of shelling a clinic.", "shelling", ["a army"]),
        ("A monk was shot and wounded.", "wounded", ["r monk"]),
        ("A teacher was ambushed and shot by two men.", "ambushed", ["a two men", "r teacher"]),
        ("Six miners died in an attack claimed by a militia.", "attack", ["a militia", "r Six miners"]),
        ("The Islamic State claimed responsibility for the bombing.", "bombing", ["a Islamic State"]),
        ("Police blamed separatists for the bombing.", "bombing", ["a separatists"]),
        ("France condemned the attack.", "attack", []),
        ("The mayor's murder shocked the town.", "murder", ["r mayor"]),
        ("Russian missiles hit a clinic.", "hit", ["a Russian"]),
        ("Israel and Hamas agreed to a ceasefire.", "ceasefire", ["a Hamas", "a Israel"]),
        ("Clashes between herders and police left six farmers dead.", "Clashes",
         ["a herders", "a police", "r six farmers"]),
        ("Two bombs went off, killing a nurse and wounding a baker.", "bombs", ["r baker", "r nurse"]),
        ("Soldiers attacked the governor, Ann Roe.", "attacked", ["a Soldiers", "r governor, Ann Roe"]),
        ("Rebels attacked government positions.", "attacked", ["a Rebels"]),
        ("The mayor, a lawyer, died.", "died", ["r mayor"]),
        ("The presidential election was held on Sunday.", "election", []),
        ("The minister declared a state of emergency.", "emergency", ["a minister"]),
        ("Nine people were killed when a rocket hit the port.", "hit", ["r Nine people"]),
        ("Police investigated a death at a birthday party.", "investigated", ["a Police"]),
        ("Miners killed in shelling the mill were buried.", "shelling", ["r Miners"]),
        ("The council hit Belarus with sanctions.", "sanctions", ["a council", "r Belarus"]),
        ("The president of Chile met farmers.", "met", ["a president of Chile", "r farmers"]),
        ("Medics treated a girl with a wound.", "wound", ["r girl"]),
        ("An observatory gave a toll of 36 dead.", "toll", []),
        ("The Syrian uprising went on.", "uprising", []),
        ("Ajax beat Celtic 3-1 in Glasgow.", "beat", ["a Ajax", "r Celtic"]),
        ("The storm killed a farmer.", "storm", ["r farmer"]),
        ("Six men were hurt in a terrorist attack.", "attack", ["a terrorist", "r Six men"]),
        ("Six men were killed and four others were injured in attacks on the city.", "attacks",
         ["r Six men", "r four others"]),
        ("Rocket attacks left one nurse dead and three others injured.", "attacks", ["r one nurse", "r three others"]),
        ("Two nurses were killed and a farmer was hurt as rebels fired shells.", "fired",
         ["a rebels", "r Two nurses", "r farmer"]),
        ("A nurse was killed, while a farmer was abducted by rebels.", "abducted", ["a rebels", "r farmer"]),
        ("The attack claimed the lives of a nurse and a farmer.", "attack", ["r farmer", "r nurse"]),
        ("The boy fell into a well.", "fell", ["r boy"]),
        ("Troops say that Russia has failed to put pressure on the regime.", "failed", ["a Troops"]),
        ("Gunmen shot a 4-year-old.", "shot", ["a Gunmen", "r 4-year-old"]),
        ("Officers recovered a gun.", "recovered", ["a Officers"]),
        ("Rescuers have spent days trying to reach the boy.", "spent", ["a Rescuers", "r boy"]),
        ("The Texas Rangers are taking over the investigation.", "investigation", ["a Texas Rangers"]),
        ("A boy found with a wound was flown out.", "wound", ["r boy"]),
        ("Two men were killed in an attack launched by rebels.", "launched", ["a rebels", "r Two men"]),
        ("Two men were reported killed in an attack.", "attack", ["r Two men"]),
        ("Someone shot the guard as he answered the door.", "shot", ["r guard"]),
        ("Grandmother charged after crash", "charged", ["r Grandmother"]),
        ("King remains in jail on a charge of murder.", "remains", ["r King"]),
        ("One man has been arrested, and a judge could charge him.", "arrested", ["r One man"]),
        ("A nurse died, while two other people remain in hospital.", "died", ["r nurse"]),
        ("The treaty was signed by the mayor and by the governor.", "signed", ["a governor", "a mayor"]),
        ("The senator received an unexpected boost.", "received", ["r senator"]),
        ("The senator received the envoy.", "received", ["a senator", "r envoy"]),
        ("Friends identified the 2-year-old killed Saturday afternoon in Lagos as Ann Roe.", "killed",
         ["r 2-year-old"]),
        ("A rebel military offensive began.", "offensive", ["a rebel"]),
        ("A deadly military offensive began.", "offensive", ["a military"]),
        ("Both countries signed the treaty.", "signed", ["a countries"]),
        ("Gunmen shot and killed a nurse.", "shot", ["a Gunmen", "r nurse"]),
        ("Nine people were killed in the Syrian Idlib attack.", "attack", ["r Nine people"]),
        ("The girl died after being taken to hospital in Leeds.", "taken", ["r girl"]),
    ],
    ids=["given", "control", "done in an act", "ascribed", "both verbs of a passive", "the later verb's agent",
         "claimed by", "responsibility", "blamed for", "who only speaks", "whom it befell", "whose thing",
         "agreed to", "between, and left dead", "participles", "apposition", "a thing's owner", "who dies",
         "an adjective", "a state of", "when it hit", "where it was", "in the act", "hit with", "an office",
         "who finds it", "who counts", "whose land", "a score", "nobody does a storm", "an adjective who", "both harms",
         "left injured", "harms before", "harm beside", "lives", "whom it befell by itself", "who says it", "by age",
         "an act", "begun", "taken over", "found with", "launched", "reported killed", "nobody known", "a headline",
         "before the law", "a later subject", "who remains", "by and by", "received", "received somebody",
         "after an object",
         "how, not who", "who, not how", "countries", "shared by two verbs", "whose place", "where to"],
)  # fmt: skip
def test_parties_are_found_around_the_word(parse: Parse, text: str, word: str, expected: list[str]) -> None:
    """Who acts and whom it befalls is told by other verbs, nouns and clauses than the event's own as well."""
    parsed = parse(text)
    start = text.index(word)
    actors = find_actors(parsed, make_trigger(parsed, start, start + len(word)), ())
    assert sorted(f"{actor.role[0]} {actor.text}" for actor in actors) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("An attack in which two guards were killed shocked the town.", "attack", ["r two guards"]),
        ("Rebels attacked a village where a nurse was killed.", "attacked", ["a Rebels", "r nurse"]),
        ("The shelling killed ten boys while six nurses were hurt.", "shelling", ["r six nurses", "r ten boys"]),
        ("Protesters clashed with police, leaving 12 nurses injured.", "clashed",
         ["a Protesters", "r 12 nurses", "r police"]),
    ],
    ids=["in which", "where", "while", "leaving"],
)  # fmt: skip
def test_whom_a_count_of_it_counts_it_befell(parse: Parse, text: str, word: str, expected: list[str]) -> None:
    """Wherever the sentence counts them."""
    parsed = parse(text)
    trigger = make_trigger(parsed, text.index(word), text.index(word) + len(word))
    actors = find_actors(parsed, trigger, (), tolls=find_tolls(parsed, trigger))
    assert sorted(f"{actor.role[0]} {actor.text}" for actor in actors) == expected


def test_a_pronoun_of_one_person_means_no_group(parse: Parse) -> None:
    """The family that is named last is not "him"."""
    parsed = parse("A boy left his family. A man shot him.")
    trigger = next(one for one in find_triggers(parsed) if one.lemma == "shoot")
    assert [actor.text for actor in find_actors(parsed, trigger, ()) if actor.pronoun] == ["boy"]


def test_a_pronoun_that_it_is_done_to_is_not_who_does_it(parse: Parse) -> None:
    """The subject does it, so the nearest name that is not the subject is meant."""
    text = "The chancellor met President Roe on Monday and urged him to resign."
    parsed = parse(text)
    start = text.index("urged")
    actors = find_actors(parsed, make_trigger(parsed, start, start + 5), ())
    assert [(actor.role, actor.text, actor.pronoun) for actor in actors] == [
        ("actor", "chancellor", ""),
        ("recipient", "President Roe", "him"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "pronoun"),
    [
        ("Gunmen attacked a bus near Jos. They abducted a teacher.", "Gunmen", "They"),
        ("The army entered the town. It arrested four men.", "army", "It"),
        ("The officer left the bar. Later he shot two men.", "officer", "he"),
        ("The mother and her son left the bar. They attacked a guard.", "mother", "They"),
        ("The officer left the bar. It burned down.", "", ""),
        ("Gunmen attacked a bus near Jos. She shot two men.", "", ""),
    ],
    ids=["many", "a body", "a person", "two", "no body", "not one"],
)
def test_a_pronoun_stands_for_the_last_subject_that_fits(parse: Parse, text: str, name: str, pronoun: str) -> None:
    """The actor's span is that of the noun, and the pronoun is told beside it."""
    parsed = parse(text)
    told = [
        actor for trigger in find_triggers(parsed) if trigger.sentence for actor in find_actors(parsed, trigger, ())
    ]
    actors = [actor for actor in told if actor.role == "actor"]
    assert [(actor.text, actor.pronoun) for actor in actors] == ([(name, pronoun)] if name else [])
    assert all(text[actor.start : actor.end] == actor.text for actor in actors)


def test_a_demonym_gives_the_country(parse: Parse, gazetteer: Gazetteer) -> None:
    """The phrase's own country name or demonym tells where an actor belongs."""
    parsed = parse("Turkish troops shelled a village held by Syrian rebels.")
    resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
    actors = find_actors(parsed, find_triggers(parsed)[0], resolutions)
    assert [(actor.text, actor.country_code) for actor in actors if actor.role == "actor"] == [("Turkish troops", "TR")]


def test_spans_of_actors_point_into_the_document(parse: Parse) -> None:
    """A phrase is given as it stands in the text."""
    text = "First line.\nMasked   gunmen kidnapped a priest."
    parsed = parse(text)
    actors = find_actors(parsed, find_triggers(parsed)[0], ())
    assert [actor.head for actor in actors] == ["gunmen", "priest"]
    assert all(text[actor.start : actor.end] == actor.text for actor in actors)


def test_the_scene_is_no_actor(parse: Parse) -> None:
    """A town that is bombed is where it happens, not whom it happens to."""
    assert "Aleppo" not in [head for _, head, _ in name_actors(parse("Warplanes bombed Aleppo on Monday."))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A blast killed 12 people and wounded thirty others.", [("killed", 12), ("wounded", 30)]),
        ("At least twenty-five soldiers were killed.", [("killed", 25)]),
        ("The storm left 1,200 dead and two dozen missing.", [("killed", 1200), ("missing", 24)]),
        ("The dam burst on Monday and 2,000 people were feared dead.", [("missing", 2000)]),
        ("At least 40 people are feared to have been killed when a building collapsed.", [("missing", 40)]),
        ("A soldier was killed.", [("killed", 1)]),
        ("Police arrested five men.", [("arrested", 5)]),
        ("The flood displaced 40,000 people.", [("displaced", 40000)]),
        ("The death toll rose to 45.", [("killed", 45)]),
        ("Three people died and seven were injured in the crash.", [("killed", 3), ("wounded", 7)]),
        ("A family of five was killed in the fire.", [("killed", 5)]),
        ("An elderly couple died in the blaze.", [("killed", 2)]),
        ("A group was arrested in 1990.", []),
        ("Many were killed.", []),
        ("The bomb killed people at 10 a.m. on 3 May.", []),
        ("Prices fell by 12 percent.", []),
        ("Eleven soldiers and 17 rebels were killed.", [("killed", 28)]),
        ("The death toll rose from 12 to 45.", [("killed", 45)]),
        ("A total of 37 fighters were killed.", [("killed", 37)]),
        ("Two brothers were shot, one fatally.", [("wounded", 2), ("killed", 1)]),
        ("Three people were stabbed, two of them fatally.", [("killed", 2)]),
        ("A court sentenced five men to death for the murder of a clerk.", [("killed", 1)]),
        ("Two men were stabbed to death.", [("killed", 2)]),
        ("Police shot dead three men.", [("killed", 3)]),
        ("Four men were abducted and killed.", [("killed", 4)]),
        ("Twelve people, including 3 children, were killed.", [("killed", 12)]),
        ("The storm displaced 300 homes and killed 2 people.", [("killed", 2)]),
        ("No one was hurt in the fire.", []),
        ("Officials confirmed the deaths of at least 40 people.", [("killed", 40)]),
        ("Eighteen people (seven herders and 11 raiders) were killed.", [("killed", 18)]),
        ("The girl was killed in the blast.", [("killed", 1)]),
        ("Police arrested her brother.", [("arrested", 1)]),
        ("Ann Roe, 15, was killed on Monday.", [("killed", 1)]),
        ("A farmer and his son were killed.", [("killed", 2)]),
        ("A 10-year-old was wounded.", [("wounded", 1)]),
        ("The army was killed off by cuts.", []),
        ("Rebels tried to kill the mayor.", []),
        ("The mayor was not hurt.", []),
        ("Nine people were shot on Friday.", [("wounded", 9)]),
        ("Two men were shot and killed.", [("killed", 2)]),
        ("Two men were shot on Friday. Both died.", []),
        ("A man was shot on Friday. He died.", []),
        ("Nine people were shot on Friday. A farmer died.", [("wounded", 9)]),
        ("Gunmen shot at a guard.", []),
        ("Thousands marched after a man was shot.", []),
        ("A nurse was struck by a bullet.", [("wounded", 1)]),
        ("A nurse was struck by a bus.", []),
        ("Four men were taken into custody.", [("arrested", 4)]),
        ("Police are investigating two murders.", [("killed", 2)]),
        ("Boy, 14, dies in overnight shooting", []),
        ("A guard and Ann Roe (34) were killed.", [("killed", 2)]),
        ("Two men in Herat and three women in Kabul were killed.", [("killed", 2), ("killed", 3)]),
        ("At least two men and three women were killed.", [("killed", 2), ("killed", 3)]),
        ("Four shot in Gilpin Court", [("wounded", 4)]),
        ("Two people were reported killed and four others hurt.", [("killed", 2), ("wounded", 4)]),
        ("Police reopened the case of a 2023 killing in Leeds.", []),
        ("The 1994 killings shook the town.", []),
    ],
    ids=["two kinds", "words", "dead and missing", "feared dead", "feared killed",
         "one", "arrests", "displaced", "toll", "subjects", "family",
         "couple", "group", "no number", "clock", "no people", "a number that begins", "from and to",
         "a total of", "one fatally", "two of them", "sentenced to death",
         "to death", "shot dead", "both verbs of a passive", "some of them",
         "homes", "no one",
         "deaths of", "a breakdown", "a certain one", "whose", "an age", "one and another", "by age",
         "a body of people", "tried", "denied", "shot", "shot and killed", "who was shot died",
         "he died", "one died", "shot at", "marched after", "by a bullet", "by a bus", "custody", "murders",
         "a headline's age", "an age in brackets",
         "two places", "not sure", "a headline", "reported killed", "a year", "the year of several"],
)  # fmt: skip
def test_tolls_are_numbers_with_their_words(parse: Parse, text: str, expected: list[tuple[str, int]]) -> None:
    """Counts are read in figures and words; vague ones and other numbers are not."""
    parsed = parse(text)
    triggers = find_triggers(parsed)
    tolls = find_tolls(parsed, triggers[0]) if triggers else ()
    assert [(toll.kind, toll.number) for toll in tolls] == expected
    assert all(text[toll.start : toll.end] == toll.text for toll in tolls)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A blast killed at least 12 people.", ("at least 12", 12, Bound.AT_LEAST)),
        ("More than a hundred people were killed.", ("More than a hundred", 100, Bound.AT_LEAST)),
        ("The quake killed 40 or more people.", ("40 or more", 40, Bound.AT_LEAST)),
        ("The raid killed up to 30 villagers.", ("up to 30", 30, Bound.AT_MOST)),
        ("About two dozen miners were killed.", ("About two dozen", 24, Bound.ABOUT)),
        ("An estimated 1,500 people died in the flood.", ("estimated 1,500", 1500, Bound.ABOUT)),
        ("Dozens were killed.", ("Dozens", 24, Bound.VAGUE)),
        ("The bomb wounded scores of shoppers.", ("scores", 40, Bound.VAGUE)),
        ("The storm killed several people.", ("several", 3, Bound.VAGUE)),
        ("The war displaced tens of thousands of people.", ("tens of thousands", 20_000, Bound.VAGUE)),
        ("Several hundred prisoners were killed.", ("Several hundred", 300, Bound.VAGUE)),
        ("Twelve people were killed.", ("Twelve", 12, Bound.EXACT)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_toll_keeps_how_sure_its_number_is(parse: Parse, text: str, expected: tuple[str, int, Bound]) -> None:
    """The words stand as they are; "dozens" are at least as many as the word can mean."""
    parsed = parse(text)
    [toll] = find_tolls(parsed, find_triggers(parsed)[0])
    assert (toll.text, toll.number, toll.bound) == expected


@pytest.mark.parametrize(
    ("bound", "fits", "fails"),
    [
        (Bound.EXACT, 40, 41), (Bound.ABOUT, 45, 60), (Bound.AT_LEAST, 90, 39), (Bound.AT_MOST, 12, 41),
        (Bound.VAGUE, 90, 39),
    ],
)  # fmt: skip
def test_counts_admit_what_their_words_leave_open(bound: Bound, fits: int, fails: int) -> None:
    """A count of "at least 40" agrees with 90, "about 40" with 45."""
    toll = Toll(start=0, end=2, text="40", kind="killed", number=40, bound=bound)
    assert admits(toll, fits)
    assert not admits(toll, fails)


@pytest.mark.parametrize(
    ("words", "number"),
    [("12", 12), ("1,200", 1200), ("twenty-five", 25), ("two dozen", 24), ("three hundred and five", 305),
     ("2 million", 2_000_000), ("1.5 million", 1_500_000), ("forty thousand", 40_000), ("dozens", None),
     ("several", None), ("", None), ("900 million", None), ("3.5", None)],
)  # fmt: skip
def test_numbers_are_read(words: str, number: int | None) -> None:
    """What is no whole, sensible number of people gives None."""
    assert read_number(words) == number


@pytest.mark.parametrize(
    ("text", "word", "kind", "expected"),
    [
        ("Police received a call from the house.", "received", "crime.shooting", []),
        ("Medics reached two men at the mill.", "reached", "attack.killing", ["r two men"]),
        ("Deputies were called to the mill.", "called", "crime.investigation", []),
        ("Gunmen entered the mill.", "entered", "crime.shooting", ["a Gunmen"]),
    ],
    ids=["who is told of it", "who helps", "who is called", "who may have done it"],
)
def test_helpers_are_no_party_to_harm(parse: Parse, text: str, word: str, kind: str, expected: list[str]) -> None:
    """A verb that no row names tells of harm by what stands around it: who came to help did not do it.

    Nor where the caller named the verb.
    """
    parsed = parse(text)
    start = text.index(word)
    made = make_trigger(parsed, start, start + len(word))
    for rule in ("model", made.rule):
        found = find_actors(parsed, replace(made, type=kind, rule=rule), ())
        assert [f"{actor.role[0]} {actor.text}" for actor in found] == expected


def test_a_verb_or_an_adjective_names_nobody(parse: Parse) -> None:
    """The verb "is" is no Islamic State, and a major road no officer; the rank and the group are."""
    kinds = set(load_lexicon().actor_kinds)
    for text, expected in (
        ("The shop is on a major road.", set()),
        ("A major of the army was shot.", {"major", "army"}),
        ("IS claimed the attack.", {"IS"}),
    ):
        [sentence] = parse(text).sentences
        reader = Reader(sentence, load_lexicon())
        assert {token.text for token in sentence.tokens if reader.classes[token.index] & kinds} == expected
