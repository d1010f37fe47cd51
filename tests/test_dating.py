"""Tests of mapping.dating: the date that each event is given, and the rule that chose it."""

from dataclasses import replace
from datetime import date

import pytest

from mapping.dating import date_events, draft_dates
from mapping.kinds import ParagraphKind
from mapping.model import DateChoice
from mapping.timexes import find_day_of_writing, find_timexes
from mapping.triggers import find_triggers, make_trigger
from tests.parsing import Parse

CREATED = date(2017, 10, 18)  # a Wednesday


def draft(parse: Parse, text: str, word: str) -> DateChoice | None:
    """The date that rules alone give to the first occurrence of a word, as the only event."""
    parsed = parse(text, created=CREATED)
    timexes = find_timexes(text, anchor=find_day_of_writing(parsed.document), paragraphs=parsed.document.paragraphs)
    start = text.index(word)
    _, [found] = draft_dates(parsed, [make_trigger(parsed, start, start + len(word))], timexes)
    return found.choice


def choose(parse: Parse, text: str, word: str, created: date | None = CREATED) -> DateChoice | None:
    """The date given to the first occurrence of a word taken as an event, beside all others of the text."""
    parsed = parse(text, created=created)
    timexes = find_timexes(text, anchor=find_day_of_writing(parsed.document), paragraphs=parsed.document.paragraphs)
    start = text.index(word)
    others = [trigger for trigger in find_triggers(parsed) if trigger.start != start]
    triggers = [*others, make_trigger(parsed, start, start + len(word))]
    return date_events(parsed, triggers, timexes)[-1]


@pytest.mark.parametrize(
    ("text", "word", "day", "rule"),
    [
        ("Rebels attacked the town on Monday after leaders met in Oslo on Oct. 2.", "attacked", 16, "date of the word"),
        ("Rebels attacked the town on Monday after leaders met in Oslo on Oct. 2.", "met", 2, "date of the word"),
        ("Monday's attack on the town killed nine people.", "attack", 16, "date of the word"),
        ("In an Oct. 11 speech, the minister attacked the press.", "attacked", 11, "date of the word"),
        ("An explosion killed nine people on Monday.", "explosion", 16, "date in the clause"),
        ("On Monday, rebels entered the town and burned the church.", "burned", 16, "date in the clause"),
        ("It has been shut since Monday, when rebels overran the town.", "overran", 16, "date of the word"),
        (
            "The envoy was freed on Sunday.\nA minister said on Monday that he was well.\nGuards burned the camp.",
            "burned",
            15,
            "date carried forward",
        ),
        (
            "Published October 11 2017 Rebels attacked the town on Tuesday.",
            "attacked",
            10,
            "date of the word",
        ),
        ("Published October 11 2017 Rebels attacked the town.", "attacked", 11, "publication date"),
        (
            "Army chiefs said on Monday that they had deposed the king.\nA curfew began on Tuesday.",
            "deposed",
            16,
            "date in the sentence",
        ),
        (
            "Rebels burned a church on Oct. 10.\nOn Monday the army came.\nThe bishop, whose church was burned, wept.",
            "burned, wept",
            10,
            "date of the same word elsewhere",
        ),
        (
            "Bridge collapses in storm\nThe old bridge fell on Sunday.",
            "collapses",
            15,
            "date ahead of the headline or lead",
        ),
        (
            "The river rose on Sunday in the whole of the country, as it had not done in the memory of the village. "
            "The water broke two dams. A wave swept through the streets.",
            "swept",
            15,
            "date carried forward",
        ),
        (
            "Five people died on Monday.\nThe mayor said that the street was closed.",
            "said",
            18,
            "publication date of a report",
        ),
        (
            "The bus crashed on Monday.\nPolice are searching the woods.",
            "searching",
            18,
            "publication date of the present tense",
        ),
        (
            "Wednesday\n\nThe strike has begun.\n\nTuesday\n\nTroops have smashed windows to get in.",
            "smashed",
            17,
            "date at the head of the section",
        ),
        ("Soldiers stormed the barracks near the border with the neighbour.", "stormed", 18, "publication date"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith(("date", "publication")) else "",
)
def test_each_step_of_the_chain_dates_what_the_ones_before_leave(
    parse: Parse, text: str, word: str, day: int, rule: str
) -> None:
    """From the date that hangs on the word itself down to the day of publication."""
    choice = draft(parse, text, word)
    assert choice is not None
    assert (choice.span.start, choice.rule) == (date(2017, 10, day), rule)
    assert choice.timex == text[choice.start : choice.end]


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        (
            "Three men were arrested on Tuesday for the shooting that took place last Friday at a school.",
            "shooting",
            13,
        ),
        (
            "The trial began on Tuesday in the old court of the city, and many came to see it from far away. The crime "
            "shook the town when it was found out four days earlier. Guards watched for hours.",
            "watched",
            17,
        ),
        (
            "Clerk charged in bank theft\nUpdated Oct. 18, 2017\nThe theft came to light four days earlier in a bank "
            "of the town of Ost.\nThe judge read the papers on Tuesday in a full room.",
            "charged",
            17,
        ),
    ],
    ids=["relative clause", "aside carried", "aside ahead"],
)
def test_a_date_told_of_something_else_is_not_taken(parse: Parse, text: str, word: str, day: int) -> None:
    """A noun has the day of its own clause; "four days earlier" dates what it stands with and nothing after it."""
    choice = choose(parse, text, word)
    assert choice is not None
    assert choice.span.start == date(2017, 10, day)


