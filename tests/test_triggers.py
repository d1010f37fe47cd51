"""Tests of mapping.triggers, and of the modality and the folding that it relies on."""

from dataclasses import replace
from functools import partial

import pytest

from mapping.kinds import Modality
from mapping.model import ParsedDocument, Span
from mapping.triggers import find_triggers, make_trigger, make_triggers
from tests.calls import count_calls
from tests.parsing import Parse


def tell(parsed: ParsedDocument) -> list[tuple[str, str]]:
    """What was found: words and types."""
    return [(trigger.text, trigger.type) for trigger in find_triggers(parsed)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels attacked a convoy near Gao on Monday, killing twelve soldiers.", [("attacked", "battle.clash")]),
        ("A car bomb exploded outside a market in Kirkuk.", [("exploded", "strike.bomb")]),
        ("Insurgents blew up two pylons near Kohat last night.", [("blew", "strike.bomb")]),
        ("A lorry packed with dynamite exploded outside the ministry.", [("exploded", "strike.bomb")]),
        ("An explosion at a dynamite factory in Lugo hurt three.", [("explosion", "accident.industrial")]),
        ("Two gunmen took a group of students as hostages.", [("took", "attack.abduction")]),
        ("Gunmen executed a teacher in the village.", [("executed", "attack.killing")]),
        ("Syrian warplanes carried out an attack on Aleppo.", [("attack", "strike.air")]),
        ("Three suicide bombers blew themselves up at a checkpoint.", [("blew", "strike.suicide")]),
        ("Government troops recaptured the town of Baiji.", [("recaptured", "battle.territory_gov")]),
        ("Taliban fighters seized the district of Sangin.", [("seized", "battle.territory_nonstate")]),
        ("Gunmen kidnapped two engineers in Delta State.", [("kidnapped", "attack.abduction")]),
        ("A magnitude 6.1 earthquake struck off Sumatra.", [("earthquake", "disaster.earthquake")]),
        ("A passenger train derailed near Lyon.", [("derailed", "accident.rail")]),
        ("A ferry carrying 200 passengers capsized off Java.", [("capsized", "accident.sea")]),
        ("Thousands marched through Santiago demanding reform.", [("marched", "protest.demo")]),
        ("Police fired tear gas at demonstrators in Nairobi.", [("fired", "protest.intervention")]),
        ("The capsizing of a ferry off Java killed forty people.", [("capsizing", "accident.sea")]),
        ("The repatriation of the refugees began.", [("repatriation", "humanitarian.displacement")]),
        ("The ministers met after the signing of the accord.", [("met", "diplomacy.talks")]),
        ("A hearing was held in Lima on Monday.", [("hearing", "crime.trial")]),
        ("Her arraignment drew a crowd.", [("arraignment", "crime.trial")]),
        ("The two countries signed a ceasefire in Geneva.", [("ceasefire", "diplomacy.agreement")]),
        ("The foreign minister resigned.", [("resigned", "politics.office")]),
        ("A court in Madrid sentenced the banker to six years in prison.", [("sentenced", "crime.trial")]),
        ("Health officials confirmed 40 new cases of cholera.", [("confirmed", "health.outbreak")]),
        ("Rioters set fire to a bank in Turin.", [("set", "riot.violent")]),
        ("Soldiers killed and wounded dozens of militants near Gao.", [("killed", "battle.clash")]),
        ("Nine people died when a truck hit their tent in Taiz.", [("hit", "accident.road")]),
        (
            "Army troops seized the town after the militia withdrew.",
            [("seized", "security.territory_transfer"), ("withdrew", "security.territory_transfer")],
        ),
        ("The ministry released a memo on its budget on Friday.", [("released", "politics.other")]),
        ("Police locked down the district.", [("locked", "security.restrict")]),
        ("A freighter hit a pier in Genoa.", [("hit", "accident.sea")]),
        ("Drones struck a refinery near Omsk overnight, sparking a fire.", [("struck", "strike.air")]),
        ("A truck hit a bus in Lugo, causing a fire.", [("hit", "accident.road")]),
        ("A gunman killed five before being shot.", [("killed", "attack.killing"), ("shot", "crime.shooting")]),
        (
            "The cyclone hit Ceylon after killing ten people in Mayotte.",
            [("cyclone", "disaster.storm"), ("killing", "disaster.storm")],
        ),
        (
            "Rebels fired rockets at Haifa, following strikes in Beirut.",
            [("fired", "strike.shelling"), ("strikes", "strike.shelling")],
        ),
        (
            "Troops shelled Idlib following an ambush near Hama.",
            [("shelled", "strike.shelling"), ("ambush", "battle.clash")],
        ),
        (
            "An avalanche hit a hotel in Abruzzo after an earthquake.",
            [("avalanche", "disaster.landslide"), ("earthquake", "disaster.earthquake")],
        ),
        (
            "The mayor declares a state of health emergency that will let the city impose restrictions.",
            [("declares", "health.measure"), ("restrictions", "health.measure")],
        ),
        ("Floods killed nine in Accra, Amnesty says.", [("Floods", "disaster.flood")]),
        ("Two climbers died on Mount Everest on Monday.", [("died", "accident.other")]),
        ("Guerrillas blew up two pylons, leaving the town without power.", [("blew", "strike.bomb")]),
        (
            "A bus fell into a gorge in Reasi after militants opened fire on it, killing nine.",
            [("fell", "accident.road"), ("killing", "attack.killing")],
        ),
        ("Mali announces its withdrawal from ECOWAS.", [("withdrawal", "diplomacy.sanction")]),
        ("A shooting in Leeds sent a toddler to the hospital on Friday.", [("shooting", "crime.shooting")]),
        ("A man was stabbed and rushed to a clinic in Leeds.", [("stabbed", "crime.assault")]),
        ("Turkey withdrew its soldiers from Idlib.", [("withdrew", "security.territory_transfer")]),
        ("Police uncovered two bodies in a field near Graz.", [("uncovered", "crime.homicide")]),
        ("Spain sent rescue teams to Rabat.", [("sent", "humanitarian.rescue")]),
        ("The airline fired 200 workers in Dublin.", [("fired", "economy.company")]),
        ("The president of Peru was assassinated in Lima.", [("assassinated", "attack.killing")]),
        ("The death toll from the quake rose to 300 on Monday.", [("quake", "disaster.earthquake")]),
        ("An old satellite is expected to fall to earth tonight.", [("fall", "other.science")]),
        ("The death toll of the floods reached 41.", [("floods", "disaster.flood")]),
        ("Fighters raised their flag over the town hall of Sirte.", [("raised", "battle.territory_nonstate")]),
        ("Forty trucks carrying aid entered Rafah on Sunday.", [("entered", "humanitarian.aid")]),
        ("The district received 414 mm of rain in a day.", [("received", "disaster.flood")]),
        ("Rescuers pulled two survivors from the house.", [("pulled", "humanitarian.rescue")]),
        ("Turkey dispatched aircraft to the island.", [("dispatched", "security.deploy")]),
        ("Troops took fire near the border.", [("took", "battle.clash")]),
        ("Surgeons treated 90 wounded men in the cellar.", [("treated", "humanitarian.aid")]),
        ("The king congratulated the winner.", [("congratulated", "diplomacy.statement")]),
        ("Bombs fell on the old market.", [("fell", "strike.air")]),
        ("In Turin, thousands filled the square with flags.", [("filled", "protest.demo")]),
        ("Stones flew from the stands.", [("flew", "riot.violent")]),
        ("Militants charged a camp of the army.", [("charged", "battle.clash")]),
        ("About 50 kg of explosives were discovered in a well.", [("discovered", "security.disrupted_weapons")]),
    ],
    ids=lambda value: value.split(".")[0][:40] if isinstance(value, str) else "",
)
def test_an_act_is_found_with_its_type(parse: Parse, text: str, expected: list[tuple[str, str]]) -> None:
    """The main act of a plain sentence is its one event."""
    assert tell(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Fighters infiltrated an army post near Marib overnight.", "battle.clash"),
        ("Troops and gunmen traded fire along the border near Chaman.", "battle.clash"),
        ("The army drove the rebels out of Kobani on Monday.", "battle.territory_gov"),
        ("Rebels drove government soldiers out of Jisr al-Shughur.", "battle.territory_nonstate"),
        ("Barrel bombs fell on the town of Daraya on Sunday.", "strike.air"),
        ("Jets flattened a school in Gaza City on Monday.", "strike.air"),
        ("Artillery pounded the suburbs of Kharkiv overnight.", "strike.shelling"),
        ("A parcel bomb was sent to the embassy in Rome.", "strike.bomb"),
        ("A truck bomb killed 20 people in Mogadishu on Saturday.", "strike.bomb"),
        ("A roadside mine killed three soldiers near Kidal.", "strike.ied"),
        ("Villagers were hacked to death in Beni on Thursday.", "attack.killing"),
        ("The governor survived an assassination attempt in Kandahar on Monday.", "attack.killing"),
        ("Bandits snatched forty schoolgirls from a dormitory in Zamfara.", "attack.abduction"),
        ("Thousands of people turned out in Warsaw to oppose the law.", "protest.demo"),
        ("Hundreds of protesters massed outside the palace in Colombo.", "protest.demo"),
        ("A hartal shut shops across Kathmandu on Monday.", "protest.strike"),
        ("Dockers began industrial action in Felixstowe.", "protest.strike"),
        ("Police used pepper spray on a crowd of protesters in Portland.", "protest.intervention"),
        ("Activists chained themselves to a fence in Canberra.", "protest.other"),
        ("A monk set himself on fire in Aba on Sunday.", "protest.other"),
        ("Vandals daubed slogans on a mosque in Lille.", "riot.damage"),
        ("Protesters toppled a statue of Columbus in Baltimore.", "riot.damage"),
        ("A church was firebombed in Jos on Saturday.", "riot.damage"),
        ("Russia massed troops along the border with Ukraine.", "security.deploy"),
        ("Japan scrambled fighter jets over Okinawa.", "security.deploy"),
        ("France beefed up security at stations in Paris.", "security.deploy"),
        ("Authorities barred foreign reporters from Tigray.", "security.restrict"),
        ("Internet access was cut off in Kashmir on Monday.", "security.restrict"),
        ("Ukraine shot down twelve drones over Kyiv.", "security.disrupted_weapons"),
        ("Police disrupted a plot to bomb a parade in Nice.", "security.disrupted_weapons"),
        ("Iran conducted a ballistic missile test on Friday.", "security.weapons_test"),
        ("Forty soldiers deserted and joined the rebels in Homs.", "security.group_change"),
        ("Russia pulled back its troops from Kherson.", "security.territory_transfer"),
        ("A Russian jet breached Estonian airspace on Tuesday.", "security.other"),
        ("The prime minister spoke by phone with Putin on Friday.", "diplomacy.talks"),
        ("The Security Council held an emergency session on Syria.", "diplomacy.talks"),
        ("The government reached a deal with the rebels in Havana.", "diplomacy.agreement"),
        ("The minister lashed out at the European Union on Monday.", "diplomacy.statement"),
        ("Ecuador broke off relations with Mexico.", "diplomacy.sanction"),
        ("The hostages walked free in Maiduguri on Monday.", "diplomacy.prisoner"),
        ("Labour won a by-election in Hartlepool.", "politics.election"),
        ("The senator ran for president in 2008.", "politics.election"),
        ("Parliament abolished the death penalty in 2021.", "politics.legislation"),
        ("The defence minister quit on Wednesday.", "politics.office"),
        ("Officers staged a failed putsch in Moscow in 1991.", "politics.coup"),
        ("A faction broke away from the ruling party in Delhi.", "politics.party"),
        ("A teenager was beaten to death in Malaga.", "crime.homicide"),
        ("Gunshots rang out in downtown Memphis on Friday.", "crime.shooting"),
        ("Thieves broke into a jewellery store in Antwerp.", "crime.robbery"),
        ("A man punched a referee in Ankara.", "crime.assault"),
        ("A banker siphoned 4 million dollars from clients in Geneva.", "crime.fraud"),
        ("A data breach hit a hospital in Oslo.", "crime.cyber"),
        ("Police caught the fugitive after a chase in Tulsa.", "crime.investigation"),
        ("The suspect turned himself in to police in Boise on Monday.", "crime.investigation"),
        ("An autopsy was performed in Denver.", "crime.investigation"),
        ("The governor commuted the sentence of two men in Ohio.", "crime.trial"),
        ("A tidal wave swept the coast of Aceh.", "disaster.tsunami"),
        ("Gales toppled trees in Cornwall on Friday.", "disaster.storm"),
        ("Strong winds tore roofs off houses in Samoa.", "disaster.storm"),
        ("The river Indus burst its banks near Sukkur.", "disaster.flood"),
        ("A cloudburst killed nine people in Leh.", "disaster.flood"),
        ("A landslip blocked the railway near Inverness.", "disaster.landslide"),
        ("Four people froze to death in Warsaw.", "disaster.heat_cold"),
        ("The airliner skidded off the runway in Mangalore.", "accident.air"),
        ("Controllers lost contact with the plane over Java.", "accident.air"),
        ("The driver lost control and the bus rolled over near Puno.", "accident.road"),
        ("The tanker burst into flames in Cadiz.", "accident.fire"),
        ("A bear mauled a hiker in Brasov.", "accident.other"),
        ("Nurses immunised 3,000 children in Kano.", "health.measure"),
        ("Thousands of people were forced from their homes in Darfur.", "humanitarian.displacement"),
        ("Thousands of residents left their homes in Goma.", "humanitarian.displacement"),
        ("The Red Cross distributed blankets in Herat.", "humanitarian.aid"),
        ("Two million people are going hungry in Yemen.", "humanitarian.famine"),
        ("Divers retrieved four bodies from the lake near Udine.", "humanitarian.rescue"),
        ("The wounded were taken to hospital in Erbil.", "humanitarian.rescue"),
        ("The patient was flown to a hospital in Paris.", "humanitarian.rescue"),
        ("A girl of five was admitted to hospital with burns in Lyon.", "humanitarian.rescue"),
        ("He was admitted to hospital for surgery in Rome.", "health.outbreak"),
        ("Shares slipped 2% in Tokyo.", "economy.market"),
        ("The airline went bankrupt in Vienna.", "economy.company"),
        ("Hundreds of flights were cancelled in Frankfurt on Monday.", "economy.infrastructure"),
        ("Electricity was restored in Caracas.", "economy.infrastructure"),
        ("Spain reached the semi-final in Berlin.", "other.sport"),
        ("Astronauts began a spacewalk on Friday.", "other.science"),
        ("The poet was cremated in Varanasi.", "other.death"),
    ],
)
def test_common_words_for_each_kind_are_known(parse: Parse, text: str, code: str) -> None:
    """What reporters say of each kind of happening beside its plainest words."""
    assert code in {trigger.type for trigger in find_triggers(parse(text))}


