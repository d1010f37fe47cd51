"""Tests of mapping.telling.date_options and date_judgement: the days an event may have had, and the likeliest."""

from datetime import date
from functools import partial

import pytest

from mapping.dating import date_events, draft_dates
from mapping.model import DateChoice
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.date_judgement import judge_days, load_date_weights
from mapping.telling.date_options import DateOptions, Option
from mapping.timexes import find_day_of_writing, find_timexes
from mapping.triggers import find_triggers, make_trigger
from tests.calls import count_steps
from tests.parsing import Parse

CREATED = date(2017, 10, 18)  # a Wednesday
STORY = "A bomb went off in the market on Monday.\nNine people died.\nTraders will march on Friday."


def read(parse: Parse, text: str, *words: str, created: date | None = CREATED) -> tuple[list[Option], list[DateChoice]]:
    """The options of the last of some words, and the day that each word is given beside the others."""
    parsed = parse(text, created=created)
    timexes = find_timexes(text, anchor=find_day_of_writing(parsed.document), paragraphs=parsed.document.paragraphs)
    starts = [text.index(word) for word in words]
    triggers = [make_trigger(parsed, start, start + len(word)) for start, word in zip(starts, words, strict=True)]
    dates, drafts = draft_dates(parsed, triggers, timexes)
    chosen = [choice for choice in date_events(parsed, triggers, timexes) if choice]
    return DateOptions(dates, drafts).make(drafts[-1]), chosen


def test_days_around_and_of_publication_are_options(parse: Parse) -> None:
    """What is still to come is none for what has happened."""
    options, _ = read(parse, STORY, "went off", "died")
    assert [(option.choice.edtf, option.choice.rule) for option in options] == [
        ("2017-10-16", "date carried forward"),
        ("2017-10-18", "publication date"),
        ("2017-10-17", "day before publication"),
    ]


def test_options_tell_what_the_day_has_in_common_with_the_event(parse: Parse) -> None:
    """Where it is told, how old it is, which events have it by rules."""
    [told, published, eve], _ = read(parse, STORY, "went off", "died")
    assert {"before", "before: none here", "of the week", "on the first told", "rule: date carried forward"} <= set(
        told.features
    )
    assert told.features["events of the sentence before, told there"] == 1.0
    assert {"published", "of today", "told in the past; of today"} <= set(published.features)
    assert "eve" in eve.features
    assert not {name for name in (*published.features, *eve.features) if name.startswith(("rule", "events"))}


def test_the_likeliest_day_has_its_chance_as_score(parse: Parse) -> None:
    """Options of one day count together."""
    options, chosen = read(parse, STORY, "went off", "died")
    assert chosen[-1] == judge_days(options)
    assert chosen[-1].edtf == "2017-10-16"
    assert chosen[-1].rule == "date carried forward"
    twice = judge_days([*options, options[0]])
    assert twice is not None
    assert chosen[-1].score < twice.score < 1.0


def test_the_next_likeliest_days_are_kept(parse: Parse) -> None:
    """Best first, each with its own chance; together with the day they are not more than sure."""
    _, chosen = read(parse, STORY, "went off", "died")
    others = chosen[-1].alternatives
    assert {other.edtf for other in others} == {"2017-10-17", "2017-10-18"}
    scores = [chosen[-1].score, *(other.score for other in others)]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] >= 0.05
    assert sum(scores) == pytest.approx(1.0, abs=0.1)
    assert chosen[0].alternatives == ()


def test_what_its_own_sentence_dates_is_left_to_rules(parse: Parse) -> None:
    """No weights move the day of a word that has one."""
    _, chosen = read(parse, STORY, "died", "went off")
    assert (chosen[-1].edtf, chosen[-1].rule) == ("2017-10-16", "date of the word")


def test_without_a_day_of_publication_the_draft_stands(parse: Parse) -> None:
    """What weights know of the age of days says nothing then."""
    _, chosen = read(parse, "A bomb went off on 16 October 2017.\nNine people died.", "died", created=None)
    assert [(choice.edtf, choice.rule) for choice in chosen] == [("2017-10-16", "date carried forward")]


@pytest.mark.parametrize(
    ("text", "words", "drafted", "day", "rule"),
    [
        (
            "A tanker caught fire in the harbour on Sunday.\nThe port was closed.\nOn Tuesday the mayor visited.\n"
            "The tanker burned for nine hours and two sailors died.",
            ("caught", "closed", "visited", "burned"),
            17,
            15,
            "date carried forward",
        ),
        (
            "Two miners drowned when a shaft flooded.\nRescuers pumped water all night.\n"
            "The pit had reopened on Oct. 2 after a strike.",
            ("flooded", "reopened", "strike", "pumped"),
            2,
            17,
            "day before publication",
        ),
    ],
    ids=["the story's day", "no day of the story"],
)
def test_weights_choose_where_rules_are_weak(
    parse: Parse, text: str, words: tuple[str, ...], drafted: int, day: int, rule: str
) -> None:
    """Neither the last day told nor the only one need be that of what is told on."""
    options, chosen = read(parse, text, *words)
    [by_rules] = {
        option.choice.edtf for option in options if any(name.startswith("rule: ") for name in option.features)
    }
    assert by_rules == f"2017-10-{drafted:02}"
    assert (chosen[-1].edtf, chosen[-1].rule) == (f"2017-10-{day}", rule)


def test_dates_that_tell_of_other_times_are_no_options(parse: Parse) -> None:
    """Of the sentence: what was still to come, what had been before, what a clause below tells by its year."""
    for text, word in (
        ("Rebels shelled the port ahead of Monday's vote.", "shelled"),
        ("Bombs fell for an hour, although both sides had been told on Sunday.", "fell"),
        ("A court jailed a soldier for shelling a school in March 2011.", "jailed"),
    ):
        options, _ = read(parse, text, word)
        assert {option.choice.rule for option in options} <= {"publication date", "day before publication"}


def test_every_weight_has_a_meaning_in_words() -> None:
    """The table says of each feature what it is."""
    rows = list(read_table(find_folder("geodata") / "date_weights.csv"))
    assert all(row["note"] for row in rows)
    assert len(load_date_weights()) == len(rows)


@pytest.mark.parametrize(
    "lines",
    [
        "A bomb went off on March {}, 2011.\nNine people died.",
        "A bomb went off on October {}.\nNine people died.",
        "- A bomb went off on October {}.\n- Nine people died.",
        "Nine people died.\nTraders wept.",
    ],
    ids=["of long ago", "of the news", "in items of a list", "without dates"],
)
def test_dates_take_work_in_proportion_to_the_length_of_a_text(parse: Parse, lines: str) -> None:
    """A text four times as long takes about four times the steps, though each event could have each of its days."""
    work = []
    for count in (24, 96):
        parsed = parse("\n".join(lines.format(number % 16 + 1) for number in range(count)), created=CREATED)
        document, triggers = parsed.document, find_triggers(parsed)
        timexes = find_timexes(document.text, anchor=CREATED, paragraphs=document.paragraphs)
        work.append(count_steps(partial(date_events, parsed, triggers, timexes)))
    quarter, whole = work
    assert whole < 5 * quarter