def test_scores_fall_along_the_chain(parse: Parse) -> None:
    """A date of the word itself is surer than one of its sentence, and that surer than the day of publication."""
    text = "On Monday, rebels entered the town and burned the church."
    first, second = choose(parse, text, "entered"), choose(parse, text, "burned")
    last = choose(parse, "Soldiers stormed the barracks near the border with the neighbour.", "stormed")
    assert first is not None and second is not None and last is not None
    assert first.score > second.score > last.score > 0


@pytest.mark.parametrize(
    ("text", "word", "edtf"),
    [
        ("Troops fought from Monday to Wednesday.", "fought", "2017-10-16/2017-10-18"),
        ("Troops have fought since Monday.", "fought", "2017-10-16/.."),
        ("Troops fought until Oct. 16.", "fought", "../2017-10-16"),
        ("The family has lived in the valley since 1964.", "lived", "1964/.."),
        ("The family lived in the valley until May 2002.", "lived", "../2002-05"),
        ("Troops fought last week.", "fought", "2017-10-09/2017-10-15"),
        ("Troops fought in March 2016.", "fought", "2016-03"),
        ("In July of this year soldiers broke the gate and beat the guards.", "beat", "2017-07"),
        ("The fair starts in the old town on Jan. 3.", "starts", "2018-01-03"),
        ("In October 2002 rebels took a theatre.\nTwo years later they took a school.", "took a school", "2004"),
        ("Troops fought over the past three days.", "fought", "2017-10-15/2017-10-18"),
    ],
)
def test_ranges_and_lengths_give_intervals(parse: Parse, text: str, word: str, edtf: str) -> None:
    """An event that lasts keeps both its ends, or the one that is told."""
    choice = choose(parse, text, word)
    assert choice is not None
    assert choice.edtf == edtf


@pytest.mark.parametrize(
    ("text", "word", "edtf"),
    [
        ("A storm hit on Monday.\nA breach in 1992 drowned a thousand people in the province.", "drowned", "1992"),
        (
            "A storm hit on Monday.\nThe last time the team was called, in 2014, a rancher had burned his own barn.",
            "burned",
            "2014",
        ),
        (
            "A storm hit on Monday.\nThe church has been hit before: in February 1997 gunmen shot a bishop.",
            "shot",
            "1997-02",
        ),
        ("A guard was found dead behind a bar in the town on the morning of 28 October 2014.", "found", "2014-10-28"),
        ("A storm hit on Monday.\nFights have killed 230 people in the province since May.", "Fights", "2017-05/.."),
        ("The power failed on Monday after the plant was flooded.", "flooded", "2017-10-16"),
        ("A bridge collapsed over the river. It was March 5, 2007. Nine people died.", "collapsed", "2007-03-05"),
        ("A storm hit on Oct. 5.\nOn Oct. 12 people were reported to have been seized.", "seized", "2017-10-12"),
    ],
    ids=["its subject", "last time", "colon", "morning of", "since", "after", "next sentence", "perfect infinitive"],
)
def test_what_is_told_with_a_day_keeps_it(parse: Parse, text: str, word: str, edtf: str) -> None:
    """No other day goes into it, though the date hangs on another word or stands alone behind it."""
    choice = choose(parse, text, word)
    assert choice is not None
    assert choice.edtf == edtf