@pytest.mark.parametrize(
    "text",
    [
        "The city lies on the river and has two bridges.",
        "He is a teacher and lives with his mother.",
        "The commander said he was not worried.",
        "The fire department has four engines.",
        "",
    ],
    ids=["description", "person", "bare speech", "name of an office", "nothing"],
)
def test_sentences_that_tell_of_nothing_stay_silent(parse: Parse, text: str) -> None:
    """No event is made of what is, of what is said, or of a word inside a name."""
    filler = "\nThe hall is of stone.\nIts roof is red.\nThe garden is large."
    assert tell(parse(text + filler)) == []


@pytest.mark.parametrize(
    ("text", "word", "modality"),
    [
        ("Rebels shelled the port.", "shelled", Modality.HAPPENED),
        ("The army did not shell the port.", "shell", Modality.DENIED),
        ("The army denied that its jets had bombed the hospital.", "bombed", Modality.DENIED),
        ("No attack was reported.", "attack", Modality.DENIED),
        ("No charges were filed in Dallas.", "filed", Modality.DENIED),
        ("Farmers blocked a road to protest the tax.", "protest", Modality.HAPPENED),
        ("Troops will enter the town of Sirte on Friday.", "enter", Modality.PLANNED),
        ("The president threatened to bomb the city.", "bomb", Modality.PLANNED),
        ("The government plans to hold an election in May.", "election", Modality.PLANNED),
        ("If rebels attack the port, the army will respond.", "attack", Modality.PLANNED),
        ("Protesters allegedly burned two shops.", "burned", Modality.CLAIMED),
        ("She was accused of killing two men.", "killing", Modality.CLAIMED),
        ("Officials said that gunmen had kidnapped a priest.", "kidnapped", Modality.HAPPENED),
        ("Soldiers managed to recapture the bridge at Tikrit.", "recapture", Modality.HAPPENED),
        ("Crowds gathered in the square to celebrate.", "celebrate", Modality.HAPPENED),
        ("Did rebels shell the port?", "shell", Modality.PLANNED),
        ("Was it an attack?", "attack", Modality.PLANNED),
        ("Who shelled the port?", "shelled", Modality.HAPPENED),
        ("The envoy called for a ceasefire.", "ceasefire", Modality.PLANNED),
        ("Villagers fear an attack.", "attack", Modality.PLANNED),
        ("The election is due on Sunday.", "election", Modality.PLANNED),
        ("The arraignment is set for Friday.", "arraignment", Modality.PLANNED),
        ("Elections are slated for May in Kenya.", "Elections", Modality.PLANNED),
        ("There is no evidence that the army bombed the town.", "bombed", Modality.DENIED),
        ("The plane nearly crashed.", "crashed", Modality.DENIED),
        ("The army called off the operation.", "called", Modality.DENIED),
        ("The vote was postponed.", "postponed", Modality.PLANNED),
        ("The army has yet to retake the town.", "retake", Modality.PLANNED),
        ("He was charged with murdering two women.", "murdering", Modality.CLAIMED),
        ("The army is accused of a massacre.", "massacre", Modality.CLAIMED),
        ("The mayor vowed to avenge the attack.", "attack", Modality.HAPPENED),
        ("Police will investigate the bombing.", "bombing", Modality.HAPPENED),
        ("Rebels will carry out the bombing.", "bombing", Modality.PLANNED),
        ("No one was in custody.", "custody", Modality.DENIED),
        ("The army did not attack or shell the town.", "shell", Modality.DENIED),
        ("The army must leave before the hostages are released.", "released", Modality.PLANNED),
        ("A gunman kills five before fleeing.", "kills", Modality.HAPPENED),
        ("No group has claimed responsibility for the murder of a priest.", "murder", Modality.HAPPENED),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_modality_tells_what_happened_from_what_did_not(parse: Parse, text: str, word: str, modality: Modality) -> None:
    """Negation, plans, conditions and claims are never shown as having happened."""
    start = parsed_start = text.index(word)
    trigger = make_trigger(parse(text), start, parsed_start + len(word))
    assert trigger.modality is modality


def test_a_happening_is_told_once(parse: Parse) -> None:
    """Light verbs, consequences and second names of the same act are folded into it."""
    text = "Militants carried out a bomb attack on a bus, killing 12 people and injuring 30 in the blast."
    assert len(find_triggers(parse(text))) == 1


def test_two_happenings_in_a_sentence_stay_two(parse: Parse) -> None:
    """Two acts with objects of their own are two events."""
    text = "Police in Cairo arrested five men and freed a kidnapped merchant."
    assert [word for word, _ in tell(parse(text))] == ["arrested", "freed"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Police arrested a man over the fatal shooting of a clerk in Dover.", ["arrested", "shooting"]),
        ("A man was charged in connection with Sunday's robbery of a bank in Dover.", ["charged", "robbery"]),
        ("Prosecutors charged the driver with murder on Tuesday.", ["charged"]),
        ("Guerrillas killed 43 peasants and kidnapped 32 near Gao.", ["killed", "kidnapped"]),
        ("The army shelled the town after militants killed a pilot.", ["shelled", "killed"]),
        ("One of the pilots who bombed the villages was killed by rebels in Herat.", ["bombed", "killed"]),
        ("A soldier who was wounded in an ambush died in hospital.", ["ambush"]),
        ("Nine people were hurt after a bomb exploded in Kirkuk.", ["exploded"]),
    ],
)
def test_a_crime_and_what_police_did_of_it_are_two(parse: Parse, text: str, words: list[str]) -> None:
    """So are harm done before or beside an act, and the act; what an act did to people is told with it."""
    assert [word for word, _ in tell(parse(text + "\nThe hall is of stone.\nIts roof is red."))] == words


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The mayor was sad after the clock tower that stood in the market crumbled on Sunday.", "crumbled"),
        ("Cars waited for hours while ash drifted over the airport in Catania on Friday.", "drifted"),
    ],
)
def test_a_subordinate_clause_may_tell_of_a_happening(parse: Parse, text: str, word: str) -> None:
    """Verbs that no row takes are read there as they are in main clauses."""
    filler = "\nThe hall is of stone.\nIts roof is red.\nThe garden is large."
    assert word in [found for found, _ in tell(parse(text + filler))]


