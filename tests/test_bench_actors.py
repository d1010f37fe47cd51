"""`python -m bench actors`: the labels are whole, and parties and tolls are counted as it says."""

import csv
from collections.abc import Callable

import pytest

import bench.deeds
from bench.actors import count_parties, count_tolls, extract_deeds, find_lands, make_rows
from bench.articles import FITTED, OTHERS, read_articles
from bench.corpora import SHARED
from bench.deeds import ROLES, TOLLS, Count, Deed, Party, Phrase, read_labels
from bench.dispatches import Told
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.language import LanguageModel
from mapping.model import ParsedDocument, Span
from mapping.pipeline import analyse

_FLOORS = (0.58, 0.57, 0.45, 0.49, 0.57, 0.55)
_TEXT = "Turkish soldiers killed three farmers near Aleppo. The men had fled. Chad Roe of Chile at rest."


def _find(words: str) -> Span:
    return Span(start=_TEXT.index(words), end=_TEXT.index(words) + len(words))


def _make_party(role: str, *phrases: tuple[str, str], kinds: tuple[str, ...] = (), is_optional: bool = False) -> Party:
    return Party(
        role=role,
        phrases=tuple(Phrase(span=_find(words), head=_find(head)) for words, head in phrases),
        kinds=kinds,
        is_optional=is_optional,
    )


@pytest.fixture
def make_deed(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> Callable[..., Deed]:
    """A thing that the text's first sentence tells, with what its event makes of it."""
    event = analyse(parse(_TEXT), gazetteer).events[0]
    told = Told(part=OTHERS, document="a", words="killed", types=("attack",), places=("*",), days=("*",))

    def make(*parties: Party, counts: tuple[Count, ...] = (), is_found: bool = True) -> Deed:
        return Deed(told=told, parties=parties, counts=counts, text=_TEXT, event=event if is_found else None)

    return make


def test_labels_are_whole() -> None:
    """Known roles and kinds, spans with their heads inside, numbers where they belong."""
    with bench.deeds._TABLE.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    kinds = {kind for row in rows for kind in row["kinds"].split("|")}
    parties = [row for row in rows if row["role"] in ROLES]
    spans = [[int(row[name]) for name in ("start", "head_start", "head_end", "end")] for row in parties]
    assert {row["role"] for row in rows} <= {*ROLES, *TOLLS, ""}
    assert {"state_force", "police", "civilians", "government"} <= kinds
    assert [span for span in spans if span != sorted(span) or span[1] == span[2]] == []
    assert [row for row in rows if (row["role"] in TOLLS) != row["number"].isdecimal()] == []
    assert {row[name] for row in rows for name in ("optional", "elsewhere")} == {"yes", ""}


def test_a_party_is_right_by_the_head_of_any_of_its_phrases(
    make_deed: Callable[..., Deed], gazetteer: Gazetteer
) -> None:
    """Found are the soldiers and the farmers; the kind is one of the party's, the country that of its own words."""
    soldiers = _make_party(
        "actor", ("The men", "men"), ("Turkish soldiers", "soldiers"), kinds=("rebel", "state_force")
    )
    deed = make_deed(soldiers, _make_party("recipient", ("The men", "men")))
    one = count_parties([deed], "actor", gazetteer)
    assert (one.told, one.met, one.found, one.right, one.kind) == (1, 1, 1, 1, 1)
    assert find_lands(soldiers, _TEXT, gazetteer) == {"TR"}
    missed = count_parties([deed], "recipient", gazetteer)
    assert (missed.told, missed.met, missed.found, missed.right) == (1, 0, 1, 0)


def test_lands_are_those_that_phrases_name(gazetteer: Gazetteer) -> None:
    """A first name is none, and a code of letters is none."""
    party = _make_party("actor", ("Chad Roe of Chile at rest", "Roe"))
    assert find_lands(party, _TEXT, gazetteer) <= {"CL"}


def test_who_could_be_left_out_counts_neither_for_nor_against(
    make_deed: Callable[..., Deed], gazetteer: Gazetteer
) -> None:
    """Whether found or not."""
    found = _make_party("actor", ("Turkish soldiers", "soldiers"), is_optional=True)
    missed = _make_party("actor", ("The men", "men"), is_optional=True)
    one = count_parties([make_deed(found, missed)], "actor", gazetteer)
    assert (one.told, one.found) == (0, 0)


def test_a_thing_without_an_event_counts_only_among_all(make_deed: Callable[..., Deed], gazetteer: Gazetteer) -> None:
    """It makes no recall worse but the last."""
    party, count = _make_party("actor", ("The men", "men")), Count(kind="killed", number=3, span=None)
    deed = make_deed(party, counts=(count,), is_found=False)
    assert [
        (one.told, one.unread) for one in (count_parties([deed], "actor", gazetteer), count_tolls([deed], "killed"))
    ] == [
        (0, 1),
        (0, 1),
    ]


@pytest.mark.parametrize(("kind", "number", "right"), [("killed", 3, 1), ("killed", 2, 0), ("wounded", 3, 0)])
def test_tolls_are_right_by_kind_and_number(make_deed: Callable[..., Deed], kind: str, number: int, right: int) -> None:
    """The words may be others."""
    one = count_tolls([make_deed(counts=(Count(kind=kind, number=number, span=None),))], kind)
    assert (one.told, one.met) == (1, right)


def test_rows_are_by_half(make_deed: Callable[..., Deed], gazetteer: Gazetteer) -> None:
    """What is fitted to is never counted with what is measured on."""
    rows = make_rows([make_deed(_make_party("actor", ("Turkish soldiers", "soldiers")))], gazetteer)
    assert f"| {OTHERS} | actor | 1 | 1 | 1.00 | 1.00 | 1.00 | 0.00 | 1.00 | 1.00 |" in rows
    assert f"| {FITTED} | actor | 0 | 0 | - | - | - | - | - | - |" in rows


@pytest.mark.gold
@pytest.mark.skipif(not (SHARED / "corpora" / "events").is_dir(), reason="the gold corpora are not there")
def test_labels_are_of_things_that_articles_tell() -> None:
    """Every thing of a labelled article has its row, and no other."""
    documents, told = read_articles()
    labels = read_labels()
    starts = {
        name: {(one.start or 0) - documents[name].given_start for one in told if one.document == name}
        for name in labels
    }
    assert {name: set(things) for name, things in labels.items()} == starts
    assert len(labels) == 52


@pytest.mark.gold
@pytest.mark.skipif(not (SHARED / "corpora" / "events").is_dir(), reason="the gold corpora are not there")
def test_articles_that_were_not_read_keep_their_parties_and_tolls(language: LanguageModel) -> None:
    """Precision and recall of actors, recipients and the killed, less two hundredths of those of 2026-11-23."""
    deeds, gazetteer = [deed for deed in extract_deeds(language) if deed.told.part == OTHERS], open_gazetteer()
    tallies = [*(count_parties(deeds, role, gazetteer) for role in ROLES), count_tolls(deeds, "killed")]
    shares = [share for one in tallies for share in (one.right / one.found, one.met / one.told)]
    assert [share for share, floor in zip(shares, _FLOORS, strict=True) if share < floor] == []