def test_what_is_worst_since_a_year_is_not_of_that_year(parse: Parse) -> None:
    """The year only bounds what it is compared with."""
    choice = choose(parse, "It was the worst storm to hit Manila since 2013.", "storm")
    assert choice is not None
    assert choice.span.start == CREATED


def test_the_present_tense_looks_ahead_on_a_weekday(parse: Parse) -> None:
    """What is in store is on the next one, but not in a digest that tells everything in the present tense."""
    plan = choose(parse, "The army left the city.\nThe union leaders sit down with the team on Friday.", "sit")
    digest = choose(parse, "In today's papers\n\nThe cyclists ring bells in the capital on Sunday in protest.", "ring")
    going = choose(parse, "A boy was shot.\nPolice are investigating the death of a boy on Sunday.", "investigating")
    assert plan is not None and digest is not None and going is not None
    assert plan.span.start == date(2017, 10, 20)
    assert going.span.start == date(2017, 10, 15)
    assert digest.span.start == date(2017, 10, 15)


def test_days_at_the_head_of_paragraphs_date_them(parse: Parse) -> None:
    """A chronology need not give its days lines of their own; a weekday there has been."""
    text = (
        "Flood log\n\nThursday. The upper dam was blown up.\n\nMonday 16 October. The river rose.\n\n"
        "Nothing of this is confirmed, and nobody was hurt."
    )
    for word, day in (("blown", 12), ("rose", 16)):
        choice = choose(parse, text, word)
        assert choice is not None
        assert (choice.span.start, choice.rule) == (date(2017, 10, day), "date at the head of the section")


def test_a_date_of_another_noun_does_not_date_the_event(parse: Parse) -> None:
    """Beside the flood of 2004 stands an event of today."""
    choice = choose(parse, "Crowds panicked in a region devastated by the flood of 2004.", "panicked")
    assert choice is not None
    assert choice.span.start == CREATED


def test_what_happened_is_not_dated_ahead(parse: Parse) -> None:
    """The date of what is promised is not that of the promise."""
    choice = choose(parse, "The minister promised a vote next year.", "promised")
    assert choice is not None
    assert choice.span.start == CREATED


def test_when_it_was_said_does_not_date_what_was_said(parse: Parse) -> None:
    """The police spoke on Tuesday; the headline's crash was on Sunday."""
    text = "Train crash kills nine\nA train crashed, police said Tuesday.\nIt left the rails on Sunday."
    choice = draft(parse, text, "crashed")
    assert choice is not None
    assert choice.span.start == date(2017, 10, 15)


def test_a_line_of_publication_dates_no_event(parse: Parse) -> None:
    """A headline looks past the line that tells when the page was changed."""
    text = "Bridge collapses in storm\nLast updated October 18, 2017 8:20 am\nThe old bridge fell on Sunday."
    choice = choose(parse, text, "collapses")
    assert choice is not None
    assert choice.span.start == date(2017, 10, 15)


def test_a_weekend_is_narrowed_by_the_day_told_after_it(parse: Parse) -> None:
    """The lead says weekend, the text says Saturday."""
    text = "Climber dies in fall\nA climber died at the weekend.\nThe man fell on Saturday."
    choice = choose(parse, text, "died")
    assert choice is not None
    assert choice.span.start == date(2017, 10, 14)


def test_what_came_before_is_not_of_the_same_day(parse: Parse) -> None:
    """Crowds cheered on the day told; the town was taken before."""
    text = "The army attacked on Monday.\nCrowds cheered on Oct. 18, 2017, after troops retook the town."
    choice = draft(parse, text, "retook")
    assert choice is not None
    assert choice.span.start == date(2017, 10, 16)