def test_of_two_words_for_harm_the_one_with_a_doer_says_how(parse: Parse) -> None:
    """Fighters died of what struck them."""
    found = tell(parse("Twenty fighters were killed when warplanes struck a convoy near Palmyra."))
    assert found[0] == ("struck", "strike.air")


def test_what_is_said_is_its_own_event(parse: Parse) -> None:
    """A political act of speech is an event beside the one it speaks of."""
    found = tell(parse("France condemned the massacre in the village."))
    assert found == [("condemned", "diplomacy.statement"), ("massacre", "attack.killing")]


def test_to_say_is_to_do_no_deed(parse: Parse) -> None:
    """What a ministry says of a bombing is told by the bombing's own words: "said" is a statement at most."""
    text = (
        "A suicide bomber blew himself up in Quetta on Monday.\nThe ministry said that the attack involved two suicide "
        "bombers.\nA monitor said that 17 people were killed in the attack.\nThe bomb exploded at noon."
    )
    parsed = parse(text)
    starts = [start for start in range(len(text)) if text.startswith("said", start)]
    made = [make_trigger(parsed, start, start + len("said")) for start in starts]
    assert [trigger.type for trigger in made] == ["diplomacy.statement"] * 2
    assert "said" not in [word for word, _ in tell(parsed)]


