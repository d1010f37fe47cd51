"""Tests of mapping.telling.lexicon and of the tables it reads."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mapping.errors import GazetteerError
from mapping.event_types import load_event_types
from mapping.model import ParsedDocument
from mapping.settings import find_folder
from mapping.telling.lexicon import Reader, load_lexicon


def make_tables(folder: Path, rows: str, classes: str = "class,is_actor,words\narmed,no,army|rebel\n") -> Path:
    """A folder with these trigger words."""
    (folder / "event_triggers.csv").write_text("lemma,pos,types,when\n" + rows, encoding="utf-8")
    (folder / "word_classes.csv").write_text(classes, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("strike,v,strike.lightning,\n", "unknown types"),
        ("strike,v,strike.air,subj:plane\n", r"subj:plane.*'strike'.*plane"),
        ("strike,v,strike.air,place:armed\n", r"place:armed"),
    ],
    ids=["type", "class", "slot"],
)
def test_a_row_that_cannot_be_read_is_refused(tmp_path: Path, row: str, message: str) -> None:
    """The message names the word and what is wrong in its row."""
    with pytest.raises(GazetteerError, match=message):
        load_lexicon(make_tables(tmp_path, row))


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    """The message names the file."""
    shutil.copy(find_folder("geodata") / "word_classes.csv", tmp_path)
    with pytest.raises(GazetteerError, match=r"event_triggers\.csv is missing"):
        load_lexicon(tmp_path)


def test_the_first_row_that_holds_is_taken(tmp_path: Path, parse: Callable[..., ParsedDocument]) -> None:
    """Conditions on who acts decide between the rows of one word."""
    lexicon = load_lexicon(make_tables(tmp_path, "fight,v,battle.clash,subj:armed\nfight,v,other.sport,\n"))
    for text, code in (("The rebels fought.", "battle.clash"), ("The boxers fought.", "other.sport")):
        match = Reader(parse(text).sentences[0], lexicon).find_entry(2)
        assert match is not None
        assert match[0].types == (code,)


@pytest.mark.parametrize(
    ("row", "held", "barred"),
    [
        ("take,v,humanitarian.rescue,prep:=hospital", "They were taken to a hospital.", "They took a hospital tour."),
        (
            "deal,n,diplomacy.agreement,head:=reach",
            "They reached a deal on Monday.",
            "They mocked a deal reached here.",
        ),
    ],
    ids=["prep", "head"],
)
def test_a_row_can_ask_what_stands_behind_a_preposition_or_above(
    tmp_path: Path, parse: Callable[..., ParsedDocument], row: str, held: str, barred: str
) -> None:
    """`prep` is what the word's own prepositions lead to, `head` what the word hangs on, not any word of the text."""
    lexicon = load_lexicon(make_tables(tmp_path, row + "\n"))
    for text, holds in ((held, True), (barred, False)):
        sentence = parse(text).sentences[0]
        index = next(token.index for token in sentence.tokens if token.lemma == row.split(",")[0])
        assert (Reader(sentence, lexicon).find_entry(index) is not None) is holds


def test_a_word_is_no_condition_of_itself(tmp_path: Path, parse: Callable[..., ParsedDocument]) -> None:
    """A landslide is one of voters where another word of the sentence speaks of an election."""
    rows = "landslide,n,politics.election,any:votes\nlandslide,n,disaster.landslide,\n"
    lexicon = load_lexicon(make_tables(tmp_path, rows, "class,is_actor,words\nvotes,no,landslide|election\n"))
    told = {"politics.election": "Her landslide decided the election.", "disaster.landslide": "A landslide buried it."}
    for code, text in told.items():
        match = Reader(parse(text).sentences[0], lexicon).find_entry(1)
        assert match is not None
        assert match[0].types == (code,)


def test_phrases_of_verbs_may_be_split(tmp_path: Path, parse: Callable[..., ParsedDocument]) -> None:
    """Words between verb and particle do no harm; a comma or another verb does."""
    lexicon = load_lexicon(make_tables(tmp_path, "blow up,v,strike.bomb,\n"))
    split = Reader(parse("They blew it up.").sentences[0], lexicon).find_entry(1)
    assert split is not None
    assert split[1] == 3
    assert Reader(parse("They blew, and went up.").sentences[0], lexicon).find_entry(1) is None


def test_every_type_but_the_rests_has_words() -> None:
    """A subtype that no word leads to could never be found by the lexicon."""
    lexicon = load_lexicon()
    entries = [entry for table in (lexicon.verbs, lexicon.nouns) for rows in table.values() for entry in rows]
    told = {code for entry in entries for code in entry.types}
    assert set(load_event_types().types) - told <= {"politics.other", "other.other"}