def test_a_relative_clause_dates_its_noun(parse: Parse) -> None:
    """The vote that took place in September is also the one of the next sentence."""
    text = "Envoys opposed the vote, which took place in September.\nOnce the province voted, they left."
    choice = choose(parse, text, "voted")
    assert choice is not None
    assert (choice.edtf, choice.rule) == ("2017-09", "date of the same word elsewhere")


def test_captions_and_the_story_lend_each_other_no_dates(parse: Parse) -> None:
    """The picture was taken on another day than the deeds of the next paragraph."""
    text = "Troops stormed the barracks on Monday.\nPeople gather in a street on Oct. 2, 2017.\nTwo guards fled."
    parsed = parse(text, created=CREATED)
    story, caption, rest = parsed.document.paragraphs
    paragraphs = (story, replace(caption, kind=ParagraphKind.CAPTION), rest)
    parsed = replace(parsed, document=replace(parsed.document, paragraphs=paragraphs))
    start = text.index("fled")
    timexes = find_timexes(text, anchor=CREATED, paragraphs=paragraphs)
    [choice] = date_events(parsed, [make_trigger(parsed, start, start + 4)], timexes)
    assert choice is not None
    assert choice.span.start == date(2017, 10, 16)


def test_an_old_date_is_not_carried_far(parse: Parse) -> None:
    """A year of birth dates neither the next paragraph nor the one after."""
    text = "He was born on Feb. 24, 1955.\nHis mother taught him.\nThe hall was full.\nMourners laid flowers."
    choice = choose(parse, text, "laid")
    assert choice is not None
    assert choice.span.start == CREATED


def test_an_old_date_holds_to_the_end_of_its_paragraph(parse: Parse) -> None:
    """What the same paragraph goes on to tell happened then."""
    text = (
        "The trial began on Monday.\n\nOn July 5, 2013, a driver parked the train. He walked home in the rain. "
        "The brakes failed.\n\nThe court rose early."
    )
    failed, rose = choose(parse, text, "failed"), choose(parse, text, "rose")
    assert failed is not None and rose is not None
    assert (failed.edtf, rose.edtf) == ("2013-07-05", "2017-10-16")


@pytest.mark.parametrize(
    ("text", "word", "edtf"),
    [
        (
            "The hospital was hit on Monday.\nBombs fell for an hour, although both sides had been told on Sunday.",
            "fell",
            "2017-10-16",
        ),
        (
            "Children were crushed on Sunday.\nThe premier spoke on Monday of nine dead.\nThe clubs played a final.",
            "played",
            "2017-10-15",
        ),
        (
            "The mayor travelled there last week. In a letter last Friday a union cried foul.",
            "travelled",
            "2017-10-09/2017-10-15",
        ),
        (
            "Boy shot by child Posted: Monday, October 16, 2017 2:27 PM EDT\n\nA boy lies in hospital.\n\n"
            "It happened around 7:30 p.m. Sunday.",
            "shot",
            "2017-10-15",
        ),
    ],
    ids=["told before", "spoken of", "week", "stamp"],
)
def test_the_story_keeps_its_own_day(parse: Parse, text: str, word: str, edtf: str) -> None:
    """A warning before, a statement after, a letter in the same week and a stamp behind the headline do not move it."""
    choice = draft(parse, text, word)
    assert choice is not None
    assert choice.edtf == edtf


@pytest.mark.parametrize(
    ("sentence", "word", "day"),
    [
        ("Rebels attacked the post yesterday.", "attacked", 16),
        ("Rebels attacked the post on Monday.", "attacked", 16),
        ("Rebels have attacked the post.", "attacked", 17),
        ("Rebels will attack the post tomorrow.", "attack", 18),
    ],
    ids=["yesterday", "weekday", "publication", "tomorrow"],
)
def test_days_are_reckoned_from_the_dateline(parse: Parse, sentence: str, word: str, day: int) -> None:
    """A report filed on Tuesday and printed on Wednesday speaks of Tuesday as today."""
    choice = choose(parse, f"LIMA, Oct. 17 (Wire) - {sentence}", word)
    assert choice is not None
    assert choice.edtf == f"2017-10-{day}"