def test_private_speech_is_no_statement(parse: Parse) -> None:
    """What a neighbour urges is no diplomatic act."""
    text = "The neighbour urged her to sell the car.\nIt was old.\nIt was blue.\nIt stood there."
    assert "diplomacy.statement" not in {code for _, code in tell(parse(text))}


def test_a_stamp_of_publication_is_no_event(parse: Parse) -> None:
    """That the text was published is not what it tells."""
    text = "Published April 2 2017 Rebels said on Sunday that a dam broke near Raqqa."
    assert [word for word, _ in tell(parse(text))] == ["broke"]


def test_a_stamp_takes_no_event_with_it(parse: Parse) -> None:
    """A word of the stamp is not first read as the act that others tell of."""
    text = "Published October 4 2014 At least 35 militants were killed in air strikes near Raqqa, a monitor said."
    assert "strike.air" in {code for _, code in tell(parse(text))}


def test_a_given_span_becomes_an_event(parse: Parse) -> None:
    """Any word that the caller names is taken and known as his, and speech is marked as such."""
    text = "The mayor said the stadium had been painted."
    said = make_trigger(parse(text), 10, 14)
    painted = make_trigger(parse(text), 36, 43)
    assert (said.text, said.is_reporting) == ("said", True)
    assert (painted.text, painted.is_reporting) == ("painted", False)
    assert text[painted.start : painted.end] == "painted"
    assert said.is_given
    assert [trigger.is_given for trigger in find_triggers(parse("Rebels shelled the stadium."))] == [False]