def test_what_a_report_of_a_day_tells_without_a_date_was_on_that_day(parse: Parse) -> None:
    """Its title tells the day; what it calls yesterday is still the day before publication."""
    text = (
        "Shells fell on the port and on the quarter behind it, whose people had long gone to relatives in the hills "
        "and the islands. Yesterday a convoy arrived."
    )
    parsed = parse(text, created=CREATED)
    titled = replace(parsed, document=replace(parsed.document, title="Harbour front: evening summary, 16 October"))
    timexes = find_timexes(text, anchor=CREATED)
    triggers = [make_trigger(titled, text.index(word), text.index(word) + len(word)) for word in ("fell", "arrived")]
    assert [choice.edtf for choice in date_events(titled, triggers, timexes) if choice] == ["2017-10-16", "2017-10-17"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Rebels shelled the port ahead of Monday's vote.", "shelled"),
        ("Rebels shelled the port prior to Monday's truce.", "shelled"),
        ("Rebels shelled the port before the Oct. 3 talks.", "shelled"),
        ("No ship has come in since Oct. 3.\nRebels shelled the port.", "shelled"),
    ],
    ids=["ahead of", "prior to", "before", "since"],
)
def test_a_day_that_only_bounds_an_event_is_not_its_own(parse: Parse, text: str, word: str) -> None:
    """What was still to come, or when something had begun, leaves the day of the event open."""
    choice = draft(parse, text, word)
    assert choice is not None
    assert (choice.edtf, choice.rule) == ("2017-10-18", "publication date")


def test_no_day_is_carried_from_one_item_of_a_list_to_another(parse: Parse) -> None:
    """Each item tells of something else; within one, the day goes on."""
    items = "HARBOUR: Shells fell on Oct. 9. A crane burned.\nAIRPORT: Guards closed the road.\nOLD TOWN: Walls fell."
    text = f"Notes from the front, which our readers in the city and in the villages around it sent.\n{items}"
    parsed = parse(text, created=CREATED)
    timexes = find_timexes(text, anchor=CREATED, paragraphs=parsed.document.paragraphs)
    triggers = [make_trigger(parsed, text.index(word), text.index(word) + len(word)) for word in ("burned", "closed")]
    assert [choice.edtf for choice in date_events(parsed, triggers, timexes) if choice] == ["2017-10-09", "2017-10-18"]


@pytest.mark.parametrize(
    ("word", "day"),
    [("condemnation", 18), ("fire", 15)],
    ids=["a word for what is said", "a word for what happens"],
)
def test_a_guessed_kind_does_not_choose_the_day(parse: Parse, word: str, day: int) -> None:
    """What is said has the day of publication; whether it is said hangs on the word, not on the kind found for it."""
    text = "Guards opened the gates on Sunday.\nThe condemnation was brief.\nThe fire spread."
    parsed = parse(text, created=CREATED)
    timexes = find_timexes(text, anchor=CREATED, paragraphs=parsed.document.paragraphs)
    start = text.index(word)
    found = make_trigger(parsed, start, start + len(word))
    kinds = [replace(found, type=code) for code in ("diplomacy.statement", "disaster.wildfire", "other.other")]
    choices = [choice.edtf for choice in date_events(parsed, kinds, timexes) if choice]
    assert choices == [f"2017-10-{day}"] * len(kinds)


def test_the_note_says_that_the_text_gave_the_anchor(parse: Parse) -> None:
    """Without a day of publication, the latest full date stands in, and every date reckoned from it says so."""
    text = "Crowds cheered on Oct. 18, 2017.\nThe army came on Monday.\nIt took the town."
    monday = choose(parse, text, "came", created=None)
    printed = choose(parse, text, "cheered", created=None)
    assert monday is not None and printed is not None
    assert (monday.span.start, monday.note) == (date(2017, 10, 16), "anchored on the latest full date in the text")
    assert printed.note == ""