def test_given_spans_are_read_as_each_alone(parse: Parse) -> None:
    """In any order, several of a sentence, and one twice; of a phrase its head tells the kind."""
    parsed = parse(
        "Rain fell in Lima on Monday.\nThe river Rimac flooded hundreds of homes.\nThe mayor said that a dam burst.\n"
        "Two bridges gave way.\nNobody was hurt."
    )
    words = ("burst", "fell", "gave way", "said", "flooded", "fell")
    spans = [
        Span(start=parsed.document.text.index(word), end=parsed.document.text.index(word) + len(word)) for word in words
    ]
    made = make_triggers(parsed, spans)
    assert [trigger.text for trigger in made] == list(words)
    for trigger, span in zip(made, spans, strict=True):
        alone = make_trigger(parsed, span.start, span.end)
        assert replace(trigger, score=0.0) == replace(alone, score=0.0)
        assert trigger.score == pytest.approx(alone.score, abs=1e-6)
    assert make_triggers(parsed, ()) == ()


def test_given_spans_take_work_in_proportion_to_their_number(parse: Parse) -> None:
    """A word for each sentence of a text four times as long takes about four times the calls of functions."""
    work = []
    for count in (30, 120):
        parsed = parse("\n".join(f"Shells hit village {number}." for number in range(count)))
        spans = [Span(start=one.tokens[1].start, end=one.tokens[1].end) for one in parsed.sentences]
        work.append(count_calls(partial(make_triggers, parsed, spans)))
    quarter, whole = work
    assert whole < 5 * quarter