def test_the_note_reports_a_disagreement_of_the_text(parse: Parse) -> None:
    """The printed date is taken, and what speaks against it is told."""
    choice = choose(parse, "Rebels attacked the town on Tuesday, October 16, 2017.", "attacked")
    assert choice is not None
    assert (choice.span.start, choice.note) == (
        date(2017, 10, 16),
        "the text says Tuesday, but 2017-10-16 was a Monday",
    )


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("On Sunday, the day after the quake, shops reopened.", "quake", 14),
        ("On Sunday, the day after the quake, shops reopened.", "reopened", 15),
        ("On Sunday, a day after the bombing, police arrested two men.", "bombing", 14),
        ("Shops reopened on Sunday, two days after the quake struck the town.", "struck", 13),
        ("Shops reopened on Sunday, two days after the quake struck the town.", "quake", 13),
        ("On Friday, the day before the vote, rebels attacked the town.", "vote", 14),
        ("On Friday, the day before the vote, rebels attacked the town.", "attacked", 13),
        ("The quake came on Saturday.\nThe day after the quake, shops reopened.", "reopened", 15),
        ("The quake came on Saturday.\nThe day after the quake, shops reopened.", "quake, shops", 14),
        ("He was shot on Friday. The day after, he died.", "died", 14),
        ("The mayor was shot on Saturday. Two days after the shooting, police held a man.", "held", 16),
        ("A bar was burned on Monday. The attack came two days after the mayor was shot dead.", "shot", 14),
        ("A bar was burned on Monday. The attack came two days after the mayor was shot dead.", "attack", 16),
        ("Police ask for help after a boy was struck by a bullet while sitting at home Sunday night.", "struck", 15),
        ("The bureau said on Sunday it stood by her, lifting a cloud two days before the vote.", "vote", 17),
        ("The bureau said on Sunday it stood by her, lifting a cloud two days before the vote.", "lifting", 15),
    ],
)
def test_a_day_told_by_an_event_dates_the_event_by_its_distance(parse: Parse, text: str, word: str, day: int) -> None:
    """The Sunday of "Sunday, the day after the quake" is one day, and the quake came the day before."""
    choice = choose(parse, text, word)
    assert choice is not None
    assert choice.edtf == f"2017-10-{day}"


def test_an_event_two_weeks_before_a_day_is_dated_to_its_week(parse: Parse) -> None:
    """Nobody counts weeks to the day."""
    choice = choose(parse, "He died on Sunday, two weeks after being shot in Oslo.", "shot")
    assert choice is not None
    assert choice.edtf == "2017-09-25/2017-10-01"


@pytest.mark.parametrize("word", ["shortly before noon", "after 9 a.m.", "by midnight"])
def test_a_bound_on_the_hour_leaves_the_day(parse: Parse, word: str) -> None:
    """What came before noon on Saturday came on Saturday."""
    choice = choose(parse, f"An earthquake struck the town {word} on Saturday.", "earthquake")
    assert choice is not None
    assert choice.span.start == date(2017, 10, 14)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Shells hit the port overnight, the army said on Tuesday.", 17),
        ("Shells hit the port at 10 a.m., the army said on Monday.", 16),
        ("Shells hit the port at 10 a.m., the army said on Wednesday.", 18),
    ],
    ids=["a night", "an hour", "today"],
)
def test_an_hour_is_no_later_than_it_was_told(parse: Parse, text: str, day: int) -> None:
    """What was told on Tuesday of a night was not in the night to Wednesday, when the text came out."""
    choice = choose(parse, text, "hit")
    assert choice is not None
    assert (choice.edtf, choice.rule) == (f"2017-10-{day}", "date of the word")


@pytest.mark.parametrize(
    ("text", "word", "edtf"),
    [
        ("He was shot at 10 p.m. in the old town on Sunday.", "shot", "2017-10-15"),
        ("The rising began on 5 May 2016. Since then 900 people have been displaced.", "displaced", "2016-05-05/.."),
        ("A rising began in May. It was crushed, but since then nine people have died.", "died", "2017-05/.."),
    ],
    ids=["an hour before its day", "since then", "since then, within"],
)
def test_what_a_date_is_told_by_may_stand_elsewhere(parse: Parse, text: str, word: str, edtf: str) -> None:
    """The day behind its hour, and the date that "then" means."""
    choice = choose(parse, text, word)
    assert choice is not None
    assert choice.edtf == edtf


@pytest.mark.parametrize(
    "text",
    ["Prime Minister Theresa May met the press.", "Mrs May met the press.", "On the vote, May said that she had won."],
    ids=["by a first name", "by a title", "by what is said"],
)
def test_a_name_is_no_month(parse: Parse, text: str) -> None:
    """A prime minister's name does not date what she does."""
    choice = choose(parse, text, "said" if "said" in text else "met")
    assert choice is not None
    assert choice.edtf == "2017-10-18"


def test_what_happened_takes_no_day_ahead_from_elsewhere(parse: Parse) -> None:
    """A plan told before is no date for what is over; another plan may take it."""
    plan = "A strike is planned for Nov. 1.\n"
    agreed = choose(parse, f"{plan}The ministry agreed to talks.", "agreed")
    protest = choose(parse, f"{plan}The union will protest in the capital.", "protest")
    assert agreed is not None
    assert protest is not None
    assert (agreed.edtf, protest.edtf) == ("2017-10-18", "2017-11-01")


def test_without_any_date_an_event_has_none(parse: Parse) -> None:
    """Nothing is made up."""
    assert choose(parse, "Rebels attacked the town.", "attacked", created=None) is None


def test_background_keeps_its_own_coarse_date(parse: Parse) -> None:
    """What an older month brought is not put on the day that the sentence before tells."""
    text = (
        "The dispute has grown since the vote of Sept. 25.\n"
        "Rebels took over the town in June 2014, when the army fled before them."
    )
    choice = choose(parse, text, "fled", created=date(2017, 10, 13))
    assert choice is not None
    assert choice.edtf == "2014-06"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A court jailed a soldier for shelling a school in March 2011.", "jailed"),
        ("Police arrested two men over a bombing that killed nine people in 2009.", "arrested"),
        ("Judges ordered the state to pay for men shot in the village in 1947.", "ordered"),
    ],
)
def test_what_a_clause_below_tells_does_not_date_the_news(parse: Parse, text: str, word: str) -> None:
    """The year belongs to the deed; the verdict is of the day of the report."""
    choice = choose(parse, text, word)
    assert choice is not None
    assert (choice.span.start, choice.rule) == (CREATED, "publication date")


def test_a_day_that_is_another_in_universal_time_says_so(parse: Parse) -> None:
    """The event keeps the day of those who lived through it."""
    choice = choose(parse, "A bomb exploded at 11 p.m. EST on Monday.", "exploded")
    assert choice is not None
    assert (choice.edtf, choice.note) == ("2017-10-16", "2017-10-17 in universal time")


@pytest.mark.parametrize(
    ("text", "word", "edtf"),
    [
        ("Rebels shelled a market in the old town Sunday, witnesses and hospital staff said.", "shelled", "2017-10-15"),
        (
            "At least nine people died when a flood swept away mud houses in villages along the eastern border Sunday, "
            "officials and aid workers said.",
            "flood",
            "2017-10-15",
        ),
        (
            "Police on Thursday raided a house, seizing guns, in the third major raid since March.",
            "seizing",
            "2017-10-12",
        ),
        (
            "Hiker dies in hills\n\nA hiker has fallen to his death in the hills. He slipped on Sunday, police said.",
            "fallen",
            "2017-10-15",
        ),
    ],
)
def test_a_date_goes_to_what_it_tells_of(parse: Parse, text: str, word: str, edtf: str) -> None:
    """Not to who said it, nor to what is only counted from it; a lead in the perfect is dated by what follows."""
    choice = draft(parse, text, word)
    assert choice is not None
    assert choice.edtf == edtf