def test_a_span_without_words_is_refused(parse: Parse) -> None:
    """The message names the document and the span."""
    with pytest.raises(ValueError, match=r"no word of 'test' lies in \[90, 95\)"):
        make_trigger(parse("Rain fell."), 90, 95)


def test_spans_point_into_the_document(parse: Parse) -> None:
    """Offsets are the document's, behind other paragraphs and odd characters too."""
    text = "Überblick – «heute»\nRebels attacked\ta convoy.\nPolice arrested a man in Łódź."
    found = find_triggers(parse(text))
    assert [trigger.text for trigger in found] == ["attacked", "arrested"]
    assert all(text[trigger.start : trigger.end] == trigger.text for trigger in found)


def test_the_document_decides_what_deaths_are_of(parse: Parse) -> None:
    """A count of the dead in a report on an earthquake is the earthquake's."""
    text = (
        "An earthquake shook the valley on Monday.\nThe quake brought down schools and homes.\n"
        "Aftershocks were felt all night.\nAt least 50 people were killed."
    )
    types = [trigger.type for trigger in find_triggers(parse(text)) if trigger.text == "killed"]
    assert [code.partition(".")[0] for code in types] == ["disaster"]


def test_deaths_that_are_counted_are_of_what_was_told_before(parse: Parse) -> None:
    """A toll by county is of the flood; one death that is announced may be of anything."""
    text = "Floods tore through Kerr County on Friday. Hunt alone accounted for 84 deaths. Nine deaths were reported."
    assert [code for _, code in tell(parse(text))] == ["disaster.flood"] * 3
    announced = parse("Floods tore through Kerr County on Friday. The court announced the death of a judge.")
    assert tell(announced)[-1][1] != "disaster.flood"