@pytest.mark.parametrize(
    ("text", "word", "edtf"),
    [
        ("The fort was held by the rebels in 2014 and taken by soldiers of Ivan Orban in 2016.", "taken", "2016"),
        ("LIMA, Oct. 17 (Wire) - Police said on Monday they had found the car.", "found", "2017-10-16"),
        ("LIMA, Oct. 17 (Wire) - Miners blocked the road again.", "blocked", "2017-10-17"),
        ("The port reopened on Friday. Police guarded it for the first time since the war ended in 1990.", "guarded",
         "2017-10-13"),
    ],
    ids=["hung on a name", "when it was said", "dateline", "since then"],
)  # fmt: skip
def test_a_date_beside_the_event_is_told_from_its_own(parse: Parse, text: str, word: str, edtf: str) -> None:
    """Of several dates around an event, the one that tells when it was."""
    choice = choose(parse, text, word)
    assert choice is not None
    assert choice.edtf == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("The bridge was shut until noon.", "2017-10-18"),
        ("The bridge has been shut since early today.", "2017-10-18"),
        ("The bridge has been shut since today.", "2017-10-18"),
        ("The bridge has been shut since Monday night.", "2017-10-16/.."),
        ("The bridge is shut until noon on Friday.", "../2017-10-20"),
    ],
)
def test_an_hour_bounds_no_days(parse: Parse, text: str, edtf: str) -> None:
    """What ended or began at an hour of a day was on that day."""
    choice = draft(parse, text, "shut")
    assert choice is not None
    assert choice.edtf == edtf


def test_the_subject_of_a_plan_is_ahead_too(parse: Parse) -> None:
    """What the present tense has in store is no more past by its noun than by its verb."""
    for text, word in (("Talks resume Friday.", "Talks"), ("The union votes on Friday.", "votes")):
        choice = draft(parse, f"Port closed\n\nThe port was closed. {text}", word)
        assert choice is not None
        assert choice.edtf == "2017-10-20"


@pytest.mark.parametrize(
    ("text", "word", "edtf"),
    [
        ("A man was beaten at a fair on Sunday because he had sung.", "beaten", "2017-10-15"),
        ("Rebels shelled a town last week, the region's governor disclosed on Monday.", "shelled",
         "2017-10-09/2017-10-15"),
        ("Residents of the port on Friday held a march to demand a road that was closed in 2015.", "held",
         "2017-10-13"),
        ("The mayor spoke on Monday of the blast that sank a yacht at its berth on Saturday.", "blast", "2017-10-14"),
        ("The talks held on Sunday failed.", "talks", "2017-10-15"),
        ("A curfew on motorbikes, imposed last year, stays in force.", "curfew", "2016"),
        ("The curfew, lifted in August, will be in force again from Friday.", "curfew", "2017-10-20"),
        ("The new plant began turning out sofas in March.", "began", "2017-03"),
        ("When officers called at the house in April 2014, they found a pool table.", "found", "2014-04"),
        ("The town has been under siege since March 2016.", "siege", "2016-03/.."),
        ("Talks had been under way in secret since 2011.", "Talks", "2011/.."),
        ("They have carried out nine raids and inflicted heavy losses on the army since April.", "raids", "2017-04/.."),
    ],
    ids=["because", "who disclosed it", "people", "inside the clause", "held", "imposed", "lifted",
         "began", "when", "under siege",
         "under way", "and since"],
)  # fmt: skip
def test_a_date_goes_to_the_right_verb_of_its_sentence(parse: Parse, text: str, word: str, edtf: str) -> None:
    """However the parse hangs it: before a later clause, on people, within what a clause tells of a noun."""
    choice = draft(parse, text, word)
    assert choice is not None
    assert choice.edtf == edtf


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The road has reopened after nine lorries crashed in thick fog on Friday.", "reopened"),
        ("Shells struck a town where rebels killed a pilot after he was forced to jump on Friday.", "struck"),
        ("A man is in custody after a stabbing at a bar on Friday.", "custody"),
    ],
    ids=["later", "deep below", "after a noun"],
)
def test_the_day_of_what_came_before_is_not_sure(parse: Parse, text: str, word: str) -> None:
    """What follows upon something may have been on its day or on any later one: the weights choose."""
    parsed = parse(f"{text}\nNine were hurt.", created=CREATED)
    timexes = find_timexes(parsed.document.text, anchor=CREATED, paragraphs=parsed.document.paragraphs)
    start = text.index(word)
    _, [found] = draft_dates(parsed, [make_trigger(parsed, start, start + len(word))], timexes)
    assert not found.is_sure


def test_what_is_done_to_an_event_later_does_not_date_it(parse: Parse) -> None:
    """A claim, a report and an inquiry have days of their own."""
    choice = draft(parse, "A bomb went off on Friday.\nThe attack claimed on Monday killed nine.", "attack")
    assert choice is not None
    assert choice.rule != "date of the word"