def test_hostile_text_is_only_text(parse: Parse) -> None:
    """Markup and endless repetition neither break the reading nor take long."""
    assert isinstance(find_triggers(parse("{{ 7*7 }} <script>attack()</script> " + "attack " * 400)), tuple)


def test_deaths_are_not_put_down_to_a_march(parse: Parse) -> None:
    """A demonstration told before kills nobody: a count of the dead keeps its own type."""
    found = tell(parse("Workers marched through Lima.\nTens of thousands were killed in the war."))
    assert ("killed", "protest.demo") not in found
    assert any(word == "killed" for word, _ in found)


def test_a_killer_is_no_part_of_the_disaster_told_before(parse: Parse) -> None:
    """Where the sentence says who killed, the deaths do not come of an earlier fire."""
    found = tell(parse("A wildfire burned homes near Lorca.\nA gunman killed six people in a cafe in Murcia."))
    assert found[-1] == ("killed", "attack.killing")


def test_what_has_its_place_or_day_is_told_whatever_its_kind(parse: Parse) -> None:
    """A verb that no row knows tells of an event where its clause says where or when."""
    rest = " Nobody knew why. Nobody had asked. It was late."
    assert [word for word, _ in tell(parse("The convoy reached Chennai on Sunday." + rest))] == ["reached"]
    assert tell(parse("The convoy reached the wall." + rest)) == []
    assert tell(parse("The convoy reached the wall in two days." + rest)) == []


def test_a_word_of_another_clause_does_not_turn_a_bomb(parse: Parse) -> None:
    """Bombs that went off stay bombs though another one was found in time."""
    found = dict(tell(parse("Two bombs went off at a mosque in Quetta, and a third was defused.")))
    assert found["bombs"].startswith("strike.")
    assert found["defused"] == "security.disrupted_weapons"


@pytest.mark.parametrize("text", ["In March, a bridge fell into the Drina.", "The bridge fell in early March."])
def test_a_month_is_no_march(parse: Parse, text: str) -> None:
    """The name of a month in a date is no protest, and leaves the sentence to what it tells."""
    assert [word for word, _ in tell(parse(text))] == ["fell"]


def test_the_other_sentences_name_the_kind_of_a_verb(parse: Parse) -> None:
    """What its own sentence leaves unclear is told, without place or day, where the text around says what it is."""
    text = "{}\nMany {}.\nA vendor was flattened on the arm.\nIt was dark."
    assert "flattened" in dict(tell(parse(text.format("Rebels shelled the town.\nTwo people died.", "fled"))))
    assert "flattened" not in dict(tell(parse(text.format("The market opened.\nTwo people sang.", "slept"))))
